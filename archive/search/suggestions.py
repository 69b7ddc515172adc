"""Searches close to one that finds nothing, or little of what was meant: each finds something."""

import re
import sqlite3
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice, pairwise

from archive.search.language import Language
from archive.search.lookups import count, finds, together
from archive.search.query import Query, read_query
from archive.search.ranking import COUNTED
from archive.search.respelling import better, respellings, typed
from archive.search.terms import Term, read_terms
from scraper.text import fold

MOST = 3
_SHORT_NUMBER = re.compile(r"[0-9]{1,3}", re.ASCII)
MOST_PARTS = 8  # queries of more are not tried without each of them


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A text to search for, and how many articles that finds; `is_more`: more than are counted."""

    text: str
    total: int
    is_more: bool


def suggestions(
    connection: sqlite3.Connection, language: Language, query: Query, *, found: bool
) -> list[Suggestion]:
    """Up to three, the likeliest first; `found`: whether `query` finds anything itself."""
    if found:
        text = better(connection, language, query)
        texts: Iterable[str] = [text] if text else []
    elif finds(connection, query):  # only filters leave nothing: the page offers to go without
        return []
    else:
        texts = _unlike(_numbers_last(_candidates(connection, language, query)))
    counted = (_counted(connection, text) for text in texts)
    return list(islice((one for one in counted if one.total), MOST))


def _counted(connection: sqlite3.Connection, text: str) -> Suggestion:
    total = count(connection, read_query(text), COUNTED + 1)
    return Suggestion(text, min(total, COUNTED), total > COUNTED)


def _numbers_last(texts: Iterable[str]) -> Iterator[str]:
    """A short number by itself says nothing: only where there is nothing else."""
    numbers = []
    for text in texts:
        if _SHORT_NUMBER.fullmatch(text):
            numbers.append(text)
        else:
            yield text
    yield from numbers


def _unlike(texts: Iterable[str]) -> Iterator[str]:
    """The texts without those that find the same as one before."""
    done: set[Hashable] = {()}
    for text in texts:
        sought = tuple((min(t.folded()), t.beginning, t.excluded) for t in read_terms(text))
        if sought not in done:
            done.add(sought)
            yield text


def _candidates(connection: sqlite3.Connection, language: Language, query: Query) -> Iterator[str]:
    terms = query.terms
    yield _text(terms)  # without what it excluded
    yield from respellings(connection, language, query)
    yield from _numbers_of_their_kind(connection, terms)
    yield _text(Term((word,)) for term in terms for word in term.words)  # none of them together
    yield from _without_some(connection, language, _longest(query))


def _longest(query: Query) -> Iterator[Term]:
    """The terms, abbreviations by what they stand for."""
    for group in query.groups:
        words = sum(len(term.words) for term in group.terms)
        longer = [other for other in group.others if len(other.words) > words]
        yield from longer[:1] or group.terms


def _without_some(
    connection: sqlite3.Connection, language: Language, terms: Iterable[Term]
) -> Iterator[str]:
    """The words without some of them, those that belong together left together."""
    words = [word for term in terms for word in term.words]
    kept = [word for word in words if finds(connection, read_query(word))]
    parts = list(_parts(connection, language, kept)) if kept else []
    yield " ".join(kept)
    if len(parts) <= MOST_PARTS:
        for left_out in reversed(range(len(parts))):
            yield " ".join(chain(*parts[:left_out], *parts[left_out + 1 :]))
    for part in sorted(parts, key=len, reverse=True):
        yield " ".join(part)


def _numbers_of_their_kind(
    connection: sqlite3.Connection, terms: tuple[Term, ...]
) -> Iterator[str]:
    """A document's number without what it begins with: those of its year, those of its kind."""
    for at, term in enumerate(terms):
        words = tuple(map(fold, term.words))
        if not words[0].isdigit() or term.beginning:
            continue
        for start in range(1, len(words) - 1):
            if found := together(connection, words[start:]):
                yield " ".join((*map(typed, terms[:at]), found, *map(typed, terms[at + 1 :])))


def _parts(
    connection: sqlite3.Connection, language: Language, words: list[str]
) -> Iterator[list[str]]:
    """Words, cut where they are least used to stand together until each part finds something."""
    if len(words) == 1 or finds(connection, read_query(" ".join(words))):
        yield words
        return
    pairs = list(pairwise(map(fold, words)))
    cut = 1 + min(range(len(pairs)), key=lambda at: language.pairs[pairs[at]])
    yield from _parts(connection, language, words[:cut])
    yield from _parts(connection, language, words[cut:])


def _text(terms: Iterable[Term]) -> str:
    return " ".join(map(typed, terms))
