"""What a page needs to look as it did: style sheets and images, and what its style sheets need.

Fonts and scripts are not asked for: a captured page is shown without them
(`scraper/replaying/replay.py`).
"""

from collections.abc import Iterable, Iterator
from functools import lru_cache

from lxml import etree

from scraper.capture import Capture
from scraper.links import absolute_links
from scraper.records import Link
from scraper.replaying.stylesheet import addresses
from scraper.site import Site

STYLE = "style"
STYLE_TYPE = "text/css"
_IMAGE = "image"


def read_requisites(
    tree: etree._Element, base: str, site: Site, known: Iterable[Link] = ()
) -> tuple[Link, ...]:
    """Style sheets and images of the page at `base`, on the site itself, each once, sheets first.

    Those among `known` are left out.
    """
    sheets: list[str] = []
    images: list[str] = []
    for element in tree.iter("link", "style"):
        if element.tag == "style":
            found = _inline(element.text or "")
            images += found[0]
            sheets += found[1]
        elif "stylesheet" in (element.get("rel") or "").lower().split():
            sheets.append(element.get("href") or "")
    images += _shown(tree)
    return _links(sheets, images, base, site, known)


def read_sheet_requisites(capture: Capture, site: Site) -> tuple[Link, ...]:
    """The same for a style sheet."""
    images, sheets = addresses(capture.text)
    return _links(sheets, images, capture.url, site, ())


# The theme's inline styles are the same on every page of a crawl.
_inline = lru_cache(maxsize=64)(addresses)


def _shown(tree: etree._Element) -> Iterator[str]:
    for element in tree.iter("img", "input", "body", "table", "td", "th"):
        for name in ("src", "background"):
            if address := element.get(name):
                yield address


def _links(
    sheets: Iterable[str], images: Iterable[str], base: str, site: Site, known: Iterable[Link]
) -> tuple[Link, ...]:
    found = {link.url: link for link in known}
    before = len(found)
    for kind, wanted in ((STYLE, sheets), (_IMAGE, images)):
        for link in absolute_links(wanted, base, site, kind):
            found.setdefault(link.url, link)
    return tuple(found.values())[before:]
