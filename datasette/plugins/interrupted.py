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
from archive.views.inplace import Function, wrap


def _closing(theirs: Function) -> Function:
    """Around each query stands Datasette's limit of its time."""

    @wraps(theirs)
    @contextmanager
    def sqlite_timelimit(conn: sqlite3.Connection, ms: float) -> Iterator[None]:
        with theirs(conn, ms), counted(conn):
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
