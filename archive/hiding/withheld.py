"""Whether the bytes of a capture or a file may be shown, or are hidden, or list what is hidden."""

import re
import sqlite3
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from urllib.parse import unquote, urlsplit

from sqlite_utils import Database

from archive.warc.indexing import read_capture
from scraper.urls import article_key, entry_id

_OWN = """
SELECT h.reason, h.hidden_at FROM captures c JOIN hidden_addresses h ON h.url = c.address
WHERE c.id = ?
"""
_FILE = """
SELECT reason, hidden_at FROM hidden_addresses
WHERE attachment_id = :id OR url = (SELECT url FROM attachments WHERE id = :id) ORDER BY url
"""
_ARTICLES = """
SELECT url, article_id, reason, hidden_at FROM hidden_addresses
WHERE attachment_id IS NULL ORDER BY url
"""
_TEXTUAL = ("text/", "application/xml", "application/json", "application/rss", "application/atom",
            "application/xhtml")  # fmt: skip
_KIND = "SELECT media_type FROM captures WHERE id = ?"


@dataclass(frozen=True, slots=True)
class Withheld:
    """Why and since when (UTC); `itself` is False where a page only lists what is hidden."""

    reason: str
    hidden_at: str
    itself: bool = True


def withheld_capture(
    connection: sqlite3.Connection, folder: Path, capture_id: int
) -> Withheld | None:
    """Why the bytes of this capture are not shown; None where they are.

    A list, a feed, a neighbour's "Tin đã đưa" show the title and often the lead of what they link
    to, so a page that links to a hidden one is not shown either. Damaged where it cannot be read.
    """
    own = connection.execute(_OWN, [capture_id]).fetchone()
    if own:
        return Withheld(own[0], own[1])
    hidden = connection.execute(_ARTICLES).fetchall()
    kind = connection.execute(_KIND, [capture_id]).fetchone()
    if not hidden or not kind or (kind[0] and not kind[0].startswith(_TEXTUAL)):
        return None
    body = read_capture(Database(connection), folder, capture_id).body
    # Links may be written with entities, or escaped as JSON has them.
    text = unquote(unescape(body.decode("latin-1")).replace("\\/", "/"), "latin-1")
    for url, article_id, reason, hidden_at in hidden:
        if _links_to(text, url, article_id):
            return Withheld(reason, hidden_at, itself=False)
    return None


def withheld_file(connection: sqlite3.Connection, attachment_id: int) -> Withheld | None:
    """Why this file is not shown; None where it is."""
    found = connection.execute(_FILE, {"id": attachment_id}).fetchone()
    return Withheld(found[0], found[1]) if found else None


def _links_to(text: str, url: str, article_id: int | None) -> bool:
    """Whether `text`, a byte a character, has an address of what is at `url`.

    An article by what names it in every address of its own, on whichever page it is published;
    anything else by its path, whatever stands before it.
    """
    entry = entry_id(url)
    name = (article_key(url) if entry is None else None) or urlsplit(url).path.strip("/")
    sought = [f"/{re.escape(unquote(name, 'latin-1'))}(?![\\w.%-])"] if name else []
    if number := entry or article_id:
        sought.append(f"(?:/id/|/view_content/|assetEntryId=){number}(?!\\d)")
    return any(re.search(one, text) for one in sought)
