"""The elements that Liferay, or a portal, puts around an article: they narrow where to look.

Class names are those of Liferay 6.2 to 7.4 (asset publisher, full content); a department adds its
own. A page without them is read by its lines alone.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from lxml import etree

from scraper.departments import Department
from scraper.page.lines import words

FULL_CONTENT = "asset-full-content"
JOURNAL = "journal-content-article"
# Elements of the full content whose id ends with the entry's.
MARKS = frozenset({"asset-content", "lfr-asset-anchor"})
TITLES = frozenset({"asset-title", "header-title"})
# A paragraph that is marked as the lead, on many portals.
LEADS = frozenset({"sapo"})
LOOKED_AT = ("div", "span", "p", "h1", "h2", "h3", "h4", "article", "section")

# `_101_INSTANCE_x_742953` (6.2) or `_com_liferay_…Portlet_INSTANCE_x_742953` (7.x), and the anchor
# `span.lfr-asset-anchor#742953` (7.2 and later).
_ENTRY = re.compile(
    r"(?:_101_(?:INSTANCE_[A-Za-z0-9]+_)?|_\w*AssetPublisherPortlet_(?:INSTANCE_[A-Za-z0-9]+_)?)?"
    r"(\d{1,15})"
)


@dataclass(slots=True)
class Containers:
    """What was found, the first of each in document order; None and '' where there is none.

    `articles` counts the full contents: a publisher may show several below each other.
    """

    article: etree._Element | None = None
    articles: int = 0
    title: str = ""
    lead: etree._Element | None = None
    section: etree._Element | None = None
    byline: etree._Element | None = None
    entry_id: int | None = None


def find_containers(tree: etree._Element, department: Department) -> Containers:
    """The containers of the page's one article, as far as its classes tell."""
    found = Containers()
    titles = TITLES | department.title_classes
    leads = LEADS | department.lead_classes
    known = _known(titles | leads | department.section_classes | department.byline_classes)
    for element in tree.iter(*LOOKED_AT):
        names = element.get("class")
        if not names or not (classes := known(names)):
            continue
        if FULL_CONTENT in classes:
            found.articles += 1
            found.article = element if found.article is None else found.article
        elif found.article is not None and not classes.isdisjoint(MARKS):
            found.entry_id = found.entry_id or _entry_id(element.get("id") or "")
        if not found.title and not classes.isdisjoint(titles):
            found.title = words(element)
        elif found.lead is None and not classes.isdisjoint(leads):
            found.lead = element
        elif found.section is None and not classes.isdisjoint(department.section_classes):
            found.section = element
        elif not classes.isdisjoint(department.byline_classes):
            found.byline = element
        found.title = found.title or element.get("data-analytics-asset-title") or ""
    return found


@lru_cache(maxsize=16)
def _known(looked_for: frozenset[str]) -> Callable[[str], frozenset[str]]:
    """What gives those of an element's classes that are looked for, or Liferay's own."""
    looked_for |= MARKS | {FULL_CONTENT, JOURNAL}

    @lru_cache(maxsize=4096)
    def among(names: str) -> frozenset[str]:
        return looked_for.intersection(names.split())

    return among


def _entry_id(identifier: str) -> int | None:
    found = _ENTRY.fullmatch(identifier)
    return int(found[1]) if found else None
