"""How far an article reaches on its page: which lines lie in one container."""

from collections.abc import Sequence

from lxml import etree

from scraper.page import labels
from scraper.page.layout import PARAGRAPH, Header, text_end
from scraper.page.lines import Line

# How many short lines may stand before the text (authors), and part the lead from the rest of it.
SHORT_LINES_BEFORE = 6
SHORT_LINES_INSIDE = 2


def inside(lines: Sequence[Line], container: etree._Element) -> range:
    """The lines whose words stand in `container`; they follow each other."""
    elements = set(container.iter())
    starts = [line.pieces[0] for line in lines]
    found = [n for n, (_, element, _) in enumerate(starts) if element in elements]
    # What follows the container's own end is its tail.
    while found and starts[found[-1]][1] is container and starts[found[-1]][2]:
        found.pop()
    return range(found[0], found[-1] + 1) if found else range(0)


def spread(lines: Sequence[Line], header: Header, start: int, whole: range) -> range:
    """The lines of the smallest element that holds the header and the text.

    Grown from the header's own element to the first paragraph, then as long as text follows.
    """
    limit = text_end(lines, start, whole.stop, bounded=False)
    anchor = lines[header.at if header.date_at is None else header.date_at].element
    box = range(start, start)
    at = start
    while at < limit:
        at = _next_text(lines, at, limit, SHORT_LINES_INSIDE if box else SHORT_LINES_BEFORE)
        if at == limit:
            break
        box = inside(lines, _common(anchor, lines[at].element))
        if box.stop <= at:
            break
        at = box.stop
        if labels.CHROME.fullmatch(lines[at].text) if at < len(lines) else True:
            break
    return box


def _next_text(lines: Sequence[Line], at: int, limit: int, short_lines: int) -> int:
    """The next line that is a paragraph; `limit` where too many short lines come before it."""
    for n in range(at, limit):
        if is_paragraph(lines[n]):
            return n
        if n - at >= short_lines:
            break
    return limit


def is_paragraph(line: Line) -> bool:
    """Whether a line is text that a reader reads, neither a label nor a link."""
    return len(line.text) >= PARAGRAPH and not any(
        e.tag == "a" for e in (line.element, *line.element.iterancestors("a"))
    )


def _common(one: etree._Element, other: etree._Element) -> etree._Element:
    """The innermost element that holds both."""
    around = {one, *one.iterancestors()}
    element = other
    while element not in around:
        above = element.getparent()
        if above is None:
            break
        element = above
    return element
