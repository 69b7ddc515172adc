"""An address taken apart into clean pieces; any string at all can be taken apart."""

import html
import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import quote, quote_plus, unquote_plus, urljoin, urlsplit

# Some pages escape whole addresses as entities (`https&#x3a;&#x2f;…`), some of them twice.
_ENTITY = re.compile(r"&(?:amp;)*(?:#x[0-9a-fA-F]+|#\d+|amp);")
_UNSEEN = re.compile(r"[\x00-\x1f\x7f]")
_ORIGIN = re.compile(r"(?:([a-zA-Z][a-zA-Z0-9+.-]*):)?//([^/?]*)")
_SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]*):(?!//)")
_SESSION = re.compile(r";(?:jsessionid|sessionid)=[^/?;#]*", re.IGNORECASE)
_ESCAPE = re.compile(r"%(?:([0-9a-fA-F]{2}))?")
_UNRESERVED = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~")
_PATH_SAFE = "/%:@!$'()*+,;=~-._"
_PLAIN_PATH = re.compile(r"[/\w.-]*", re.ASCII)
_DEFAULT_PORT = {
    "http": re.compile(r"(?:\.|:80)+$"),
    "https": re.compile(r"(?:\.|:443)+$"),
}
_HOST_SAFE = ":[]@%-._~"
# Prefixes of a portal's addresses that do not change which page it is; they may compound.
_LANGUAGE = re.compile(r"(?:vi|en|fr|ja|ko|ru|zh)(?:[_-][A-Za-z]{2})?")
_SLASHES = re.compile(r"/{2,}")
# A path from the root, perhaps with a query, that `urljoin` would only put the origin before.
_PLAIN = r"/(?![/.])(?:[^\s/?#;]++|/(?!\.))*+(?:\?[^\s#;/]++)?"
_FROM_ROOT = re.compile(_PLAIN)
# A whole address that `urljoin` would give back as it is.
_WHOLE = re.compile(rf"https?://[a-zA-Z0-9.:-]++{_PLAIN}")
# How many addresses are remembered: a few pages' own, and navigation, which is on every page.
REMEMBERED = 1024


class Address(NamedTuple):
    """The pieces of an address.

    `scheme` and `host` (with its port, without the scheme's default one) are in lower case, `''`
    where there is none; `path` starts with `/` where there is a host, has no session, no double
    slash and no dot segment, and is percent-encoded one way; `query` are decoded pairs in order,
    with None for a name without `=`; `session` says that the address carried a session.
    """

    scheme: str
    host: str
    path: str
    query: tuple[tuple[str, str | None], ...] = ()
    session: bool = False

    @property
    def segments(self) -> list[str]:
        """The parts of the path, without empty ones."""
        return [part for part in self.path.split("/") if part]

    @property
    def page(self) -> list[str]:
        """The parts of the path after its languages and sites (`/vi`, `/web/guest`)."""
        return self.languages_and_page()[1]

    def languages_and_page(self) -> tuple[list[str], list[str]]:
        """The languages that the path starts with (`/vi`, `/web/guest/en`, `/en/vi/en`); `page`."""
        languages, parts = [], self.segments
        while parts:
            if _LANGUAGE.fullmatch(parts[0]):
                languages.append(parts[0])
                parts = parts[1:]
            elif parts[0] == "web" and len(parts) > 1:
                parts = parts[2:]
            else:
                break
        return languages, parts

    def value(self, name: str) -> str | None:
        """The first value of the parameter `name`, with or without a portlet's namespace."""
        ending = f"_{name}"
        found = (value for key, value in self.query if key == name or key.endswith(ending))
        return next(found, None)


@lru_cache(maxsize=REMEMBERED)
def take_apart(url: str) -> Address:
    """The pieces of `url`; a relative address has no host, and garbage is a path."""
    text = unescaped(url).partition("#")[0].strip()
    before, _, query = text.partition("?")
    scheme, host, path, session = _place(before)
    return Address(scheme, host, path, _pairs(query), session)


# A page links to itself with many queries: to be printed, sent, shown in other months.
@lru_cache(maxsize=REMEMBERED)
def _place(text: str) -> tuple[str, str, str, bool]:
    """Scheme, host, path and whether there was a session, of an address without query."""
    scheme, host, rest = _origin(text)
    encoded = _encoded(rest)
    path = without_session(encoded)
    session = path != encoded
    if host or path.startswith("/"):
        path = _without_dots(_SLASHES.sub("/", f"/{path}"))
    return scheme, host, path, session


def joined(base: str, address: str) -> str:
    """`address` as the page at `base` links to it, absolute; '' where it can be none."""
    try:
        if _FROM_ROOT.fullmatch(address) and (origin := _web_origin(base)):
            return origin + address
        if _WHOLE.fullmatch(address) and _web_origin(base):
            return address
        return urljoin(base, address)
    except ValueError:
        return ""


@lru_cache(maxsize=256)
def _web_origin(url: str) -> str:
    parts = urlsplit(url)
    web = parts.scheme in ("http", "https") and parts.netloc
    return f"{parts.scheme}://{parts.netloc}" if web else ""


def without_session(url: str) -> str:
    """`url` as linked, but without the session that the server gave to whoever asked."""
    return _SESSION.sub("", url) if ";" in url else url


def put_together(query: Iterable[tuple[str, str | None]]) -> str:
    """A query string of decoded pairs, `''` for none; the opposite of `Address.query`."""
    return "&".join(
        _quoted(name) if value is None else f"{_quoted(name)}={_quoted(value)}"
        for name, value in query
    )


def unescaped(url: str) -> str:
    """`url` as it was meant: escaped entities undone, without blanks around and unseen letters."""
    if url.isascii() and url.isprintable() and "&" not in url:
        return url.strip()
    text = url.encode("utf-8", "replace").decode("utf-8")  # a lone surrogate cannot be encoded
    for _ in range(3):
        if "&" not in text:
            break
        text = _ENTITY.sub(lambda found: html.unescape(found[0].replace("amp;", "")), text)
    return _UNSEEN.sub("", text).strip()


def _origin(text: str) -> tuple[str, str, str]:
    if found := _ORIGIN.match(text):
        scheme = (found[1] or "https").lower()
        return scheme, _host(scheme, found[2]), text[found.end() :]
    if found := _SCHEME.match(text):
        return found[1].lower(), "", text[found.end() :]
    return "", "", text


@lru_cache(maxsize=1024)
def _host(scheme: str, printed: str) -> str:
    host = quote(printed, safe=_HOST_SAFE).lower()
    ending = _DEFAULT_PORT.get(scheme)
    return ending.sub("", host) if ending else host


def _without_dots(path: str) -> str:
    if "/." not in path:
        return path
    kept: list[str] = []
    parts = path.split("/")[1:]
    for part in parts:
        if part == "..":
            kept[-1:] = []
        elif part != ".":
            kept.append(part)
    ending = "/" if parts[-1] in (".", "..") and kept else ""
    return _SLASHES.sub("/", f"/{'/'.join(kept)}{ending}")


def _encoded(path: str) -> str:
    if _PLAIN_PATH.fullmatch(path):
        return path
    if "%" in path:
        path = _ESCAPE.sub(_one_way, path)
    return quote(path, safe=_PATH_SAFE)


def _one_way(escape: re.Match[str]) -> str:
    if not escape[1]:
        return "%25"
    character = chr(int(escape[1], 16))
    return character if character in _UNRESERVED else escape[0].upper()


def _pairs(query: str) -> tuple[tuple[str, str | None], ...]:
    if not query:
        return ()
    pairs: list[tuple[str, str | None]] = []
    for part in query.split("&"):
        name, equals, value = part.partition("=")
        if part:
            pairs.append((_unquoted(name), _unquoted(value) if equals else None))
    return tuple(pairs)


def _unquoted(text: str) -> str:
    if "%" not in text:
        return text.replace("+", " ")
    return unquote_plus(text, errors="surrogateescape")


def _quoted(text: str) -> str:
    return quote_plus(text, errors="surrogateescape")
