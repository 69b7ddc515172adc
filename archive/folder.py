"""The archive's folder: where things lie in it, whose it is, and the lock that one run holds."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from archive.errors import Busy, Unusable

WARC_FOLDER = "warc"
WARC_FILES = "*.warc.gz"
DATABASE = "archive.db"
LOCK = "lock"


def database_path(folder: Path) -> Path:
    """The database of the archive in `folder`."""
    return folder / DATABASE


def warc_folder(folder: Path) -> Path:
    """Where the archive in `folder` keeps its WARC files."""
    return folder / WARC_FOLDER


def warc_files(folder: Path) -> list[Path]:
    """The WARC files of the archive in `folder`, by name."""
    return sorted(warc_folder(folder).glob(WARC_FILES))


def sync_folder(folder: Path) -> None:
    """A new name in a folder outlives a power cut only once the folder is on the disk too."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the archive for writing. Busy where another run does; a dead process holds nothing.

    Unusable where the folder cannot be made or written.
    """
    try:
        warc_folder(folder).mkdir(parents=True, exist_ok=True)
        lock = FileLock(folder / LOCK, timeout=0)
        lock.acquire()
    except Timeout as error:
        raise Busy(f"another run holds the archive at {folder}; try again later") from error
    except OSError as error:
        raise Unusable(f"{folder} cannot be written: {error.strerror or error}") from error
    try:
        yield
    finally:
        lock.release()
