"""What a killed run left: WARC records behind the last one that the database knows."""

from collections.abc import Iterator
from pathlib import Path

from sqlite_utils import Database

from archive.db.rows import write
from archive.rebuilding.missing import files_there
from archive.rebuilding.replay import Replay
from archive.warc.torn import Torn, mend
from archive.workers import Workers
from scraper.site import Site


def recover(db: Database, folder: Path, site: Site) -> list[str]:
    """Cut torn tails, index what is whole, read what was kept unread; one line for each."""
    told = []
    replay = Replay(db, folder, site, Workers())
    for path, known in _unread(db, folder):
        torn = mend(path, known)
        if torn:
            told.append(str(torn))
        if path.exists():
            replay.read_files([(path, known)])
    replay.read_unread()
    if replay.captures:
        told.append(f"{replay.captures} captures of an earlier run were indexed")
    replay.commit()
    note_read(db, folder)
    return told


def cut_torn_tails(db: Database, folder: Path) -> list[Torn]:
    """Cut what is torn behind records that the database knows; nothing where it knows none.

    Of a file that is torn within such records a rebuild finds out itself.
    """
    unread = _unread(db, folder)
    found = (mend(path, known) for path, known in unread if 0 < known <= path.stat().st_size)
    return [torn for torn in found if torn]


def note_read(db: Database, folder: Path) -> None:
    """Note that all of every WARC file is in the database: no opening reads it again."""
    known = _sizes_read(db)
    sizes = {path.name: path.stat().st_size for path in files_there(folder)}
    rows = [
        {"warc_file": name, "warc_length": size}
        for name, size in sizes.items()
        if known.get(name) != size
    ]
    write(db, "warc_files", ("warc_file",), rows)


def _unread(db: Database, folder: Path) -> Iterator[tuple[Path, int]]:
    """Files that may hold more than the database knows, and where the last known record ends."""
    sizes = _sizes_read(db)
    for path in files_there(folder):
        if sizes.get(path.name) != path.stat().st_size:
            yield path, _known_end(db, path.name)


def _sizes_read(db: Database) -> dict[str, int]:
    return dict(db.execute("SELECT warc_file, warc_length FROM warc_files").fetchall())


def _known_end(db: Database, name: str) -> int:
    sql = "SELECT max(warc_offset + warc_length) FROM captures WHERE warc_file = ?"
    return int(db.execute(sql, [name]).fetchone()[0] or 0)
