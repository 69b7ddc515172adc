"""An address of the old site, however it is written: where in this archive it leads."""

import sqlite3
from urllib.parse import urlencode

from archive.history.articlerows import attachment_id_of
from archive.views.places import file_path
from scraper.site import Site
from scraper.urls import article_key, entry_id

_ARTICLE = "SELECT article_id FROM article_urls WHERE url = ?"
_BY_ENTRY = (
    "SELECT id FROM articles WHERE id = :entry AND entry_id = :entry"
    " UNION SELECT article_id FROM article_aliases WHERE old_id = :entry LIMIT 1"
)
_BY_SLUG = "SELECT article_id, url FROM article_urls WHERE instr(url, ?)"
_CAPTURE = "SELECT 1 FROM captures WHERE address = ? LIMIT 1"
_FILE = "SELECT id, file_name FROM attachments WHERE id = ?"


def leads_to(connection: sqlite3.Connection, address: str, site: Site) -> str | None:
    """The path of our page about a canonical address: its article, its captures, its file."""
    article = article_at(connection, address)
    if article is not None:
        return f"/bai-viet/{article}"
    if _is_captured(connection, address):
        return captures_path(address)
    return _same_file(connection, address, site)


def article_at(connection: sqlite3.Connection, address: str) -> int | None:
    """The id of the article of a canonical address; None where there is none.

    An article that was never seen at an address that nobody captured is known by its entry id or
    its name.
    """
    found = connection.execute(_ARTICLE, [address]).fetchone()
    if found:
        return int(found[0])
    if _is_captured(connection, address):
        return None
    return _same_entry(connection, address) or _same_name(connection, address)


def captures_path(url: str) -> str:
    """The path of the list of an address's captures."""
    return f"/ban-luu?{urlencode({'url': url})}"


def _is_captured(connection: sqlite3.Connection, address: str) -> bool:
    return connection.execute(_CAPTURE, [address]).fetchone() is not None


def _same_entry(connection: sqlite3.Connection, address: str) -> int | None:
    found = connection.execute(_BY_ENTRY, {"entry": entry_id(address)}).fetchone()
    return int(found[0]) if found else None


def _same_name(connection: sqlite3.Connection, address: str) -> int | None:
    """The only article that has this name in any of its addresses."""
    name = _name(address)
    if not name:
        return None
    rows = connection.execute(_BY_SLUG, [f"/{name}"])
    found = {int(article_id) for article_id, url in rows if _name(url) == name}
    return found.pop() if len(found) == 1 else None


def _name(address: str) -> str:
    """The name in an article's own address; '' where that has a number instead."""
    return "" if entry_id(address) else (article_key(address) or "").partition("/")[0]


def _same_file(connection: sqlite3.Connection, address: str, site: Site) -> str | None:
    wanted = attachment_id_of(address, site.canonical_origin)
    found = connection.execute(_FILE, [wanted]).fetchone()
    return file_path(*found) if found else None
