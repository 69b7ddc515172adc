"""Content decoding: from the bytes on the wire to the page that was meant (RFC 9110, 8.4)."""

import zlib
from collections.abc import Callable

from scraper.capture import Capture
from scraper.raw import Headers, Raw

LIMIT = 64 * 2**20  # bytes of one body; what goes beyond is left out
_STEP = 2**16  # bytes given to zlib at once

_GZIP = 16 + zlib.MAX_WBITS
_ZLIB = zlib.MAX_WBITS
_BARE = -zlib.MAX_WBITS  # some servers call this "deflate" too
_GZIP_MAGIC = b"\x1f\x8b"


def decoded(raw: Raw, limit: int = LIMIT) -> Capture:
    """The capture in `raw`: gzip and deflate undone as Content-Encoding says, headers as received.

    Never an exception: a broken stream gives what could be decoded, a body that is not encoded
    at all stays as it is, and so does one in a coding that is not known here. A body longer than
    `limit` bytes is cut there.
    """
    body = undone(raw.payload, raw.headers, limit)
    headers = tuple((readable(name), readable(value)) for name, value in raw.headers)
    return Capture(raw.url, raw.captured_at, raw.status, headers, body, raw.source)


def undone(payload: bytes, headers: Headers, limit: int = LIMIT) -> bytes:
    """The payload with gzip and deflate undone as these headers say, as tolerant as `decoded`."""
    body = payload
    for coding in reversed(_codings(headers)):
        undo = _DECODERS.get(coding)
        if undo is None:
            break
        body = undo(body, limit)
    return body


def _codings(headers: Headers) -> list[str]:
    """The codings in the order in which they were applied; empty ones are a Wayback habit."""
    values = [value for name, value in headers if name.lower() == "content-encoding"]
    named = [part.strip().lower() for value in values for part in value.split(",")]
    return [coding for coding in named if coding not in ("", "identity")]


def readable(text: str) -> str:
    """Header text without lone surrogates, which neither JSON nor SQLite takes: Latin-1."""
    if text.isascii() or not any("\udc80" <= letter <= "\udcff" for letter in text):
        return text
    return text.encode("utf-8", "surrogateescape").decode("latin-1")


def _gunzip(data: bytes, limit: int) -> bytes:
    """Every member of a gzip stream; what follows the last one is left out."""
    if not data.startswith(_GZIP_MAGIC):
        return data
    body = bytearray()
    at: int | None = 0
    while at is not None and data.startswith(_GZIP_MAGIC, at):
        at = _pour(_GZIP, data, at, body, limit)
    return bytes(body)


def _inflate(data: bytes, limit: int) -> bytes:
    for window in (_ZLIB, _BARE):
        body = bytearray()
        _pour(window, data, 0, body, limit)
        if body:
            return bytes(body)
    return data


def _pour(window: int, data: bytes, at: int, body: bytearray, limit: int) -> int | None:
    """Decompress one stream of `data` from `at` into `body`; where it ends.

    None where it does not: it is broken, it is cut, or `body` has reached the limit.
    """
    stream = zlib.decompressobj(window)
    while len(body) < limit:
        piece = stream.unconsumed_tail or data[at : at + _STEP]
        if not piece:
            return None
        at += 0 if stream.unconsumed_tail else len(piece)
        before = stream.copy()
        try:
            body += stream.decompress(piece, limit - len(body))
        except zlib.error:
            body += _until_broken(before, piece, limit - len(body))
            return None
        if stream.eof:
            return at - len(stream.unused_data)
    return None


def _until_broken(stream: "zlib._Decompress", piece: bytes, room: int) -> bytes:
    """What comes before the error in `piece`: zlib gives nothing of a call that fails."""
    found = bytearray()
    for at in range(len(piece)):
        if len(found) >= room:
            break
        try:
            found += stream.decompress(piece[at : at + 1], room - len(found))
        except zlib.error:
            break
    return bytes(found)


_DECODERS: dict[str, Callable[[bytes, int], bytes]] = {
    "gzip": _gunzip,
    "x-gzip": _gunzip,
    "deflate": _inflate,
}
