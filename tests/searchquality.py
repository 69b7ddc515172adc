"""How well the search orders what it finds, against judgements and Datasette's own table search.

    python -m tests.searchquality ARCHIVE real

nDCG at 10 with gains of 3 and 1 (Järvelin and Kekäläinen 2002), recall at 10 and among all hits.
"""

import sqlite3
import sys
from collections.abc import Callable
from dataclasses import dataclass
from math import log2
from pathlib import Path
from statistics import fmean

from datasette.utils import escape_fts  # type: ignore[import-untyped]

from archive.db.database import connect_to_read
from archive.folder import database_path
from archive.search.asked import asked_of
from archive.search.catalogue import catalogue
from archive.search.search import listed

FILE = Path(__file__).with_name("search_judgements.tsv")
AT = 10
ANSWERS, WORTH_SEEING = 3, 1
Search = Callable[[str], list[int]]


@dataclass(frozen=True, slots=True)
class Judgement:
    """A query, and the gain of each article that should be found."""

    query: str
    gains: dict[int, int]


@dataclass(frozen=True, slots=True)
class Quality:
    """Means over the queries, from 0 to 1."""

    ndcg: float
    recall_at_10: float
    recall: float


def judgements(corpus: str) -> list[Judgement]:
    """Those of `real` or `replica`."""
    found = []
    for line in FILE.read_text("utf-8").splitlines():
        fields = line.split("\t")
        if fields[0] == corpus:
            gains = {int(i): ANSWERS for i in fields[2].split()}
            also = fields[3].split() if len(fields) > 3 else []
            found.append(Judgement(fields[1], gains | {int(i): WORTH_SEEING for i in also}))
    return found


def ours(archive: Path) -> Search:
    """The archive's own search."""
    path = database_path(archive)
    connection = connect_to_read(path)
    return lambda text: [
        row["id"] for row in listed(connection, catalogue(path), asked_of({"q": [text]}))
    ]


def tables_own(archive: Path, order: str = "rowid") -> Search:
    """Datasette's search of a table with an index as sqlite-utils makes it by default."""
    source = connect_to_read(database_path(archive))
    copy = sqlite3.connect(":memory:")
    copy.execute("CREATE VIRTUAL TABLE found USING fts5 (title, lead, body_text)")
    rows = source.execute("SELECT id, title, lead, body_text FROM articles")
    copy.executemany("INSERT INTO found (rowid, title, lead, body_text) VALUES (?, ?, ?, ?)", rows)
    source.close()
    sql = f"SELECT rowid FROM found WHERE found MATCH ? ORDER BY {order}"
    return lambda text: [row[0] for row in copy.execute(sql, [escape_fts(text)])]


def measure(search: Search, judged: list[Judgement]) -> Quality:
    """The quality of a search over all judged queries."""
    answers = [(j.gains, search(j.query)) for j in judged]
    return Quality(
        fmean(ndcg(gains, ids) for gains, ids in answers),
        fmean(len(gains.keys() & set(ids[:AT])) / min(len(gains), AT) for gains, ids in answers),
        fmean(len(gains.keys() & set(ids)) / len(gains) for gains, ids in answers),
    )


def ndcg(gains: dict[int, int], ids: list[int]) -> float:
    """The gain of the first ten, discounted by rank, against the best that could be."""
    best = sorted(gains.values(), reverse=True)
    return _discounted([gains.get(i, 0) for i in ids]) / _discounted(best)


def _discounted(gains: list[int]) -> float:
    return sum(gain / log2(rank) for rank, gain in enumerate(gains[:AT], 2))


def main(archive: Path, corpus: str) -> None:
    """Print the quality of each search, and the queries that ours does worst on."""
    judged = judgements(corpus)
    searches = {
        "ours": ours(archive),
        "Datasette's table search": tables_own(archive),
        "the same by bm25": tables_own(archive, "rank"),
    }
    print(f"{len(judged)} queries  nDCG@10  recall@10  recall")
    for name, search in searches.items():
        found = measure(search, judged)
        print(f"{name:26}{found.ndcg:6.3f}{found.recall_at_10:10.3f}{found.recall:9.3f}")
    for j in sorted(judged, key=lambda j: ndcg(j.gains, searches["ours"](j.query)))[:AT]:
        print(f"{ndcg(j.gains, searches['ours'](j.query)):.3f}  {j.query}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
