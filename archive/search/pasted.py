"""An address of the old site, pasted into the search box: where in this archive it leads."""

import re
import sqlite3

from archive.views.captureview import article_at
from archive.views.places import own_site, url_path
from scraper.urls import canonical, slug

_ADDRESS = re.compile(r"(?:https?://|/)\S+", re.IGNORECASE)
_CAPTURE = "SELECT 1 FROM captures WHERE address = ? LIMIT 1"
_APART = re.compile(r"[\W_]+")


def pasted_address(connection: sqlite3.Connection, text: str) -> str | None:
    """The canonical address of the old site that `text` is; None where it is anything else."""
    site, found = own_site(connection), text.strip().strip("<>")
    if found.lower().startswith(f"{site.host}/"):
        found = f"{site.origin}{found[len(site.host) :]}"
    if found.startswith("/"):
        found = f"{site.origin}{found}"
    if not _ADDRESS.fullmatch(found) or not site.owns(found):
        return None
    return canonical(found, site)


def destination(connection: sqlite3.Connection, address: str) -> str | None:
    """The path of our page about a canonical address: its article, else its captures, or None."""
    article = article_at(connection, address, own_site(connection))
    if article is not None:
        return f"/bai-viet/{article}"
    kept = connection.execute(_CAPTURE, [address]).fetchone()
    return url_path(address) if kept else None


def words_of(address: str) -> str:
    """The words of an address that is not here, to search for."""
    return _APART.sub(" ", slug(address)).strip()
