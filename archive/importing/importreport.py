"""What `sldtbxh import` prints: what was taken, and what was not, by reason."""

from pathlib import Path

import click

from archive.errors import Unusable
from archive.importing.importing import Imported, import_from
from archive.progress import progress_bar
from scraper.site import Site
from scraper.sources.hosts import on_site
from scraper.sources.plan import size_of


def report(
    folder: Path,
    site: Site,
    paths: list[Path],
    base: str | None,
    jobs: int | None,
    scheduler: str | None,
) -> int:
    """Import and tell of it; the exit code.

    Unusable where `base` is no address of the site, or one of `paths` is no file or folder of
    somebody else's.
    """
    for path in paths:
        _check(path, folder)
    if base is not None and on_site(base, site) is None:
        raise Unusable(f"--base {base} is no address of {site.origin}; give one, or another --site")
    with progress_bar("Importing", size_of(paths)) as progress:
        imported = import_from(folder, site, paths, base, jobs, progress, scheduler)
    for line in imported.lines:
        click.echo(line, err=True)
    click.echo(_taken(imported))
    for reason, count in sorted(imported.skipped.items()):
        click.echo(f"{count} skipped: {reason}")
    return imported.exit_code


def _check(path: Path, archive: Path) -> None:
    if not (path.is_file() or path.is_dir()):
        raise Unusable(f"{path} is neither a file nor a folder: save what it gives to a file first")
    place, own = path.resolve(), archive.resolve()
    if own in (place, *place.parents):
        raise Unusable(
            f"{path} is of the archive itself: 'sldtbxh rebuild' reads what lies in {archive}"
        )
    if place in own.parents:
        raise Unusable(f"{path} holds the archive itself, {archive}: name what else is in it")


def _taken(imported: Imported) -> str:
    tally = imported.tally
    return (
        f"{tally.captured} captures imported; articles: {tally.new} new,"
        f" {tally.changed} changed, {tally.removed} removed"
    )
