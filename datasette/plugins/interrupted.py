"""A researcher's query is counted, and where it fails lets go of its cursor in its own thread.

Datasette hands the exception of a query that took too long to the thread that answers all requests.
With the exception goes the frame that has the cursor, and freeing a cursor waits for the lock of
its connection, which is at work on the next slow query by then: measured with ten slow queries,
nobody got an answer for up to five seconds. A closed cursor waits for nothing.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from functools import wraps

from datasette import database

from archive.views.bounds import counted

_MARK = "closes_cursors"  # Datasette loads this file anew for each server

_limited = database.sqlite_timelimit


@wraps(_limited)
@contextmanager
def sqlite_timelimit(conn: sqlite3.Connection, ms: float) -> Iterator[None]:
    """Datasette's own limit, around each query; closes what a failed one leaves open."""
    with _limited(conn, ms), counted(conn):
        try:
            yield
        except Exception as error:
            _close_cursors(error)
            raise


def _close_cursors(error: BaseException | None) -> None:
    while error is not None:
        traceback = error.__traceback__
        while traceback is not None:
            for value in traceback.tb_frame.f_locals.values():
                if isinstance(value, sqlite3.Cursor):
                    value.close()
            traceback = traceback.tb_next
        error = error.__context__


if not hasattr(_limited, _MARK):
    setattr(sqlite_timelimit, _MARK, True)
    database.sqlite_timelimit = sqlite_timelimit
