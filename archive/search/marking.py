"""The words of a hit that it was found by: marked, and where most of them stand, as an excerpt."""

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from archive.search.query import read_query
from archive.search.terms import Term, Words
from scraper.text import fold, nfc, normalise_tones

EXCERPT_CHARACTERS = 240
ELLIPSIS = "…"
MOST_PLACES = 200  # of one term in one text
_ALL = -1  # the number of all terms as one phrase

Pieces = list[tuple[str, bool]]
Patterns = tuple[re.Pattern[str] | None, re.Pattern[str]]
_APART = r"[\W_]+"
_END, _GOES_ON = r"(?![^\W_])", r"[^\W_]*"
_BLANK = re.compile(r"\s")


class Span(NamedTuple):
    """Where a term is, which one, and whether as it is typed, with its marks."""

    start: int
    end: int
    number: int
    is_typed: bool


@dataclass(frozen=True)
class Marker:
    """Finds the terms of a query in texts."""

    # Of each term: what is sought in the text as written, where it is typed with marks, then what
    # is sought in its fold.
    patterns: tuple[Patterns, ...]
    # All of it as one phrase: where a text has that, a single word of it elsewhere is no hit.
    together: Patterns | None

    def hit(self, title: str, text: str, folded: str = "") -> tuple[Pieces, Pieces]:
        """What is shown of an article: its title and an excerpt of its text, in pieces.

        A term that the article has as it is typed is marked nowhere in it as anything looser.
        `folded` is the fold of `text` where that is at hand: to make it takes longer than the rest.
        """
        shown, heading = nfc(text), nfc(title)
        spans = [self._spans(heading), self._spans(shown, folded)]
        typed = frozenset(span.number for some in spans for span in some if span.is_typed)
        first = self._densest(_strict(spans[1], typed))
        return _pieces(heading, _strict(spans[0], typed)), self._marked(_cut(shown, first), typed)

    def mark(self, text: str) -> Pieces:
        """`text` (NFC) cut into pieces, in order, each with whether it is what was asked for."""
        return self._marked(nfc(text), frozenset())

    def excerpt(self, text: str) -> str:
        """About 240 characters of `text` (NFC) where most of the terms stand, on one line."""
        shown = nfc(text)
        return _cut(shown, self._densest(self._spans(shown)))

    def _marked(self, shown: str, typed: frozenset[int]) -> Pieces:
        return _pieces(shown, _strict(self._spans(shown), typed))

    def _densest(self, spans: list[Span]) -> int:
        """Where the stretch with the most different terms begins; the first of equals."""
        # A third stands before the first term shown, so two thirds can hold others.
        reach = EXCERPT_CHARACTERS * 2 // 3
        best, most, after = 0, 0, 0
        for first, span in enumerate(spans):
            while after < len(spans) and spans[after].start < span.start + reach:
                after += 1
            terms = len({other.number for other in spans[first:after]})
            if terms > most:
                best, most = span.start, terms
            if most == len(self.patterns):
                break
        return best

    def _spans(self, shown: str, folded: str = "") -> list[Span]:
        """Where the terms are, in order: as typed where they occur so, else folded.

        Folding, one tone-mark style and lower case keep the length, so places are the same.
        """
        if len(folded) != len(shown):
            folded = fold(shown)
        typed = any(written for written, _ in self.patterns)
        written = _lower(normalise_tones(shown)) if typed else ""
        if self.together and (spans := _places(self.together, written, folded, _ALL)):
            return spans
        numbered = enumerate(self.patterns)
        return sorted(span for n, one in numbered for span in _places(one, written, folded, n))


@lru_cache(maxsize=256)
def marker(query: str, literal: frozenset[str] = frozenset()) -> Marker:
    """What marks the terms of `query`, and what its abbreviations stand for."""
    asked = read_query(query, literal)
    terms = [*asked.terms, *(other for group in asked.groups for other in group.others)]
    together = [_one(reading) for reading in asked.readings()] if asked.is_several else []
    is_marked = any(term.marked for term in terms)
    own = tuple(_patterns([term], is_marked) for term in terms)
    return Marker(own, _patterns(together, is_marked) if together else None)


