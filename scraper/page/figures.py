"""Figures that stand beside their labels, in whatever order and on however many lines.

A run is labels and figures with nothing but blanks and punctuation between them. Prose that uses
the same words has other words between them, so it is no run.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from scraper.notation.numbers import parse_int, parse_percent

NUMBER = r"\d{1,3}(?:[.,]\d{3})+(?![\d,.]?\d)|\d+"
PERCENT = r"\d{1,3}(?:[.,]\d{1,3})?\s*%"
# No comma, no full stop: those part what prose says.
BETWEEN = r"[\s:;=\-–—|•*()\[\]…]"
# Names of what is counted, after a figure.
UNITS = r"hồ\s+sơ|lượt|người|khách|phiếu|thủ\s+tục"
MAX_STRETCH = 600
_REACHES = (60, 240, MAX_STRETCH)  # how far back is looked for the start, by steps: it is near
# The words that end a run may begin so far before those that belong to it ("Kết quả giải quyết").
STOP_WITHIN = 40

_WORD = re.compile(r"[^\s:;|/()\[\]]+")
_DIGIT = re.compile(r"\d")
_LETTERS = re.compile(r"[^\W\d_]+")
_MARKS = "-–—•*…%.,="
_COMMAS = re.compile(r"\d{1,3}(?:,\d{3})+")


@dataclass(frozen=True, slots=True)
class Figure:
    """What is printed for one label: a count, a share in percent, each with its text."""

    count: int | None = None
    count_text: str | None = None
    percent: float | None = None
    percent_text: str | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """Labels with their figures, and where they stand in the text (code points)."""

    figures: dict[str, Figure]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str  # a label's name, "number", "percent" or "stop"
    text: str
    start: int
    end: int
    colon: bool = False

    @property
    def is_label(self) -> bool:
        return self.kind not in ("number", "percent")


@dataclass(frozen=True, slots=True)
class Labels:
    """The labels of one kind of figures: their tokens, their words, and words worth a look."""

    tokens: re.Pattern[str]
    vocabulary: frozenset[str]
    anchors: tuple[str, ...]


def labels(named: Mapping[str, str], stop: str, anchors: tuple[str, ...]) -> Labels:
    """Labels by name, tried in order; `stop` ends a run; a blank in them stands for any blanks.

    Every run has one of the `anchors` in it or right before it (lower case).
    """
    patterns = [rf"(?P<{name}>(?<!\w)(?:{label})(?!\w))" for name, label in named.items()]
    tokens = re.compile(
        rf"(?P<stop>{spaced(stop)})|{spaced('|'.join(patterns))}"
        rf"|(?P<percent>(?<![\d.,/]){PERCENT})"
        rf"|(?P<number>(?<![\w.,/])(?<!năm\s)(?:{NUMBER})(?![\w/,.]*\w)(?!\s*/\s*\d))"
        rf"|(?P<between>{BETWEEN}+|(?:{UNITS})(?!\w))"
    )
    words = frozenset(_LETTERS.findall(" ".join([*named.values(), *anchors, UNITS])))
    return Labels(tokens, words, anchors)


def spaced(pattern: str) -> str:
    """The pattern where a blank stands for any blanks, line feeds too."""
    return pattern.replace(" ", r"\s+")


@lru_cache(maxsize=4)
def lower(text: str) -> str:
    """`text` in lower case, code point for code point, so that places stay the same."""
    lowered = text.lower()
    if len(lowered) != len(text):
        lowered = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    return lowered


def read_runs(text: str, lowered: str, known: Labels) -> Iterator[Run]:
    """The runs of these labels in `text` (`lowered` is `lower(text)`) that have figures."""
    for start, end in stretches(lowered, known):
        yield from read_runs_within(text, lowered, known, start, end)


def read_runs_within(text: str, lowered: str, known: Labels, start: int, end: int) -> Iterator[Run]:
    """The runs in `text[start:end]`, one of `stretches`."""
    if not _DIGIT.search(lowered, start, end):
        return
    for tokens in _chains(text, lowered, known.tokens, start, end):
        figures = _assign(tokens)
        if any(f.count is not None or f.percent is not None for f in figures.values()):
            yield Run(figures, tokens[0].start, tokens[-1].end)


def stretches(lowered: str, known: Labels) -> Iterator[tuple[int, int]]:
    """Where nothing but words of the labels and figures stand around an anchor.

    Looking at whole words first is what keeps the costly search off the rest of the page.
    """
    places: list[int] = []
    for anchor in known.anchors:
        at = lowered.find(anchor)
        while at >= 0:
            places.append(at)
            at = lowered.find(anchor, at + len(anchor))
    done = 0
    for place in sorted(places):
        if place >= done:
            start, end = _stretch(lowered, place, done, known.vocabulary)
            done = end
            yield start, end


def _stretch(lowered: str, place: int, first: int, vocabulary: frozenset[str]) -> tuple[int, int]:
    start = end = place
    for reach in _REACHES:
        start = place
        edge = max(first, place - reach)
        words = list(_WORD.finditer(lowered, edge, place))
        for word in reversed(words):
            if not _may_belong(word[0], vocabulary):
                break
            start = word.start()
        if not words or start > words[0].start():
            break
    for word in _WORD.finditer(lowered, place, place + MAX_STRETCH):
        if not _may_belong(word[0], vocabulary):
            break
        end = word.end()
    return max(start - STOP_WITHIN, first), max(end, place + 1)


def _may_belong(word: str, vocabulary: frozenset[str]) -> bool:
    bare = word.strip(_MARKS)
    return bare in vocabulary or not bare or bare[0].isdecimal()


def read_count(text: str) -> int | None:
    """The whole number in `text`, thousands parted by dots or, by an English portal, commas."""
    return parse_int(text.replace(",", ".") if _COMMAS.fullmatch(text.strip()) else text)


def _chains(
    text: str, lowered: str, pattern: re.Pattern[str], start: int, end: int
) -> Iterator[list[_Token]]:
    chain: list[_Token] = []
    at = start
    for found in pattern.finditer(lowered, start, end):
        kind = found.lastgroup or "stop"
        if chain and (kind == "stop" or lowered[at : found.start()].strip()):
            yield from _ready(chain)
            chain = []
        at = found.end()
        if kind not in ("stop", "between"):
            place = found.span()
            colon = lowered.startswith(":", found.end())
            chain.append(_Token(kind, text[slice(*place)], *place, colon))
    yield from _ready(chain)


def _ready(chain: list[_Token]) -> Iterator[list[_Token]]:
    if any(t.is_label for t in chain) and not all(t.is_label for t in chain):
        yield chain


def _assign(tokens: list[_Token]) -> dict[str, Figure]:
    first = next(i for i, t in enumerate(tokens) if t.is_label)
    if tokens[-1].is_label and first > 0 and not any(t.is_label and t.colon for t in tokens):
        return _figures(_groups(tokens[::-1]))
    tokens = tokens[first:]
    labels = sum(t.is_label for t in tokens)
    if labels > 1 and all(t.is_label for t in tokens[:labels]):
        return _figures(_columns(tokens, labels))
    return _figures(_shifted(_groups(tokens)))


def _groups(tokens: list[_Token]) -> list[list[_Token]]:
    groups: list[list[_Token]] = []
    for token in tokens:
        if token.is_label:
            groups.append([token])
        else:
            groups[-1].append(token)
    return groups


def _columns(tokens: list[_Token], labels: int) -> list[list[_Token]]:
    """A row of labels above a row of figures; nothing where they are not as many."""
    groups = [[t] for t in tokens[:labels]]
    column = -1
    for token in tokens[labels:]:
        column += token.kind == "number"
        if not 0 <= column < labels:
            return []
        groups[column].append(token)
    return groups if column == labels - 1 else []


def _shifted(groups: list[list[_Token]]) -> list[list[_Token]]:
    """Percentages printed before their labels, as in `298 95% Trước hạn: 270`, put behind them.

    That is so where the last label has none, and the first a percentage for somebody else: its
    own would be of nothing.
    """
    shares = [sum(t.kind == "percent" for t in g) for g in groups]
    from_first = [i for i, n in enumerate(shares) if n]
    if not from_first or shares[-1] or groups[from_first[0]][-1].kind != "percent":
        return groups
    last = len(groups) - 1
    if from_first != list(range(from_first[0], last)) or max(shares) != 1 or len(from_first) < 2:
        return groups
    moved = [list(g) for g in groups]
    for i in reversed(from_first):
        moved[i + 1].append(moved[i].pop())
    return moved


def _figures(groups: list[list[_Token]]) -> dict[str, Figure]:
    """The figures by label; the first of a repeated label counts, a second count for one none."""
    figures: dict[str, Figure] = {}
    for position, (label, *rest) in enumerate(groups):
        counts = [t.text for t in rest if t.kind == "number"]
        shares = [t.text for t in rest if t.kind == "percent"]
        if len(counts) > 1 and position < len(groups) - 1:
            continue
        known = figures.get(label.kind, Figure())
        if counts and known.count is None:
            known = replace(known, count=read_count(counts[0]), count_text=counts[0])
        if shares and known.percent is None:
            known = replace(known, percent=parse_percent(shares[0]), percent_text=shares[0])
        figures[label.kind] = known
    return figures
