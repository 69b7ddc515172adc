"""What the frame of a capture gets: the page with this archive's addresses, or the bytes."""

import sqlite3
from dataclasses import dataclass
from pathlib import Path

from sqlite_utils import Database

from archive.views.captureview import last_shown
from archive.views.places import Prefixed, own_site
from archive.views.resources import DRAWING, IMAGES, STYLE, Resources
from archive.warc.indexing import read_capture
from scraper.capture import Capture
from scraper.page.tree import MAX_BYTES
from scraper.replaying.replay import replay_css, replay_html

HTML = frozenset({"text/html", "application/xhtml+xml"})
TEXT = frozenset(
    ["text/plain", "text/xml", "application/xml", "application/rss+xml", "application/atom+xml",
     "application/json", "text/csv", "text/javascript", "application/javascript", ""]
)  # fmt: skip
BYTES = "application/octet-stream"
_NOT_MODIFIED = 304


@dataclass(frozen=True, slots=True)
class Replayed:
    """A body and the type that it is safe to serve it as."""

    body: bytes
    content_type: str

    @property
    def is_kept(self) -> bool:
        """Whether a browser may only save it, or show it as an image of a page."""
        return self.content_type in (BYTES, DRAWING)


def is_shown(media_type: str) -> bool:
    """Whether a frame shows such a capture; others are files to be kept."""
    return media_type in HTML | TEXT | IMAGES and media_type != DRAWING


def shown_instead(connection: sqlite3.Connection, capture: sqlite3.Row) -> sqlite3.Row | None:
    """The capture before that holds what a 304 calls unchanged; None where none is held."""
    if capture["status"] != _NOT_MODIFIED:
        return None
    return last_shown(connection, capture["address"], capture["captured_at"])


def replayed(
    connection: sqlite3.Connection, folder: Path, capture: sqlite3.Row, prefixed: Prefixed
) -> Replayed:
    """The capture as it is shown. Damaged where its record cannot be read."""
    instead = shown_instead(connection, capture)
    found = read_capture(Database(connection), folder, instead["id"] if instead else capture["id"])
    site = own_site(connection)
    held = Resources(connection, site, capture["captured_at"], prefixed).held()
    kind = found.media_type
    if kind in HTML and len(found.body) <= MAX_BYTES:
        return Replayed(replay_html(found, held), "text/html; charset=utf-8")
    if kind == STYLE and len(found.body) <= MAX_BYTES:
        return Replayed(replay_css(found, held), "text/css; charset=utf-8")
    return _as_it_is(found, kind)


def _as_it_is(found: Capture, kind: str) -> Replayed:
    if kind in IMAGES:
        return Replayed(found.body, kind)
    if kind in TEXT:
        return Replayed(found.text.encode("utf-8", "replace"), "text/plain; charset=utf-8")
    return Replayed(found.body, BYTES)
