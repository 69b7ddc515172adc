"""The list of other articles below an article ("Tin đã đưa")."""

from collections.abc import Iterator, Sequence
from functools import lru_cache

from lxml import etree

from scraper.address import joined
from scraper.page import labels
from scraper.page.lines import BLOCKS, Line, words
from scraper.records import RelatedArticle
from scraper.site import Site
from scraper.urls import canonical, link_kind

# How far below the text the label may stand: counter, tools and tags come first.
NEAR = 15


def read_related(
    below: Sequence[Line], address: str, base: str, site: Site
) -> tuple[RelatedArticle, ...]:
    """The linked lines under the first label of such a list among the lines below the text.

    `address` is the page's, `base` what its links are relative to. Only links count: the same
    words also stand over a form elsewhere. The page's tools end it ("In bài" is a link to the same
    article). Where the page's own address is an article's, so are those of the list: another link
    begins the navigation below an empty list.
    """
    found: dict[str, RelatedArticle] = {}
    own_kind = link_kind(address, site)
    for link in _listed(below):
        target = _target(link, base, site)
        if target and own_kind == "article" and link_kind(target, site) != "article":
            break
        if target and target not in found and (title := words(link)):
            found[target] = RelatedArticle(related_url=target, position=len(found) + 1, title=title)
    return tuple(found.values())


def _listed(below: Sequence[Line]) -> Iterator[etree._Element]:
    near = below[:NEAR]
    at = next((n for n, x in enumerate(near) if labels.RELATED.fullmatch(x.text)), len(below))
    for line in below[at + 1 :]:
        if labels.TOOLS_BELOW.fullmatch(line.text):
            return
        link = _link(line)
        if link is not None:
            yield link
        elif not labels.is_date_only(line.text.strip("()")):
            return


def _link(line: Line) -> etree._Element | None:
    """The link that the line's first words stand in."""
    element: etree._Element | None = line.element
    while element is not None:
        if element.tag == "a" and element.get("href"):
            return element
        if element.tag in BLOCKS and element.tag not in ("p", "div", "span", "h3", "h4", "h5"):
            return None
        element = element.getparent()
    return None


def _target(link: etree._Element, base: str, site: Site) -> str | None:
    linked = (link.get("href") or "").strip()
    return _canonical(linked, site.origin if linked.startswith("/") else base, site)


@lru_cache(maxsize=4096)
def _canonical(linked: str, base: str, site: Site) -> str | None:
    """The canonical address; remembered, for pages of one section list the same articles."""
    target = joined(base, linked)
    return canonical(target, site) if site.owns(target) else None
