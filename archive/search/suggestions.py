"""Searches close to one that finds nothing, or little of what was meant: each finds something."""

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from archive.search.language import Language
from archive.search.lookups import count, finds
from archive.search.query import Query, read_query
from archive.search.ranking import COUNTED
from archive.search.respelling import better, respellings, typed
from archive.search.terms import Term

MOST = 3
MOST_TERMS = 8  # longer queries are not tried without each of their terms


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
        texts = _unlike(_candidates(connection, language, query))
    counted = (_counted(connection, text) for text in texts)
    return list(islice((one for one in counted if one.total), MOST))


def _counted(connection: sqlite3.Connection, text: str) -> Suggestion:
    total = count(connection, read_query(text), COUNTED + 1)
    return Suggestion(text, min(total, COUNTED), total > COUNTED)


def _unlike(texts: Iterable[str]) -> Iterator[str]:
    done = {""}
    for text in texts:
        if text not in done:
            done.add(text)
            yield text


def _candidates(connection: sqlite3.Connection, language: Language, query: Query) -> Iterator[str]:
    terms = query.terms
    yield _text(terms)  # without what it excluded
    yield from respellings(connection, language, query)
    loose = [Term((word,)) for term in terms for word in term.words]
    yield _text(loose)  # without quotation marks, the words apart
    kept = [term for term in loose if finds(connection, read_query(_text([term])))]
    yield _text(kept)
    if len(kept) <= MOST_TERMS:
        for left_out in reversed(range(len(kept))):
            yield _text(kept[:left_out] + kept[left_out + 1 :])
        for first in range(len(kept) - 1):
            yield _text(kept[first : first + 2])
    if kept:
        yield _text([max(kept, key=lambda term: len(term.words[0]))])


def _text(terms: Iterable[Term]) -> str:
    return " ".join(map(typed, terms))
