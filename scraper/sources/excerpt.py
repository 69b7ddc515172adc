"""A stretch of a file that is sent to another machine, and read there as if it were the file."""

from io import SEEK_END
from types import TracebackType

from scraper.sources.stream import MAGIC, File

LARGEST = 64 * 2**20
"""Bytes of a stretch; what is longer is read where the file is."""

_BEHIND = 2**18  # bytes behind a part that come with it: its reader looks at the next record


class BeyondError(Exception):
    """What was asked for does not lie in the excerpt: it has to be read from the file itself."""


class Excerpt:
    """The bytes of a file from `start` on, of `size` bytes in all, and how the file begins."""

    def __init__(self, first: bytes, start: int, data: bytes, size: int) -> None:
        self._first = first
        self._start = start
        self._data = data
        self._size = size
        self._at = 0

    def read(self, size: int, /) -> bytes:
        """Up to `size` bytes; BeyondError where the file goes on and the excerpt does not."""
        at = self._at - self._start
        held, at = (self._data, at) if at >= 0 else (self._first, self._at)
        found = held[at : at + size]
        if not found and size and self._at < self._size:
            raise BeyondError(self._at)
        self._at += len(found)
        return found

    def seek(self, offset: int, whence: int = 0, /) -> int:
        """Go to a byte, counted from the beginning or, with `whence` 2, from the end."""
        self._at = offset + (self._size if whence == SEEK_END else 0)
        return self._at

    def __enter__(self) -> "Excerpt":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...


def excerpt(file: File, start: int, stop: int | None) -> Excerpt | None:
    """The file from `start` to a little behind `stop` (None: its end); None where that is long."""
    size = file.seek(0, SEEK_END)
    end = size if stop is None else min(size, stop + _BEHIND)
    if end - start > LARGEST:
        return None
    file.seek(0)
    first = file.read(len(MAGIC))
    file.seek(start)
    return Excerpt(first, start, file.read(end - start), size)
