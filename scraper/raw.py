"""A response as the wire gave it, before content decoding: what a WARC record keeps."""

import base64
import hashlib
import re
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

Headers = tuple[tuple[str, str], ...]

# No address on the wire has these; in a WARC header they would start a line of their own.
_NOT_IN_A_URL = re.compile(r"[\s\x00-\x1f\x7f-\x9f\ud800-\udfff]")


def header_text(value: bytes) -> str:
    """A header's bytes as text that gives the same bytes back: UTF-8, else lone surrogates."""
    return value.decode("utf-8", "surrogateescape")


def header_bytes(value: str) -> bytes:
    """The bytes that `header_text` read."""
    return value.encode("utf-8", "surrogateescape")


@dataclass(frozen=True)
class Raw:
    """One exchange: what was asked, when, and the very bytes that came back.

    `url` is the address as requested; `captured_at` is aware; `headers` and `request_headers` are
    pairs, names as the client gives them, text by `header_text`; `payload` is as received, after
    transfer decoding and before content decoding; `truncated` says why the payload is cut
    (`length`, `time`, `disconnect`, `unspecified`); `source` is `live`, `wayback` or `import`, and
    `source_uri` where an imported capture was taken from.

    ValueError where `url` holds white space or control characters, or the time is naive.
    """

    url: str
    captured_at: datetime
    status: int
    headers: Headers
    payload: bytes
    reason: str = ""
    method: str = "GET"
    http_version: str = "HTTP/1.1"
    request_headers: Headers = ()
    truncated: str | None = None
    source: str = "live"
    source_uri: str | None = None

    def __post_init__(self) -> None:
        for address in (self.url, self.source_uri or ""):
            if _NOT_IN_A_URL.search(address):
                raise ValueError(f"white space or control characters in an address: {address!r}")
        if self.captured_at.tzinfo is None:
            raise ValueError(f"a capture's time needs its time zone: {self.captured_at}")

    @cached_property
    def payload_digest(self) -> str:
        """SHA-1 of the payload as in `WARC-Payload-Digest`: `sha1:` and base32."""
        return sha1_base32(self.payload)

    @cached_property
    def sha256(self) -> str:
        """SHA-256 of the payload in hex."""
        return hashlib.sha256(self.payload).hexdigest()

    def header(self, name: str) -> str | None:
        """The first response header of this name, whatever its case; None where there is none."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key.lower() == wanted), None)


def sha1_base32(*pieces: bytes) -> str:
    """SHA-1 of the pieces one after another, written as WARC files customarily do."""
    digest = hashlib.sha1(usedforsecurity=False)
    for piece in pieces:
        digest.update(piece)
    return "sha1:" + base64.b32encode(digest.digest()).decode("ascii")
