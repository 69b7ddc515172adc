"""The command `sldtbxh`: its subcommands, and the exit code that each way of ending has."""

import os
import sqlite3
import sys
from datetime import timedelta
from functools import partial
from pathlib import Path
from traceback import walk_tb
from typing import NoReturn

import click

from archive.backfilling.command import backfill
from archive.diskerrors import meaning_of
from archive.errors import ArchiveError, DiskFull
from archive.exporting.command import export
from archive.options import (
    DEMO_ARCHIVE,
    Folder,
    archive_option,
    chosen_archive,
    chosen_service,
    chosen_site,
    jobs_option,
    owned_archive,
    pace_options,
    place_options,
    scheduler_option,
    service_options,
    site_option,
    typed_before,
)
from archive.search.terminal import search
from archive.serve import serve
from archive.stopping import Stopped, stoppable

_INTERRUPTED = 130


@click.group(
    context_settings={"help_option_names": ["--help"]},
    epilog="Example: sldtbxh crawl --archive ./data",
)
@archive_option
@site_option
@click.version_option(package_name="sldtbxh-archive", prog_name="sldtbxh")
@click.pass_context
def cli(context: click.Context, archive: Path | None, site: str | None) -> None:
    """Keep, read, search and serve the archive of a Vietnamese department's web site."""
    context.obj = {"archive": archive, "site": site}


@cli.command(epilog="Example: sldtbxh crawl --archive ./data --delay 2")
@archive_option
@site_option
@place_options
@pace_options
def crawl(
    archive: Path | None,
    site: str | None,
    department: str | None,
    start: tuple[str, ...],
    delay: float | None,
    concurrency: int | None,
) -> None:
    """Visit the whole site: articles and statistics pages.

    A pass that was killed goes on where it stopped.
    """
    from archive.crawling.crawl import crawl as run
    from archive.crawling.running import Pace

    folder = chosen_archive(archive)
    report = run(folder, chosen_site(folder, site, department, start), Pace(delay, concurrency))
    for line in report.lines:
        click.echo(line, err=True)
    tally = report.tally
    click.echo(
        f"{tally.requests} requests, {tally.captured} captures; articles: {tally.new} new,"
        f" {tally.changed} changed, {tally.removed} removed"
    )
    sys.exit(report.exit_code)


@cli.command(epilog="Example: sldtbxh refresh --archive ./data")
@archive_option
@site_option
@place_options
@pace_options
@click.option(
    "--revisits",
    type=click.IntRange(0),
    default=300,
    show_default=True,
    help="Pages looked at again at most, besides the sections.",
)
@click.option(
    "--ended-after",
    type=click.IntRange(1),
    default=30,
    show_default=True,
    metavar="DAYS",
    help="Without a page for so long, the site has ended.",
)
@service_options
@click.option("--verbose", "-v", is_flag=True, help="Say what was done.")
def refresh(
    archive: Path | None,
    site: str | None,
    department: str | None,
    start: tuple[str, ...],
    delay: float | None,
    concurrency: int | None,
    revisits: int,
    ended_after: int,
    cdx_url: str,
    replay_url: str,
    verbose: bool,
) -> None:
    """Look at what may be new, changed or gone: what cron runs.

    Of a site that has ended the Wayback Machine is asked for what the archive lacks.
    """
    from archive.crawling.logbook import told
    from archive.crawling.refresh import Bounds
    from archive.crawling.refresh import refresh as run
    from archive.crawling.running import Pace

    folder = chosen_archive(archive)
    chosen = chosen_site(folder, site, department, start)
    bounds = Bounds(revisits, timedelta(days=ended_after))
    pace, service = Pace(delay, concurrency), chosen_service(cdx_url, replay_url)
    work = partial(run, folder, chosen, pace, bounds, service=service)
    sys.exit(told(folder, work, verbose=verbose))


@cli.command(epilog="Example: sldtbxh status --archive ./data --json")
@archive_option
@site_option
@click.option(
    "--revisits",
    type=click.IntRange(1),
    default=300,
    show_default=True,
    help="What refresh is run with: how long a round takes depends on it.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object, for a monitor.")
def status(archive: Path | None, site: str | None, revisits: int, as_json: bool) -> None:
    """Say whether the archive is well: exit 0, else 1."""
    from archive.health.status import as_json as json_report
    from archive.health.status import report
    from archive.times import now

    folder = owned_archive(archive, site)
    if as_json:
        text, code = json_report(folder, revisits, now())
    else:
        lines, code = report(folder, revisits, now())
        text = "\n".join(lines)
    click.echo(text)
    sys.exit(code)


@cli.command(epilog="Example: sldtbxh rebuild --archive ./data")
@archive_option
@site_option
@jobs_option
@scheduler_option
def rebuild(
    archive: Path | None, site: str | None, jobs: int | None, scheduler: str | None
) -> None:
    """Make archive.db again from the WARC files alone."""
    from archive.folder import warc_files
    from archive.progress import progress_bar
    from archive.rebuilding.rebuild import rebuild as run

    folder = owned_archive(archive, site)
    total = sum(file.stat().st_size for file in warc_files(folder))
    with progress_bar("Reading", total) as progress:
        made = run(folder, jobs, progress, scheduler)
    for torn in made.torn:
        click.echo(f"sldtbxh: {torn}", err=True)
    click.echo(f"{made.captures} captures read into {folder / 'archive.db'}")
    if made.is_new_file:
        click.echo("where 'sldtbxh serve' runs, restart it: it reads the file before", err=True)


