"""What a reader types, as a full-text query; and the words of a hit that it was found by.

The index `articles_fts` has two tiers (`archive/database.py`): the text as written, and its fold.
A word typed with marks is sought as written, a word typed without is sought in the fold, so that
`dao tạo` finds "đào tạo" and "dao tạo" but not "dao tao".
"""

import re
from bisect import bisect_left

from scraper.text import fold, nfc, normalise_tones

WRITTEN = ("title", "lead", "body")
MOST_TERMS = 32
MOST_CHARACTERS = 500
EXCERPT_CHARACTERS = 240
NOTHING = '""'  # a full-text query that is valid and finds nothing
ELLIPSIS = "…"

_TERM = re.compile(r'"([^"]*)(?:"|$)|([^\s"]+)')
_WORD = re.compile(r"[^\W_]+")

# Those with the words as typed stand first, then the best ranked, then the newest. Weights follow
# the order of the index's columns; the written ones are 0 because `loose` seeks the fold alone.
RANKED_SQL = """
WITH hits AS MATERIALIZED (
    SELECT rowid AS id, bm25(articles_fts, 0, 0, 0, 10, 4, 1) AS rank
    FROM articles_fts WHERE articles_fts MATCH :loose
), best AS MATERIALIZED (
    SELECT id, rank, id IN (SELECT rowid FROM articles_fts WHERE articles_fts MATCH :exact) AS exact
    FROM hits ORDER BY exact DESC, rank LIMIT :limit OFFSET :offset
)
SELECT articles.*, best.exact FROM best JOIN articles USING (id)
ORDER BY best.exact DESC, round(best.rank, 3), articles.published_date DESC, id
"""
COUNT_SQL = "SELECT count(*) FROM articles_fts WHERE articles_fts MATCH :loose"


def terms(text: str) -> list[str]:
    """Words and quoted phrases, NFC, in one tone-mark style; those without a letter or digit go."""
    clean = normalise_tones(text[:MOST_CHARACTERS].replace("\0", " "))
    found = (quoted or bare for quoted, bare in _TERM.findall(clean))
    return [term for term in found if _WORD.search(term)][:MOST_TERMS]


def exact_query(text: str, columns: tuple[str, ...] = WRITTEN) -> str:
    """The FTS5 query for all terms of `text`, each in the tier that its marks ask for."""
    return _query([_sought(term, columns, marked=_is_marked(term)) for term in terms(text)])


def loose_query(text: str) -> str:
    """The FTS5 query for all terms of `text`, whatever their marks."""
    return _query([_sought(fold(term), WRITTEN, marked=False) for term in terms(text)])


def mark(text: str, query: str) -> list[tuple[str, bool]]:
    """`text` (NFC) cut into pieces, in order, each with whether it is what `query` asked for."""
    shown = nfc(text)
    pieces, done = [], 0
    for start, end in _spans(shown, query):
        if start >= done:
            pieces += [(shown[done:start], False), (shown[start:end], True)]
            done = end
    return [(piece, hit) for piece, hit in [*pieces, (shown[done:], False)] if piece]


def excerpt(text: str, query: str) -> str:
    """About 240 characters of `text` (NFC) where most of the terms stand together, on one line."""
    shown = " ".join(nfc(text).split())
    starts = [start for start, _ in _spans(shown, query)] or [0]
    # A third stands before the first term shown, so two thirds can hold others.
    reach = EXCERPT_CHARACTERS * 2 // 3
    best = max(
        starts, key=lambda start: bisect_left(starts, start + reach) - bisect_left(starts, start)
    )
    start = max(best - EXCERPT_CHARACTERS // 3, 0)
    end = start + EXCERPT_CHARACTERS
    if start:
        start = shown.find(" ", start) + 1
    if end < len(shown):
        end = max(shown.rfind(" ", start, end), start + 1)
    return (ELLIPSIS if start else "") + shown[start:end] + (ELLIPSIS if end < len(shown) else "")


def _query(sought: list[str]) -> str:
    return " AND ".join(sought) or NOTHING


def _sought(term: str, columns: tuple[str, ...], *, marked: bool) -> str:
    named = columns if marked else [f"{name}_fold" for name in columns]
    words = " ".join(_WORD.findall(term))
    return f'{{{" ".join(named)}}} : "{words}"'


def _is_marked(term: str) -> bool:
    return fold(term) != term.lower()


def _spans(shown: str, query: str) -> list[tuple[int, int]]:
    """Where the terms are, in order: as typed where they occur so, else by their folds.

    Folding and one tone-mark style keep the length, so places are the same in all three texts.
    """
    found: list[tuple[int, int]] = []
    written, folded = normalise_tones(shown), fold(shown)
    for term in terms(query):
        as_typed = _occurrences(term, written) if _is_marked(term) else []
        found += as_typed or _occurrences(fold(term), folded)
    return sorted(found)


def _occurrences(term: str, text: str) -> list[tuple[int, int]]:
    words = r"[\W_]+".join(re.escape(word) for word in _WORD.findall(term))
    pattern = re.compile(rf"(?<![^\W_]){words}(?![^\W_])", re.IGNORECASE)
    return [found.span() for found in pattern.finditer(text)]
