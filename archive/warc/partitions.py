"""Ranges of whole records: what one worker reads of a WARC file of this archive."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol, TypeVar

from archive.warc.members import Damage, Record, boundary, walk, walk_through
from scraper.sources.excerpt import Excerpt, excerpt

SIZE = 4 * 2**20
"""Bytes of a file in a partition: at most 64 MB, and small, so that cores end together."""


@dataclass(frozen=True, slots=True)
class Partition:
    """The records of `path` that begin at `start` or behind it, and before `stop` (None: all).

    `run_id` is the run that wrote the file; `held` are the bytes themselves, where they are sent.
    """

    path: Path
    start: int = 0
    stop: int | None = None
    run_id: int | None = None
    held: Excerpt | None = None

    def walk(self) -> Iterator[Record | Damage]:
        """Its records and damages; BeyondError where those held are not all."""
        if self.held:
            return walk_through(self.held, self.path.name, self.start, self.stop)
        return walk(self.path, self.start, self.stop)

    def with_bytes(self) -> "Partition":
        """The same with its bytes, unless they are too many to be sent."""
        with self.path.open("rb") as file:
            return replace(self, held=excerpt(file, self.start, self.stop))


class _Result(Protocol):
    @property
    def end(self) -> int:
        """Where the next partition begins."""


Result = TypeVar("Result", bound=_Result)


def seamless(
    results: Iterable[tuple[Partition, Result]], read: Callable[[Partition], Result]
) -> Iterator[tuple[Partition, Result]]:
    """Each partition with its result, from where the one before really ended.

    What looked like a record's beginning may have been none: then `read` reads what is left.
    """
    ends: dict[Path, int] = {}
    for partition, result in results:
        start = ends.get(partition.path, partition.start)
        if start != partition.start:
            if partition.stop is not None and start >= partition.stop:
                continue
            partition = replace(partition, start=start, held=None)
            result = read(partition)
        ends[partition.path] = result.end
        yield partition, result


def partitions(
    path: Path, start: int = 0, run_id: int | None = None, size: int = SIZE
) -> Iterator[Partition]:
    """The file from byte `start` on, which is where a record begins, in ranges of about `size`."""
    length = path.stat().st_size
    while start + size < length:
        stop = boundary(path, start + size)
        if stop is None:
            break
        yield Partition(path, start, stop, run_id)
        start = stop
    yield Partition(path, start, None, run_id)
