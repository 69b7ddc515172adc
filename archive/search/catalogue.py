"""What is known of every article besides its text, in memory: for filters, facets and orders.

A search with a common word has to count thousands of hits by section, year and unit; from the
database that takes longer than the search itself.
"""

import sqlite3
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import product
from operator import itemgetter
from pathlib import Path
from typing import NamedTuple

from archive.db.database import connect_to_read
from archive.db.stamp import Stamp, stamp

HAS = ("tables", "files", "changed", "removed")
_PATIENCE = 20  # a change may wait that many times as long as reading takes

_ARTICLES = (
    "SELECT id, category, year, byline, published_date, view_count, changed_at IS NOT NULL,"
    " removed_at IS NOT NULL, first_seen_at FROM articles"
)
_WITH_TABLES = "SELECT DISTINCT article_id FROM tables WHERE article_id IS NOT NULL"
_WITH_FILES = "SELECT DISTINCT article_id FROM article_attachments WHERE media = 'file'"


class Entry(NamedTuple):
    """An article: what filters and orders ask for; '' and 0 for nothing; `has` is of `HAS`.

    `date` is YYYY-MM-DD, `day` the same as a number.
    """

    category: str
    year: int | None
    byline: str
    date: str
    day: int
    views: int
    seen: str
    has: tuple[str, ...]


_FACETS: dict[str, Callable[[Entry], object]] = {
    "category": itemgetter(0), "year": itemgetter(1), "byline": itemgetter(2)
}  # fmt: skip
Entries = dict[int, Entry]
Counts = dict[str, Counter[str]]


@dataclass(frozen=True, slots=True)
class Filters:
    """What hits are narrowed to; '' and () narrow nothing. Dates are YYYY-MM-DD, both included."""

    category: str = ""
    year: str = ""
    first_day: str = ""
    last_day: str = ""
    byline: str = ""
    has: tuple[str, ...] = ()

    @property
    def any(self) -> bool:
        """Whether it narrows at all."""
        return self != Filters()

    def refusals(self, entry: Entry) -> list[str]:
        """The names of the facets that keep the article out; `dates` for the two days."""
        found = []
        if self.category and entry.category != self.category:
            found.append("category")
        if self.year and str(entry.year or "") != self.year:
            found.append("year")
        if self.byline and entry.byline != self.byline:
            found.append("byline")
        if (self.first_day or self.last_day) and not self._in_days(entry.date):
            found.append("dates")
        found += [name for name in self.has if name not in entry.has]
        return found

    def _in_days(self, date: str) -> bool:
        return (
            bool(date) and self.first_day <= date and (not self.last_day or date <= self.last_day)
        )


def narrow(ids: Iterable[int], entries: Entries, filters: Filters) -> tuple[list[int], Counts]:
    """The ids that pass, in their order; and for each facet the counts of its values.

    A facet is counted over what passes all the others, so that beside each of its values stands
    what choosing it would give. `has` counts add to each other, so each passes all others there.
    """
    known = [i for i in ids if i in entries]
    others: dict[str, list[Entry]] = {name: [] for name in _FACETS}
    if filters.any:
        known = _passing(known, entries, filters, others)
    rows = [entries[i] for i in known]
    counts: Counts = {"has": Counter(name for entry in rows for name in entry.has)}
    for name, value in _FACETS.items():
        values = Counter(map(value, rows)) + Counter(map(value, others[name]))
        counts[name] = Counter({str(v): n for v, n in values.items() if v not in ("", None)})
    return known, counts


def _passing(
    known: list[int], entries: Entries, filters: Filters, others: dict[str, list[Entry]]
) -> list[int]:
    """Those that pass; those that one facet alone keeps out go to its list in `others`."""
    found = []
    for article_id in known:
        refusals = filters.refusals(entries[article_id])
        if not refusals:
            found.append(article_id)
        elif len(refusals) == 1 and refusals[0] in others:
            others[refusals[0]].append(entries[article_id])
    return found


@dataclass
class Catalogue:
    """The entries of one archive.db, read again when the file has changed."""

    path: Path
    _entries: Entries = field(default_factory=dict)
    _stamp: Stamp = ()
    _read_at: float = 0.0
    _took: float = 0.0
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _values: tuple[Entries, Counts] | None = None  # together: threads write it at once

    def entries(self) -> Entries:
        """Every article by its id, as it is now or was a moment ago.

        Read by a connection of its own: that of a page sees the state in which the page began,
        which may be older than the stamp, and would be kept as the newest.
        """
        if self._stamp and time.monotonic() < self._read_at + _PATIENCE * self._took:
            return self._entries
        with self._lock:
            now = stamp(self.path)
            if now != self._stamp:
                began = time.monotonic()
                with closing(connect_to_read(self.path)) as connection:
                    self._entries = _read(connection)
                self._stamp, self._read_at = now, time.monotonic()
                self._took = self._read_at - began
            return self._entries

    def values(self) -> Counts:
        """The values of each facet, with how many of all articles have them."""
        entries, kept = self.entries(), self._values
        if kept is None or kept[0] is not entries:
            kept = self._values = (entries, narrow(entries, entries, Filters())[1])
        return kept[1]


@lru_cache(maxsize=8)
def catalogue(path: Path) -> Catalogue:
    """The one of the archive.db at `path`, whoever asks."""
    return Catalogue(path)


def _read(connection: sqlite3.Connection) -> Entries:
    connection.execute("BEGIN")
    tables, files = (
        {row[0] for row in connection.execute(sql)} for sql in (_WITH_TABLES, _WITH_FILES)
    )
    texts: dict[str, str] = {}  # each section and unit once
    found: Entries = {}
    for row in connection.execute(_ARTICLES):
        article_id, category, year, byline, date, views, changed, removed, seen = tuple(row)
        truths = (article_id in tables, article_id in files, changed, removed)
        found[article_id] = Entry(
            category=texts.setdefault(category or "", category or ""),
            year=year,
            byline=texts.setdefault(byline or "", byline or ""),
            date=date or "",
            day=int((date or "0").replace("-", "")),
            views=views or 0,
            seen=seen,
            has=_HAS_OF[tuple(map(bool, truths))],
        )
    return found


_HAS_OF = {
    truths: tuple(name for name, true in zip(HAS, truths, strict=True) if true)
    for truths in product((False, True), repeat=len(HAS))
}
