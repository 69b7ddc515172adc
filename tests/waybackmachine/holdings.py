"""What the machine holds: captures, and the rows of its index."""

import base64
import bisect
import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import quote, unquote, urljoin, urlsplit

_SESSION = re.compile(r";jsessionid=[^/?]*")
_SAFE = "/:,;()?&=@!$'*+~"
_WWW = re.compile(r"www\d*\.")
FIELDS = ("urlkey", "timestamp", "original", "mimetype", "statuscode", "digest", "length")


@dataclass(frozen=True)
class Held:
    """A capture as the machine holds it: `body` as it was sent, Content-Encoding and all.

    `revisit` is a record without a payload of its own, `unknown` one without a status in the
    index, `copies` the number of rows it has, `lost` one that cannot be replayed.
    """

    url: str
    timestamp: str
    body: bytes = b""
    status: int = 200
    headers: tuple[tuple[str, str], ...] = (("Content-Type", "text/html;charset=UTF-8"),)
    reason: str = "OK"
    revisit: bool = False
    unknown: bool = False
    copies: int = 1
    lost: bool = False
    length: str | None = None

    @property
    def urlkey(self) -> str:
        return surt(self.url)

    @property
    def media_type(self) -> str:
        found = {n.lower(): v for n, v in self.headers}.get("content-type", "unk")
        return found.partition(";")[0].strip()

    def row(self, *, resolved: bool) -> tuple[str, ...]:
        """urlkey, timestamp, original, mimetype, statuscode, digest, length."""
        digest = base64.b32encode(hashlib.sha1(self.body).digest()).decode()
        unresolved = self.revisit and not resolved
        kind = "warc/revisit" if unresolved else self.media_type
        status = "-" if unresolved or self.unknown else str(self.status)
        length = self.length or str(len(self.body) // 3 + 200)
        return (self.urlkey, self.timestamp, self.url, kind, status, digest, length)


@dataclass
class Holdings:
    """Captures in the order of the index."""

    held: list[Held] = field(default_factory=list)

    def add(self, *captures: Held) -> None:
        for capture in captures:
            bisect.insort(self.held, capture, key=_order)

    def rows(self, *, resolved: bool) -> Iterable[tuple[str, ...]]:
        for capture in self.held:
            for _ in range(capture.copies):
                yield capture.row(resolved=resolved)

    def of(self, url: str) -> list[Held]:
        """Captures of the address, whatever its scheme, case and `www`."""
        key = surt(url)
        first = bisect.bisect_left(self.held, (key, ""), key=_order)
        found = []
        for capture in self.held[first:]:
            if capture.urlkey != key:
                break
            if not capture.lost:
                found.append(capture)
        return found


def surt(url: str) -> str:
    """`vn,gov,baclieu,sldtbxh)/path`.

    Scheme, `www`, default ports, case, escapes, dot segments and sessions are no matter.
    """
    if url.startswith(("mailto:", "data:")):
        return url.lower()
    parts = urlsplit(url)
    host = ",".join(reversed(_WWW.sub("", parts.hostname or "", count=1).split(".")))
    port = f":{parts.port}" if parts.port not in (None, 80, 443) else ""
    path = _SESSION.sub("", urljoin("http://x", unquote(parts.path)).removeprefix("http://x"))
    query = f"?{unquote(parts.query)}" if parts.query else ""
    return quote(f"{host}{port}){path or '/'}{query}".lower(), safe=_SAFE)


def _order(capture: Held) -> tuple[str, str]:
    return (capture.urlkey, capture.timestamp)
