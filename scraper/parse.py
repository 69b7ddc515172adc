"""Reads a capture: what it is, what it says, where it leads. No clock, no network."""

from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

from scraper import kinds
from scraper.article import Reading, read_article
from scraper.capture import Capture
from scraper.feeds import read_feed
from scraper.files import read_files
from scraper.lines import read_all
from scraper.links import read_links
from scraper.media import kind_of_media
from scraper.outcomes import is_article, outcome_of_page
from scraper.records import Link, Page, Record, Skipped, ViewCount
from scraper.related import read_related
from scraper.site import Site
from scraper.tree import MAX_BYTES, read_tree


def parse(capture: Capture, site: Site | None = None) -> Page | Skipped:
    """What `capture` turned out to be; never an exception, whatever its bytes.

    `site` is the one that the archive belongs to, by default the one at the capture's address.
    """
    site = site or _own_site(capture.url)
    if outcome := kinds.by_status(capture):
        return _without_reading(capture, outcome)
    media = kind_of_media(capture)
    if media in ("feed", "sitemap"):
        links, problems = read_feed(capture, site)
        return Page(media, links=links, problems=problems)
    if media != "html":
        return Page(media)
    return _read_html(capture, site)


def _own_site(url: str) -> Site:
    parts = urlsplit(url)
    try:
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


def _read_html(capture: Capture, site: Site) -> Page | Skipped:
    if len(capture.body) > MAX_BYTES:
        return Skipped("too_large")
    tree = read_tree(capture)
    if tree is None:
        return Skipped("empty")
    every_line = read_all(tree)
    lines = [line for line in every_line if line.text]
    if target := kinds.refresh_target(tree, lines, capture.url):
        return Page("redirect", links=(Link(target, "redirect"),))
    if reason := kinds.not_the_page(capture, tree, lines, site):
        return Skipped(reason)
    links = read_links(tree, capture, site)
    reading = read_article(tree, every_line, capture.url, site)
    if reading is None or not is_article(reading, capture.url, site):
        return Page(outcome_of_page(capture.url, links, site), links=links)
    return Page("article", tuple(_article_records(reading, capture, site)), links)


def _article_records(reading: Reading, capture: Capture, site: Site) -> Iterator[Record]:
    yield reading.article
    if reading.views is not None:
        yield ViewCount(views=reading.views)
    yield from read_related(reading.below, capture.url, site)
    yield from read_files(reading.body, site)
