"""A capture: one response of the site as it came, whatever it came from."""

import codecs
import re
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

# Where a page declares its charset, within the first bytes (HTML 5, section 13.2.3.2).
_META_CHARSET = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([a-zA-Z0-9_:.-]{1,40})", re.I
)
_META_WITHIN = 2048
# Codecs of Python that are no charset of a page, some of them slow without end.
_NO_CHARSETS = frozenset(["idna", "punycode", "raw-unicode-escape", "unicode-escape", "utf-7"])
# Who says Latin-1 means Windows' (https://encoding.spec.whatwg.org/#names-and-labels).
_MEANT = {"iso8859-1": ("cp1252", "iso8859-1")}
_HEADER_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([a-zA-Z0-9_:.-]+)", re.I)
_BYTE_ORDER_MARKS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)


@dataclass(frozen=True, slots=True)
class Capture:
    """One response: what was asked, when, and what came back.

    `url` is the address as requested, on the site's own origin; `captured_at` is aware, in UTC;
    `headers` are pairs as received; `body` is the payload after content decoding (gzip undone),
    before charset; `source` is `live`, `wayback` or `import`.
    """

    url: str
    captured_at: datetime
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    source: str = "live"

    def header(self, name: str) -> str | None:
        """The first header of this name, whatever its case; None where there is none."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key.lower() == wanted), None)

    @property
    def media_type(self) -> str:
        """The type of the body in lower case without parameters; '' where none was sent."""
        return (self.header("Content-Type") or "").partition(";")[0].strip().lower()

    @property
    def text(self) -> str:
        """The body as text: by byte order mark, header, <meta>, then UTF-8; never an error."""
        return decode(self.body, self.header("Content-Type"))

    @property
    def utf8(self) -> bytes:
        """The text in UTF-8, the body itself where it is that; lone surrogates become `?`."""
        text, charset = _decoded(self.body, self.header("Content-Type"))
        return self.body if charset.lower() == "utf-8" else text.encode("utf-8", "replace")


def decode(body: bytes, content_type: str | None = None) -> str:
    """The text of `body`: by byte order mark, else header, else <meta>, else UTF-8.

    A charset that does not exist or does not fit is passed over; bytes that are no UTF-8
    become U+FFFD, so that a damaged page is still read.
    """
    return _decoded(body, content_type)[0]


def _decoded(body: bytes, content_type: str | None) -> tuple[str, str]:
    """The text, and the charset that the whole body is in; '' where it is not clean in one."""
    for mark, charset in _BYTE_ORDER_MARKS:
        if body.startswith(mark):
            return body[len(mark) :].decode(charset, "replace"), ""
    for charset in (*_declared(body, content_type), "utf-8"):
        try:
            return body.decode(charset), charset
        except (LookupError, ValueError):
            continue
    return body.decode("utf-8", "replace"), ""


def _declared(body: bytes, content_type: str | None) -> list[str]:
    """The charsets that the header and the page declare, as Python calls those that it has."""
    found: list[str] = []
    if content_type and (match := _HEADER_CHARSET.search(content_type)):
        found += _codecs(match[1])
    if meta := _META_CHARSET.search(body[:_META_WITHIN]):
        # The declaration was read byte by byte, so this it cannot be (HTML 5, section 13.2.3.2).
        names = _codecs(meta[1].decode("ascii"))
        found += [name for name in names if not name.startswith(("utf-16", "utf-32"))]
    return found


@lru_cache(maxsize=64)
def _codecs(label: str) -> tuple[str, ...]:
    try:
        found = codecs.lookup(label).name
    except (LookupError, ValueError):
        return ()
    return () if found in _NO_CHARSETS else _MEANT.get(found, (found,))
