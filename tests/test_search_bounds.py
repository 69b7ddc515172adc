"""More hits than are counted, and a database that changes while it is searched."""

import asyncio
import json
import sqlite3
import time
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils import Database

from archive.db.database import connect, connect_to_read
from archive.search.asked import asked_of
from archive.search.catalogue import catalogue
from archive.search.ranking import COUNTED
from archive.search.search import Found, search
from tests.datasette_pages import Pages
from tests.sample_archive import ARTICLES, make

MANY = COUNTED + 50
OLDEST = 1_000_000
COPY = f"""
INSERT INTO articles (id, title, category, published_date, body_text, view_count, first_seen_at,
                      year, url)
SELECT value, CASE value WHEN {OLDEST} THEN 'Chung một tiêu đề' ELSE 'Bài' END, 'Mục',
       date('2010-01-01', '+' || ((value - {OLDEST}) / 10) || ' days'),
       'Từ chung ở đây', value % 977,
       '2024-05-01T00:00:00.000000Z', 2010, '' FROM json_each(?)
"""
INDEX = """
INSERT INTO articles_search (id, title, lead, body, title_fold, lead_fold, body_fold)
SELECT id, title, '', body_text, fold(title), '', fold(body_text) FROM articles WHERE id >= ?
"""


def fold(text: str) -> str:
    return text.lower().replace("ừ", "u").replace("ở", "o").replace("đ", "d").replace("â", "a")


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = make(tmp_path_factory.mktemp("archive"))
    db = connect(folder / "archive.db")
    db.conn.create_function("fold", 1, fold)
    with db.atomic():
        db.execute(COPY, [json.dumps(list(range(OLDEST, OLDEST + MANY)))])
        db.execute(INDEX, [OLDEST])
    db.close()
    return folder / "archive.db"


def found(path: Path, **asked: str) -> Found:
    connection = connect_to_read(path)
    connection.row_factory = sqlite3.Row
    try:
        return search(connection, catalogue(path), asked_of({k: [v] for k, v in asked.items()}))
    finally:
        connection.close()


@pytest.mark.parametrize("text", ["từ chung", "tu chung", '"từ chung"', "chu*"])
def test_more_than_ten_thousand(path: Path, text: str) -> None:
    hits = found(path, q=text)
    assert hits.is_more and hits.total == COUNTED and not hits.counts
    assert len(hits.hits) == 20
    last = found(path, q=text, page="500")
    assert last.hits == [] or len(last.hits) == 20


def test_a_title_is_found_however_many_and_new_the_others_are(path: Path) -> None:
    assert found(path, q="chung").hits[0].row["id"] == OLDEST


def test_filters_and_orders_look_at_all(path: Path) -> None:
    narrowed = found(path, q="chung", to="2010-01-01")
    assert (narrowed.total, narrowed.is_more) == (10, False)
    assert found(path, q="chung", category="Mục").is_more
    assert found(path, q="chung", sort="date").hits[0].row["id"] == OLDEST + MANY - 1
    assert found(path, q="chung", sort="views").hits[0].row["view_count"] == 976


def test_what_is_too_much_to_count_can_be_narrowed(path: Path) -> None:
    page = unescape(Pages(path.parent).get("/tim-kiem", q="chung").text)
    assert "Trên 10.000 bài" in page and 'id="loc"' in page and 'name="from"' in page
    assert "Quá nhiều bài để đếm từng mục" in page and 'class="count"' not in page
    for name in ("category=M%E1%BB%A5c", "year=2018", "has=removed"):
        assert f'href="/tim-kiem?q=chung&{name}"' in page
    counted = Pages(path.parent).get("/tim-kiem", q="đào tạo").text
    assert 'class="count"' in counted and "Quá nhiều bài" not in counted


def test_the_csv_has_all_of_them(path: Path) -> None:
    text = Pages(path.parent).get("/tim-kiem.csv", q="chung").text
    assert len(text.splitlines()) == 1 + MANY


def test_the_csv_is_sent_as_it_is_read(path: Path) -> None:
    app, sent = Pages(path.parent).datasette.app(), list[dict[str, Any]]()
    scope = {"type": "http", "method": "GET", "path": "/tim-kiem.csv", "query_string": b"q=chung",
             "raw_path": b"/tim-kiem.csv", "headers": [], "scheme": "http"}  # fmt: skip

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    asyncio.run(app(scope, asyncio.Event().wait, send))
    bodies = [message["body"] for message in sent if message["type"] == "http.response.body"]
    assert len(bodies) > 10 and max(body.count(b"\n") for body in bodies) <= 1_000


def test_every_page_that_is_linked_has_hits(path: Path) -> None:
    assert found(path, q="chung").pages == 500
    for sort in ("relevance", "date"):
        assert found(path, q="chung", sort=sort, page="500").hits


def test_a_change_is_seen(tmp_path: Path) -> None:
    database = make(tmp_path) / "archive.db"
    assert found(database, q="mẫu").total == ARTICLES - 2
    db: Database = connect(database)
    with db.atomic():
        db.execute("UPDATE articles SET category = 'Mới' WHERE id = 3")
        db.execute("DELETE FROM articles WHERE id = 6")
        db.execute("DELETE FROM articles_search WHERE id = 6")
    db.close()
    assert found(database, q="mẫu").total == ARTICLES - 3
    # Facets may lag as long as reading them takes some times over, more on a busy machine.
    until = time.monotonic() + 60
    while found(database, q="mẫu", category="Mới").total != 1:
        assert time.monotonic() < until
        time.sleep(0.02)


def test_a_page_that_began_before_a_change_does_not_keep_the_old_state(tmp_path: Path) -> None:
    path = make(tmp_path) / "archive.db"
    page = connect_to_read(path)
    page.execute("BEGIN")
    page.execute("SELECT count(*) FROM articles").fetchone()
    db = connect(path)
    db.execute("UPDATE articles SET category = 'Mới' WHERE id = 3")
    db.close()
    search(page, catalogue(path), asked_of({"q": ["mẫu"]}))
    page.close()
    assert found(path, q="mẫu", category="Mới").total == 1
