"""Tables as CSV, over HTTP: ours, Datasette as shipped, and Python's csv module without HTTP.

A reader gives up after a while; what had come by then is shown.
"""

import csv
import io
import sqlite3
import tempfile
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path
from time import perf_counter

from tests.benchmarks.corpus import make
from tests.benchmarks.holdings import fill
from tests.benchmarks.serving import Server, as_shipped, ours
from tests.benchmarks.table import show

ARTICLES, LONG = 2_000, 100_000
TABLES = ("view_counts", "captures", "articles")
ENOUGH_SECONDS = 20.0
BLOCK = 2**16


def run(articles: int = ARTICLES) -> None:
    """Generate an archive of that many articles, read its tables, print."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        archive = fill(make(folder / "archive", articles))
        with ours(archive) as server:
            own = {name: _read(server, name) for name in TABLES}
        with as_shipped(archive, folder) as server:
            theirs = {name: _read(server, name) for name in TABLES}
        limit = {name: _written(archive / "archive.db", name) for name in TABLES}
    head = ("", "rows", "rows/s", "Datasette's rows", "rows/s", "ours / its", "of csv's rate")
    rows = []
    for name in TABLES:
        (many, rate), (its_many, its_rate) = own[name], theirs[name]
        rows.append((name, many, rate, its_many, its_rate, rate / its_rate, rate / limit[name]))
    show(f"Tables as CSV, {articles:,} articles", head, rows)


def _read(server: Server, table: str) -> tuple[float, float]:
    """Rows that came within ENOUGH_SECONDS, and how many a second."""
    with closing(HTTPConnection("127.0.0.1", server.port, timeout=60)) as connection:
        began = perf_counter()
        connection.request("GET", f"/archive/{table}.csv?_stream=on")
        answer, lines = connection.getresponse(), 0
        while perf_counter() - began < ENOUGH_SECONDS and (block := answer.read(BLOCK)):
            lines += block.count(b"\r\n")  # texts have no carriage return
        return float(lines), lines / (perf_counter() - began)


def _written(path: Path, table: str) -> float:
    """Rows a second that Python's csv module writes of one statement."""
    with closing(sqlite3.connect(path)) as db:
        began, out = perf_counter(), io.StringIO()
        writer, many = csv.writer(out), 0
        for row in db.execute(f"SELECT * FROM {table}"):
            writer.writerow(row)
            many += 1
            if out.tell() > BLOCK:
                out.seek(0)
                out.truncate()
        return many / (perf_counter() - began)
