"""Whether archive.db agrees with itself: SQLite's own checks, the search index, every relation."""

import sqlite3
from collections.abc import Iterator

from sqlite_utils import Database

from archive.db.tables import TABLES, about
from archive.health.findings import Finding

_MOST = 20  # findings of one kind in one table

# Relations that the tables do not declare: (table, column, other table, its key).
_HIDDEN_RELATIONS = (
    ("observations", "capture_id", "captures", "id"),
    ("observations", "content", "contents", "key"),
    ("payloads", "capture_id", "captures", "id"),
    ("articles", "id", "articles_search", "id"),
    ("articles_search", "id", "articles", "id"),
    ("articles", "url", "article_urls", "url"),
)


def check_database(db: Database) -> Iterator[Finding]:
    """Every disagreement within the database."""
    try:
        yield from check_pages(db)
        yield from _check_index(db)
        yield from _check_relations(db)
    except sqlite3.DatabaseError as error:
        yield Finding("database", "archive.db", str(error))


def check_pages(db: Database) -> Iterator[Finding]:
    """What SQLite itself finds wrong with the file."""
    for (said,) in db.execute(f"PRAGMA integrity_check({_MOST})").fetchall():
        if said != "ok":
            yield Finding("database", "archive.db", str(said))


def _check_index(db: Database) -> Iterator[Finding]:
    """With rank 1 FTS5 compares the index with the rows that it is of, which else it does not."""
    try:
        db.execute("INSERT INTO articles_fts (articles_fts, rank) VALUES ('integrity-check', 1)")
    except sqlite3.DatabaseError as error:
        yield Finding("search_index", "articles_fts", f"it does not match its rows ({error})")
    indexed = db.execute("SELECT count(*) FROM articles_fts_docsize").fetchone()[0]
    rows = db.execute("SELECT count(*) FROM articles_search").fetchone()[0]
    if indexed != rows:
        yield Finding("search_index", "articles_fts", f"{indexed} rows indexed of {rows}")


def _check_relations(db: Database) -> Iterator[Finding]:
    keys = {about(table).name: about(table).key[0] for table in TABLES}
    declared = (
        (about(table).name, column, other, keys[other])
        for table in TABLES
        for column, other in about(table).references
    )
    for table, column, other, key in (*declared, *_HIDDEN_RELATIONS):
        sql = (
            f'SELECT "{column}" FROM {table} WHERE "{column}" IS NOT NULL'
            f' AND "{column}" NOT IN (SELECT "{key}" FROM {other}) LIMIT {_MOST}'
        )
        for (value,) in db.execute(sql).fetchall():
            yield Finding("orphaned_row", f"{table}.{column} = {value}", f"no such row in {other}")
