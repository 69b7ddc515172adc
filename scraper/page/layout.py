"""Where an article's fields stand among the lines of a page, by labels and their order.

Certain is the order of the words (title, section, date, toolbar, title again, text, signing unit,
counter, related articles), not the markup. So the title is looked for first, then the lines that
follow it are taken for what their words say; containers only narrow where to look.
"""

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from scraper.page import labels
from scraper.page.lines import Line

# How far below the title its date may stand, and above it.
HEADER_LINES = 8
ABOVE = 3
SECTION_LONGEST = 80
LINE_WITH_DATE = 120
TITLE_SHORTEST = 4
TITLE_IN_LINES = 4
# A line of so many characters outside a link is text, not a label.
PARAGRAPH = 60
# The back link's icon without a message prints this before the title (LPS-131581).
STRAY = "null"
HEADINGS = frozenset({"h1", "h2", "h3", "h4"})


class Header(NamedTuple):
    """The lines around the title: what they say, and where the text begins.

    `at` is the title's first line, `body` the line after the header; `evidence` counts the marks
    of an article (date, toolbar, title again, counter, stray `null`).
    """

    title: str
    at: int
    body: int
    section: str | None = None
    date_text: str | None = None
    date_at: int | None = None
    date_lines: int = 1
    views: int | None = None
    evidence: int = 0


def find_header(
    lines: Sequence[Line], titles: Sequence[str], within: range, body_from: int | None = None
) -> Header | None:
    """The header with the most evidence among those that begin in `within`; None where none does.

    `titles` are what the page's head and stock header call it ('' is left out); where no line
    says that, a line that comes back below the date is the title. `body_from` is the first line of
    the container of the text, where that is known: its title stands at most a few lines above.
    """
    known = {fold_title(title) for title in titles if len(title) >= TITLE_SHORTEST}
    starts = {title[:2] for title in known} | {STRAY[:2]}
    found = [
        _read_header(lines, at, count, within)
        for at in within
        if lines[at].text[:2].casefold() in starts and (count := _title_lines(lines, at, known))
    ]
    if not any(header.date_text for header in found):
        found += [_read_header(lines, at, 1, within) for at in _repeated(lines, within, not found)]
    if body_from is not None:
        near = [h for h in found if body_from - HEADER_LINES <= h.at <= body_from + HEADER_LINES]
        found = near or found
    return max(found, key=lambda header: (header.evidence, -header.at), default=None)


def fold_title(text: str) -> str:
    """A title as it is compared: without the stray word before it, whatever the case."""
    head, _, rest = text.partition(" ")
    return (rest if head == STRAY else text).casefold()


def _title_lines(lines: Sequence[Line], at: int, known: AbstractSet[str]) -> int:
    """How many lines from `at` on say one of the titles: 0 where they do not."""
    text = fold_title(lines[at].text)
    if text in known:
        return 1
    if len(text) < TITLE_SHORTEST or not any(title.startswith(text) for title in known):
        return 0
    for count in range(2, min(TITLE_IN_LINES, len(lines) - at) + 1):
        text = f"{text} {lines[at + count - 1].text.casefold()}"
        if text in known:
            return count
    return 0


def _repeated(lines: Sequence[Line], within: range, headings: bool) -> Iterator[int]:
    """Lines above a date that come back below it, or follow `null`, or are `headings`."""
    for at in within:
        text = lines[at].text
        if len(text) < TITLE_SHORTEST or labels.is_date_only(text):
            continue
        below = range(at + 1, min(at + HEADER_LINES, within.stop))
        dates = [n for n in below if published_text(lines, n)]
        if not dates or dates[0] > at + 4:
            continue
        again = any(fold_title(lines[n].text) == fold_title(text) for n in below if n > dates[0])
        if (
            again
            or text.startswith(f"{STRAY} ")
            or (headings and lines[at].element.tag in HEADINGS)
        ):
            yield at


def _read_header(lines: Sequence[Line], at: int, count: int, within: range) -> Header:
    title = " ".join(line.text for line in lines[at : at + count])
    stray = title.startswith(f"{STRAY} ")
    title = title.removeprefix(f"{STRAY} ")
    header = Header(title, at, at + count, evidence=2 if stray else 0)
    last = min(at + count + HEADER_LINES, within.stop)
    while header.body < last:
        after = _read_line(lines, header, last)
        if after is None:
            break
        header = after
    return header if header.date_text else _date_above(lines, header, within)


def _read_line(lines: Sequence[Line], header: Header, last: int) -> Header | None:
    """The header with the line at its end taken in; None where the text begins there."""
    at = header.body
    text = lines[at].text
    if found := published_text(lines, at):
        if header.date_text:
            return None
        printed, views, used = found
        return header._replace(
            date_text=printed, date_at=at, body=at + used, evidence=header.evidence + 4,
            views=header.views if views is None else views,
        )  # fmt: skip
    if found_views := views_at(lines, at):
        views, used = found_views
        return header._replace(views=views, body=at + used, evidence=header.evidence + 2)
    if count := _title_lines(lines, at, {header.title.casefold()}):
        return header._replace(body=at + count, evidence=header.evidence + 3)
    if len(text) > 1 and labels.TOOLBAR.fullmatch(text):
        return header._replace(body=at + 1, evidence=header.evidence + 2)
    first = header.section is None and not header.date_text
    if first and _is_section(lines, at, last, header.title):
        return header._replace(section=text, body=at + 1)
    return None


