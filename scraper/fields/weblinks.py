"""“Liên kết web”: the site's own list of links to other sites, as <a> or as <option>."""

import re
from collections.abc import Sequence
from functools import lru_cache

from lxml import etree

from scraper.page.headings import lines_with
from scraper.page.lines import Line, clean, parent
from scraper.records import WebLink
from scraper.site import Site

HEADING = re.compile(
    r"[-–.\s]*(?:(?:các )?(?:liên kết|link)(?: (?:các|trang|web|website|nhanh|hữu ích|khác)){0,3}"
    r"|(?:các )?(?:trang )?(?:website|web) liên kết)[-–:.\s]*"
)
_ADDRESS = re.compile(r"https?://([^\s/?#]+)", re.I)
REMEMBERED = 1024


def read_web_links(lines: Sequence[Line], site: Site) -> tuple[WebLink, ...]:
    """The links to other sites that follow the heading, up to the first line that is none.

    `lines` are the page's lines with those that hold only images (`scraper.lines.read_all`).
    """
    found: dict[tuple[str, str], WebLink] = {}
    host = site.host
    end = 0  # where the list before ends
    for start in lines_with(lines, ("liên kết", "link")):
        if start < end or not HEADING.fullmatch(lines[start].text.lower()):
            continue
        for end in range(start + 1, len(lines)):
            links = _links(lines[end], host)
            if links is None:
                break
            found |= {(link.url, link.text): link for link in links}
    return tuple(found.values())


def _links(line: Line, host: str) -> list[WebLink] | None:
    """The links of a line; None where it holds words outside any link: the list is over."""
    links: dict[etree._Element, str] = {}
    for piece in line.pieces:
        text, element, _ = piece
        holder = _holder(parent(piece))
        if holder is not None:
            words = text or element.get("alt") or element.get("title") or ""
            links[holder] = f"{links.get(holder, '')}{words}"
        elif any(c.isalnum() for c in text):
            return None
    found = [
        _link(e.get("href") or e.get("value") or "", words or e.get("title") or "", host)
        for e, words in links.items()
    ]
    return [link for link in found if link]


def _holder(element: etree._Element | None) -> etree._Element | None:
    """The <a> or <option> that the element is in."""
    while element is not None and element.tag not in ("a", "option"):
        element = element.getparent()
    return element


# The list is the same on every page of a crawl.
@lru_cache(maxsize=REMEMBERED)
def _link(address: str, words: str, host: str) -> WebLink | None:
    url, text = address.strip(), clean(words)
    found = _ADDRESS.match(url)
    if not found or found[1].lower() == host or not text:
        return None
    return WebLink(text=text, url=url)
