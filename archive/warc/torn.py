"""The torn tail of a WARC file: what a killed run, a full disk or a power cut leaves behind."""

import os
from collections import deque
from dataclasses import dataclass
from pathlib import Path

from archive.errors import Damaged
from archive.warc.members import CUT_SHORT, Damage, walk

ASIDE = ".torn"  # behind the name of the file


@dataclass(frozen=True, slots=True)
class Torn:
    """The `length` bytes from `offset` to the end of `file` are no whole record, and why."""

    file: str
    offset: int
    length: int
    reason: str

    def __str__(self) -> str:
        """What a person is told once it is cut."""
        return f"{self.file}: a torn tail of {self.length} bytes was cut ({self.reason})"


def check_tail(path: Path, known_end: int) -> Torn | None:
    """What lies behind the last whole record of the file; None where nothing does.

    `known_end` is where the last record ends that the database knows (0 for none): only what is
    behind it is read. A damage with whole records behind it is no torn tail and is never cut:
    `reading.iterate` tells of it. Damaged where the file is shorter than what is known of it.
    """
    size = path.stat().st_size
    if size < known_end:
        raise Damaged(
            f"{path.name} has {size} bytes and lacks {known_end - size} that were stored:"
            " restore it from a copy, or run rebuild"
        )
    if size == 0:
        return Torn(path.name, 0, 0, "an empty file")
    last = deque(walk(path, known_end), maxlen=1)
    if last and isinstance(last[0], Damage):
        return Torn(path.name, last[0].offset, last[0].length, last[0].reason)
    return None


def mend(path: Path, known_end: int) -> Torn | None:
    """Cut a torn tail back to the last whole record, and tell what was cut.

    What is more than the beginning of a record may be of use to somebody: it is copied to
    `NAME.torn`. A file that has no whole record at all is set aside under that name; an empty one
    is removed.
    """
    torn = check_tail(path, known_end)
    if torn is None:
        return None
    if torn.offset:
        with path.open("r+b") as file:
            if torn.reason != CUT_SHORT:
                file.seek(torn.offset)
                _aside(path).write_bytes(file.read())
            file.truncate(torn.offset)
            os.fsync(file.fileno())
    elif torn.length:
        path.rename(_aside(path))
    else:
        path.unlink()
    return torn


def _aside(path: Path) -> Path:
    return path.with_name(path.name + ASIDE)
