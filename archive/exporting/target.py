"""The file that an export makes: written under another name, there as a whole or not at all."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from archive.diskerrors import NO_SPACE, disk_errors
from archive.errors import Unusable
from archive.folder import DATABASE, LOCK, sync_folder, warc_folder
from archive.hiding.hidden import FILE

_OWN = (DATABASE, FILE, LOCK)
_LEFT = ("-journal", "-wal", "-shm")  # by SQLite, where the disk was full


@contextmanager
def target(path: Path, folder: Path, *, overwrite: bool) -> Iterator[Path]:
    """A new, empty file to write; at the end it is on the disk and gets the name `path`.

    Whatever happens before, what was at `path` stays, and nothing else is left. Unusable where
    the place cannot be written, is the own file of the archive in `folder`, or has a file that is
    not to be overwritten; DiskFull.
    """
    _check(path, folder, overwrite)
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    with disk_errors(path.parent):
        try:
            part.open("wb").close()
        except OSError as error:
            if error.errno in NO_SPACE:
                raise
            raise Unusable(f"{path} cannot be written: {error.strerror}") from error
        try:
            yield part
            _check(path, folder, overwrite)
            _sync(part)
            part.replace(path)
        except BaseException:
            for suffix in ("", *_LEFT):
                with suppress(OSError):
                    part.with_name(part.name + suffix).unlink()
            raise
        sync_folder(path.parent)


def _check(path: Path, folder: Path, overwrite: bool) -> None:
    if _is_own(path, folder):
        raise Unusable(f"{path} is the archive's own: choose another name")
    if path.exists() and not path.is_file():
        raise Unusable(f"{path} is a folder or a device: name a file")
    if path.exists() and not overwrite:
        raise Unusable(f"{path} is there already: choose another name, or --overwrite it")


def _sync(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _is_own(path: Path, folder: Path) -> bool:
    place, own = path.resolve(), folder.resolve()
    return place.is_relative_to(warc_folder(own)) or (
        place.parent == own and place.name.startswith(_OWN)
    )
