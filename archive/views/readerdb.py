"""The database for readers' pages: read-only connections in threads of their own.

Datasette runs all SQL of researchers in a few threads; slow queries there must not keep a reader
waiting (measured: nine slow clients made a plain page take 11 s).
"""

import asyncio
import sqlite3
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from pathlib import Path
from typing import TypeVar
from weakref import finalize

from archive.db.database import connect_to_read

THREADS = 4
LIMIT_SECONDS = 5.0
MMAP_BYTES = 256 * 2**20
CACHE_KIB = 16_384
_STEPS = 10_000  # of SQLite's machine between two looks at the clock

Result = TypeVar("Result")


class ReaderDb:
    """Runs functions of a connection to the archive.db at `path`, a few at a time.

    All that a piece of work reads is of one state of the database, whatever is written meanwhile.
    One that keeps SQLite busy for more than `limit` seconds is broken off with
    sqlite3.OperationalError.
    """

    def __init__(self, path: Path, threads: int = THREADS, limit: float = LIMIT_SECONDS) -> None:
        self._path = path
        self._limit = limit
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="readers")
        self._own = threading.local()
        self._open: list[sqlite3.Connection] = []
        finalize(self, _close, self._open)

    async def run(self, work: Callable[[sqlite3.Connection], Result]) -> Result:
        """What `work` gives of a connection whose rows are sqlite3.Row."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, self.run_here, work)

    def run_here(self, work: Callable[[sqlite3.Connection], Result]) -> Result:
        """The same in this very thread."""
        connection = self._connection()
        until = time.monotonic() + self._limit
        connection.set_progress_handler(lambda: time.monotonic() > until, _STEPS)
        connection.execute("BEGIN")
        try:
            return work(connection)
        finally:
            connection.rollback()

    def _connection(self) -> sqlite3.Connection:
        found: sqlite3.Connection | None = getattr(self._own, "connection", None)
        if found is None:
            # Used by this thread alone; closed by whichever lets go of the whole last.
            found = connect_to_read(self._path, check_same_thread=False)
            found.row_factory = sqlite3.Row
            for pragma in (f"mmap_size = {MMAP_BYTES}", f"cache_size = -{CACHE_KIB}"):
                found.execute(f"PRAGMA {pragma}")
            self._own.connection = found
            self._open.append(found)
        return found


@lru_cache(maxsize=8)
def reader_db(path: Path) -> ReaderDb:
    """The one for the archive.db at `path`, whoever asks."""
    return ReaderDb(path)


def _close(connections: list[sqlite3.Connection]) -> None:
    for connection in connections:
        connection.close()
