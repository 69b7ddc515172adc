"""Feeds and sitemaps: RSS 2.0 and 1.0, Atom, urlset and sitemapindex as lists of addresses.

Formats: https://www.rssboard.org/rss-specification, RFC 4287, https://www.sitemaps.org/protocol.html.
"""

import io
import zlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from lxml import etree

from scraper.capture import Capture
from scraper.links import absolute_links
from scraper.records import Link, Problem
from scraper.site import Site

# The protocol's own limit for one sitemap.
MAX_ADDRESSES = 50_000
MAX_BYTES = 50 * 2**20
_TAGS = ("{*}loc", "{*}link", "{*}item", "{*}entry", "{*}url", "{*}sitemap")
_ENTRIES = frozenset({"item", "entry", "url", "sitemap"})
_GZIP_MAGIC = b"\x1f\x8b"


def read_feed(capture: Capture, site: Site) -> tuple[tuple[Link, ...], tuple[Problem, ...]]:
    """The addresses that a feed or sitemap lists, in order, each once, and what is wrong with it.

    A sitemap that an index names has kind `sitemap`. Broken XML gives what can be read and a
    problem; entities are not resolved, nothing is loaded, at most 50,000 addresses are read.
    """
    plain: list[str] = []
    maps: list[str] = []
    modified: dict[str, str] = {}
    problems: list[Problem] = []
    try:
        for name, address in _addresses(_xml(capture.body), problems, modified):
            if len(plain) + len(maps) == MAX_ADDRESSES:
                what = f"more than {MAX_ADDRESSES} addresses; the rest is left out"
                problems.append(Problem("warning", "feed_too_long", f"{capture.url}: {what}"))
                break
            (maps if name == "sitemap" else plain).append(address)
    except (etree.LxmlError, zlib.error) as error:
        problems.append(Problem("warning", "feed_broken", _one_line(error)))
    links = absolute_links(maps, capture.url, site)
    links = tuple(Link(link.url, "sitemap") for link in links)
    plain_links = _dated(absolute_links(plain, capture.url, site), modified, capture, site)
    return links + plain_links, tuple(problems)


def _dated(
    links: tuple[Link, ...], modified: dict[str, str], capture: Capture, site: Site
) -> tuple[Link, ...]:
    """The links with the times that `<lastmod>` gives; one that cannot be read is left out."""
    times: dict[str, datetime] = {}
    for address, text in modified.items():
        time = _time(text, site)
        if time:
            times.update((n.url, time) for n in absolute_links((address,), capture.url, site))
    return tuple(replace(link, modified=times.get(link.url)) for link in links)


def _time(text: str, site: Site) -> datetime | None:
    """A W3C time, as sitemaps have it; one without a zone is the site's own."""
    try:
        time = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    return time if time.tzinfo else time.replace(tzinfo=ZoneInfo(site.department.time_zone))


def _xml(body: bytes) -> bytes:
    """The XML without blanks before its declaration; a `.xml.gz` is unpacked."""
    if body.startswith(_GZIP_MAGIC):
        body = zlib.decompressobj(16 + zlib.MAX_WBITS).decompress(body, MAX_BYTES)
    return body[:MAX_BYTES].lstrip()


def _addresses(
    xml: bytes, problems: list[Problem], modified: dict[str, str]
) -> Iterator[tuple[str, str]]:
    """Name of the entry (`item`, `entry`, `url`, `sitemap`) and its address.

    `modified` is filled with the `<lastmod>` of addresses that have one.
    """
    events = etree.iterparse(
        io.BytesIO(xml),
        events=("end",),
        tag=_TAGS,
        recover=True,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    for _, element in events:
        name = etree.QName(element).localname
        if name in _ENTRIES:
            if changed := element.findtext("{*}lastmod"):
                modified[(element.findtext("{*}loc") or "").strip()] = changed
            _forget(element)
        elif (entry := element.getparent()) is not None:
            above = etree.QName(entry).localname
            address = _address(element, name)
            if above in _ENTRIES and address:
                yield above, address
    errors = events.error_log
    if len(errors):
        problems.append(Problem("warning", "feed_broken", _one_line(errors[0].message)))


def _address(element: etree._Element, name: str) -> str:
    """The address in `<loc>` or RSS's `<link>`, or that Atom's `<link>` says is the entry's own."""
    href = element.get("href")
    if name == "link" and href is not None:
        return href if element.get("rel", "alternate") == "alternate" else ""
    return (element.text or "").strip()


def _forget(element: etree._Element) -> None:
    """Frees an entry that was read, and those before it: memory stays flat."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def _one_line(error: object) -> str:
    return " ".join(str(error).split())[:200] or "no XML"
