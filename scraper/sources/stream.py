"""The bytes of a WARC file as they were before compression, and the way on behind a damage."""

import re
import zlib
from typing import Protocol

CHUNK = 2**16  # bytes of a file read at once
_STEP = 2**20  # bytes decompressed at once, so that a bomb is no more than that in memory
_GZIP = 16 + zlib.MAX_WBITS
MAGIC = b"\x1f\x8b\x08"
_SIGNATURE = b"WARC/"
_RECORD = re.compile(rb"(?<=\n)WARC/[01]\.\d")
_LONGEST = len(b"\nWARC/1.1")
_PREFACE = 2**11  # bytes of a member, at most, before those that give its first ones
_MOST_JUNK = 2**28  # bytes of a member that may be no record before the member is given up


class File(Protocol):
    """What is asked of a file, or of a part of one."""

    def read(self, size: int, /) -> bytes:
        """Up to `size` bytes from where it stands."""

    def seek(self, offset: int, whence: int = 0, /) -> int:
        """Go to a byte; where it then stands."""


class BrokenError(Exception):
    """Here the bytes end, or cannot be decompressed; the message says why."""


class Stream:
    """An uncompressed file from byte `start` on. `offset` is where the next byte stands.

    Every method that gives bytes raises BrokenError where the file breaks off.
    """

    def __init__(self, file: File, start: int) -> None:
        self.file = file
        self.buffer = bytearray()
        self.at = start  # of the file: behind the buffer
        file.seek(start)

    @property
    def offset(self) -> int:
        """Where a reader would have to begin to read the next byte again."""
        return self.at - len(self.buffer)

    @property
    def whole(self) -> bool:
        """Whether a reader can begin at `offset`."""
        return True

    def fill(self) -> bool:
        """Get more bytes into the buffer, perhaps none; False at the end of the file."""
        data = self.file.read(CHUNK)
        self.at += len(data)
        self.buffer += data
        return bool(data)

    def settle(self) -> None:
        """Make sure that what was taken so far is what was once compressed."""

    def peek(self, size: int) -> bytes:
        """The next bytes, fewer at the end of the file; they stay."""
        while len(self.buffer) < size and self.fill():
            pass
        return bytes(self.buffer[:size])

    def take(self, size: int) -> bytes:
        """The next `size` bytes."""
        while len(self.buffer) < size:
            if not self.fill():
                raise BrokenError("the file ends within a record")
        data = bytes(self.buffer[:size])
        del self.buffer[:size]
        return data

    def skip(self, size: int) -> None:
        """Pass over `size` bytes without holding or reading them."""
        if size > len(self.buffer):
            last = self.at + size - len(self.buffer) - 1
            self.buffer.clear()
            self.at = self.file.seek(last)
            if not self.fill():
                raise BrokenError("the file ends within a record")
            size = 1
        del self.buffer[:size]

    def seek_record(self) -> bool:
        """Go to the next place behind this one that looks like a record; False if none does."""
        del self.buffer[:1]
        passed = 0
        while passed < _MOST_JUNK:
            found = _RECORD.search(self.buffer)
            if found and found.end() < len(self.buffer):
                del self.buffer[: found.start()]
                return True
            keep = 0 if self._ended else _LONGEST
            passed += max(0, len(self.buffer) - keep)
            del self.buffer[: max(0, len(self.buffer) - keep)]
            if not self.fill():
                return False
            if not keep and self.peek(len(_SIGNATURE)) == _SIGNATURE:
                return True
        return self.leave()

    @property
    def _ended(self) -> bool:
        """Whether a record may begin behind the buffer without a line's end before it."""
        return False

    def leave(self) -> bool:
        """Go on behind the junk that stands here."""
        return False

    def resync(self, offset: int) -> bool:
        """Go on behind `offset`, where a broken record began; False at the end."""
        self.file.seek(offset)
        self.at = offset
        self.buffer.clear()
        self.fill()
        return self.seek_record()


