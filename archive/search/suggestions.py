"""For a search that finds nothing: searches close to it that do find something."""

import sqlite3
from collections.abc import Iterator
from itertools import islice

from archive.search.query import Query, Tier, read_query
from archive.search.terms import Term
from scraper.text import fold

MOST = 3
MOST_CORRECTED = 2  # words that are looked at letter by letter
MOST_COUNTED = 500  # articles with a word, to tell the usual ones
MOST_TERMS = 8  # longer queries are not tried without each of their terms
_ANY = "SELECT 1 FROM articles_fts WHERE articles_fts MATCH ? LIMIT 1"
_MANY = "SELECT count(*) FROM (SELECT 1 FROM articles_fts WHERE articles_fts MATCH ? LIMIT ?)"
_LETTERS = "abcdeghiklmnopqrstuvxy"
_LONGEST_WORD = 8


def suggestions(connection: sqlite3.Connection, query: Query) -> list[str]:
    """Up to three texts to search for, each of which finds something (filters aside)."""
    found: list[str] = []
    for text in _candidates(connection, query):
        if text and text not in found and _finds(connection, read_query(text)):
            found.append(text)
            if len(found) == MOST:
                break
    return found


def _candidates(connection: sqlite3.Connection, query: Query) -> Iterator[str]:
    terms = query.terms
    yield _text(terms)  # without what it excluded
    loose = [Term((word,)) for term in terms for word in term.words]
    yield _text(loose)  # without quotation marks, the words apart
    kept = [term for term in loose if _finds(connection, read_query(_text([term])))]
    unknown = [term for term in loose if term not in kept]
    for term in unknown[:MOST_CORRECTED]:
        for word in islice(_misspelt(connection, fold(term.words[0])), MOST):
            corrected = (Term((word,)) if t == term else t for t in loose if t in kept or t == term)
            yield _text(tuple(corrected))
    yield _text(kept)
    if len(kept) <= MOST_TERMS:
        for left_out in reversed(range(len(kept))):
            yield _text(kept[:left_out] + kept[left_out + 1 :])
        for first in range(len(kept) - 1):
            yield _text(kept[first : first + 2])
    if kept:
        yield _text([max(kept, key=lambda term: len(term.words[0]))])


def _misspelt(connection: sqlite3.Connection, word: str) -> Iterator[str]:
    """Words of the index that are one slip of the finger away, those in most articles first.

    A slip is a letter more, less or other, or two that changed places.
    """
    if not 2 < len(word) <= _LONGEST_WORD or not word.isalpha():
        return
    cuts = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    slips = [a + b[1] + b[0] + b[2:] for a, b in cuts if len(b) > 1]
    slips += [a + b[1:] for a, b in cuts if b]
    slips += [a + c + b[1:] for a, b in cuts if b for c in _LETTERS]
    slips += [a + c + b for a, b in cuts for c in _LETTERS]
    tried = (slip for slip in dict.fromkeys(slips) if slip != word and len(slip) > 1)
    counted = ((_count(connection, read_query(slip)), slip) for slip in tried)
    known = sorted((-count, slip) for count, slip in counted if count)
    yield from (slip for _, slip in known)


def _count(connection: sqlite3.Connection, query: Query) -> int:
    """In how many articles it finds something, as far as that has to be known."""
    row = connection.execute(_MANY, [query.match(Tier.FOLDED), MOST_COUNTED]).fetchone()
    return int(row[0])


def _finds(connection: sqlite3.Connection, query: Query) -> bool:
    match = query.match(Tier.FOLDED)
    return connection.execute(_ANY, [match]).fetchone() is not None


def _text(terms: "tuple[Term, ...] | list[Term]") -> str:
    return " ".join(_typed(term) for term in terms)


def _typed(term: Term) -> str:
    words = " ".join(term.words)
    return (f'"{words}"' if len(term.words) > 1 else words) + ("*" if term.beginning else "")
