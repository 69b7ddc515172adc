"""An import into an archive of a test's own, and what is in it afterwards."""

from pathlib import Path
from typing import Any

from sqlite_utils import Database

from archive.db.database import connect
from archive.folder import database_path
from archive.importing.importing import Imported, import_from
from archive.warc.indexing import read_raw
from scraper.raw import Raw
from scraper.site import Site
from tests.dump import dump

SITE = Site.of("https://replica.invalid")
# Where captures lie and which run took them: two imports of the same differ in nothing else.
_TABLES_OF_THE_RUN = ("runs", "warc_files")
_OF_THE_RUN = ("run_id", "first_run_id", "warc_file", "warc_offset", "warc_length", "record_id")


def take(folder: Path, *paths: Path, base: str | None = None, jobs: int = 1) -> Imported:
    return import_from(folder, SITE, list(paths), base, jobs)


def address(number: int, host: str = SITE.origin) -> str:
    return f"{host}/tin-mau/-/asset_publisher/abcd/content/id/{number}"


def rows(folder: Path, sql: str) -> list[Any]:
    """What a query gives, as dicts."""
    db = connect(database_path(folder))
    try:
        return list(db.query(sql))
    finally:
        db.conn.close()


def raws(folder: Path) -> list[Raw]:
    """Every capture, from the WARC files, in order of time and address."""
    db: Database = connect(database_path(folder))
    try:
        sql = "SELECT id FROM captures ORDER BY captured_at, url"
        return [read_raw(db, folder, row[0]) for row in db.execute(sql).fetchall()]
    finally:
        db.conn.close()


def said(folder: Path, *without: str) -> dict[str, list[str]]:
    """Every row of every table but for what tells of the run, and for the columns `without`."""
    dump(database_path(folder))  # checks the search index
    db = connect(database_path(folder))
    left_out = {*_OF_THE_RUN, *without}
    found = {}
    for name in db.table_names():
        if name.startswith(("articles_fts", "sqlite_", "_sqlite")) or name in _TABLES_OF_THE_RUN:
            continue
        names = [c.name for c in db.table(name).columns if c.name not in left_out]
        chosen = ", ".join(f'"{n}"' for n in names) or "1"
        found[name] = sorted(repr(row) for row in db.execute(f"SELECT {chosen} FROM {name}"))
    db.conn.close()
    return found
