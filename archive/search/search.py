"""The search: what a reader asks, what is found, counted, ordered and shown of it."""

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from archive.search.asked import LAST_PAGE, PAGE_SIZE, SORTS, Asked
from archive.search.catalogue import Catalogue, Counts, Entries, narrow
from archive.search.language import languages
from archive.search.marking import Marker
from archive.search.pasted import understood
from archive.search.ranking import COUNTED, Ranking
from archive.search.suggestions import Suggestion, suggestions

NEWLY_SEEN = "seen"  # the order of feeds
COLUMNS = (
    "id", "url", "title", "category", "published_date", "published_at", "byline", "view_count",
    "first_seen_at", "changed_at", "removed_at",
)  # fmt: skip
# The order of ids is given as JSON, so that any number of them is one parameter.
_ROWS = (
    "SELECT {columns} FROM json_each(?) AS place JOIN articles ON articles.id = place.value{also}"
    " ORDER BY place.key"
)
_FOLDS = " LEFT JOIN articles_search AS folds ON folds.id = place.value"
_NAMED = ", ".join(f"articles.{name}" for name in COLUMNS)
_LISTED = _ROWS.format(columns=_NAMED, also="")
_SHOWN = _ROWS.format(columns=f"{_NAMED}, body_text, body_fold", also=_FOLDS)


@dataclass(frozen=True, slots=True)
class Hit:
    """An article that was found; `title` and `excerpt` in pieces, each with whether it is a hit."""

    row: sqlite3.Row
    title: list[tuple[str, bool]]
    excerpt: list[tuple[str, bool]]

    def told(self) -> dict[str, Any]:
        """What JSON says of it."""
        text = "".join(piece for piece, _ in self.excerpt)
        return {**{name: self.row[name] for name in COLUMNS}, "excerpt": text}


@dataclass(frozen=True, slots=True)
class Found:
    """A page of what was found. `total` is exact up to 10,000, else 10,000 and `is_more`.

    `counts` of each facet's values; empty where not all hits were counted.
    """

    asked: Asked
    total: int
    is_more: bool
    hits: list[Hit]
    counts: Counts
    suggested: list[Suggestion]

    @property
    def pages(self) -> int:
        """How many pages there are to turn."""
        return min(-(-self.total // PAGE_SIZE), LAST_PAGE)

    def told(self) -> dict[str, Any]:
        """What JSON says of it besides the hits themselves, on the page and in a terminal."""
        return {
            "query": self.asked.text,
            "total": self.total,
            "total_is_exact": not self.is_more,
            "widened": [{"short": a.short, "long": a.long} for a in self.asked.query.widened],
            "asking": self.asked.query.asking,
            "suggestions": [one.text for one in self.suggested],
            "suggestion_totals": {one.text: one.total for one in self.suggested},
        }


def search(
    connection: sqlite3.Connection, catalogue: Catalogue, asked: Asked, size: int = PAGE_SIZE
) -> Found:
    """A page of `size` hits, with counts; where nothing is typed all articles, newest first.

    An address of the old site finds its article, else articles with the words that are in it.
    """
    asked, only = understood(connection, asked)
    if asked.is_empty:
        return Found(asked, 0, False, [], {}, [])
    entries = catalogue.entries()
    ranking = Ranking(connection, asked.query, entries)
    bounded = bool(asked.query.groups) and asked.sort == SORTS[0] and not asked.filters.any
    ids = only or ranking.hits(bounded=bounded)
    is_part = bounded and len(ids) > COUNTED
    counts: Counts = {}
    if not is_part:
        ids, counts = narrow(ids, entries, asked.filters)
    start = (asked.page - 1) * size
    chosen = list(islice(_ordered(ranking, ids, asked, is_part), start, start + size))
    hits = [_hit(row, asked.marker) for row in _read(connection, _SHOWN, chosen)]
    suggested = [] if only else _suggested(connection, catalogue, asked, found=bool(ids))
    return Found(asked, min(len(ids), COUNTED), len(ids) > COUNTED, hits, counts, suggested)


def _suggested(
    connection: sqlite3.Connection, catalogue: Catalogue, asked: Asked, *, found: bool
) -> list[Suggestion]:
    language = languages(catalogue.path).language()
    return suggestions(connection, language, asked.query, found=found)


def listed(
    connection: sqlite3.Connection, catalogue: Catalogue, asked: Asked, most: int | None = None
) -> list[sqlite3.Row]:
    """The rows of all hits, or of the first `most`, whatever the page, without texts."""
    return rows_of(connection, all_hits(connection, catalogue, asked)[:most])


def all_hits(connection: sqlite3.Connection, catalogue: Catalogue, asked: Asked) -> list[int]:
    """The ids of all hits in the order that is asked for, whatever the page."""
    asked, only = understood(connection, asked)
    if asked.is_empty:
        return []
    entries = catalogue.entries()
    ranking = Ranking(connection, asked.query, entries)
    ids, _ = narrow(only or ranking.hits(bounded=False), entries, asked.filters)
    return list(_ordered(ranking, ids, asked, False))


def rows_of(connection: sqlite3.Connection, ids: list[int]) -> list[sqlite3.Row]:
    """The rows of these articles in this order, without texts; one that is gone has none."""
    return _read(connection, _LISTED, ids)


def _ordered(ranking: Ranking, ids: list[int], asked: Asked, is_part: bool) -> Iterator[int]:
    """The ids in the order that is asked for; `is_part`: they are only some of the hits."""
    entries: Entries = ranking.entries
    if asked.sort == "views":
        return iter(sorted(ids, key=lambda i: (entries[i].views, i), reverse=True))
    if asked.sort == NEWLY_SEEN:
        return iter(sorted(ids, key=lambda i: (entries[i].seen, i), reverse=True))
    if asked.sort == "date" or not asked.query.groups:
        return iter(sorted(ids, key=lambda i: (entries[i].day, i), reverse=True))
    return ranking.best(ids, only=not is_part)


def _read(connection: sqlite3.Connection, sql: str, ids: list[int]) -> list[sqlite3.Row]:
    cursor = connection.execute(sql, [json.dumps(ids)])
    cursor.row_factory = sqlite3.Row
    return cursor.fetchall()


def _hit(row: sqlite3.Row, marks: Marker) -> Hit:
    shown = (row["title"] or "", row["body_text"] or "", row["body_fold"] or "")
    return Hit(row, *marks.hit(*shown))
