"""A disk that cannot be written, told apart from everything else that may go wrong."""

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from archive.errors import DiskFull

_NO_SPACE = (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO, errno.EFBIG)
_SQLITE = ("SQLITE_FULL", "SQLITE_IOERR", "SQLITE_READONLY", "SQLITE_CANTOPEN")


@contextmanager
def disk_errors(folder: Path) -> Iterator[None]:
    """DiskFull in place of the errors of a disk that is full or cannot be written midway."""
    try:
        yield
    except sqlite3.OperationalError as error:
        if getattr(error, "sqlite_errorname", "").startswith(_SQLITE):
            raise _disk_full(folder, str(error)) from error
        raise
    except OSError as error:
        if error.errno in _NO_SPACE:
            raise _disk_full(folder, error.strerror or str(error)) from error
        raise


def _disk_full(folder: Path, reason: str) -> DiskFull:
    return DiskFull(
        f"{folder} cannot be written any more ({reason}): make room, then run again;"
        " everything stored so far is safe"
    )
