"""The most memory that a crawl takes, of a small site and of a larger one: flat, or a leak."""

from pathlib import Path
from tempfile import TemporaryDirectory

from tests.benchmarks.crawling import crawl, served_replica
from tests.benchmarks.table import Cell, show

ARTICLES = (500, 2_000)
LONG = (1_000, 10_000)
AIM = "<= 250"  # MB
CONCURRENCY = 8
_HEAD = ("articles on the site", "pages", "peak MB", "aim", "pages/s")


def run(sizes: tuple[int, ...] = ARTICLES) -> None:
    """Print the table."""
    rows: list[list[Cell]] = []
    for articles in sizes:
        with served_replica(articles) as url, TemporaryDirectory() as folder:
            done = crawl("ours", url, Path(folder), CONCURRENCY)
        rate = done.pages / done.seconds
        rows.append([f"{articles:,}", f"{done.pages:,}", done.mb, AIM, rate])
    show("Memory of a crawl that is kept, read and stored", _HEAD, rows)
