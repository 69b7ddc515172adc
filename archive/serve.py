"""`sldtbxh serve`: Datasette over the archive, with this project's pages, plugins and settings."""

import signal
import socket
import sys
from pathlib import Path
from types import FrameType

import click

from archive.db.database import connect_to_read, is_immutable, is_older
from archive.errors import Unusable
from archive.folder import database_path
from archive.options import archive_option, owned_archive, site_option
from archive.stopping import STOPS

HERE = Path(__file__).resolve().parent
MARKER = "metadata.yaml"
# The wheel's copy, then the checkout's. The installed package `datasette` has no such marker.
PAGES = (HERE / "_datasette", HERE.parent / "datasette")
STATIC_MOUNT = "static"

SETTINGS = {
    "suggest_facets": "off",  # would scan every column of every table shown
    "facet_time_limit_ms": "400",  # facets stand on indexed columns only
    "sql_time_limit_ms": "1000",  # of the processor's time: plugins/interrupted.py
    "num_sql_threads": "3",  # of researchers; readers have their own: views/readerdb.py
    "default_page_size": "50",
    "truncate_cells_html": "300",  # lists show the start of a long text, a row's own page all of it
    "default_cache_ttl": "60",
    "max_csv_mb": "0",  # a download is whole: plugins/downloads.py
    "allow_download": "off",  # `sldtbxh export sqlite` makes a consistent copy
    "cache_size_kb": "16384",
}
# With these, Datasette listens on no port.
WITHOUT_PORT = ("--get", "--uds", "--help-settings")


def pages_folder() -> Path:
    """The folder of metadata, templates, plugins and static files.

    Raises:
        FileNotFoundError: neither the checkout nor the wheel has it.
    """
    for folder in PAGES:
        if (folder / MARKER).is_file():
            return folder
    raise FileNotFoundError(f"{MARKER} is in none of: {', '.join(map(str, PAGES))}")


def arguments(archive: Path, options: tuple[str, ...] = ()) -> list[str]:
    """What follows `datasette serve`; the user's own options stand last, so they win.

    `-i` only where nobody can write: else the file may change while it is served. Its name makes
    the database `archive`.
    """
    folder, path = pages_folder(), database_path(archive)
    found = ["-i", str(path)] if is_immutable(path) else [str(path)]
    found += ["--metadata", str(folder / MARKER)]
    found += ["--template-dir", str(folder / "templates"), "--plugins-dir", str(folder / "plugins")]
    found += ["--static", f"{STATIC_MOUNT}:{folder / 'static'}"]
    for name, value in SETTINGS.items():
        found += ["--setting", name, value]
    return [*found, *options]


def run(archive: Path, host: str, port: int, options: tuple[str, ...] = ()) -> None:
    """Serve the archive, which is there, until stopped; then SystemExit.

    Raises:
        Unusable: the port cannot be had.
    """
    if not any(option.split("=")[0] in WITHOUT_PORT for option in options):
        check_port(host, port)
    # Half a second that the other subcommands need not wait.
    from datasette.cli import cli  # type: ignore[import-untyped]

    for stop in STOPS:
        signal.signal(stop, _stopped)
    listen = ("--host", host, "--port", str(port))
    cli.main(["serve", *arguments(archive, (*listen, *options))], prog_name="sldtbxh")


def check_port(host: str, port: int) -> None:
    """Unusable where nobody can listen there, say because somebody does."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except (OSError, UnicodeError) as error:
        reason = getattr(error, "strerror", None) or error
        raise Unusable(
            f"cannot listen on {host} port {port}: {reason}; choose another --host or --port"
        ) from error


def _stopped(number: int, _frame: FrameType | None) -> None:
    """Uvicorn hands the signal on after it has closed its connections."""
    sys.exit(STOPS[signal.Signals(number)])


@click.command(
    context_settings={"ignore_unknown_options": True},
    epilog="Example: sldtbxh serve --archive ./data --port 8001",
)
@archive_option
@site_option
@click.option("--host", "-h", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port", "-p", type=click.IntRange(0, 65535), default=8001, show_default=True,
    help="Port to listen on; 0 takes any that is free.",
)  # fmt: skip
@click.argument("datasette_options", nargs=-1, type=click.UNPROCESSED)
def serve(
    archive: Path | None,
    site: str | None,
    host: str,
    port: int,
    datasette_options: tuple[str, ...],
) -> None:
    """Serve the archive in the browser; options that Datasette alone has are passed on."""
    folder = owned_archive(archive, site)
    path = database_path(folder)
    connect_to_read(path).close()  # Unusable where there is none
    if is_immutable(path):
        click.echo(
            f"{folder} can only be read: what is shown is the archive as it is now", err=True
        )
    if is_older(path):
        click.echo(
            f"{path} was made by an older version, so some pages fail: run 'sldtbxh refresh', or"
            " any other command that writes to it",
            err=True,
        )
    run(folder, host, port, datasette_options)
