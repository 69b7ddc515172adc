"""Saved pages: what a browser, wget or HTTrack left in a folder.

A page says itself where it is from: HTTrack writes address and time into a comment, others keep
the page's own `<link rel=canonical>`. For all the rest it is the folder's address and the path in
it; a folder named as the site's host, as wget and HTTrack make them, has that address. Without a
time of its own a page has that of its file.
"""

import mimetypes
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path, PurePosixPath
from urllib.parse import quote, urljoin

from scraper.raw import Raw
from scraper.site import Site
from scraper.sources.found import FOREIGN, INCOMPLETE, NOT_ADDRESSED, TOO_LARGE, Found, Skip
from scraper.sources.hosts import on_site
from scraper.sources.parts import PagesPart, SavedFile
from scraper.sources.records import LARGEST

_HTML = (".html", ".htm", ".xhtml", ".php", ".aspx", ".jsp")
_HTML_TYPE = "text/html"
_HEAD = 2**16  # bytes in which a page says where it is from
_MIRRORED = re.compile(
    rb"<!--\s*Mirrored from\s+([^\s<>]+)\s+by HTTrack[^>]*?,"
    rb"\s*(\w{3}, \d{1,2} \w{3} \d{4} [\d:]+ GMT)",
    re.IGNORECASE,
)
_LINK = re.compile(rb"<link\b[^>]{0,2000}>", re.IGNORECASE)
_CANONICAL = re.compile(rb"\brel\s*=\s*[\"']?canonical[\"'\s/>]", re.IGNORECASE)
_HREF = re.compile(rb"\bhref\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>]+))", re.IGNORECASE)
_INDEX = re.compile(r"(^|/)index\.html?$")
_OWN_FILES = re.compile(r"^(?:hts-cache/|hts-log\.txt$|cookies\.txt$|.*\.orig$|.*\.tmp$|\.)")
_SAFE = "/?&=;,:@!$'()*+~%"
_AT_ONCE = 200  # files of a part
_MOST = 2 * 2**20  # bytes of a part


def folder_parts(root: Path, paths: list[str], base: str | None) -> Iterator[PagesPart]:
    """The files `paths` of the folder, in parts."""
    some: list[str] = []
    size = 0
    for path in paths:
        if _OWN_FILES.match(path):
            continue
        some.append(path)
        size += (root / path).stat().st_size
        if len(some) >= _AT_ONCE or size >= _MOST:
            yield PagesPart(root, root.name, tuple(some), base, size)
            some, size = [], 0
    if some:
        yield PagesPart(root, root.name, tuple(some), base, size)


def saved_pages(part: PagesPart, site: Site) -> Iterator[Found | Skip]:
    """The files of the part as captures."""
    for number, path in enumerate(part.paths):
        try:
            file = part.held[number] if part.held else _file(part.root / path)
            yield _saved(part, path, file, site)
        except _TooLargeError as error:
            yield Skip(TOO_LARGE, f"{path}: {error} bytes")
        except OSError as error:
            yield Skip(INCOMPLETE, f"{path}: {error.strerror}")


class _TooLargeError(Exception):
    pass


def _file(path: Path) -> SavedFile:
    size = path.stat().st_size
    if size > LARGEST:
        raise _TooLargeError(size)
    return SavedFile.of(path)


def _saved(part: PagesPart, path: str, file: SavedFile, site: Site) -> Found | Skip:
    body = file.body
    own, at = _told(body[:_HEAD]) if _is_page(path, body) else (None, None)
    address = own or _address(part.base, path, site)
    if address is None:
        return Skip(NOT_ADDRESSED, path)
    url = on_site(urljoin(site.origin, address), site)
    if url is None:
        return Skip(FOREIGN, path)
    raw = Raw(
        url=url,
        captured_at=at or datetime.fromtimestamp(file.modified, UTC),
        status=200,
        headers=(("Content-Type", _media_type(path, body)),),
        payload=body,
        reason="OK",
        source="import",
        source_uri=f"file:{quote(f'{part.file}/{path}')}",
    )
    return Found(raw)


def _told(head: bytes) -> tuple[str | None, datetime | None]:
    """Address and time as the page itself tells them."""
    mirrored = _MIRRORED.search(head)
    if mirrored:
        address = mirrored[1].decode("utf-8", "replace")
        return address if "://" in address else f"//{address}", _time(mirrored[2].decode())
    for link in _LINK.findall(head):
        href = _HREF.search(link)
        if href and _CANONICAL.search(link):
            address = (href[1] or href[2] or href[3]).decode("utf-8", "replace").strip()
            return (address if "://" in address else None), None
    return None, None


def _time(text: str) -> datetime | None:
    try:
        return parsedate_to_datetime(text).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _address(base: str | None, path: str, site: Site) -> str | None:
    first, _, rest = path.partition("/")
    if rest and on_site(f"https://{first.replace('_', ':')}/", site):  # HTTrack: host_port
        return f"{site.origin}/{_unindexed(rest)}"
    if base is None:
        return None
    return urljoin(base if base.endswith("/") else f"{base}/", _unindexed(path))


def _unindexed(path: str) -> str:
    """The path as asked for: percent-encoded, with `?` where the server was asked a question."""
    return quote(_INDEX.sub(r"\1", path), safe=_SAFE)


def _is_page(path: str, body: bytes) -> bool:
    return path.lower().endswith(_HTML) or body[:512].lstrip()[:1] == b"<"


def _media_type(path: str, body: bytes) -> str:
    name = PurePosixPath(path.partition("?")[0]).name
    guessed = mimetypes.guess_type(name, strict=False)[0]
    if guessed is None or name.lower().endswith(_HTML):
        return _HTML_TYPE if _is_page(path, body) else guessed or "application/octet-stream"
    return guessed
