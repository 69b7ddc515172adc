"""A query with its words as they may have been meant, in the archive's own spelling."""

import sqlite3
from collections.abc import Iterable, Iterator
from heapq import nsmallest
from itertools import groupby, pairwise, product, starmap

from archive.search.corrections import KEPT, Corrector, Reading
from archive.search.language import Language
from archive.search.lookups import finds, together
from archive.search.query import Query, read_query
from archive.search.terms import WORD, Term, Words
from archive.search.written import as_written
from scraper.text import fold

_TRIED = 6  # readings that are looked up
_MOST_READINGS = KEPT**3
_LESS_LIKELY = 4.0  # than the best reading, in nats: still worth a look

Run = tuple[Term, ...]


def respellings(connection: sqlite3.Connection, language: Language, query: Query) -> Iterator[str]:
    """The likeliest first; each finds something but for what is excluded."""
    corrector = _corrector(connection, language)
    runs = [tuple(run) for _, run in groupby(query.terms, _run_of)]
    readings = [_readings(connection, corrector, run) for run in runs]
    for some in _likely(readings):
        found = [(run, one.words) for run, one in zip(runs, some, strict=True) if one.words]
        if all(_folded_words(run) == words for run, words in found):
            continue  # no more than what is typed
        if finds(connection, read_query(" ".join(starmap(_quoted, found)))) and all(
            _is_plausible(connection, language, _folded_words(run), words) for run, words in found
        ):
            texts = (_spelt(connection, language, *one) for one in found)
            yield " ".join(texts) + _without(query)


def better(connection: sqlite3.Connection, language: Language, query: Query) -> str | None:
    """What was most likely meant by a query that finds something, if that is something else.

    That is where neighbouring words stand together nowhere, nor all in one title, and others that
    are taken for them do.
    """
    words = _folded_words(query.terms)
    is_loose = all(map(_is_loose, query.terms))
    if not is_loose or all(pair in language.pairs for pair in pairwise(words)):
        return None
    corrector = _corrector(connection, language)
    best = next(iter(corrector.readings(words, thorough=False)), None)
    if (
        best is None
        or _is_sought_anyway(query.terms, best.words)
        or not corrector.is_convincing(words, best)
        or not all(pair in language.pairs for pair in _new_pairs(best.words, words))
        or all(together(connection, pair) for pair in _new_pairs(words, best.words))
        or finds(connection, query, ("title",))
    ):
        return None
    return as_written(connection, language, best.words, _words(query.terms)) + _without(query)


def _is_sought_anyway(terms: Run, words: Words) -> bool:
    """Whether these are the very words in another form: `ki nang` finds `ky nang` too."""
    forms = [{form[0] for form in term.folded()} for term in terms]
    return len(forms) == len(words) and all(map(set.__contains__, forms, words))


def typed(term: Term) -> str:
    """The term as it may be typed."""
    words = " ".join(term.words)
    return (f'"{words}"' if len(term.words) > 1 else words) + ("*" if term.beginning else "")


def _corrector(connection: sqlite3.Connection, language: Language) -> Corrector:
    return Corrector(language, lambda word: finds(connection, read_query(word)))


def _likely(readings: list[list[Reading]]) -> list[tuple[Reading, ...]]:
    """The likeliest choices of one reading for each run, none much less likely than the first."""

    def cost(some: tuple[Reading, ...]) -> float:
        return sum(one.cost for one in some)

    few = [some[: max(1, int(_MOST_READINGS ** (1 / len(readings))))] for some in readings]
    best = nsmallest(_TRIED, product(*few), key=cost)
    return [some for some in best if cost(some) <= cost(best[0]) + _LESS_LIKELY]


def _readings(connection: sqlite3.Connection, corrector: Corrector, run: Run) -> list[Reading]:
    words = _folded_words(run)
    if run[0].beginning:
        is_found = finds(connection, read_query(typed(run[0])))
        return [Reading(0.0, words if is_found else ())]
    found = corrector.readings(words, thorough=True)
    return [one for one in found if corrector.is_convincing(words, one)] or [Reading(0.0, words)]


def _run_of(term: Term) -> object:
    """The same for neighbours whose words may be joined, or cut, with each other's."""
    return True if _is_loose(term) else term


def _is_loose(term: Term) -> bool:
    return len(term.words) == 1 and not term.quoted and not term.beginning


def _words(terms: Iterable[Term]) -> Words:
    return tuple(word for term in terms for word in term.words)


def _folded_words(terms: Iterable[Term]) -> Words:
    return tuple(map(fold, _words(terms)))


def _is_plausible(
    connection: sqlite3.Connection, language: Language, typed: Words, meant: Words
) -> bool:
    """Whether each word that was not typed stands beside one of its neighbours somewhere."""

    def is_pair(*pair: str | None) -> bool:
        words = tuple(word for word in pair if word)
        return len(words) > 1 and (words in language.pairs or bool(together(connection, words)))

    around = zip((None, *meant[:-1]), meant, (*meant[1:], None), strict=True)
    return len(meant) == 1 or all(
        is_pair(before, word) or is_pair(word, after)
        for before, word, after in around
        if word not in typed
    )


def _new_pairs(words: Words, others: Words) -> list[Words]:
    known = set(pairwise(others))
    return [pair for pair in pairwise(words) if pair not in known]


def _spelt(connection: sqlite3.Connection, language: Language, run: Run, words: Words) -> str:
    if all(map(_is_loose, run)):
        return as_written(connection, language, words, _words(run))
    found = together(connection, words) or ""
    if run[0].beginning or not found:
        return _quoted(run, words)
    is_whole = not run[0].quoted and not any(c.isspace() or c == '"' for c in found)
    return found if is_whole else _quoted(run, tuple(WORD.findall(found)))


def _quoted(run: Run, words: Words) -> str:
    """The words in place of the run's: as loose, or as much together, as those are."""
    if all(map(_is_loose, run)):
        return " ".join(words)
    return typed(Term(words, run[0].beginning))


def _without(query: Query) -> str:
    return "".join(f" -{typed(term)}" for term in query.excluded)
