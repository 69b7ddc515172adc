"""An address of the old site, pasted into the search box."""

import re
import sqlite3
from functools import lru_cache
from urllib.parse import unquote

from archive.search.asked import Asked
from archive.views.oldaddress import article_at, leads_to
from archive.views.places import here, own_site
from scraper.site import Site
from scraper.urls import slug

# As it is written in a text, in a link of the Wayback Machine, without its scheme, for telephones.
_OWN = (
    r"(?P<scheme>(?:https?:)?//)?(?<![\w.-])(?:(?:www|m)\.)?(?:{host})(?::(?:80|443))?"
    r"(?P<rest>[/?#][^\s\"“”«»<>]*)?(?![\w.:@-])"
)
_PATH = re.compile(r"/[^\s/]\S*|/+")
_ESCAPED = re.compile(r"https?%3a", re.IGNORECASE)
_BEHIND = ".,;:!?'’)]}"  # of a sentence that ends with an address
_APART = re.compile(r"[\W_]+")


def pasted_address(connection: sqlite3.Connection, text: str) -> str | None:
    """The canonical address of the old site that `text` is or has; None where there is none."""
    site, pasted = own_site(connection), text.strip()
    if _ESCAPED.match(pasted):
        pasted = unquote(pasted)
    if _PATH.fullmatch(pasted):
        return here(f"{site.origin}{pasted}", site)
    found = _own(site).search(pasted)
    if found is None or not (found["scheme"] or found["rest"] or found[0] == pasted):
        return None
    rest = (found["rest"] or "").rstrip(_BEHIND)
    return here(f"{site.origin}{'' if rest.startswith('/') else '/'}{rest}", site)


def destination(connection: sqlite3.Connection, address: str) -> str | None:
    """The path of our page about a canonical address, or None."""
    return leads_to(connection, address, own_site(connection))


def understood(connection: sqlite3.Connection, asked: Asked) -> tuple[Asked, list[int] | None]:
    """What to search for where an address is typed: its words; and its article alone, if any."""
    address = pasted_address(connection, asked.text)
    if address is None:
        return asked, None
    article = article_at(connection, address)
    words = words_of(address) or asked.text
    return asked.changed(text=words, page=asked.page), None if article is None else [article]


def words_of(address: str) -> str:
    """The words of an address that is not here, to search for."""
    return _APART.sub(" ", slug(address)).strip()


@lru_cache(maxsize=8)
def _own(site: Site) -> re.Pattern[str]:
    return re.compile(_OWN.format(host=re.escape(site.host.removeprefix("www."))), re.IGNORECASE)
