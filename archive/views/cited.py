"""What the pages of cited documents show: the list, one document, and those of an article."""

import sqlite3
from dataclasses import dataclass

from scraper.text import fold

PAGE_SIZE = 50
MOST_PLACES = 500  # citations of one document that are shown

_LIST = """
SELECT d.id, d.number, d.type, d.year, d.issuer, d.issued_on,
    (SELECT count(DISTINCT c.article_id) FROM article_documents c WHERE c.document_id = d.id)
        AS articles
FROM documents d
WHERE :sought = '' OR instr(fold(d.number), :sought) > 0
ORDER BY articles DESC, d.number, d.id LIMIT :limit OFFSET :offset
"""
_DOCUMENT = "SELECT * FROM documents WHERE id = ?"
_PLACES = f"""
SELECT c.article_id, c.quote, c.inferred, a.title, a.published_date
FROM article_documents c JOIN articles a ON a.id = c.article_id
WHERE c.document_id = ?
ORDER BY a.published_date DESC, c.article_id, c.field DESC, c.start LIMIT {MOST_PLACES}
"""
_NAMESAKES = "SELECT * FROM documents WHERE number = ? AND id != ? ORDER BY year, issuer"
_OF_ARTICLE = """
SELECT DISTINCT d.* FROM article_documents c JOIN documents d ON d.id = c.document_id
WHERE c.article_id = ? ORDER BY d.number, d.id
"""


@dataclass(frozen=True, slots=True)
class DocumentView:
    """A document, every place that cites it by article, and others of the same number."""

    document: sqlite3.Row
    articles: list[tuple[sqlite3.Row, list[sqlite3.Row]]]
    namesakes: list[sqlite3.Row]


def any_documents(connection: sqlite3.Connection) -> bool:
    """Whether any article cites a document."""
    return connection.execute("SELECT 1 FROM documents LIMIT 1").fetchone() is not None


def cited_documents(
    connection: sqlite3.Connection, sought: str = "", page: int = 1
) -> tuple[list[sqlite3.Row], bool]:
    """Documents whose number has `sought` in it, the most cited first; whether there are more."""
    connection.create_function("fold", 1, fold, deterministic=True)
    values = {"sought": fold(sought.strip()), "limit": PAGE_SIZE + 1}
    offset = (page - 1) * PAGE_SIZE
    rows = connection.execute(_LIST, {**values, "offset": offset}).fetchall()
    return rows[:PAGE_SIZE], len(rows) > PAGE_SIZE


def document_view(connection: sqlite3.Connection, document_id: int) -> DocumentView | None:
    """The document; None where there is none."""
    document = connection.execute(_DOCUMENT, [document_id]).fetchone()
    if document is None:
        return None
    articles: dict[int, tuple[sqlite3.Row, list[sqlite3.Row]]] = {}
    for place in connection.execute(_PLACES, [document_id]):
        articles.setdefault(place["article_id"], (place, []))[1].append(place)
    namesakes = connection.execute(_NAMESAKES, [document["number"], document_id]).fetchall()
    return DocumentView(document, list(articles.values()), namesakes)


def documents_of(connection: sqlite3.Connection, article_id: int) -> list[sqlite3.Row]:
    """The documents that an article cites, by number."""
    return connection.execute(_OF_ARTICLE, [article_id]).fetchall()
