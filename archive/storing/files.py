"""Attachments and images: the bytes as last seen, whatever order the captures came in."""

from dataclasses import dataclass, field
from pathlib import PurePosixPath
from urllib.parse import unquote_plus, urlsplit

from sqlite_utils import Database

from archive.db import tables
from archive.db.rows import Row, write
from archive.history.articlerows import attachment_id_of
from archive.storing.series import merge_exactly
from archive.times import utc_text
from scraper.capture import Capture
from scraper.site import Site
from scraper.urls import canonical

_KEY = ("attachment_id", "captured_at", "capture_id")


@dataclass(slots=True)
class Files:
    """Captures of files, gathered until `write` puts them into the database."""

    captures: list[Row] = field(default_factory=list)

    def add(self, capture_id: int, capture: Capture, sha256: str, site: Site) -> None:
        """Take one capture with status 200 whose outcome is attachment or image."""
        url = canonical(capture.url, site)
        self.captures.append({
            "attachment_id": attachment_id_of(url, site.canonical_origin),
            "captured_at": utc_text(capture.captured_at),
            "capture_id": capture_id,
            "url": url,
            "sha256": sha256,
            "bytes": len(capture.body),
            "media_type": capture.media_type,
            "file_name": _name(url),
        })  # fmt: skip

    def write(self, db: Database) -> None:
        """Merge everything gathered into the database, and forget it."""
        write(db, "file_captures", _KEY, self.captures)
        ids = sorted({row["attachment_id"] for row in self.captures})
        merge_exactly(db, tables.Attachments, [_fold(db, i) for i in ids])
        self.captures.clear()


def _fold(db: Database, attachment_id: int) -> Row:
    """The newest bytes, and the capture that showed them first since they last changed."""
    sql = (
        "SELECT url, file_name, media_type, bytes, sha256, capture_id FROM file_captures"
        " WHERE attachment_id = ? ORDER BY captured_at DESC, capture_id DESC"
    )
    rows = db.execute(sql, [attachment_id]).fetchall()
    newest = rows[0]
    first = newest
    for row in rows:
        if row[4] != newest[4]:
            break
        first = row
    names = ("url", "file_name", "media_type", "bytes", "sha256", "capture_id")
    own = {"id": attachment_id, "text": None, "pages": None}
    return {**own, **dict(zip(names, first, strict=True))}


def _name(url: str) -> str:
    """The file's name: the part of the address before Liferay's UUID, decoded twice."""
    parts = [p for p in PurePosixPath(urlsplit(url).path).parts if p != "/"]
    named = [p for p in parts if "." in p] or parts[-1:] or ["index"]
    return unquote_plus(unquote_plus(named[-1]))
