"""What a refresh costs after 90 simulated days: of a small site and a large one, edited or not."""

import hashlib
import json
import subprocess
import sys
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from archive.db.database import connect_to_read
from archive.folder import database_path
from scraper.replica import Replica
from tests.benchmarks.peer import ROOT
from tests.benchmarks.table import Cell, show

ARTICLES = (200, 5_000)
PAUSE = timedelta(days=90)
DAY = timedelta(days=1)
EDITED = 100  # one article in so many
_PAGE = 4096  # bytes: SQLite's
_HEAD = ("", "requests", "articles changed", "seconds", "CPU s", "peak MB", "database pages",
         "written", "of these articles' own")  # fmt: skip
# The tables of what articles say, with their indexes and that of the search.
_ARTICLES = "name LIKE 'article%' AND name NOT LIKE 'article_documents%'"


@dataclass(frozen=True, slots=True)
class Ran:
    """How a run went."""

    requests: int
    new: int
    changed: int
    mb: float
    seconds: float
    cpu: float


def run(sizes: tuple[int, ...] = ARTICLES) -> None:
    """Print a table."""
    rows: list[list[Cell]] = []
    for articles in sizes:
        with Replica(articles) as site, TemporaryDirectory() as folder:
            rows += _rows(site, Path(folder), articles)
    show("Refreshing the replica, delay 0, 8 requests at once, at most 300 revisits", _HEAD, rows)


def _rows(site: Replica, folder: Path, articles: int) -> list[list[Cell]]:
    first = _one("crawl", site, folder)
    site.advance(DAY)
    rows = [_row(f"{articles:,} articles, first crawl", first, [None] * 3)]
    rows.append(_refreshed(f"{articles:,}, a day later", site, folder))
    site.advance(PAUSE)
    rows.append(_refreshed(f"{articles:,}, unchanged for 90 days", site, folder))
    for article in site.articles[::EDITED]:
        site.edit(article.entry_id)
    site.advance(PAUSE)
    rows.append(_refreshed(f"{articles:,}, 1 % edited", site, folder))
    return rows


def _refreshed(label: str, site: Replica, folder: Path) -> list[Cell]:
    before = _pages(folder)
    ran = _one("refresh", site, folder)
    after = _pages(folder)
    same = {n for n, (a, b) in enumerate(zip(before, after, strict=False), 1) if a == b}
    written = set(range(1, len(after) + 1)) - same
    own = written & _own_pages(folder)
    return _row(label, ran, [str(len(after)), str(len(written)), str(len(own))])


def _row(label: str, ran: Ran, pages: Sequence[Cell]) -> list[Cell]:
    counts: list[Cell] = [str(ran.requests), str(ran.changed), ran.seconds, ran.cpu, ran.mb]
    return [label, *counts, *pages]


def _pages(folder: Path) -> list[bytes]:
    """A digest of each page of the database; a run leaves nothing in its write-ahead log."""
    with database_path(folder).open("rb") as file:
        return [hashlib.sha1(page).digest() for page in iter(lambda: file.read(_PAGE), b"")]


def _own_pages(folder: Path) -> set[int]:
    with closing(connect_to_read(database_path(folder))) as db:
        return {row[0] for row in db.execute(f"SELECT pageno FROM dbstat WHERE {_ARTICLES}")}


def _one(command: str, site: Replica, folder: Path) -> Ran:
    arguments = [command, site.origin, str(folder), site.url, site.clock.isoformat()]
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.one_refresh", *arguments],
        cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True,
    )  # fmt: skip
    return Ran(**json.loads(done.stdout))