def _is_section(lines: Sequence[Line], at: int, last: int, title: str) -> bool:
    text = lines[at].text
    if len(text) > SECTION_LONGEST or text.endswith((".", ":", ";")):
        return False
    below = range(at + 1, min(at + 3, last))
    return any(published_text(lines, n) for n in below) or (
        at + 1 < last and _follows_a_section(lines, at + 1, title)
    )


def _follows_a_section(lines: Sequence[Line], at: int, title: str) -> bool:
    """Whether a page that prints no date has its toolbar at line `at`, or the title again."""
    text = lines[at].text
    if len(text) > 1 and labels.TOOLBAR.fullmatch(text):
        return True
    return _title_lines(lines, at, {title.casefold()}) > 0


def _date_above(lines: Sequence[Line], header: Header, within: range) -> Header:
    for at in range(header.at - 1, max(header.at - 1 - ABOVE, within.start - 1), -1):
        found = published_text(lines, at)
        if found and at + found[2] <= header.at:
            printed, views, _ = found
            return header._replace(
                date_text=printed, date_at=at, evidence=header.evidence + 2,
                views=header.views if views is None else views,
            )  # fmt: skip
    return header


def date_in_text(lines: Sequence[Line], header: Header, stop: int) -> Header:
    """The header with the date that stands below the lead, as newspapers print it."""
    for at in range(header.body, min(header.body + ABOVE, stop)):
        if found := published_text(lines, at):
            return header._replace(
                date_text=found[0], date_at=at, date_lines=found[2],
                evidence=header.evidence + 2,
            )  # fmt: skip
    return header


def published_text(lines: Sequence[Line], at: int) -> tuple[str, int | None, int] | None:
    """The date that is printed at line `at`: its text, a counter beside it, lines used; or None.

    Label, date and counter may stand in one line or in lines of their own.
    """
    text, used = lines[at].text, 1
    if len(text) > 2 * SECTION_LONGEST:
        return None
    if labels.DATE_LABEL.fullmatch(text):
        if at + 1 >= len(lines):
            return None
        text, used = lines[at + 1].text, 2
    elif label := labels.DATE_LABEL_BEFORE.match(text):
        text = text[label.end() :]
    if not any(map(str.isdigit, text)):
        return None
    views = None
    if found := labels.VIEWS.search(text):
        views, text = count(found[1]), text[: found.start()]
    printed = text.strip(" |-–•,;")
    if not labels.is_date_only(printed):
        tail = labels.DATE_TAIL.fullmatch(printed) if len(printed) <= LINE_WITH_DATE else None
        if tail is None or not labels.is_date_only(tail[1]):
            return None
        printed = tail[1]
    if views is None and at + used < len(lines) and (below := views_at(lines, at + used)):
        views, used = below[0], used + below[1]
    return printed, views, used


def views_at(lines: Sequence[Line], at: int) -> tuple[int, int] | None:
    """The article's counter at line `at`, and how many lines print it; None where none is."""
    text = lines[at].text
    if len(text) > SECTION_LONGEST:
        return None
    if labels.VIEWS_LABEL.fullmatch(text) and at + 1 < len(lines):
        number = labels.COUNT.fullmatch(lines[at + 1].text)
        return (count(number[0]), 2) if number else None
    found = labels.VIEWS.match(text.lstrip(" |-–•("))
    return (count(found[1]), 1) if found else None


def count(printed: str) -> int:
    """A counter's number: dots, commas and blanks only part its thousands."""
    return int("".join(c for c in printed if c.isdigit()))


def text_end(lines: Sequence[Line], start: int, stop: int, bounded: bool) -> int:
    """The line after the text that begins at `start`: where a label of what follows stands.

    `bounded` says that a container ends the text at `stop` anyway, so that the names of widgets
    may be headings of the text.
    """
    for at in range(start, stop):
        text = lines[at].text
        if len(text) > SECTION_LONGEST and not labels.CHROME.fullmatch(text):
            continue
        if _ends_text(lines, at) or (not bounded and labels.CHROME.fullmatch(text)):
            return at
    return stop


def _ends_text(lines: Sequence[Line], at: int) -> bool:
    text = lines[at].text
    return bool(
        views_at(lines, at)
        or labels.VIEWS_LABEL.fullmatch(text)
        or labels.RELATED.fullmatch(text)
        or labels.ENDING.fullmatch(text)
        or labels.TOOLS_BELOW.fullmatch(text)
    )
