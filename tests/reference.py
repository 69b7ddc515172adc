"""What one real portal's pages say, read the straight way: its own containers, nothing else.

Independent of the parser: BeautifulSoup and the classes of that portal's template, written for
`tests.real`, where the parser is measured against it.
"""

import html
import re
import unicodedata
from collections import Counter
from datetime import date, datetime, timedelta, timezone

from bs4 import BeautifulSoup, Tag

PRINTED = re.compile(
    r"(\d\d)/(\d\d)/(\d{4}) \| (\d{1,2}):(\d\d) (AM|PM)(?:\s*\| View count: (\d+))?"
)
BLOCKS = ["p", "div", "br", "li", "td", "th", "tr", "h1", "h2", "h3", "h4", "h5", "h6"]
LOCAL = timezone(timedelta(hours=7))


class Reference:
    """The fields of one article's page, each as its container prints it."""

    def __init__(self, body: bytes) -> None:
        self._soup = BeautifulSoup(body.decode("utf-8"), "html.parser")
        self.title = _plain(self._one("div.asset-full-content-title"))
        printed = PRINTED.search(_plain(self._one("div.assetPublishDate")))
        assert printed, "no date"
        self.published = _published(printed)
        self.views = int(printed[7]) if printed[7] else None
        self.lead = _plain(self._one("div.sapo-wrapper")) or None
        text = self._one("div.asset-full-content div.journal-content-article")
        for author in text.select(".view-content-author, script, style"):
            author.extract()
        words = _plain(text)
        if words.casefold().startswith(self.title.casefold()):
            words = words[len(self.title) :]  # the title again
        self.words = f"{self.lead or ''} {words}".split()

    def _one(self, selector: str) -> Tag:
        found = self._soup.select_one(selector)
        assert found is not None, selector
        return found


def _plain(element: Tag) -> str:
    for block in element.find_all(BLOCKS):
        block.insert_before(" ")
        block.insert_after(" ")
    text = html.unescape(element.get_text()).replace("\ufeff", "")
    return " ".join(unicodedata.normalize("NFC", text).split())


def _published(printed: re.Match[str]) -> date | datetime:
    day, month, year, hour, minute = (int(part) for part in printed.groups()[:5])
    if (hour, minute, printed[6]) == (12, 0, "AM"):
        return date(year, month, day)
    hour = hour % 12 + (12 if printed[6] == "PM" else 0)
    return datetime(year, month, day, hour, minute, tzinfo=LOCAL)


def f1(found: list[str], wanted: list[str]) -> float:
    """Harmonic mean of precision and recall over words with their number; 1.0 for two empties."""
    common = sum((Counter(found) & Counter(wanted)).values())
    return 2 * common / (len(found) + len(wanted)) if found or wanted else 1.0
