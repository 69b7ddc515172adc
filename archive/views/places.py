"""Where things of the old site are in this archive: addresses for links, images and files."""

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from urllib.parse import quote

from sqlite_utils import Database

from archive.errors import ArchiveError
from archive.history.articlerows import attachment_id_of
from archive.warc.indexing import read_capture
from scraper.replaying.imagesize import image_size
from scraper.site import Site
from scraper.sources.hosts import on_site
from scraper.urls import canonical

Prefixed = Callable[[str], str]

_FILE = "SELECT id, file_name, capture_id FROM attachments WHERE id = ?"
_PAGE = "SELECT article_id FROM article_urls WHERE url = ?"
_SITE = "SELECT value FROM archive_facts WHERE name = 'site'"
_KEPT = "/:@!$&'()*+,;=~-._%?"

_MOST_SIZES = 10_000
_sizes: dict[tuple[Path, int], tuple[int, int] | None] = {}  # a capture never changes


@dataclass(frozen=True, slots=True)
class Local:
    """Finds by one connection; `prefixed` puts the server's own base before a path."""

    connection: sqlite3.Connection
    folder: Path
    site: Site
    prefixed: Prefixed

    def file(self, url: str) -> str | None:
        """The address of an archived file or image; None where it is not archived."""
        found = self._find(url)
        return self.prefixed(file_path(found["id"], found["file_name"])) if found else None

    def size(self, url: str) -> tuple[int, int] | None:
        """Width and height of an archived image; None where they are not known."""
        found = self._find(url)
        if found is None:
            return None
        key = (self.folder, int(found["capture_id"]))
        if key not in _sizes:
            if len(_sizes) >= _MOST_SIZES:
                _sizes.clear()
            _sizes[key] = self._read_size(key[1])
        return _sizes[key]

    def _find(self, url: str) -> sqlite3.Row | None:
        if not url.startswith(("http://", "https://")):
            return None
        wanted = attachment_id_of(here(url, self.site), self.site.canonical_origin)
        found: sqlite3.Row | None = self.connection.execute(_FILE, [wanted]).fetchone()
        return found

    def _read_size(self, capture_id: int) -> tuple[int, int] | None:
        try:
            return image_size(read_capture(Database(self.connection), self.folder, capture_id).body)
        except ArchiveError:
            return None

    def page(self, url: str) -> str | None:
        """The address of an article, or of what is known of a page of the old site."""
        if not (self.site.owns(url) or on_site(url, self.site)):
            return None
        found = self.connection.execute(_PAGE, [here(url, self.site)]).fetchone()
        return self.prefixed(f"/bai-viet/{found[0]}" if found else url_path(url))


def here(url: str, site: Site) -> str:
    """The canonical address; with `www.` or without, the site's host is its host."""
    return canonical(on_site(url, site) or url, site)


def file_path(attachment_id: int, name: str) -> str:
    """`/tep/<attachment_id>/<name>`."""
    return f"/tep/{attachment_id}/{quote(name, safe='')}"


def url_path(url: str) -> str:
    """`/url/<address>`, its own query kept."""
    return f"/url/{quote(url, safe=_KEPT)}"


def own_site(connection: sqlite3.Connection) -> Site:
    """The site that the archive is of; the usual one where it has not noted it yet."""
    found = connection.execute(_SITE).fetchone()
    return _site(found[0]) if found else Site.of()


@lru_cache(maxsize=8)
def _site(origin: str) -> Site:
    return Site.of(origin)
