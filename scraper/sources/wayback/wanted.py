"""Which of the captures in the index are the site's pages, or files of them."""

import re
from dataclasses import dataclass

from scraper.links import absolute_links
from scraper.site import Site
from scraper.sources.found import FOREIGN
from scraper.sources.hosts import on_site
from scraper.sources.wayback.client import Row
from scraper.urls import canonical

OTHER = "neither page, image nor file"
_FILES = ("image", "file")
# Of a page's outfit the images and style sheets are kept, as a crawl does; nothing of it is run.
_NEVER = re.compile(
    r"(?:application|text)/(?:x-)?(?:java|ecma)script|application/(?:json|wasm|x-shockwave-flash)"
    r"|font/.*|application/(?:x-)?font-.*|application/vnd\.ms-fontobject"
)
_NEVER_NAMED = re.compile(r"\.(?:js|mjs|json|map|wasm|swf|woff2?|ttf|otf|eot)$", re.IGNORECASE)
_SHEET = "text/css"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A capture of the site; `address` is its canonical one; of a file a version is enough once."""

    row: Row
    url: str
    address: str
    is_file: bool


def wanted(row: Row, site: Site) -> Wanted | str:
    """The capture, or why it is not wanted: another site's, or an address that leads nowhere.

    Of addresses that a crawl must not ask for (logins, print views, other languages, sessions),
    only the session is no matter here: it is over.
    """
    url = on_site(row.original, site)
    if url is None:
        return FOREIGN
    link = next(iter(absolute_links([url], site.origin, site)), None)
    if link is None or _NEVER.fullmatch(row.media_type):
        return OTHER
    if _NEVER_NAMED.search(link.url.partition("?")[0]):
        return OTHER
    is_file = link.kind in _FILES or row.media_type == _SHEET
    return Wanted(row, url, canonical(url, site), is_file)