@cli.command(
    "import",
    epilog="Example: sldtbxh import old.warc.gz crawl.wacz mirror/ --base https://host/",
)
@click.argument(
    "paths",
    nargs=-1,
    required=True,
    metavar="PATH...",
    type=click.Path(exists=True, path_type=Path),
)
@click.option("--base", metavar="URL", help="The address that a folder of saved pages had.")
@archive_option
@site_option
@place_options
@jobs_option
@scheduler_option
def import_(
    paths: tuple[Path, ...],
    base: str | None,
    archive: Path | None,
    site: str | None,
    department: str | None,
    start: tuple[str, ...],
    jobs: int | None,
    scheduler: str | None,
) -> None:
    """Take in captures of the site from WARC or WACZ files, or folders of saved pages.

    Bytes, times and digests are kept; importing again what is here already adds nothing.
    """
    from archive.importing.importreport import report

    folder = chosen_archive(archive)
    chosen = chosen_site(folder, site, department, start)
    sys.exit(report(folder, chosen, list(paths), base, jobs, scheduler))


@cli.command(epilog="Example: sldtbxh verify --archive ./data --json")
@archive_option
@site_option
@click.option("--json", "as_json", is_flag=True, help="One JSON object, for a monitor.")
@click.option("--manifest", is_flag=True, help="Print the SHA-256 of each WARC file instead.")
@click.option("--jobs", type=click.IntRange(1, 256), help="Processes.  [default: all cores]")
def verify(
    archive: Path | None, site: str | None, as_json: bool, manifest: bool, jobs: int | None
) -> None:
    """Check every WARC record against its digest and every row against its record."""
    from archive.health.verifying import report

    sys.exit(report(owned_archive(archive, site), as_json=as_json, manifest=manifest, jobs=jobs))


@cli.command(epilog='Example: sldtbxh hide https://.../-/bai-mau --reason "personal data"')
@click.argument("url")
@click.option("--reason", required=True, metavar="TEXT", help="Why; readers see it.")
@archive_option
@site_option
def hide(url: str, reason: str, archive: Path | None, site: str | None) -> None:
    """Show a notice in place of an article, page or file; the WARC keeps the bytes."""
    from archive.hiding.hide import hide as run

    click.echo(f"hidden: {run(owned_archive(archive, site), url, reason)}")


@cli.command(epilog="Example: sldtbxh unhide https://.../-/bai-mau")
@click.argument("url")
@archive_option
@site_option
def unhide(url: str, archive: Path | None, site: str | None) -> None:
    """Show again what `hide` hid."""
    from archive.hiding.hide import unhide as run

    for address in run(owned_archive(archive, site), url):
        click.echo(f"no longer hidden: {address}")


@cli.command("add-page", epilog="Example: sldtbxh add-page https://sldtbxh.baclieu.gov.vn/-/bai")
@click.argument("url")
@click.option("--pages", type=click.Path(path_type=Path, file_okay=False), default="tests/pages",
              show_default=True, help="Folder of the saved pages.")  # fmt: skip
@archive_option
@site_option
def add_page(url: str, pages: Path, archive: Path | None, site: str | None) -> None:
    """Save a captured page and what the parser reads in it as a test."""
    from archive.addpage import add_page as run

    target = run(owned_archive(archive, site), url, pages)
    click.echo(f"{target}: please review expected.json, then keep it")


@cli.command(epilog="Example: sldtbxh demo --port 8001")
@click.option("--serve/--no-serve", default=True, help="Serve the archive after the crawl.")
@click.option("--port", "-p", type=click.IntRange(0, 65535), default=8001, show_default=True,
              help="Port to serve on.")  # fmt: skip
@click.option("--archive", type=Folder(path_type=Path, file_okay=False),
              help=f"The archive's folder.  [default: ./{DEMO_ARCHIVE}]")  # fmt: skip
@click.option("--site", metavar="URL", help="The replica's own: another one is refused.")
def demo(serve: bool, port: int, archive: Path | None, site: str | None) -> None:
    """Crawl the bundled replica of the site into ./demo-data, and serve what that gives."""
    from archive.demo import ORIGIN
    from archive.demo import demo as run

    if (site or typed_before("site") or ORIGIN).rstrip("/") != ORIGIN:
        raise click.BadParameter(f"the demo's site is {ORIGIN}", param_hint="--site")
    folder = archive or typed_before("archive") or Path(DEMO_ARCHIVE)
    sys.exit(run(folder, port if serve else None))


cli.add_command(backfill)
cli.add_command(serve)
cli.add_command(search)
cli.add_command(export)


def main() -> None:
    """Run the command; every foreseeable failure is one line and the contract's exit code."""
    try:
        with stoppable():
            code = cli.main(standalone_mode=False)
    except click.exceptions.Abort:
        sys.exit(_INTERRUPTED)
    except KeyboardInterrupt:
        sys.exit(_INTERRUPTED)
    except Stopped as stopped:
        sys.exit(stopped.exit_code)
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except ArchiveError as error:
        _end_with(error)
    except (sqlite3.DatabaseError, OSError) as error:
        meant = _of_output(error) or meaning_of(error)
        if meant is None:
            raise
        _end_with(meant)
    sys.exit(code if isinstance(code, int) else 0)


def _of_output(error: Exception) -> ArchiveError | None:
    """DiskFull where it is standard output that cannot be written; then nobody tries it again."""
    frames = [frame for frame, _ in walk_tb(error.__traceback__)]
    if not isinstance(error, OSError) or frames[-1].f_code is not click.echo.__code__:
        return None
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return DiskFull(f"standard output cannot be written ({error.strerror})")


def _end_with(error: ArchiveError) -> NoReturn:
    click.echo(f"sldtbxh: {error}", err=True)
    sys.exit(error.exit_code)
