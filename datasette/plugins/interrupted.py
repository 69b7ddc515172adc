"""A researcher's query is counted and timed; where it fails it lets go of its cursor in its thread.

Its limit is of the processor's time. It yields to all else (priority.py), so that on a busy machine
the clock tells little of it: measured beside four busy processes, links of our own pages were
refused after 50 ms of work. The clock ends it too, but later.

Datasette hands the exception of a query that took too long to the thread that answers all requests.
With the exception goes the frame that has the cursor, and freeing a cursor waits for the lock of
its connection, which is at work on the next slow query by then: measured with ten slow queries,
nobody got an answer for up to five seconds. A closed cursor waits for nothing.
"""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import wraps

from datasette import database

from archive.views.bounds import counted
from archive.views.inplace import Function, wrap

PATIENCE = 5  # by the clock a query may take that many times as long
STEPS = 1_000  # of SQLite's machine between two looks at the time; they take about 0.08 ms


@contextmanager
def _limited(connection: sqlite3.Connection, seconds: float) -> Iterator[None]:
    """What SQLite does within is broken off after so many seconds of this thread's own work."""
    worked, waited = time.thread_time() + seconds, time.monotonic() + PATIENCE * seconds

    def is_over() -> bool:
        return time.thread_time() > worked or time.monotonic() > waited

    connection.set_progress_handler(is_over, STEPS)
    try:
        yield
    finally:
        connection.set_progress_handler(None, STEPS)


def _closing(theirs: Function) -> Function:
    """Around each query stands our limit in place of Datasette's."""

    @wraps(theirs)
    @contextmanager
    def sqlite_timelimit(conn: sqlite3.Connection, ms: float) -> Iterator[None]:
        with _limited(conn, ms / 1000), counted(conn):
            try:
                yield
            except Exception as error:
                _close_cursors(error)
                raise

    return sqlite_timelimit


def _close_cursors(error: BaseException | None) -> None:
    while error is not None:
        traceback = error.__traceback__
        while traceback is not None:
            for value in traceback.tb_frame.f_locals.values():
                if isinstance(value, sqlite3.Cursor):
                    value.close()
            traceback = traceback.tb_next
        error = error.__context__


wrap(database, "sqlite_timelimit", "conn ms", _closing)