def mark(text: str, query: str) -> Pieces:
    """`text` cut into pieces, each with whether it is what `query` asked for."""
    return marker(query).mark(text)


def excerpt(text: str, query: str) -> str:
    """About 240 characters of `text` where most of the terms of `query` stand."""
    return marker(query).excerpt(text)


def _strict(spans: list[Span], typed: frozenset[int]) -> list[Span]:
    """Without what is looser than the article has it elsewhere."""
    is_all = _ALL in typed
    return [s for s in spans if s.is_typed or not (is_all or s.number in typed)]


def _cut(shown: str, first: int) -> str:
    """What stands around the place `first`, on one line."""
    start = max(first - EXCERPT_CHARACTERS // 3, 0)
    end = start + EXCERPT_CHARACTERS
    if start and (blank := _BLANK.search(shown, start, first)):
        start = blank.end()
    if end < len(shown):
        blanks = [blank.start() for blank in _BLANK.finditer(shown, start + 1, end)]
        end = blanks[-1] if blanks else end
    line = " ".join(shown[start:end].split())
    return f"{ELLIPSIS if start else ''}{line}{ELLIPSIS if end < len(shown) else ''}"


def _pieces(shown: str, spans: list[Span]) -> Pieces:
    pieces, done = [], 0
    for start, end in _joined(spans, shown):
        pieces += [(shown[done:start], False), (shown[start:end], True)]
        done = end
    return [(piece, hit) for piece, hit in [*pieces, (shown[done:], False)] if piece]


def _joined(spans: list[Span], shown: str) -> list[tuple[int, int]]:
    """Spans in order that do not overlap; those with only blanks between them are one."""
    found: list[tuple[int, int]] = []
    for span in spans:
        if found and not shown[found[-1][1] : span.start].strip():
            found[-1] = (found[-1][0], max(span.end, found[-1][1]))
        else:
            found.append((span.start, span.end))
    return found


def _one(reading: tuple[Term, ...]) -> Term:
    words = tuple(word for term in reading for word in term.words)
    return Term(words, reading[-1].beginning)


def _patterns(terms: list[Term], is_marked: bool) -> Patterns:
    """`is_marked`: some words are typed with marks, so that those without may mean just that."""
    folded = _pattern([(form, term.beginning) for term in terms for form in term.folded()])
    if not is_marked:
        return None, folded
    return _pattern([(form, term.beginning) for term in terms for form in term.written()]), folded


def _pattern(forms: list[tuple[Words, bool]]) -> re.Pattern[str]:
    """What finds these words in a text in lower case.

    That nothing stands before the first of them is looked at behind it: a pattern that begins with
    letters is found many times as fast.
    """
    sought = "|".join(
        f"{first}(?<![^\\W_]{first})"
        + "".join(_APART + word for word in rest)
        + _GOES_ON * beginning
        for (first, *rest), beginning in (
            ([re.escape(word.lower()) for word in words], beginning) for words, beginning in forms
        )
    )
    return re.compile(f"(?:{sought}){_END}")


def _lower(text: str) -> str:
    """In lower case, as far as that keeps the length."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def _places(patterns: Patterns, written: str, folded: str, number: int) -> list[Span]:
    """As typed where it occurs so, else by its fold."""
    as_typed, as_folded = patterns
    if as_typed and (found := _found(as_typed, written)):
        return [Span(start, end, number, is_typed=True) for start, end in found]
    return [Span(start, end, number, is_typed=False) for start, end in _found(as_folded, folded)]


def _found(pattern: re.Pattern[str], text: str) -> list[tuple[int, int]]:
    return [match.span() for match in islice(pattern.finditer(text), MOST_PLACES)]
