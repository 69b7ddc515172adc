"""The HTTP message in a record's block, as tolerant as its writers are many."""

import re
from dataclasses import dataclass

from scraper.raw import Headers, header_text

_END = re.compile(rb"\r?\n\r?\n|\Z")
_FOLDED = re.compile(rb"\r?\n[ \t]+")
_STATUS = re.compile(rb"(HTTP/\d(?:\.\d)?)[ \t]+(\d{3})(?!\d)[ \t]*([^\r\n]*)", re.IGNORECASE)
_SIZE = re.compile(rb"[ \t]*([0-9a-fA-F]{1,12})[ \t]*(?:;[^\r\n]*)?\r?\n")
_BLANKS = b" \t\r\n"


@dataclass(frozen=True, slots=True)
class Message:
    """Start line and headers of an HTTP message, and the body as it stands in the record."""

    start: bytes
    headers: Headers
    body: bytes

    @property
    def status(self) -> tuple[str, int, str] | None:
        """HTTP version, status and reason of a response; None where it is none."""
        found = _STATUS.match(self.start)
        if not found:
            return None
        return found[1].decode().upper(), int(found[2]), header_text(found[3].strip(_BLANKS))

    @property
    def chunked(self) -> bool:
        """Whether the headers say that the body is sent in chunks."""
        values = [value for name, value in self.headers if name.lower() == "transfer-encoding"]
        return any("chunked" in value.lower() for value in values)


def read_message(block: bytes) -> Message:
    """The HTTP message that the block is."""
    end = _END.search(block)
    assert end is not None  # the pattern finds the end of the block, at least
    first, *lines = _FOLDED.sub(b" ", block[: end.start()]).split(b"\n")
    pairs = (line.partition(b":") for line in lines if b":" in line)
    headers = tuple(
        (header_text(name.strip(_BLANKS)), header_text(value.strip(_BLANKS)))
        for name, _, value in pairs
    )
    return Message(first.strip(_BLANKS), headers, block[end.end() :])


def unchunked(body: bytes) -> bytes:
    """The body without its chunks' sizes; as it is, where it has none (many writers remove them).

    What follows the last chunk is left out; a body that breaks off gives what it has.
    """
    pieces: list[bytes] = []
    at = 0
    while found := _SIZE.match(body, at):
        size = int(found[1], 16)
        if size == 0:
            return b"".join(pieces)
        piece = body[found.end() : found.end() + size]
        pieces.append(piece)
        at = found.end() + size
        if len(piece) < size:
            return b"".join(pieces)
        at += 2 if body.startswith(b"\r\n", at) else 1
    return b"".join(pieces) if pieces and at >= len(body) else body
