"""Storing articles that are read already, against a raw executemany of the very same rows."""

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

from sqlite_utils import Database

from archive.db.database import connect
from archive.db.rows import Row
from archive.folder import DATABASE
from archive.storing.store import Store
from archive.warc.indexing import capture_row
from archive.warc.written import Previous, Written
from scraper.capture import Capture
from scraper.parse import parse
from scraper.raw import Raw
from scraper.records import Page, Skipped
from scraper.site import Site
from tests.benchmarks.pages import Pages, raws, replica_pages
from tests.benchmarks.rounds import Seconds, in_turn, ratio
from tests.benchmarks.table import Cell, show

ARTICLES = 600
ROUNDS = 5
BATCH = 100  # captures a transaction, as in a crawl
_LATER = timedelta(days=1)
_HEAD = ("", "articles/s", "times as long as raw", "rows written an article, index included")
_RAW = "raw executemany, one transaction"
_NO_INDEX = "  the same without the search index"
_OURS = "ours: new articles"
_AGAIN = "ours: a day later, nothing changed"

Read = tuple[Row, Capture, Page | Skipped]
Rows = dict[str, list[tuple[Any, ...]]]


@dataclass(slots=True)
class Bench:
    """What is stored, in both forms, and how many rows each contender wrote."""

    folder: Path
    site: Site
    first: list[Read]
    again: list[Read]
    rows: Rows = field(default_factory=dict)
    written: dict[str, int] = field(default_factory=dict)

    def ours(self, name: str, _: int) -> float:
        """Store the articles; for `_AGAIN` they are there already, from a day before."""
        with closing(self._empty()) as db:
            if name == _AGAIN:
                _store(db, self.first, self.site)
            return self._timed(name, db, lambda: _store(db, *self._given(name)))

    def raw(self, name: str, _: int) -> float:
        """The same rows in the same tables."""
        with closing(self._empty()) as db:
            if name == _NO_INDEX:
                db.execute("DROP TRIGGER articles_search_insert")
            return self._timed(name, db, lambda: _insert(db, self.rows))

    def learn_rows(self) -> None:
        """Store the articles once, to know their rows."""
        with closing(self._empty()) as db:
            _store(db, self.first, self.site)
            names = [n for n in db.table_names() if not n.startswith(("articles_fts", "sqlite_"))]
            filled = {n: db.execute(f"SELECT * FROM {n}").fetchall() for n in names}
        self.rows = {n: rows for n, rows in filled.items() if rows and not n.startswith("_")}

    def _given(self, name: str) -> tuple[list[Read], Site]:
        return (self.again if name == _AGAIN else self.first), self.site

    def _empty(self) -> Database:
        for path in self.folder.glob(f"{DATABASE}*"):
            path.unlink()
        return connect(self.folder / DATABASE)

    def _timed(self, name: str, db: Database, work: Callable[[], None]) -> float:
        before, began = db.conn.total_changes, perf_counter()
        work()
        taken = perf_counter() - began
        self.written[name] = db.conn.total_changes - before
        return taken


def run(articles: int = ARTICLES, rounds: int = ROUNDS) -> None:
    """Print the table."""
    pages = replica_pages(articles)
    with TemporaryDirectory() as folder:
        bench = Bench(Path(folder), pages.site, _read(pages), _read(pages, _LATER))
        bench.learn_rows()
        raw = {name: partial(bench.raw, name) for name in (_RAW, _NO_INDEX)}
        ours = {name: partial(bench.ours, name) for name in (_OURS, _AGAIN)}
        _show(in_turn(raw | ours, rounds), bench.written, articles)


def _read(pages: Pages, later: timedelta = timedelta()) -> list[Read]:
    """Captures with their rows and what their pages say, ready to be stored."""
    captures = [replace(c, captured_at=c.captured_at + later) for c in pages.captures]
    return [
        (capture_row(raw, _written(raw, number), None), capture, parse(capture, pages.site))
        for number, (capture, raw) in enumerate(
            zip(captures, raws(captures, zipped=False), strict=True)
        )
    ]


def _written(raw: Raw, number: int) -> Written:
    full = Previous(f"<urn:{number}>", raw.url, raw.captured_at, raw.payload_digest)
    facts = (raw.payload_digest, raw.sha256, len(raw.payload))
    return Written("benchmark.warc.gz", number, 1, *facts, full.record_id, full)


def _store(db: Database, articles: list[Read], site: Site) -> None:
    store = Store(db, site)
    for number, (row, capture, page) in enumerate(articles, 1):
        store.add_capture(row)
        store.add_page(row, capture, page)
        if number % BATCH == 0:
            store.commit()
    store.commit()


def _insert(db: Database, rows: Rows) -> None:
    with db.atomic():
        for name, some in rows.items():
            marks = ", ".join("?" * len(some[0]))
            db.conn.executemany(f"INSERT OR REPLACE INTO {name} VALUES ({marks})", some)


def _show(took: Seconds, written: dict[str, int], articles: int) -> None:
    rows: list[list[Cell]] = []
    for name, seconds in took.items():
        against = ratio(seconds, took[_RAW])
        changed = written[name] / articles if name in (_OURS, _AGAIN) else None
        rows.append([name, articles / median(seconds), against, changed])
    show(f"Storing {articles} articles of the replica, {BATCH} a transaction", _HEAD, rows)
