"""The crawl without delay, against the same Scrapy that keeps, reads and stores nothing."""

import json
import statistics
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from archive.db.database import connect_to_read
from archive.folder import database_path
from tests.benchmarks.one_crawl import ADDRESSES
from tests.benchmarks.peer import ROOT
from tests.benchmarks.rounds import in_turn, ratio
from tests.benchmarks.table import Cell, show

ARTICLES = 300
ROUNDS = 3
CONCURRENCIES = (1, 8)
AIM = ">= 0.30"
_HEAD = ("", "pages/s", "rate against bare", "aim", "CPU ms a page")


@dataclass(frozen=True, slots=True)
class Crawl:
    """How a crawl went: pages, seconds on the clock and of CPU, the most memory in MB."""

    pages: int
    seconds: float
    cpu: float
    mb: float


def run(
    articles: int = ARTICLES, rounds: int = ROUNDS, at_once: tuple[int, ...] = CONCURRENCIES
) -> None:
    """Print a table for each number of requests at once."""
    for concurrency in at_once:
        with served_replica(articles) as url, TemporaryDirectory() as folder:
            _measure(url, Path(folder), concurrency, rounds)


def _measure(url: str, folder: Path, concurrency: int, rounds: int) -> None:
    crawls: dict[str, list[Crawl]] = {"bare": [], "ours": []}
    first = folder / "first"
    crawl("ours", url, first, concurrency)
    (folder / ADDRESSES).write_text(json.dumps(_addresses(first)))

    def bare(_: int) -> float:
        crawls["bare"].append(crawl("bare", url, folder, concurrency))
        return crawls["bare"][-1].seconds / crawls["bare"][-1].pages

    def ours(number: int) -> float:
        crawls["ours"].append(crawl("ours", url, folder / str(number), concurrency))
        return crawls["ours"][-1].seconds / crawls["ours"][-1].pages

    took = in_turn({"bare": bare, "ours": ours}, rounds)
    rows: list[list[Cell]] = []
    for name, label in (
        ("bare", "bare Scrapy, same settings"),
        ("ours", "ours: kept, read, stored"),
    ):
        cpu = statistics.median(1000 * c.cpu / c.pages for c in crawls[name])
        against = ratio(took["bare"], took[name])
        rate = 1 / statistics.median(took[name])
        rows.append([label, rate, against, AIM if name == "ours" else None, cpu])
    pages = crawls["ours"][0].pages
    at_once = f"{concurrency} request{'s' * (concurrency > 1)} at once"
    show(f"Crawling the replica, {pages} pages, delay 0, {at_once}", _HEAD, rows)


def crawl(kind: str, url: str, folder: Path, concurrency: int) -> Crawl:
    """One crawl by `one_crawl.py`."""
    command = [sys.executable, "-m", "tests.benchmarks.one_crawl", kind, url, str(folder)]
    done = subprocess.run(
        [*command, str(concurrency)], cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True
    )
    return Crawl(**json.loads(done.stdout))


@contextmanager
def served_replica(articles: int) -> Iterator[str]:
    """The address of a replica in a process of its own."""
    command = [sys.executable, "-m", "scraper.replica", "--articles", str(articles), "--port", "0"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        try:
            yield process.stdout.readline().strip()
        finally:
            process.terminate()


def _addresses(archive: Path) -> list[str]:
    """What a crawl asked for, in its order, without what each crawl asks for by itself."""
    connection = connect_to_read(database_path(archive))
    rows = connection.execute("SELECT url FROM captures ORDER BY captured_at").fetchall()
    connection.close()
    return [url for (url,) in rows if not url.endswith("/robots.txt")]
