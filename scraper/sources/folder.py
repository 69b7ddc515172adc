"""Saved pages: what a browser, wget or HTTrack left in a folder.

A page says itself where it is from: HTTrack writes address and time into a comment, others keep
the page's own `<link rel=canonical>`. For all the rest it is the folder's address and the path in
it; a folder named as the site's host, as wget and HTTrack make them, has that address, inside the
one that is imported or being it. Without a time of its own a page has that of its file.
"""

import mimetypes
import re
import warnings
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path, PurePosixPath
from urllib.parse import quote

from bs4 import BeautifulSoup, ParserRejectedMarkup, Tag

from scraper.address import joined, unescaped
from scraper.raw import Raw
from scraper.site import Site
from scraper.sources.found import FOREIGN, INCOMPLETE, NOT_ADDRESSED, TOO_LARGE, Found, Skip
from scraper.sources.hosts import on_site
from scraper.sources.parts import PagesPart, SavedFile
from scraper.sources.records import LARGEST

_HTML = (".html", ".htm", ".xhtml", ".php", ".aspx", ".jsp")
_HTML_TYPE = "text/html"
_HEAD = 2**16  # bytes in which a page says where it is from
_BODY = re.compile(rb"<body[\s>]", re.IGNORECASE)
_MIRRORED = re.compile(
    rb"<!--\s*Mirrored from\s+([^\s<>]+)\s+by HTTrack[^>]*?,"
    rb"\s*(\w{3}, \d{1,2} \w{3} \d{4} [\d:]+ GMT)",
    re.IGNORECASE,
)
_INDEX = re.compile(r"(^|/)index\.html?(?=\?|$)")
_OWN_FILES = re.compile(r"^(?:hts-cache/|hts-log\.txt$|cookies\.txt$|.*\.orig$|.*\.tmp$|\.)")
_SAFE = "/?&=;,:@!$'()*+~%"
_BEFORE_MARKUP = b"\xef\xbb\xbf \t\r\n\f"
_AT_ONCE = 200  # files of a part
_MOST = 2 * 2**20  # bytes of a part


def folder_parts(
    root: Path, name: str, files: Iterable[tuple[str, int]], base: str | None
) -> Iterator[PagesPart]:
    """The files of the folder, called `name`, in parts; a file is its path and its bytes."""
    some: list[str] = []
    size = 0
    for path, length in files:
        if _OWN_FILES.match(path):
            continue
        some.append(path)
        size += length
        if len(some) >= _AT_ONCE or size >= _MOST:
            yield PagesPart(root, name, tuple(some), base, size)
            some, size = [], 0
    if some:
        yield PagesPart(root, name, tuple(some), base, size)


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
    own, told = _told(body[:_HEAD]) if _is_page(path, body) else (None, None)
    address = own or _address(part, path, site)
    if address is None:
        return Skip(NOT_ADDRESSED, path)
    url = on_site(joined(site.origin, address), site)
    if url is None:
        return Skip(FOREIGN, path)
    at = told or _modified(file)
    if at is None:
        return Skip(INCOMPLETE, f"{path}: the time of the file is none: {file.modified:.0f}")
    raw = Raw(
        url=url,
        captured_at=at,
        status=200,
        headers=(("Content-Type", _media_type(path, body)),),
        payload=body,
        reason="OK",
        source="import",
        source_uri=f"file:{quote(f'{part.file}/{path}', errors='surrogateescape')}",
    )
    return Found(raw)


def _told(start: bytes) -> tuple[str | None, datetime | None]:
    """Address and time as the page itself tells them in its first bytes."""
    if mirrored := _MIRRORED.search(start):
        address = _linked(mirrored[1].decode("utf-8", "replace"))
        return address if "://" in address else f"//{address}", _time(mirrored[2].decode())
    address = _linked(_canonical(start))
    return (address if "//" in address else None), None


def _canonical(start: bytes) -> str:
    """The canonical address in a page's head, or nothing; one in a comment or a script is none.

    BeautifulSoup reads the head, as the many tools that save pages have written it.
    """
    above = _BODY.split(start, maxsplit=1)[0]
    with warnings.catch_warnings(action="ignore"):  # it is not to be told that a page is none
        try:
            head = BeautifulSoup(above.decode("utf-8", "replace"), "lxml")
        except ParserRejectedMarkup:
            return ""
    link = head.find("link", rel="canonical", href=True)
    return str(link["href"]) if isinstance(link, Tag) else ""


def _linked(address: str) -> str:
    """An address as a page writes it: with entities, perhaps wholly of them, and blanks."""
    return unescaped(address).replace(" ", "%20")


def _time(text: str) -> datetime | None:
    try:
        return parsedate_to_datetime(text).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _modified(file: SavedFile) -> datetime | None:
    try:
        return datetime.fromtimestamp(file.modified, UTC)
    except (ValueError, OverflowError):  # a disk keeps years that no calendar has
        return None


def _address(part: PagesPart, path: str, site: Site) -> str | None:
    if rest := _below_host(path, site):
        return f"{site.origin}/{_unindexed(rest)}"
    if part.base is not None:
        return f"{part.base.removesuffix('/')}/{_unindexed(path)}"
    rest = _below_host(f"{part.file}/{path}", site)
    return f"{site.origin}/{_unindexed(rest)}" if rest else None


def _below_host(path: str, site: Site) -> str:
    """The path in the folder that it begins with, where that is named as the site's host."""
    first, _, rest = path.partition("/")
    named = on_site(f"https://{first.replace('_', ':')}/", site)  # HTTrack: host_port
    return rest if named else ""


def _unindexed(path: str) -> str:
    """The path as asked for: percent-encoded, with `?` where the server was asked a question."""
    return quote(_INDEX.sub(r"\1", path), safe=_SAFE, errors="surrogateescape")


def _is_page(path: str, body: bytes) -> bool:
    return path.lower().endswith(_HTML) or body[:512].lstrip(_BEFORE_MARKUP)[:1] == b"<"


def _media_type(path: str, body: bytes) -> str:
    name = PurePosixPath(path.partition("?")[0]).name
    guessed = mimetypes.guess_type(name, strict=False)[0]
    if guessed is None or name.lower().endswith(_HTML):
        return _HTML_TYPE if _is_page(path, body) else guessed or "application/octet-stream"
    return guessed
