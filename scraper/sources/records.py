"""The records of any WARC file, one after another, and the places where there is none.

ISO 28500: a record is a version line, named fields, an empty line, a block of Content-Length
bytes and two line ends. Read are 0.17 to 1.1, plain or gzip, a member a record or not.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import SEEK_END

from scraper.sources.stream import (
    BrokenError,
    File,
    find,
    head_of_member,
    is_gzip,
    next_member,
    open_stream,
)

_SIGNATURE = b"WARC/"
_END = b"\r\n\r\n"
_NUMBER = re.compile(r"\d{1,18}")
_HEAD_SIZE = 4096  # bytes of a record in which its fields are looked for
LARGEST = 65 * 2**20  # bytes of a block; the crawl's own limit is 64 MiB of payload
_LONGEST_HEAD = 2**16
HEAD = re.compile(rb"WARC/[01]\.\d+[ \t]*\r?\n((?:.+\n)*?)\r?\n")
_FIELD = re.compile(rb"([^\s:]+)[ \t]*:[ \t]*(.*(?:\r?\n[ \t]+.*)*)")
_BLANKS = b"\r\n"
_ONCE = frozenset(
    ["warc-type", "warc-record-id", "warc-date", "warc-target-uri", "content-length"]
)  # ISO 28500, 5.1: no field but WARC-Concurrent-To may be repeated
_FOLLOWS = re.compile(rb"\nwarc-concurrent-to[ \t]*:", re.IGNORECASE)
_AT_LINE = b"\nWARC/"

TOO_LARGE = "too large"
DAMAGED = "damaged"


@dataclass(frozen=True, slots=True)
class Record:
    """One whole record: where it begins, its fields by lower-case name, its block."""

    offset: int
    fields: dict[str, str]
    block: bytes

    @property
    def kind(self) -> str:
        """`response`, `revisit`, `resource`, `request`, ..."""
        return self.fields.get("warc-type", "").lower()

    @property
    def id(self) -> str:
        """The WARC-Record-ID."""
        return self.fields.get("warc-record-id", "")


@dataclass(frozen=True, slots=True)
class Broken:
    """At `offset` is no record that can be used: DAMAGED or TOO_LARGE, and more about it."""

    offset: int
    reason: str
    detail: str
    fields: dict[str, str] = field(default_factory=dict)


class Records:
    """Iterates over the records from byte `start` on, one block in memory at a time.

    With `stop`, up to the first record at or behind it that stands by itself (has no
    WARC-Concurrent-To). Damages that follow one another are one. `end` is where the next record
    begins, or the file ends.
    """

    def __init__(self, file: File, start: int = 0, stop: int | None = None) -> None:
        self._file = file
        self._stream = open_stream(file, start)
        self._stop = stop
        self.end = start

    @property
    def alone(self) -> bool:
        """Whether a reader could begin here: between two members, or anywhere in a plain file."""
        return self._stream.whole

    @property
    def position(self) -> int:
        """How much of the file has been read, in bytes."""
        return self._stream.at

    def __iter__(self) -> Iterator[Record | Broken]:
        damage: Broken | None = None
        while found := self._read():
            if isinstance(found, Broken) and found.reason == DAMAGED:
                damage = damage or found
                if not self._recover(found.offset):
                    self.end = self._file.seek(0, SEEK_END)
                    break
                self.end = self._stream.offset
                continue
            if self._is_behind(found):
                break
            if damage:
                yield damage
                damage = None
            self.end = self._stream.offset
            yield found
        if damage:
            yield damage

    def _is_behind(self, found: Record | Broken) -> bool:
        if self._stop is None or found.offset < self._stop:
            return False
        return "warc-concurrent-to" not in found.fields

    def _read(self) -> Record | Broken | None:
        """The record that stands here; None at the end of the file."""
        stream = self._stream
        offset = stream.offset
        try:
            while (first := stream.peek(1)) and first in _BLANKS:
                stream.take(1)
            offset = stream.offset
            return self._record(offset) if first else None
        except BrokenError as error:
            return Broken(offset, DAMAGED, str(error))

    def _record(self, offset: int) -> Record | Broken:
        stream = self._stream
        fields = self._fields()
        if fields is None:
            return Broken(offset, DAMAGED, "no WARC record")
        length = fields.get("content-length", "")
        if not _NUMBER.fullmatch(length):
            return Broken(offset, DAMAGED, "a record without its length")
        if int(length) > LARGEST:
            stream.skip(int(length))
            block = b""
        else:
            block = stream.take(int(length))
        if not _SIGNATURE.startswith(stream.peek(len(_END)).lstrip(_BLANKS)):
            return Broken(offset, DAMAGED, "a record of another length than it says")
        while stream.buffer[:1] and stream.buffer[:1] in _BLANKS:
            stream.take(1)
        stream.settle()
        if int(length) > LARGEST:
            return Broken(offset, TOO_LARGE, f"{length} bytes", fields)
        return Record(offset, fields, block)

    def _fields(self) -> dict[str, str] | None:
        """The named fields of the record that stands here; None where no record does."""
        stream = self._stream
        if stream.peek(len(_SIGNATURE)) != _SIGNATURE:
            return None
        while not (head := HEAD.match(stream.buffer)):
            if len(stream.buffer) > _LONGEST_HEAD or not stream.fill():
                return None
        fields = read_fields(head[1])
        if fields is not None:
            del stream.buffer[: head.end()]
        return fields

    def _recover(self, offset: int) -> bool:
        """Go to the next record behind the damage at `offset`; False where there is none."""
        stream = self._stream
        try:
            if stream.offset == offset and stream.buffer:
                return stream.seek_record()
            return stream.resync(offset)
        except BrokenError:
            while True:
                try:
                    return stream.resync(max(offset, stream.offset))
                except BrokenError:
                    continue


def read_fields(lines: bytes) -> dict[str, str] | None:
    """A head's named fields, as `HEAD` finds them, by lower-case name; None for those of two."""
    fields: dict[str, str] = {}
    for name, value in _FIELD.findall(lines):
        text = b" ".join(value.split()) if b"\n" in value else value.strip()
        key = name.decode("latin-1").lower()
        if key in fields and key in _ONCE:  # the beginning of one record, and another's
            return None
        fields.setdefault(key, text.decode("utf-8", "replace"))
    return fields


def boundary(file: File, at: int) -> int | None:
    """Where a reader may begin: the first record at `at` or behind it that stands by itself.

    It may turn out to be none, where a payload looks like a record; whoever read up to here knows
    better. None where no record follows.
    """
    look = next_member if is_gzip(file) else _next_line
    found = look(file, at)
    while found is not None:
        if not _FOLLOWS.search(_head_at(file, found).partition(b"\r\n\r\n")[0]):
            return found
        found = look(file, found + 1)
    return None


def _next_line(file: File, at: int) -> int | None:
    found = find(file, _AT_LINE, at - 1)
    return found + 1 if found is not None else None


def _head_at(file: File, at: int) -> bytes:
    if is_gzip(file):
        return head_of_member(file, at, _HEAD_SIZE)
    file.seek(at)
    return file.read(_HEAD_SIZE)
