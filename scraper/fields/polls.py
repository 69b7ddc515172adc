"""“Thăm dò”: a question with its answers, as a form to vote or as results."""

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from lxml import etree

from scraper.page.figures import PERCENT, read_count
from scraper.page.headings import lines_with
from scraper.page.lines import BLOCKS, INVISIBLE, Line, clean
from scraper.records import Poll, PollOption

_HEADING_STARTS = ("thăm dò", "trưng cầu", "lấy ý kiến", "bình chọn", "khảo sát")
HEADING = re.compile(
    rf"(?:{'|'.join(_HEADING_STARTS)})"
    r"(?: (?:ý kiến|dư luận|bạn đọc|trực tuyến|của bạn)){0,3}\s*:?"
)
_CONTROLS = frozenset({"input", "button", "select", "a"})
# Liferay letters the answers: "a. …".
_LETTER = re.compile(r"(?P<letter>[a-z])\.\s*(?P<option>.*)", re.I)
_RESULT_HEAD = re.compile(r"%|votes?|số phiếu(?: bầu)?|phiếu(?: bầu)?|lượt bình chọn|tỷ lệ", re.I)
_TOTAL = re.compile(
    r"(?:total votes|tổng(?: số)?(?: lượt)? (?:phiếu(?: bầu)?|bầu|bình chọn))\b.*", re.I
)
_SHARE = re.compile(PERCENT)
# No poll has more answers, nor so long a question.
MAX_OPTIONS = 30
# A question stands so close below its heading: radio buttons further on are another form's.
LINES_WITHIN = 5
MAX_LENGTH = 500


def read_polls(lines: Sequence[Line]) -> tuple[Poll, ...]:
    """The polls on a page: those to vote on by their radio buttons, results by their layout.

    A heading "Thăm dò" with nothing to choose from is no poll.
    """
    found: dict[Poll, None] = {}
    read: set[etree._Element] = set()
    headings = [lines[n] for n in lines_with(lines, _HEADING_STARTS) if _is_heading(lines[n].text)]
    holders = _holders(headings[0].element.getroottree()) if headings else frozenset()
    for heading in headings:
        around = (heading.element, *heading.element.iterancestors())
        voting = next((element for element in around if element in holders), None)
        if voting is None:
            continue
        if read.isdisjoint((voting, *voting.iterancestors())):  # its button may read "Bình chọn"
            read.add(voting)
            found |= dict.fromkeys(_forms(voting))
    if results := _results([line.text for line in lines if line.text]):
        found[results] = None
    return tuple(found)


def _is_heading(text: str) -> bool:
    return HEADING.fullmatch(text.lower()) is not None


def _holders(page: etree._ElementTree) -> AbstractSet[etree._Element]:
    """The radio buttons of a page, and every element that one is in."""
    found: set[etree._Element] = set()
    for button in page.iter("input"):
        if (button.get("type") or "").lower() == "radio":
            for element in (button, *button.iterancestors()):
                if element in found:
                    break
                found.add(element)
    return found


def _forms(tree: etree._Element) -> list[Poll]:
    """A poll for each group of radio buttons below the heading in `tree`."""
    form = _Form()
    for event, element in (walk := etree.iterwalk(tree, events=("start", "end"))):
        if event == "start":
            if not isinstance(element.tag, str) or element.tag in INVISIBLE:
                walk.skip_subtree()
            else:
                form.enter(element)
        elif element is not tree:
            form.leave(element)
    return form.polls()


class _Form:
    """Follows a page's words in order: a question, then a radio button before each answer."""

    def __init__(self) -> None:
        self._below_heading = False
        self._line: list[str] = []  # words of the line that is being read
        self._last = ""  # the last line that had words
        self._lines = 0  # lines since the heading or the last answer
        self._open: list[str] | None = None  # words of the answer that is being read
        self._found: dict[str, tuple[str, list[list[str]]]] = {}

    def enter(self, element: etree._Element) -> None:
        if element.tag == "input" and (element.get("type") or "").lower() == "radio":
            self._answer(element.get("name") or "")
        elif element.tag in _CONTROLS:
            self._open = None
        elif element.tag in BLOCKS:
            self._break()
        self._words(element.text)

    def leave(self, element: etree._Element) -> None:
        if element.tag in BLOCKS:
            self._break()
        self._words(element.tail)

    def polls(self) -> list[Poll]:
        found = []
        for question, answers in self._found.values():
            options = [_without_letter(clean("".join(words))) for words in answers]
            if 1 < len(options) <= MAX_OPTIONS and all(options) and 0 < len(question) <= MAX_LENGTH:
                found.append(Poll(question=question, options=tuple(map(_option, options))))
        return found

    def _answer(self, group: str) -> None:
        self._break()
        self._open = None
        if self._below_heading and self._lines <= LINES_WITHIN:
            self._lines = 0
            self._open = []
            self._found.setdefault(group, (self._last, []))[1].append(self._open)

    def _break(self) -> None:
        """The end of a line; an answer that has words ends with it."""
        if self._open and not "".join(self._open).isspace():
            self._open = None
        if not self._line:
            return
        line = clean("".join(self._line))
        self._line = []
        if line:
            self._last = line
            self._lines += 1
            if _is_heading(line):
                self._below_heading = True
                self._lines = 0

    def _words(self, text: str | None) -> None:
        if text:
            (self._line if self._open is None else self._open).append(text)


def _option(text: str) -> PollOption:
    return PollOption(option=text)


def _results(texts: list[str]) -> Poll | None:
    """Results as Liferay prints them: share, votes, letter and answer of each, then the total."""
    shares = [n for n, text in enumerate(texts[:-1]) if text.endswith("%")]
    start = next((n for n in shares if _starts_row(texts[n], texts[n + 1])), 0)
    if not start:
        return None
    total = next((n for n, text in enumerate(texts) if n > start and _TOTAL.fullmatch(text)), None)
    before = [text for text in texts[:start] if not _RESULT_HEAD.fullmatch(text)]
    if total is None or not before:
        return None
    options: list[PollOption] = []
    row: list[str] = []
    for text in texts[start:total]:
        row.append(text)
        if option := _result(row):
            options.append(option)
            row = []
    return Poll(question=before[-1], options=tuple(options)) if len(options) > 1 else None


def _starts_row(share: str, votes: str) -> bool:
    return (
        share.endswith("%")
        and _SHARE.fullmatch(share) is not None
        and read_count(votes) is not None
    )


def _result(row: list[str]) -> PollOption | None:
    """The answer of a row that is complete: its words come last."""
    words = _without_letter(" ".join(t for t in row if not _is_figure(t)))
    votes = [n for t in row if (n := read_count(t)) is not None]
    if not words or not votes or not any(map(_SHARE.fullmatch, row)):
        return None
    return PollOption(option=words, votes=votes[0])


def _is_figure(text: str) -> bool:
    return read_count(text) is not None or _SHARE.fullmatch(text) is not None


def _without_letter(text: str) -> str:
    found = _LETTER.fullmatch(text)
    return found["option"] if found else text
