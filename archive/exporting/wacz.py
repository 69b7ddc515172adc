"""`sldtbxh export wacz`: the archive, or what a search finds, as one file that others replay.

py-wacz makes such files of whole WARC files; it knows no part of an archive and nothing that is
hidden, keeps every page in memory, and needs packages that do not go together with ours. So the
file is written here, and py-wacz checks it in the tests.
"""

import sqlite3
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from zipfile import ZipFile

from archive.archive import SOFTWARE
from archive.exporting.cdxj import Index
from archive.exporting.choosing import choose_all, choose_found
from archive.exporting.copying import Copier
from archive.exporting.package import Package
from archive.exporting.pages import page_lines
from archive.exporting.snapshot import room_for_lists, snapshot
from archive.exporting.target import target
from archive.folder import warc_files
from archive.progress import Progress, progress_bar
from archive.times import now
from archive.views.places import own_site

_FILES = "SELECT DISTINCT warc_file FROM chosen ORDER BY warc_file"
_SIZE = "SELECT sum(warc_length) FROM chosen"
_HOME = (
    "SELECT url, max(captured_at) FROM chosen WHERE outcome = 'home' AND status = 200"
    " HAVING url IS NOT NULL"
)
_COUNT = "SELECT count(*) FROM chosen"


@dataclass(frozen=True, slots=True)
class Exported:
    """What is in the file: captures, bytes; and what could not be, a line each."""

    captures: int
    bytes: int
    damaged: list[str]


def export_wacz(folder: Path, path: Path, query: str | None, *, overwrite: bool) -> Exported:
    """Write the archive in `folder`, or what `query` finds, to the WACZ file `path`.

    Raises what `target`, `snapshot` and `room_for_lists` raise; Unusable where nothing is found.
    """
    with (
        target(path, folder, overwrite=overwrite) as part,
        room_for_lists(),
        snapshot(folder) as connection,
    ):
        if query is None:
            choose_all(connection, folder)
        else:
            choose_found(connection, folder, query)
        with ZipFile(part, "w") as file:
            damaged = _write(connection, folder, Package(file, now()), query)
        captures = connection.execute(_COUNT).fetchone()[0]
    return Exported(captures, path.stat().st_size, damaged)


def _write(
    connection: sqlite3.Connection, folder: Path, package: Package, query: str | None
) -> list[str]:
    index = Index(connection)
    copier = Copier(connection, folder, whole=query is None)
    with progress_bar("Exporting", connection.execute(_SIZE).fetchone()[0]) as progress:
        for file in _files(connection, folder, whole=query is None):
            _write_file(package, copier, index, file, progress)
    with package.member("indexes/index.cdx") as member:
        for line in index.lines():
            member.write(line)
    with package.member("pages/pages.jsonl") as member:
        for line in page_lines(connection):
            member.write(line)
    package.finish(**_facts(connection, query))
    return copier.damaged


def _files(connection: sqlite3.Connection, folder: Path, *, whole: bool) -> list[str]:
    """Of the whole archive also the files of runs that captured nothing."""
    chosen = [row[0] for row in connection.execute(_FILES)]
    return sorted({*chosen, *(path.name for path in warc_files(folder))}) if whole else chosen


def _write_file(
    package: Package, copier: Copier, index: Index, file: str, progress: Progress | None
) -> None:
    """One WARC file; none where nothing of it is exported."""
    pieces = copier.pieces(file)
    first = next(pieces, None)
    if first is None:
        return
    with package.member(f"archive/{file}", stored=True) as member:
        for piece in chain([first], pieces):
            if piece.capture:
                index.add(piece.capture, file, member.size)
                if progress:
                    progress(piece.capture.length)
            member.write(piece.data)


def _facts(connection: sqlite3.Connection, query: str | None) -> dict[str, str]:
    site = own_site(connection)
    title = f"{site.host}: {query}" if query else site.host
    facts = {"title": title, "description": f"Archive of {site.origin}", "software": SOFTWARE}
    home = connection.execute(_HOME).fetchone()
    return facts | ({"mainPageUrl": home[0], "mainPageDate": home[1]} if home else {})
