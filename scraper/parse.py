"""Reads a capture: what it is, what it says, where it leads. No clock, no network."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from importlib.metadata import version
from urllib.parse import urljoin, urlsplit

from lxml import etree

from scraper import kinds
from scraper.capture import Capture
from scraper.feeds import read_feed
from scraper.fields.article import Reading, read_article
from scraper.fields.files import read_files
from scraper.fields.pagetables import read_tables
from scraper.fields.procedures import read_mentions, read_procedures
from scraper.fields.related import read_related
from scraper.fields.statistics import read_statistics
from scraper.fields.widgets import read_widgets
from scraper.links import base_of, read_links
from scraper.media import kind_of_media
from scraper.page.lines import Line, read_all
from scraper.page.tree import LARGE, MAX_BYTES, MAX_LINES, read_head, read_tree
from scraper.pages import is_article, outcome_of_page
from scraper.records import ArticleFile, Link, Page, Problem, Record, Skipped, ViewCount
from scraper.replaying.requisites import STYLE_TYPE, read_requisites, read_sheet_requisites
from scraper.site import Site
from scraper.urls import link_kind

LIBRARIES = (
    f"lxml {version('lxml')}",
    "libxml2 {}.{}.{}".format(*etree.LIBXML_VERSION),
    f"nh3 {version('nh3')}",
)
"""What reads and cleans HTML here: another version of it may read a page otherwise."""


def parse(capture: Capture, site: Site | None = None, *, follow: bool = True) -> Page | Skipped:
    """What `capture` turned out to be; never an exception, whatever its bytes.

    `site` is the one that the archive belongs to, by default the one at the capture's address.
    Without `follow`, the links of an article are left out: nothing of its rows comes from them.
    """
    site = site or _own_site(capture.url)
    if outcome := kinds.by_status(capture):
        return _without_reading(capture, outcome)
    media = kind_of_media(capture)
    if media in ("feed", "sitemap"):
        links, problems = read_feed(capture, site)
        return Page(media, links=links, problems=problems)
    if media != "html":
        sheet = capture.media_type == STYLE_TYPE
        return Page(media, links=read_sheet_requisites(capture, site) if sheet else ())
    return _read_html(capture, site, follow)


def _own_site(url: str) -> Site:
    try:
        parts = urlsplit(url)
        return Site.of(f"{parts.scheme}://{parts.netloc}")
    except ValueError:
        return Site.of()


def _without_reading(capture: Capture, outcome: str) -> Page | Skipped:
    if outcome.startswith("skipped: "):
        return Skipped(outcome.removeprefix("skipped: "))
    if outcome == "redirect" and (target := _location(capture)):
        return Page(outcome, links=(Link(target, "redirect"),))
    return Page(outcome)


def _location(capture: Capture) -> str | None:
    location = capture.header("Location")
    try:
        return urljoin(capture.url, location.strip()) if location else None
    except ValueError:
        return None


def _read_html(capture: Capture, site: Site, follow: bool) -> Page | Skipped:
    if len(capture.body) > MAX_BYTES:
        return Skipped("too_large")
    tree = read_tree(capture)
    if tree is None:
        return Skipped("too_large" if len(capture.body) > LARGE else "empty")
    every_line = read_all(tree)
    if len(every_line) > MAX_LINES:
        return Skipped("too_large")
    lines = [line for line in every_line if line.text]
    head = read_head(tree)
    if target := kinds.refresh_target(head, lines, capture.url):
        return Page("redirect", links=(Link(target, "redirect"),))
    if reason := kinds.not_the_page(capture, tree, head, lines, site):
        return Skipped(reason)
    base = base_of(tree, capture.url)
    reading = read_article(tree, head, every_line, capture.url, base, site)
    if reading is None or not is_article(reading, capture.url, site):
        links = _links(tree, base, site)
        return _read_other(capture, tree, every_line, links, site)
    widgets, odd = read_widgets(every_line, capture.captured_at, site, reading.place)
    own = tuple(_article_records(reading, capture.url, base, site))
    links = _links(tree, base, site, own) if follow else ()
    return Page("article", own + widgets, links, reading.problems + odd)


def _links(
    tree: etree._Element, base: str, site: Site, records: Sequence[Record] = ()
) -> tuple[Link, ...]:
    links = read_links(tree, base, site)
    links += read_requisites(tree, base, site, links)
    return links + _shown(records, links)


def _shown(records: Sequence[Record], links: Sequence[Link]) -> tuple[Link, ...]:
    """Links to the text's images: `read_links` leaves images out, for most are the theme's."""
    known = {link.url for link in links}
    files = (r for r in records if isinstance(r, ArticleFile) and r.media == "image")
    return tuple(Link(r.url, "image") for r in files if r.url not in known)


def _article_records(reading: Reading, url: str, base: str, site: Site) -> Iterator[Record]:
    yield reading.article
    if reading.views is not None:
        yield ViewCount(views=reading.views)
    yield from read_related(reading.below, url, base, site)
    yield from read_files(reading.body, site)
    tables = [table for element in reading.body.tables for table in read_tables(element)]
    for position, table in enumerate(tables, 1):
        yield replace(table, position=position)
    yield from dict.fromkeys(found for table in tables for found in read_procedures(table))
    yield from read_mentions(reading.article.body_text)


def _read_other(
    capture: Capture,
    tree: etree._Element,
    every_line: Sequence[Line],
    links: tuple[Link, ...],
    site: Site,
) -> Page | Skipped:
    """A page that is no article: statistics, home, a listing or another."""
    widgets, problems = read_widgets(every_line, capture.captured_at, site)
    lines = [line for line in every_line if line.text]
    if statistics := read_statistics(tree, lines, capture, site):
        return Page(
            "statistics", statistics.records + widgets, links, statistics.problems + problems
        )
    if link_kind(capture.url, site) == "article":
        if reason := kinds.notice_among(lines):
            return Skipped(reason)
        said = "the page at an article's address shows no article that can be read"
        problems += (Problem("warning", "article_not_read", said),)
    return Page(outcome_of_page(capture.url, links, site), widgets, links, problems)
