"""`sldtbxh export sqlite`: a copy of archive.db, consistent while others write.

VACUUM INTO reads one state of the database, and copies rows, not pages: no deleted word is in it.
SQLite's backup API would begin again at each commit of a crawl, and copies free pages too.
"""

import sqlite3
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import closing
from pathlib import Path

from sqlite_utils import Database

from archive.errors import Damaged
from archive.exporting.snapshot import snapshot
from archive.exporting.target import target
from archive.folder import database_path
from archive.health.soundness import check_pages
from archive.progress import Progress

_PAUSE = 0.1  # seconds between two looks at how far it is


def back_up(folder: Path, path: Path, *, overwrite: bool, progress: Progress | None = None) -> int:
    """Copy the database of the archive in `folder` to `path`, check the copy; its size in bytes.

    Raises what `target` and `snapshot` raise; Damaged where the database or its copy is.
    """
    with target(path, folder, overwrite=overwrite) as part, snapshot(folder) as connection:
        _copy(connection, part, progress)
        with closing(sqlite3.connect(part)) as copy:
            for finding in check_pages(Database(copy)):
                raise Damaged(f"{database_path(folder)}: {finding.what}; run 'sldtbxh rebuild'")
    return path.stat().st_size


def _copy(connection: sqlite3.Connection, part: Path, progress: Progress | None) -> None:
    """In a thread of its own, so that Ctrl-C is heard."""
    with ThreadPoolExecutor(1) as thread:
        copying = thread.submit(connection.execute, "VACUUM INTO ?", [str(part)])
        told = 0
        try:
            while not wait([copying], _PAUSE).done:
                size = part.stat().st_size
                if progress:
                    progress(size - told)
                told = size
        except BaseException:
            connection.interrupt()
            raise
    copying.result()
