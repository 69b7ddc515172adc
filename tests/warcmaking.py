"""WARC files byte by byte, with every habit of every writer that a test may want."""

import base64
import gzip
import hashlib
from collections.abc import Iterable
from pathlib import Path
from uuid import uuid4

DATE = "2021-03-26T08:13:00Z"
RESPONSE = "application/http; msgtype=response"
REQUEST = "application/http; msgtype=request"
SAME_PAYLOAD = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
HTML = "Content-Type: text/html; charset=UTF-8"

Fields = dict[str, str | None]


def sha1(data: bytes) -> str:
    return "sha1:" + base64.b32encode(hashlib.sha1(data).digest()).decode()


def http(body: bytes, *headers: str, status: str = "200 OK") -> bytes:
    return "\r\n".join([f"HTTP/1.1 {status}", *headers, "", ""]).encode() + body


def chunked(body: bytes, size: int = 100) -> bytes:
    pieces = [body[at : at + size] for at in range(0, len(body), size)]
    return b"".join(b"%x\r\n%s\r\n" % (len(p), p) for p in pieces) + b"0\r\n\r\n"


def new_id() -> str:
    return f"<urn:uuid:{uuid4()}>"


def record(kind: str, block: bytes, fields: Fields | None = None, version: str = "1.1") -> bytes:
    """A record; a field that is None is left out."""
    own: Fields = {
        "WARC-Type": kind,
        "WARC-Record-ID": new_id(),
        "WARC-Date": DATE,
        "WARC-Block-Digest": sha1(block),
        "Content-Type": RESPONSE,
        "Content-Length": str(len(block)),
        **(fields or {}),
    }
    lines = [f"{name}: {value}" for name, value in own.items() if value is not None]
    return "\r\n".join([f"WARC/{version}", *lines, "", ""]).encode() + block + b"\r\n\r\n"


def response(url: str, body: bytes, fields: Fields | None = None) -> bytes:
    """A page as warcio's descendants write it."""
    own: Fields = {"WARC-Target-URI": url, "WARC-Payload-Digest": sha1(body), **(fields or {})}
    return record("response", http(body, HTML, f"Content-Length: {len(body)}"), own)


def revisit(url: str, fields: Fields, block: bytes | None = None) -> bytes:
    """A page whose payload is elsewhere; one day later than DATE."""
    own: Fields = {
        "WARC-Target-URI": url,
        "WARC-Date": "2021-03-27T08:13:00Z",
        "WARC-Profile": SAME_PAYLOAD,
        **fields,
    }
    return record("revisit", http(b"", HTML) if block is None else block, own)


def by_wget(url: str, body: bytes) -> bytes:
    """A page as wget writes it: 1.0, request first, angle brackets, chunks as they came."""
    asked = new_id()
    common: Fields = {"WARC-Target-URI": f"<{url}>"}
    sent = chunked(body)
    return record(
        "request",
        b"GET / HTTP/1.1\r\nUser-Agent: Wget\r\n\r\n",
        {**common, "WARC-Record-ID": asked, "Content-Type": "application/http;msgtype=request"},
        "1.0",
    ) + record(
        "response",
        http(sent, HTML, "Transfer-Encoding: chunked"),
        {**common, "WARC-Concurrent-To": asked, "WARC-Payload-Digest": sha1(sent)},
        "1.0",
    )


def plain(path: Path, records: Iterable[bytes]) -> Path:
    path.write_bytes(b"".join(records))
    return path


def members(path: Path, records: Iterable[bytes]) -> Path:
    """gzip, a member a record."""
    path.write_bytes(b"".join(gzip.compress(each, 6, mtime=0) for each in records))
    return path


def one_member(path: Path, records: Iterable[bytes]) -> Path:
    """gzip as a compressor makes it of a file: all records in one member."""
    path.write_bytes(gzip.compress(b"".join(records), 6, mtime=0))
    return path
