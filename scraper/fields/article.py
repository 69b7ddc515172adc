"""An article, read from the lines of its page."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice

from lxml import etree

from scraper.address import joined
from scraper.dates import read_date
from scraper.fields.body import Body, read_body
from scraper.fields.byline import find_byline
from scraper.notation.datenotes import Note
from scraper.page import labels
from scraper.page.containers import Containers, find_containers
from scraper.page.extent import inside, spread
from scraper.page.layout import HEADER_LINES, Header, date_in_text, find_header, text_end, views_at
from scraper.page.lines import Line, clean, words
from scraper.page.tree import Head
from scraper.records import Article, Problem
from scraper.site import Site
from scraper.urls import entry_id

# "ARTICLE - PAGE - SITE", as Liferay writes <title>.
TITLE_SEPARATOR = re.compile(r" [-|] ")
MOST_SEPARATORS = 20


@dataclass(frozen=True, slots=True)
class Reading:
    """An article with what stands around it on its page.

    `place` is where the text stands among all lines; `below` are the page's lines from its end on;
    `contained` says that it stands in Liferay's own container, `alone` that no other one does;
    `evidence` is the header's;
    `dates_in_text` counts the lines of the text that are nothing but a date, as in a listing;
    `title_links_to` is the absolute address that the title is a link to, '' where it is none.
    """

    article: Article
    views: int | None
    body: Body
    place: range
    below: Sequence[Line]
    problems: tuple[Problem, ...]
    contained: bool
    alone: bool
    evidence: int
    dates_in_text: int
    title_links_to: str


def read_article(
    tree: etree._Element,
    head: Head,
    every_line: Sequence[Line],
    address: str,
    base: str,
    site: Site,
) -> Reading | None:
    """The article that the page at `address` shows; None where no title can be told.

    `every_line` are the page's lines with those that hold only images; what the page links to is
    relative to `base`.
    """
    found = find_containers(tree, site.department)
    places = [n for n, line in enumerate(every_line) if line.text]
    lines = [every_line[n] for n in places]
    box = inside(lines, found.article) if found.article is not None else range(len(lines))
    header = _header(head, lines, found, box)
    if header is None:
        return None
    start = max(header.body, box.start)
    box = spread(lines, header, start, box) if found.article is None else box
    stop = text_end(lines, start, box.stop, bounded=box.stop < len(lines))
    byline, stop_text = find_byline(lines, start, stop, found.byline)
    first = _first(places, start)
    last = places[stop_text] if stop_text < len(places) else len(every_line)
    place = range(first, max(first, last))
    dropped = {
        id(line)
        for line in (
            *_dates_in_text(lines, header, start),
            *_lead_again(found, lines, start, stop_text),
        )
    }
    body = read_body(
        [line for line in every_line[place.start : place.stop] if id(line) not in dropped],
        _outside(lines, header, start, stop_text), base,
    )  # fmt: skip
    lead = _lead(found, lines, start, stop_text)
    published_at, problems = published(header.date_text, site)
    article = Article(
        entry_id=found.entry_id or entry_id(address),
        title=header.title,
        category=header.section or (words(found.section) if found.section is not None else None),
        published_at=published_at,
        published_text=header.date_text,
        byline=byline,
        lead=lead,
        body_text=body.text,
        body_html=body.html,
    )
    below = lines[stop:]
    return Reading(
        article, _views(lines, header, start, stop), body, place, below, problems,
        contained=found.article is not None,
        alone=found.articles < 2,
        evidence=header.evidence,
        dates_in_text=sum(1 for line in lines[start:stop] if labels.is_date_only(line.text)),
        title_links_to=_linked(lines[header.at], base),
    )  # fmt: skip


def published(
    printed: str | None, site: Site
) -> tuple[date | datetime | None, tuple[Problem, ...]]:
    """The time of publication as printed; the day alone where the portal's time means nothing."""
    if printed is None:
        return None, ()
    found = read_date(printed)
    value = found.value
    if value is None:
        return None, (Problem("warning", "date_not_read", f"no date can be read in {printed!r}"),)
    if (
        isinstance(value, datetime)
        and site.department.midnight_is_unknown
        and Note.MIDNIGHT_AM in found.notes
    ):
        value = value.date()
    odd = Note.WEEKDAY_CONTRADICTS in found.notes
    said = f"the weekday in {printed!r} is not that of its date"
    return value, (Problem("note", Note.WEEKDAY_CONTRADICTS.value, said),) if odd else ()


