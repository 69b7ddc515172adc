"""How well the search orders what it finds, against judgements and Datasette's own table search.

    python -m tests.searchquality ARCHIVE real

nDCG at 10 with gains of 3 and 1 (Järvelin and Kekäläinen 2002), recall at 10 and among all hits.
Then how often what was meant is suggested for what is typed wrongly: as the first, and at all.
"""

import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
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
from archive.search.search import search as find

FILE = Path(__file__).with_name("search_judgements.tsv")
MISSPELT = Path(__file__).with_name("search_misspelt.tsv")
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


@dataclass(frozen=True, slots=True)
class Misspelt:
    """What was typed, and a query for what was meant."""

    query: str
    meant: str


@dataclass(frozen=True, slots=True)
class Helpfulness:
    """Shares of the misspelt queries, from 0 to 1: what was meant is the first, or one of them."""

    first: float
    suggested: float


def misspelt(corpus: str) -> list[Misspelt]:
    """Those of `real` or `replica`."""
    lines = (line.split("\t") for line in MISSPELT.read_text("utf-8").splitlines())
    return [Misspelt(*fields[1:]) for fields in lines if fields[0] == corpus]


def helpfulness(archive: Path, wrong: list[Misspelt]) -> Helpfulness:
    """How often suggestions find just what the query for what was meant finds."""
    found = [places(archive, one) for one in wrong]
    return Helpfulness(fmean(place == [0] for place in found), fmean(map(bool, found)))


def places(archive: Path, wrong: Misspelt) -> list[int]:
    """The place of the suggestion that leads to what was meant, if one does."""
    search = ours(archive)
    meant = set(search(wrong.meant))
    leads = (set(search(text)) == meant for text in suggested(archive, wrong.query))
    return [place for place, does in enumerate(leads) if does][:1]


def suggested(archive: Path, text: str) -> list[str]:
    """What the archive's search suggests."""
    path = database_path(archive)
    with closing(connect_to_read(path)) as connection:
        found = find(connection, catalogue(path), asked_of({"q": [text]}))
        return [one.text for one in found.suggested]


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
    wrong = misspelt(corpus)
    helped = helpfulness(archive, wrong)
    print(f"{len(wrong)} misspelt  first {helped.first:.3f}  suggested {helped.suggested:.3f}")
    for one in wrong:
        if not places(archive, one):
            print(f"{one.query} (for {one.meant})")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
