"""The gzip members of a WARC file, each one record, and the places where there is none.

warcio reads a truncated file silently to its last complete block and stops at the first damage;
here each member's own end and checksum are asked for, and what lies behind a damage is found.
"""

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import SEEK_END
from pathlib import Path

from scraper.sources.records import HEAD, read_fields
from scraper.sources.stream import MAGIC, File, find

_CHUNK = 2**16
_GZIP = 16 + zlib.MAX_WBITS
CUT_SHORT = "the file ends within a record"
_FIRST = b"WARC/1."
_LAST = b"\r\n\r\n"
_REQUEST = "request"
_OF_REQUEST = b"\r\nwarc-type: request\r\n"
_HEAD = 2048  # bytes of a record within which its type is looked for
_LARGEST = 2**30  # bytes of one record; more is no record of ours


@dataclass(frozen=True, slots=True)
class Record:
    """A whole record: its place in the file, its fields by lower-case name, its block."""

    offset: int
    length: int
    fields: dict[str, str]
    block: bytes

    @property
    def kind(self) -> str:
        """`warcinfo`, `response`, `revisit`, `request`, `metadata`, ..."""
        return self.fields.get("warc-type", "")

    @property
    def id(self) -> str:
        """The WARC-Record-ID."""
        return self.fields.get("warc-record-id", "")


@dataclass(frozen=True, slots=True)
class Damage:
    """Bytes of `file`, from `offset`, that are no whole record, and why the first is not."""

    file: str
    offset: int
    length: int
    reason: str


class _NoRecordError(Exception):
    """Here is no whole record; the message says why."""


def walk(path: Path, start: int = 0, stop: int | None = None) -> Iterator[Record | Damage]:
    """`walk_through` the file at `path`."""
    with path.open("rb") as file:
        yield from walk_through(file, path.name, start, stop)


def walk_through(
    file: File, name: str, start: int = 0, stop: int | None = None
) -> Iterator[Record | Damage]:
    """Every whole record from `start` on and every damage between and behind them, in order.

    With `stop`, up to the first record at or behind it that does not belong to the one before.
    """
    at: int | None = start
    broken: tuple[int, str] | None = None
    while at is not None:
        try:
            for record in _records(file, at):
                if broken:
                    yield Damage(name, broken[0], record.offset - broken[0], broken[1])
                    broken = None
                if stop is not None and record.offset >= stop and record.kind != _REQUEST:
                    return
                at = record.offset + record.length
                yield record
        except _NoRecordError as reason:
            broken = broken or (at, str(reason))
            at = _next(file, at + 1)
        else:
            at = None
    if broken:
        yield Damage(name, broken[0], file.seek(0, SEEK_END) - broken[0], broken[1])


def boundary(path: Path, at: int) -> int | None:
    """Where a walk may begin: the first record at `at` or behind it that is no request.

    It may turn out to be none, where a payload looks like a record; whoever walked up to here
    knows better. None where there is no record any more.
    """
    with path.open("rb") as file:
        found = _next(file, at)
        while found is not None:
            head = _beginning(file, found, _HEAD)
            if _OF_REQUEST not in head.partition(_LAST)[0].lower() + b"\r\n":
                return found
            found = _next(file, found + 1)
    return None


def _records(file: File, at: int) -> Iterator[Record]:
    """The records from `at` to the end of the file; _NoRecordError where one is not whole."""
    file.seek(at)
    data = file.read(_CHUNK)
    while data:
        content, rest, length = _member(file, data)
        yield _record(content, at, length)
        at += length
        data = rest or file.read(_CHUNK)


def _member(file: File, data: bytes) -> tuple[bytes, bytes, int]:
    """The member that begins with `data`: its content, what was read behind it, its length."""
    stream = zlib.decompressobj(_GZIP)
    pieces: list[bytes] = []
    size = length = 0
    while True:
        length += len(data)
        try:
            pieces.append(stream.decompress(data))
        except zlib.error as error:
            raise _NoRecordError(f"no gzip data: {error}") from None
        size += len(pieces[-1])
        if stream.eof:
            rest = stream.unused_data
            return b"".join(pieces), rest, length - len(rest)
        if size >= _LARGEST:
            raise _NoRecordError(f"a record of more than {_LARGEST} bytes")
        data = file.read(_CHUNK)
        if not data:
            raise _NoRecordError(CUT_SHORT)


def _record(content: bytes, offset: int, length: int) -> Record:
    if not content.startswith(_FIRST):
        raise _NoRecordError("gzip data that is no WARC record")
    head = HEAD.match(content)
    fields = read_fields(head[1]) if head else None
    if head is None or fields is None:
        raise _NoRecordError("no WARC record: its head cannot be read")
    block = content[head.end() : -len(_LAST)]
    if fields.get("content-length") != str(len(block)) or not content.endswith(_LAST):
        raise _NoRecordError("a record of another length than it says")
    return Record(offset, length, fields, block)


def _next(file: File, at: int) -> int | None:
    """Where the next gzip member with a WARC record may begin, at `at` or behind it."""
    while (found := find(file, MAGIC, at)) is not None:
        if _beginning(file, found, len(_FIRST)) == _FIRST:
            return found
        at = found + 1
    return None


def _beginning(file: File, at: int, size: int) -> bytes:
    """The first bytes of what the member at `at` holds; none where that cannot be told."""
    file.seek(at)
    try:
        return zlib.decompressobj(_GZIP).decompress(file.read(_CHUNK), size)
    except zlib.error:
        return b""
