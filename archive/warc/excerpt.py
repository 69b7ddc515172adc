"""A capture's own records cut out of its WARC file: what `/ban-luu/<id>.warc` gives."""

import sqlite3
import zlib
from pathlib import Path

from archive.errors import Damaged
from archive.folder import warc_folder

_GZIP = 16 + zlib.MAX_WBITS
_NEXT = 2**16  # bytes behind a response in which its request is looked for
_FIRST = b"WARC/1."
_SOURCE = (
    "SELECT c.warc_file, c.warc_offset, c.warc_length FROM payloads p"
    " JOIN captures c ON c.id = p.capture_id WHERE p.payload_digest = ? AND c.id != ?"
)


def warc_records(connection: sqlite3.Connection, folder: Path, capture: sqlite3.Row) -> bytes:
    """The response and its request as they stand in the WARC, not compressed.

    A revisit is followed by the record that has its payload, so that what is given is whole.
    Damaged where the file has no record there.
    """
    place = (capture["warc_file"], capture["warc_offset"], capture["warc_length"])
    found = _cut(folder, *place)
    if _fields(found).get(b"warc-type") == b"revisit":
        digest = [capture["payload_digest"], capture["id"]]
        source = connection.execute(_SOURCE, digest).fetchone()
        if source:
            found += _cut(folder, *source)
    return found


def _cut(folder: Path, file: str, offset: int, length: int) -> bytes:
    try:
        with (warc_folder(folder) / file).open("rb") as warc:
            warc.seek(offset)
            response = _inflated(warc.read(length))
            behind = warc.read(_NEXT)
    except OSError as error:
        raise Damaged(f"{file} cannot be read ({error.strerror}): restore it from a copy") from None
    if response is None:
        raise Damaged(f"{file} has no record at byte {offset}: restore it from a copy")
    request = _inflated(behind)
    if request and _is_request_of(request, response):
        return response + request
    return response


def _inflated(data: bytes) -> bytes | None:
    """The first gzip member of `data` where it is a whole WARC record."""
    stream = zlib.decompressobj(_GZIP)
    try:
        content = stream.decompress(data)
    except zlib.error:
        return None
    return content if stream.eof and content.startswith(_FIRST) else None


def _is_request_of(request: bytes, response: bytes) -> bool:
    fields, of = _fields(request), _fields(response)
    own = of.get(b"warc-record-id", b"-")
    return fields.get(b"warc-type") == b"request" and fields.get(b"warc-concurrent-to") == own


def _fields(record: bytes) -> dict[bytes, bytes]:
    lines = record.partition(b"\r\n\r\n")[0].split(b"\r\n")[1:]
    pairs = (line.partition(b":") for line in lines)
    return {name.strip().lower(): value.strip() for name, _, value in pairs}