def _header(head: Head, lines: Sequence[Line], found: Containers, box: range) -> Header | None:
    titles = [found.title, clean(head.metas.get("og:title", "")), *_prefixes(head.title)]
    if found.article is None:
        header = find_header(lines, titles, box)
        return _as_news(header, lines, head.metas) if header else None
    near = range(max(box.start - HEADER_LINES, 0), box.stop)
    header = find_header(lines, titles, near, box.start)
    if header is None and found.title:
        return Header(found.title, box.start, box.start)
    return header


def _as_news(header: Header, lines: Sequence[Line], metas: dict[str, str]) -> Header:
    """The header of a newspaper's page: its head and its <h1> name the article, Liferay's do not.

    There the date may stand below the lead.
    """
    if lines[header.at].element.tag != "h1" or clean(metas.get("og:title", "")) != header.title:
        return header
    header = header if header.date_text else date_in_text(lines, header, len(lines))
    return header._replace(evidence=header.evidence + 3)


def _prefixes(title: str) -> list[str]:
    """The whole of <title>, and what stands before each of its first separators."""
    separators = islice(TITLE_SEPARATOR.finditer(title), MOST_SEPARATORS)
    return [title, *(title[: found.start()] for found in separators)]


def _views(lines: Sequence[Line], header: Header, start: int, stop: int) -> int | None:
    """The counter in the header, else the first one below the text."""
    if header.views is not None:
        return header.views
    for at in range(stop, min(stop + HEADER_LINES, len(lines))):
        if found := views_at(lines, at):
            return found[0]
    return None


def _lead(found: Containers, lines: Sequence[Line], start: int, stop: int) -> str | None:
    return "\n".join(lines[n].text for n in _marked(found, lines, start, stop)) or None


def _lead_again(found: Containers, lines: Sequence[Line], start: int, stop: int) -> Sequence[Line]:
    """The lines below the marked lead that say the same again."""
    place = _marked(found, lines, start, stop)
    if not place:
        return ()
    again = lines[place.stop : min(place.stop + len(place), stop)]
    marked = [lines[n].text for n in place]
    return again if [line.text for line in again] == marked else ()


def _marked(found: Containers, lines: Sequence[Line], start: int, stop: int) -> range:
    """Where the lead is marked as such."""
    if found.lead is None:
        return range(0)
    place = inside(lines[start:stop], found.lead)
    return range(start + place.start, start + place.stop)


def _dates_in_text(lines: Sequence[Line], header: Header, start: int) -> Sequence[Line]:
    """The lines of a date of publication that stands between the lead and the text."""
    if header.date_at is None or header.date_at < start:
        return ()
    return lines[header.date_at : header.date_at + header.date_lines]


def _outside(lines: Sequence[Line], header: Header, start: int, stop: int) -> set[etree._Element]:
    """The elements that hold lines of the text and others: the page's own layout."""
    others = [header.at, start - 1, stop] + ([] if header.date_at is None else [header.date_at])
    found: set[etree._Element] = set()
    for at in others:
        if 0 <= at < len(lines) and not start <= at < stop:
            element = lines[at].element
            found.add(element)
            found.update(element.iterancestors())
    return found


def _linked(line: Line, base: str) -> str:
    for element in (line.element, *line.element.iterancestors("a")):
        if element.tag == "a" and element.get("href"):
            return joined(base, element.get("href") or "")
    return ""


def _first(places: Sequence[int], start: int) -> int:
    """Where the text begins among all lines: at the images that stand directly above it."""
    return places[start - 1] + 1 if 0 < start <= len(places) else 0
