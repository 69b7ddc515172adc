"""The legal documents that articles cite: each place, and the documents that they add up to.

A document is its number, its year, and where its issuer is: provinces and districts number their
papers alike, each year anew (Decree 30/2020/NĐ-CP). A number that an article prints without a year
is taken for the one document of that number that the same article dates, and marked as inferred.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlite_utils import Database

from archive.db import tables
from archive.db.rows import Row, read_values, sync
from archive.hiding.hidden import is_sealed
from archive.history.history import Version
from archive.ids import content_id
from scraper.documents import Mention, find_documents
from scraper.notation.issuers import elsewhere
from scraper.notation.quotes import quote_around

FIELDS = ("title", "body_text")
_SAID = ("document_id", "number", "type", "year", "issuer", "issued_on")


def citation_rows(version: Version, place: str) -> Iterator[Row]:
    """Rows of `article_documents` but for the article, on a site of `place` (tỉnh Bạc Liêu)."""
    if is_sealed(version.fields):
        return
    found = {field: find_documents(version.fields[field] or "") for field in FIELDS}
    years = _years(mention for mentions in found.values() for mention in mentions)
    for field, mentions in found.items():
        for mention in mentions:
            yield _row(field, version.fields[field], mention, years, place)


def _years(mentions: Iterable[Mention]) -> dict[str, int]:
    """The year of each number that is dated in one way only."""
    dated: dict[str, set[int]] = {}
    for mention in mentions:
        if mention.year is not None:
            dated.setdefault(mention.number, set()).add(mention.year)
    return {number: years.pop() for number, years in dated.items() if len(years) == 1}


def _row(field: str, text: str, mention: Mention, years: dict[str, int], place: str) -> Row:
    year = mention.year or years.get(mention.number)
    where = elsewhere(mention.issuer, place)
    return {
        "document_id": content_id("document", mention.number, str(year or ""), where),
        "field": field,
        "start": mention.start,
        "quote": quote_around(text, mention.start, mention.end),
        "number": mention.number,
        "type": mention.type,
        "year": year,
        "issuer": mention.issuer,
        "issued_on": mention.issued_on.isoformat() if mention.issued_on else None,
        "inferred": int(year is not None and mention.year is None),
    }


def cited_by(db: Database, article_ids: Sequence[int]) -> set[int]:
    """The documents that these articles cite, as the database stands."""
    rows = read_values(db, "article_documents", ("document_id",), "article_id", article_ids)
    return {row["document_id"] for row in rows}


def write_documents(db: Database, ids: Iterable[int]) -> None:
    """Make the rows of these documents what all of their citations add up to."""
    wanted = sorted(ids)
    said: dict[int, list[Row]] = {}
    for row in read_values(db, "article_documents", _SAID, "document_id", wanted):
        said.setdefault(row["document_id"], []).append(row)
    sync(db, tables.Documents, "id", wanted, [_document(i, rows) for i, rows in said.items()])


def _document(document_id: int, rows: list[Row]) -> Row:
    issuers = [row["issuer"] for row in rows if row["issuer"]]
    return {
        "id": document_id,
        "number": rows[0]["number"],
        "type": _usual(rows, "type"),
        "year": rows[0]["year"],
        "issuer": min(issuers, key=lambda name: (-len(name), name), default=None),
        "issued_on": _usual(rows, "issued_on"),
    }


def _usual(rows: list[Row], name: str) -> Any:  # noqa: ANN401
    """What most rows say, the smallest of equals, so that no order of arrival matters."""
    counts = Counter(row[name] for row in rows if row[name])
    return min(counts, key=lambda value: (-counts[value], value), default=None)
