"""`sldtbxh export`: what the archive holds, in one file for others, or for the day it is lost."""

import sys
from pathlib import Path

import click

from archive.errors import Damaged
from archive.folder import database_path
from archive.options import archive_option, option, owned_archive, site_option
from archive.progress import progress_bar
from archive.stopping import stoppable

_OUT = click.Path(path_type=Path, dir_okay=True)
_MOST_TOLD = 50  # damaged captures named

_overwrite = click.option("--overwrite", is_flag=True, help="Put it in place of a file there.")


@click.group(
    epilog='Example: sldtbxh export wacz dao-tao.wacz --query "đào tạo nghề"',
)
@archive_option
@site_option
@click.pass_context
def export(context: click.Context, archive: Path | None, site: str | None) -> None:
    """Write the archive to one file: a WACZ to replay, or a copy of the database.

    Nothing hidden is in it. It may run while a crawl writes.
    """
    context.obj = {"archive": option("archive", archive), "site": option("site", site)}


@export.command(
    short_help="Captures, for ReplayWeb.page and pywb.",
    epilog='Example: sldtbxh export wacz dao-tao.wacz --query "đào tạo nghề"',
)
@click.argument("out", type=_OUT)
@click.option(
    "--query", metavar="TEXT", help="Only the articles that this search of the site finds."
)
@_overwrite
@archive_option
@site_option
def wacz(
    out: Path, query: str | None, overwrite: bool, archive: Path | None, site: str | None
) -> None:
    """Write captures to the WACZ file OUT, which ReplayWeb.page and pywb replay.

    With --query, all captures of the articles that are found, and the style sheets, images and
    files that they need.
    """
    from archive.exporting.wacz import export_wacz

    with stoppable():
        done = export_wacz(owned_archive(archive, site), out, query, overwrite=overwrite)
    for line in done.damaged[:_MOST_TOLD]:
        click.echo(f"left out: {line}", err=True)
    click.echo(f"{done.captures} captures, {done.bytes} bytes: {out}")
    if done.damaged:
        more = f"{len(done.damaged)} captures are damaged and left out of {out}"
        click.echo(f"sldtbxh: {more}; 'sldtbxh verify' says how to mend them", err=True)
        sys.exit(Damaged.exit_code)


@export.command(
    short_help="The database, checked: the backup.",
    epilog="Example: sldtbxh export sqlite backup/archive.db --overwrite",
)
@click.argument("out", type=_OUT)
@_overwrite
@archive_option
@site_option
def sqlite(out: Path, overwrite: bool, archive: Path | None, site: str | None) -> None:
    """Copy the database to OUT as it is at one moment, and check the copy: the backup.

    Copy the folder warc/ and hidden.jsonl after it; the three are the whole archive.
    """
    from archive.exporting.backup import back_up

    folder = owned_archive(archive, site)
    path = database_path(folder)
    total = path.stat().st_size if path.is_file() else 0
    with stoppable(), progress_bar("Copying", total) as progress:
        size = back_up(folder, out, overwrite=overwrite, progress=progress)
    click.echo(f"{size} bytes, checked: {out}")
