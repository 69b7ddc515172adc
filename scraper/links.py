"""The addresses on a page that a crawl may follow."""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

from lxml import etree

from scraper.address import REMEMBERED, joined, unescaped, without_session
from scraper.records import Link
from scraper.site import Site
from scraper.urls import is_trap, link_kind

# Never a page: most links of a page that are not followed begin so.
_NO_ADDRESS = ("#", "javascript:", "mailto:", "tel:", "data:", "about:", "zalo:", "skype:", "sms:")
# Addresses that are the same whatever page they stand on: remembered without it.
_WITHOUT_BASE = ("/", "http", *_NO_ADDRESS)
# Where the portal goes back to: it changes nothing of the page.
_WAY_BACK = re.compile(
    r"(?<=[?&])(?:(?:[^&=]*_)?(?:redirect|backURL|inheritRedirect)|p_l_back_url)=[^&]*&?"
)
_FOLLOWED_RELATIONS = frozenset({"alternate", "next", "prev"})
_FEED_TYPES = frozenset({"application/rss+xml", "application/atom+xml"})

Read = Callable[[str, str], Link | None]


def read_links(tree: etree._Element, base: str, site: Site) -> tuple[Link, ...]:
    """Every address on the page that a crawl may follow, in order, each once.

    Absolute, on `site.origin`, otherwise as linked: entities undone, without fragment, session
    and way back. Traps, other sites and images are left out. `base` is that of `base_of`.
    """
    return absolute_links(_addresses(tree), base, site)


def base_of(tree: etree._Element, url: str) -> str:
    """What the links of the page at `url` are relative to: its <base>, else that address."""
    element = next(tree.iter("base"), None)
    href = element.get("href") if element is not None else None
    return joined(url, href.strip()) or url if href else url


def absolute_links(
    addresses: Iterable[str | None], base: str, site: Site, kind: str | None = None
) -> tuple[Link, ...]:
    """Those of `addresses`, relative to `base` or absolute, that a crawl may follow, each once.

    They are of `kind` where the page says so, else of the kind that each address says itself.
    """
    read = _reader(site, kind)
    found: dict[str, Link] = {}
    for address in dict.fromkeys(addresses):
        if address:
            link = read(address, "" if address.startswith(_WITHOUT_BASE) else base)
            if link:
                found.setdefault(link.url, link)
    return tuple(found.values())


def _addresses(tree: etree._Element) -> Iterator[str | None]:
    for element in tree.iter("a", "area", "link"):
        if element.tag != "link" or _is_followed(element):
            yield element.get("href")


def _is_followed(element: etree._Element) -> bool:
    relations = (element.get("rel") or "").lower().split()
    if "alternate" in relations:
        return (element.get("type") or "").lower() in _FEED_TYPES
    return not _FOLLOWED_RELATIONS.isdisjoint(relations)


@lru_cache(maxsize=16)
def _reader(site: Site, kind: str | None) -> Read:
    """What reads one address of `site`, and remembers it."""

    @lru_cache(maxsize=REMEMBERED)
    def link(url: str) -> Link | None:
        return None if is_trap(url, site) else Link(url, kind or link_kind(url, site))

    @lru_cache(maxsize=REMEMBERED)
    def read(address: str, base: str) -> Link | None:
        text = unescaped(address).partition("#")[0]
        if not text or text.lower().startswith(_NO_ADDRESS):
            return None
        if "?" in text or ";" in text:
            text = _WAY_BACK.sub("", without_session(text))
        url = joined(base or f"{site.origin}/", text)
        if not url or not site.owns(url):
            return None
        path = url.split("/", 3)[3:]
        return link(f"{site.origin}/{''.join(path)}".rstrip("?&"))

    return read
