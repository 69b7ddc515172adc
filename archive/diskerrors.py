"""Errors of the disk and of SQLite as what they are to a user: full, damaged, busy, unreadable."""

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from archive.errors import ArchiveError, Busy, Damaged, DiskFull, Unusable

NO_SPACE = (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO, errno.EFBIG)
_CANNOT_WRITE = ("SQLITE_FULL", "SQLITE_IOERR", "SQLITE_READONLY", "SQLITE_CANTOPEN")
_DAMAGED = ("SQLITE_CORRUPT", "SQLITE_NOTADB")
_BUSY = ("SQLITE_BUSY", "SQLITE_LOCKED")


@contextmanager
def disk_errors(folder: Path) -> Iterator[None]:
    """ArchiveError in place of the errors that the disk under `folder` or its database may give."""
    try:
        yield
    except (sqlite3.DatabaseError, OSError) as error:
        if meant := meaning_of(error, str(folder)):
            raise meant from error
        raise


def meaning_of(error: Exception, place: str = "the archive") -> ArchiveError | None:
    """What the error is to the user of the archive at `place`; None of a defect of the program."""
    if isinstance(error, sqlite3.Error):
        return _of_database(error, place)
    if isinstance(error, OSError) and error.errno in NO_SPACE:
        return _full(place, error.strerror or str(error))
    if isinstance(error, OSError) and error.filename:
        return Unusable(f"{error.filename} cannot be used: {error.strerror}")
    return None


def is_damage(error: sqlite3.Error) -> bool:
    """Whether SQLite cannot make sense of what is in the file."""
    return getattr(error, "sqlite_errorname", "").startswith(_DAMAGED)


def _of_database(error: sqlite3.Error, place: str) -> ArchiveError | None:
    name = getattr(error, "sqlite_errorname", "")
    if is_damage(error):
        return Damaged(
            f"{place}: archive.db is damaged ({error}): run 'sldtbxh rebuild', which makes it again"
            " from the WARC files"
        )
    if name.startswith(_BUSY):
        return Busy(f"{place}: another program holds archive.db ({error}); try again later")
    return _full(place, str(error)) if name.startswith(_CANNOT_WRITE) else None


def _full(place: str, reason: str) -> DiskFull:
    return DiskFull(
        f"{place} cannot be written any more ({reason}): make room, then run again;"
        " everything stored so far is safe"
    )
