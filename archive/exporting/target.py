"""The file that an export makes: written under another name, there as a whole or not at all."""

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from fcntl import LOCK_EX, LOCK_NB, flock
from pathlib import Path
from typing import BinaryIO

from archive.diskerrors import NO_SPACE, disk_errors
from archive.errors import Busy, Unusable
from archive.folder import DATABASE, LOCK, sync_folder, warc_folder
from archive.hiding.hidden import FILE

_OWN = (DATABASE, FILE, LOCK)
_BESIDE = ("-journal", "-wal", "-shm")  # what SQLite may leave beside a file


@contextmanager
def target(path: Path, folder: Path, *, overwrite: bool) -> Iterator[Path]:
    """An empty file to write; at the end it is on the disk and gets the name `path`.

    Whatever happens before, what was at `path` stays; what a killed export left is used again.
    Unusable where the place cannot be written, is the own file of the archive in `folder`, or has
    a file that is not to be overwritten; Busy where another export writes it; DiskFull.
    """
    _check(path, folder, overwrite)
    part = path.with_name(f"{path.name}.sldtbxh-part")
    with disk_errors(path.parent), _opened(part, path) as held:
        try:
            held.truncate(0)
            _remove(part, _BESIDE)
            yield part
            _check(path, folder, overwrite)
            os.fsync(held.fileno())
            part.replace(path)
        except BaseException:
            _remove(part, ("", *_BESIDE))
            raise
        sync_folder(path.parent)


@contextmanager
def _opened(part: Path, path: Path) -> Iterator[BinaryIO]:
    """The file, held by this process alone; a dead one holds nothing."""
    try:
        file = part.open("ab")
    except OSError as error:
        if error.errno in NO_SPACE:
            raise
        raise Unusable(f"{path} cannot be written: {error.strerror}") from error
    with file:
        try:
            flock(file, LOCK_EX | LOCK_NB)
            free = part.stat().st_ino == os.fstat(file.fileno()).st_ino
        except (BlockingIOError, FileNotFoundError):
            free = False
        if not free:  # or whoever had it has just given it its name
            raise Busy(f"another export writes {path}; try again later")
        yield file


def _remove(part: Path, suffixes: Iterable[str]) -> None:
    for suffix in suffixes:
        with suppress(OSError):
            part.with_name(part.name + suffix).unlink()


def _check(path: Path, folder: Path, overwrite: bool) -> None:
    if _is_own(path, folder):
        raise Unusable(f"{path} is the archive's own: choose another name")
    if path.exists() and not path.is_file():
        raise Unusable(f"{path} is a folder or a device: name a file")
    if path.exists() and not overwrite:
        raise Unusable(f"{path} is there already: choose another name, or --overwrite it")


def _is_own(path: Path, folder: Path) -> bool:
    place, own = path.resolve(), folder.resolve()
    return place.is_relative_to(warc_folder(own)) or (
        place.parent == own and place.name.startswith(_OWN)
    )
