"""Ranges of whole records: what one worker reads of a WARC file of this archive."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from archive.warc.members import boundary

SIZE = 4 * 2**20
"""Bytes of a file in a partition: at most 64 MB, and small, so that cores end together."""


@dataclass(frozen=True, slots=True)
class Partition:
    """The records of `path` that begin at `start` or behind it, and before `stop` (None: all)."""

    path: Path
    start: int = 0
    stop: int | None = None


def partitions(path: Path, start: int = 0, size: int = SIZE) -> Iterator[Partition]:
    """The file from byte `start` on, which is where a record begins, in ranges of about `size`."""
    length = path.stat().st_size
    while start + size < length:
        stop = boundary(path, start + size)
        if stop is None:
            break
        yield Partition(path, start, stop)
        start = stop
    yield Partition(path, start)
