"""The head of an HTTP message, as bytes in a WARC record and back.

warcio's own percent-encodes values that are not ASCII and strips white space of any script; here
the bytes that came are the bytes that are kept.
"""

import re

from scraper.raw import Headers, Raw, header_bytes, header_text

END = b"\r\n\r\n"

# No line of HTTP has these inside; one that was folded is one line (RFC 9112, 5.2).
_BREAK = re.compile(rb"[\r\n]+[ \t]*")
_ORIGIN = re.compile(r"^[a-zA-Z][a-zA-Z0-9+.-]*://[^/?#]*")
_BLANKS = b" \t"


def response_head(raw: Raw) -> bytes:
    """Status line and headers, with the empty line at the end."""
    status = f"{raw.http_version} {raw.status:03d} {raw.reason}"
    return _head(status, kept_headers(raw))


def request_head(raw: Raw) -> bytes:
    """Request line and headers, with the empty line at the end."""
    target = _ORIGIN.sub("", raw.url).partition("#")[0]
    slash = "" if target.startswith("/") else "/"
    return _head(f"{raw.method} {slash}{target} {raw.http_version}", raw.request_headers)


def kept_headers(raw: Raw) -> Headers:
    """The response's headers without Transfer-Encoding, with the length of what is kept.

    A length is corrected where the payload was cut, and added where it was sent in chunks. An
    answer that has no payload by definition keeps the length that it tells of.
    """
    headers = [pair for pair in raw.headers if pair[0].lower() != "transfer-encoding"]
    if raw.method == "HEAD" or raw.status in (204, 304) or raw.status < 200:
        return tuple(headers)
    length = str(len(raw.payload))
    at = [i for i, (name, _) in enumerate(headers) if name.lower() == "content-length"]
    if at:
        headers[at[0]] = (headers[at[0]][0], length)
        for i in reversed(at[1:]):
            del headers[i]
    elif len(headers) < len(raw.headers):
        headers.append(("Content-Length", length))
    return tuple(headers)


def read_response(head: bytes) -> tuple[str, int, str, Headers]:
    """HTTP version, status, reason and headers; ValueError where it is no response."""
    first, headers = _read(head)
    version, _, rest = first.partition(" ")
    status, _, reason = rest.partition(" ")
    return version, int(status), reason, headers


def read_request(head: bytes) -> tuple[str, Headers]:
    """Method and headers."""
    first, headers = _read(head)
    return first.partition(" ")[0], headers


def _head(first: str, headers: Headers) -> bytes:
    lines = [header_bytes(first)]
    lines += [header_bytes(f"{name}: {value}") for name, value in headers]
    head = b"\r\n".join(lines)
    if head.count(b"\n") != len(headers) or head.count(b"\r") != len(headers):
        head = b"\r\n".join(_BREAK.sub(b" ", line) for line in lines)
    return head + END


def _read(head: bytes) -> tuple[str, Headers]:
    first, *lines = head.split(b"\r\n")
    pairs = (line.partition(b":") for line in lines if line)
    headers = tuple(
        (header_text(name), header_text(value.strip(_BLANKS))) for name, _, value in pairs
    )
    return header_text(first), headers
