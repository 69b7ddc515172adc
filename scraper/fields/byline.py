"""The signing unit or author, as printed below the text."""

import re
from collections.abc import Sequence

from lxml import etree

from scraper.page.extent import inside
from scraper.page.lines import Line

LONGEST = 80
MOST_LINES = 3
# So many blanks before a word are there to push it to the right.
PUSH = 8
_RIGHT = re.compile(r"text-align\s*:\s*(?:right|end)", re.IGNORECASE)
# Units that sign with their own name, in capitals.
_UNIT = re.compile(
    r"(?:PHÒNG|BAN|VĂN PHÒNG|TRUNG TÂM|SỞ|THANH TRA|CHI CỤC|CỤC|TỔ|BỘ PHẬN|UBND|ỦY BAN|CÔNG ĐOÀN"
    r"|ĐẢNG ỦY|CHI BỘ|TRƯỜNG|QUỸ|P\.)(?![^\W_]).*"
)
# The end of a sentence, a number, or where the text was taken from.
_NOT_A_NAME = re.compile(r"[.:;!?…]$|\d{3}|^\W*(?:nguồn|theo)\b", re.IGNORECASE)


def find_byline(
    lines: Sequence[Line], start: int, stop: int, container: etree._Element | None
) -> tuple[str | None, int]:
    """The byline among the last lines of a text, and where the text ends without it.

    A line pushed to the right (alignment, or a run of blanks), a unit's name in capitals, or what
    stands in the portal's own `container` for it. Several such lines are the signatures of an
    official paper: they stay in the text, and the byline is the unit among them, else the last.
    """
    marked = inside(lines[start:stop], container) if container is not None else range(0)
    end = start + marked.start if marked and start + marked.stop == stop else stop
    block = _signatures(lines, start, end)
    if len(block) == 1:
        return block[0], end - 1
    if block:
        units = [text for text in block if _UNIT.fullmatch(text)]
        return (units or block[-1:])[0], end
    named = " ".join(line.text for line in lines[end:stop])
    return named or None, end


def _signatures(lines: Sequence[Line], start: int, end: int) -> list[str]:
    """The last lines that look like signatures, at most `MOST_LINES`; some text stands above."""
    found: list[str] = []
    while end - 1 > start and len(found) < MOST_LINES and _is_signature(lines[end - 1]):
        end -= 1
        found.insert(0, lines[end].text)
    return found


def _is_signature(line: Line) -> bool:
    text = line.text
    if len(text) > LONGEST or _NOT_A_NAME.search(text) or not any(c.isalpha() for c in text):
        return False
    return _is_pushed(line) or (text.isupper() and _UNIT.fullmatch(text) is not None)


def _is_pushed(line: Line) -> bool:
    raw = line.raw
    blanks = raw[: len(raw) - len(raw.lstrip())]
    if blanks.count("\xa0") >= PUSH:
        return True
    element: etree._Element | None = line.element
    while element is not None and element.tag not in ("td", "body"):
        if (element.get("align") or "").lower() == "right" or _RIGHT.search(
            element.get("style") or ""
        ):
            return True
        element = element.getparent()
    return False