class GzipStream(Stream):
    """A gzip file, whatever its members hold, from the member at `start` on."""

    def __init__(self, file: File, start: int) -> None:
        super().__init__(file, start)
        self._member: zlib._Decompress | None = None
        self._began = start  # where the member began that is being read
        self._next = start  # where the next one begins, between two of them
        self._input = b""

    @property
    def offset(self) -> int:
        """The beginning of the member in which the next byte stands."""
        return self._next if self.whole else self._began

    @property
    def whole(self) -> bool:
        """Whether a member begins here."""
        return self._member is None and not self.buffer

    def fill(self) -> bool:
        """Decompress more of the member, or the beginning of the next one."""
        if self._member is None and not self._open():
            return False
        assert self._member is not None
        data = self._member.unconsumed_tail or self._input or self._read()
        self._input = b""
        before = len(self.buffer)
        try:
            self.buffer += self._member.decompress(data, _STEP)
        except zlib.error as error:
            raise BrokenError(f"the gzip data is damaged: {error}") from None
        if self._member.eof:
            self._input = self._member.unused_data
            self._next = self.at - len(self._input)
            self._member = None
        elif not data and len(self.buffer) == before:
            raise BrokenError("the file ends within a record")
        return True

    def skip(self, size: int) -> None:
        """Pass over `size` bytes without holding them."""
        while size > len(self.buffer):
            size -= len(self.buffer)
            self.buffer.clear()
            if not self.fill():
                raise BrokenError("the file ends within a record")
        del self.buffer[:size]

    def settle(self) -> None:
        """Where the member ends here, have its checksum compared."""
        while self._member is not None and not self.buffer:
            self.fill()

    @property
    def _ended(self) -> bool:
        return self._member is None

    def leave(self) -> bool:
        """Go to the next member."""
        return self.resync(self._began)

    def resync(self, offset: int) -> bool:
        """Go to the next member behind the one at `offset` that begins with a record."""
        found = next_member(self.file, offset + 1)
        if found is None:
            return False
        self.file.seek(found)
        self.at = self._began = self._next = found
        self._member, self._input = None, b""
        self.buffer.clear()
        return True

    def _open(self) -> bool:
        if not self._input:
            self._input = self._read()
        if not self._input:
            return False
        self._began = self._next
        self._member = zlib.decompressobj(_GZIP)
        return True

    def _read(self) -> bytes:
        data = self.file.read(CHUNK)
        self.at += len(data)
        return data


def is_gzip(file: File) -> bool:
    """Whether the file begins as gzip does."""
    file.seek(0)
    return file.read(len(MAGIC)) == MAGIC


def open_stream(file: File, start: int = 0) -> Stream:
    """The file's bytes from `start` on, decompressed where they are compressed."""
    return GzipStream(file, start) if is_gzip(file) else Stream(file, start)


def next_member(file: File, at: int) -> int | None:
    """Where the next gzip member that begins with a record stands, at `at` or behind it."""
    while (found := find(file, MAGIC, at)) is not None:
        if head_of_member(file, found, len(_SIGNATURE)) == _SIGNATURE:
            return found
        at = found + 1
    return None


def head_of_member(file: File, at: int, size: int) -> bytes:
    """The first `size` bytes that the member at `at` holds; none where there is no gzip."""
    file.seek(at)
    try:
        return zlib.decompressobj(_GZIP).decompress(file.read(size + _PREFACE), size)
    except zlib.error:
        return b""


def find(file: File, wanted: bytes, at: int) -> int | None:
    """Where `wanted` stands first, at `at` or behind it."""
    file.seek(at)
    data = b""
    end = at
    while chunk := file.read(CHUNK):
        data = data[-len(wanted) + 1 :] + chunk
        end += len(chunk)
        found = data.find(wanted)
        if found >= 0:
            return end - len(data) + found
    return None
