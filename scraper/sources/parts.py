"""Parts of a source: each is read by itself, in any process."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType

from scraper.sources.excerpt import LARGEST, Excerpt, excerpt
from scraper.sources.records import Broken, Record, Records, boundary

SIZE = 2 * 2**20
"""Bytes of a file in a part: at most 64 MB, and small, so that little is in memory at once."""


@dataclass(frozen=True, slots=True)
class WarcPart:
    """The records of `file` that begin at `start` or behind it, and before `stop` (None: all).

    The bytes of `path` from `low` to `high` are that file: a whole one, or one stored in a WACZ.
    `held` are its own bytes, where they are sent.
    """

    path: Path
    file: str
    low: int
    high: int
    start: int = 0
    stop: int | None = None
    held: Excerpt | None = None

    def open(self) -> "Excerpt | Window":
        """The file, or what is sent of it."""
        return self.held or Window(self)


@dataclass(frozen=True, slots=True)
class HeldPart:
    """Records of a file that can only be read from its beginning: `size` bytes of it."""

    file: str
    records: tuple[Record | Broken, ...]
    size: int


@dataclass(frozen=True, slots=True)
class SavedFile:
    """When a file was changed last, in seconds since 1970, and its bytes."""

    modified: float
    body: bytes

    @classmethod
    def of(cls, path: Path) -> "SavedFile":
        """The file at `path`; OSError where it cannot be read."""
        return cls(path.stat().st_mtime, path.read_bytes())


@dataclass(frozen=True, slots=True)
class PagesPart:
    """Saved pages: paths in the folder `root`, called `file`; `base` is where the folder was.

    `held` are the files themselves, where they are sent.
    """

    root: Path
    file: str
    paths: tuple[str, ...]
    base: str | None
    size: int
    held: tuple[SavedFile, ...] | None = None


Part = WarcPart | HeldPart | PagesPart


class Window:
    """The bytes of a file from `low` to `high`, as a file of their own."""

    def __init__(self, part: WarcPart) -> None:
        self._file = part.path.open("rb")
        self._low = part.low
        self._high = part.high
        self._file.seek(part.low)

    def read(self, size: int, /) -> bytes:
        """Up to `size` bytes."""
        return self._file.read(max(0, min(size, self._high - self._file.tell())))

    def seek(self, offset: int, whence: int = 0, /) -> int:
        """Go to a byte, counted from the beginning or, with `whence` 2, from the end."""
        at = (self._high if whence else self._low) + offset
        return self._file.seek(max(self._low, min(at, self._high))) - self._low

    def __enter__(self) -> "Window":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()


def parts_of(whole: WarcPart, size: int = SIZE) -> Iterator[WarcPart | HeldPart]:
    """A WARC file in parts of about `size` bytes."""
    with Window(whole) as file:
        if not _is_divisible(file):
            yield from held_parts(whole.file, Records(file))
            return
        start, length = 0, whole.high - whole.low
        while start + size < length:
            stop = boundary(file, start + size)
            if stop is None:
                break
            yield _between(whole, start, stop)
            start = stop
        yield _between(whole, start, None)


def with_bytes(part: Part) -> Part:
    """The same with its bytes, so that it can be read elsewhere, unless they are too many."""
    try:
        match part:
            case WarcPart():
                with Window(part) as file:
                    return replace(part, held=excerpt(file, part.start, part.stop))
            case PagesPart() if part.size <= LARGEST:
                files = tuple(SavedFile.of(part.root / path) for path in part.paths)
                return replace(part, held=files)
    except OSError:
        pass  # who reads it here says what is wrong
    return part


def without_bytes(part: Part) -> Part:
    """The same, to be read where it is."""
    return part if isinstance(part, HeldPart) else replace(part, held=None)


def rest_of(part: WarcPart, start: int) -> WarcPart | None:
    """What is left of the part from `start` on, where the one before it went on up to there."""
    if part.stop is not None and start >= part.stop:
        return None
    return _between(part, start, part.stop)


def held_parts(file: str, records: Records, size: int = 4 * SIZE) -> Iterator[HeldPart]:
    """Records as they come, those that belong together in one part."""
    held: list[Record | Broken] = []
    bytes_held = begun = 0
    for record in records:
        if bytes_held >= size and "warc-concurrent-to" not in record.fields:
            yield HeldPart(file, tuple(held), records.position - begun)
            begun = records.position
            held, bytes_held = [], 0
        held.append(record)
        bytes_held += len(record.block) if isinstance(record, Record) else 0
    if held:
        yield HeldPart(file, tuple(held), records.position - begun)


def _is_divisible(file: Window) -> bool:
    """Whether a reader can begin in the middle: not where one gzip member has many records."""
    records = Records(file)
    return isinstance(next(iter(records), None), Broken) or records.alone


def _between(part: WarcPart, start: int, stop: int | None) -> WarcPart:
    return WarcPart(part.path, part.file, part.low, part.high, start, stop)
