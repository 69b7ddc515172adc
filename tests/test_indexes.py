"""Indexes: lists come in their order without sorting, and older archives get the same ones."""

import sqlite3
from pathlib import Path

import pytest
from sqlite_utils import Database

from archive.db.database import connect, connect_to_read, migrations
from archive.db.tables import FULL_TEXTS, TABLES, about, columns, sortable
from tests.datasette_pages import Pages
from tests.sample_archive import make

INDEXES = "SELECT name, sql FROM sqlite_master WHERE type = 'index' ORDER BY name"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("archive"))


@pytest.mark.parametrize("name", ["articles", "article_versions", "view_counts", "captures"])
def test_the_next_page_of_a_long_list_is_not_sorted_anew(folder: Path, name: str) -> None:
    facts = next(about(t) for t in TABLES if about(t).name == name)
    first, keys = facts.sort_desc, facts.key
    behind = f"({first} < :x OR ({first} = :x AND {keys[0]} > :y))"  # as Datasette asks for it
    order = f"ORDER BY {first} DESC, {', '.join(keys)} LIMIT 51"
    with sqlite3.connect(folder / "archive.db") as db:
        for where in ("1", behind):
            sql = f"EXPLAIN QUERY PLAN SELECT * FROM {name} WHERE {where} {order}"
            plan = [row[3] for row in db.execute(sql, {"x": "2024", "y": 7})]
            assert not any("FOR ORDER BY" in step for step in plan), plan


def test_an_older_archive_gets_the_same_indexes(folder: Path, tmp_path: Path) -> None:
    older = make(tmp_path) / "archive.db"
    db = Database(sqlite3.connect(older, isolation_level=None))
    db.execute("DROP INDEX idx_captures_captured_at_id_outcome_source_bytes")
    db.table("captures").create_index(["captured_at"])
    db.table("captures").create_index(["bytes"])
    db.execute(f"DELETE FROM {migrations.migrations_table} WHERE name LIKE 'indexes_%'")
    db.close()
    connect(older).close()
    found = [connect_to_read(p).execute(INDEXES).fetchall() for p in (older, folder / "archive.db")]
    assert found[0] == found[1]


def test_full_texts_and_very_many_rows_are_sorted_by_what_is_indexed(folder: Path) -> None:
    pages = Pages(folder)
    for table in TABLES:
        has_text = any(column.name in FULL_TEXTS for column in columns(table))
        assert (sortable(table) is None) != (has_text or about(table).many)
    shown = pages.get("/archive/captures").text
    assert "_sort=url" in shown and "_sort=captured_at" in shown  # the other way round
    assert not any(f"_sort={name}" in shown for name in ("status", "bytes", "warc_file"))
    assert "_sort=run_id" in shown and "_sort=sha256" in shown
    page = pages.get("/archive/articles")
    assert "_sort=view_count" in page.text and "_sort=body_text" not in page.text
    assert "Cannot sort table by body_text" in pages.get("/archive/articles?_sort=body_text").text


def test_rows_are_counted_of_described_tables_alone(folder: Path) -> None:
    described = {about(t).name for t in TABLES}
    for table in Pages(folder).get("/archive.json").json()["tables"]:
        assert (table["count"] is None) == (table["name"] not in described), table["name"]
