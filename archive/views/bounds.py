"""How much memory anybody's SQL may take: one statement could ask for all that the server has.

SQLite's limit of time looks at the clock between steps of its machine, and one step can make a text
of a gigabyte: measured, three such statements took 3 GB and nobody got an answer for minutes.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

ROW_BYTES = 4 * 2**20  # a page is read to 4 MB; the longest article of a real site has 30 KB
MOST_BYTES = 32 * 2**20  # of the rows that are read at a time
LIMITS = {
    sqlite3.SQLITE_LIMIT_LENGTH: ROW_BYTES,
    sqlite3.SQLITE_LIMIT_COLUMN: 100,  # of a result, too; the widest table has less than 30
    sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH: 500,  # it takes this times the text's length
    sqlite3.SQLITE_LIMIT_ATTACHED: 0,
}
TOO_LARGE = f"the rows have more than {MOST_BYTES // 2**20} MB: ask for fewer, or for fewer columns"


class Measured:
    """A row factory that gives sqlite3.Row, and fails where rows are too large together."""

    def __init__(self) -> None:
        self.left: int | None = None  # bytes; None where nobody counts

    def __call__(self, cursor: sqlite3.Cursor, values: tuple[Any, ...]) -> sqlite3.Row:
        """Datasette's kind of row."""
        if self.left is not None:
            self.left -= sum(len(value) for value in values if isinstance(value, str | bytes))
            if self.left < 0:
                raise sqlite3.OperationalError(TOO_LARGE)
        return sqlite3.Row(cursor, values)


def bound(connection: sqlite3.Connection) -> None:
    """Set the limits, for as long as the connection is open."""
    for name, value in LIMITS.items():
        connection.setlimit(name, value)
    connection.row_factory = Measured()


@contextmanager
def counted(connection: sqlite3.Connection) -> Iterator[None]:
    """The rows that are read within are counted; OperationalError for too many bytes."""
    factory = connection.row_factory
    if not isinstance(factory, Measured):
        yield
        return
    factory.left = MOST_BYTES
    try:
        yield
    finally:
        factory.left = None
