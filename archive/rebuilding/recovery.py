"""What a killed run left: WARC records behind the last one that the database knows."""

from pathlib import Path

from sqlite_utils import Database

from archive.folder import warc_files
from archive.rebuilding.replay import Replay
from archive.warc.torn import mend
from archive.workers import Workers
from scraper.site import Site


def recover(db: Database, folder: Path, site: Site) -> list[str]:
    """Cut torn tails, index what is whole, read what was kept unread; one line for each."""
    told = []
    replay = Replay(db, folder, site, Workers())
    for path in warc_files(folder):
        known = _known_end(db, path.name)
        torn = mend(path, known)
        if torn:
            told.append(f"{torn.file}: a torn tail of {torn.length} bytes was cut ({torn.reason})")
        if path.exists():
            replay.read_files([(path, known)])
    replay.read_unread()
    if replay.captures:
        told.append(f"{replay.captures} captures of an earlier run were indexed")
    replay.commit()
    return told


def _known_end(db: Database, name: str) -> int:
    sql = "SELECT max(warc_offset + warc_length) FROM captures WHERE warc_file = ?"
    return int(db.execute(sql, [name]).fetchone()[0] or 0)
