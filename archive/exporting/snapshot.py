"""The database as an export reads it: what is hidden is hidden, and stays so until the end."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlite_utils import Database

from archive.db.database import connect_to_read
from archive.diskerrors import is_damage, meaning_of
from archive.errors import Busy
from archive.folder import database_path
from archive.hiding.hidden import read_orders
from archive.hiding.hide import obey_now
from archive.hiding.withholding import orders_in

_TEMPORARY = "the folder of temporary files (TMPDIR)"


@contextmanager
def snapshot(folder: Path) -> Iterator[sqlite3.Connection]:
    """A connection that only reads, to a database that obeys `hidden.jsonl`.

    Each statement is a transaction of its own, so that no run waits for an export. Unusable where
    there is no archive; Busy where something was hidden and the run that holds the archive has not
    obeyed yet, or where the list changed before the end; Damaged where SQLite finds it so.
    """
    path = database_path(folder)
    connection = connect_to_read(path, check_same_thread=False)
    try:
        connection.isolation_level = None
        if orders_in(Database(connection)) != read_orders(folder):
            obey_now(folder)
        before = read_orders(folder)
        yield connection
        if read_orders(folder) != before:
            raise Busy("hidden.jsonl was changed meanwhile: nothing is written; export again")
    except sqlite3.DatabaseError as error:
        meant = meaning_of(error, str(folder)) if is_damage(error) else None
        raise meant or error from error
    finally:
        connection.close()


@contextmanager
def room_for_lists() -> Iterator[None]:
    """DiskFull where it is the folder of temporary tables that is full: all else is only read."""
    try:
        yield
    except sqlite3.OperationalError as error:
        raise meaning_of(error, _TEMPORARY) or error from error
