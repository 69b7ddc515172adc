"""What a captured page asks for, as this archive has it nearest in time."""

import sqlite3
from dataclasses import dataclass
from urllib.parse import urlencode

from archive.history.articlerows import attachment_id_of
from archive.views.captureview import nearest
from archive.views.places import Prefixed
from scraper.replaying.replay import Held
from scraper.site import Site
from scraper.urls import canonical

STYLE = "text/css"
# A page may show a drawing as an image, in which nothing runs or loads. Opened by itself it is a
# page: a browser connects to its frames' hosts before it looks at the policy that forbids them.
DRAWING = "image/svg+xml"
IMAGES = frozenset(
    ["image/png", "image/jpeg", "image/gif", "image/webp", "image/bmp", "image/x-icon",
     "image/vnd.microsoft.icon", "image/avif", DRAWING]
)  # fmt: skip

_FILE = "SELECT capture_id, media_type FROM attachments WHERE id = ?"


@dataclass(frozen=True, slots=True)
class Resources:
    """Finds by one connection what is nearest to the moment `at` (as `archive.times` writes it)."""

    connection: sqlite3.Connection
    site: Site
    at: str
    prefixed: Prefixed

    def held(self) -> Held:
        """The same as `scraper.replay` asks for it."""
        return Held(image=self.image, style=self.style, page=self.page)

    def image(self, url: str) -> str | None:
        """The address here of an image of the old site."""
        return self._find(url, IMAGES)

    def style(self, url: str) -> str | None:
        """The address here of a style sheet of the old site."""
        return self._find(url, frozenset({STYLE}))

    def page(self, url: str) -> str:
        """Where the capture of a linked page nearest in time is found."""
        return self.prefixed(f"/ban-luu?{urlencode({'url': url, 'luc': self.at})}")

    def _find(self, url: str, kinds: frozenset[str]) -> str | None:
        address = canonical(url, self.site)
        found = nearest(self.connection, address, self.at, shown=True)
        if found is None and kinds is IMAGES:
            wanted = attachment_id_of(address, self.site.canonical_origin)
            row = self.connection.execute(_FILE, [wanted]).fetchone()
            return self._path(row["capture_id"]) if row and row["media_type"] in kinds else None
        return self._path(found["id"]) if found and found["media_type"] in kinds else None

    def _path(self, capture_id: int) -> str:
        return self.prefixed(f"/ban-luu/{capture_id}/trang")
