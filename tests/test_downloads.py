"""A table or a query as CSV is whole, of one moment, and seen to be cut where it is cut."""

import asyncio
import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from archive.db.database import connect
from tests.datasette_pages import Pages
from tests.sample_archive import ARTICLES, make

COUNTS = 2_500  # more than are read at a time
PATIENCE = 60  # seconds
NUMBERS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = make(tmp_path_factory.mktemp("archive"))
    _add_counts(found, 2001)
    return found


@pytest.fixture(scope="module")
def pages(folder: Path) -> Pages:
    return Pages(folder)


def _add_counts(folder: Path, year: int) -> None:
    db = connect(folder / "archive.db")
    rows = [(2, f"{year}-01-01T00:00:{n / 100:09.6f}Z", n, 0) for n in range(COUNTS)]
    with db.conn:
        db.conn.executemany("INSERT INTO view_counts VALUES (?, ?, ?, ?)", rows)
    db.close()


def _rows(pages: Pages, address: str, **parameters: str) -> list[dict[str, str]]:
    answer = pages.get(address, **parameters)
    assert answer.status_code == 200, answer.text
    return [*csv.DictReader(io.StringIO(answer.text))]


@pytest.mark.parametrize("how", [{}, {"_stream": "on"}, {"_size": "max"}, {"_sort": "views"}])
def test_a_table_has_all_of_its_rows(pages: Pages, how: dict[str, str]) -> None:
    rows = _rows(pages, "/archive/view_counts.csv", **how)
    found = {(row["article_id"], row["observed_at"]) for row in rows}
    assert len(rows) == len(found) == pages.query("SELECT count(*) AS n FROM view_counts")[0]["n"]
    assert len(rows) > COUNTS


def test_long_texts_take_no_more_memory(tmp_path: Path) -> None:
    folder = make(tmp_path)
    db = connect(folder / "archive.db")
    with db.conn:
        db.execute("UPDATE articles SET body_text = ? || id", ["dài " * 50_000])
    db.close()
    text = Pages(folder).get("/archive/articles.csv?_col=body_text&_size=max").text
    assert len(text) > ARTICLES * 200_000  # which is more than are read at a time
    assert text.count("\r\n") == 1 + ARTICLES


@pytest.mark.parametrize("name", ["view_counts", "bai-da-sua"])
def test_a_browser_saves_it(pages: Pages, name: str) -> None:
    headers = pages.get(f"/archive/{name}.csv").headers
    assert headers["content-type"] == "text/csv; charset=utf-8"
    assert headers["content-disposition"] == f'attachment; filename="{name}.csv"'


def test_its_filters_and_order_hold(pages: Pages) -> None:
    how = {"observed_at__lt": "2002", "_sort_desc": "views"}
    views = [int(row["views"]) for row in _rows(pages, "/archive/view_counts.csv", **how)]
    assert views == [*reversed(range(COUNTS))]


@pytest.mark.parametrize("many", [0, 1, 999, 1_000, 1_001, 2_000, 5_000])
def test_a_query_has_all_of_its_rows(pages: Pages, many: int) -> None:
    rows = _rows(pages, "/archive.csv", sql=f"{NUMBERS} LIMIT :most + 0", most=str(many))
    assert [row["i"] for row in rows] == [str(n) for n in range(1, many + 1)]


def test_one_page_where_one_is_asked_for(pages: Pages) -> None:
    assert len(_rows(pages, "/archive/view_counts.csv", _size="7")) == 7
    after = pages.get("/archive/articles.json", _size="40").json()["next"]
    rows = _rows(pages, "/archive/articles.csv", _next=after, _size="20")
    assert len(rows) == ARTICLES - 40


def test_a_row(pages: Pages) -> None:
    assert [row["id"] for row in _rows(pages, "/archive/articles/3.csv")] == ["3"]


def test_labels_stand_beside_what_they_explain(pages: Pages) -> None:
    rows = _rows(pages, "/archive/view_counts.csv", _labels="on")
    titles = {str(row["id"]): row["title"] for row in pages.rows("articles", _size="max")}
    assert {row["article_id_label"] for row in rows} <= {*titles.values()}
    assert all(row["article_id_label"] == titles[row["article_id"]] for row in rows)


@pytest.mark.parametrize(
    "sql", ["SELECT nothing FROM articles", "SELECT", f"{NUMBERS} WHERE i < 0"]
)
def test_sql_that_fails_gives_no_file(pages: Pages, sql: str) -> None:
    answer = pages.get("/archive.csv", sql=sql)
    assert answer.status_code == 400
    assert answer.headers["content-type"].startswith("text/html")


def test_a_database_is_no_table(pages: Pages) -> None:
    assert pages.get("/archive.csv").status_code == 400


def test_head_makes_no_file(pages: Pages) -> None:
    sql = f"{NUMBERS} WHERE i <= 1500"
    text, ended = _asked(pages, "/archive.csv", urlencode({"sql": sql}), method="HEAD")
    assert (text, ended) == ("", True)


def _asked(
    pages: Pages,
    path: str,
    query: str,
    meanwhile: Callable[[], None] | None = None,
    method: str = "GET",
) -> tuple[str, bool]:
    """What came, and whether it came to its end; `meanwhile` is called at its first piece."""
    came: list[dict[str, Any]] = []
    scope = {
        "type": "http", "http_version": "1.1", "method": method, "path": path, "headers": [],
        "raw_path": path.encode(), "query_string": query.encode(), "scheme": "http",
        "server": ("localhost", 80), "client": ("localhost", 1),
    }  # fmt: skip

    async def send(message: dict[str, Any]) -> None:
        came.append(message)
        if meanwhile and len(came) == 2:
            meanwhile()

    async def receive() -> dict[str, Any]:
        await asyncio.Event().wait()
        return {}

    asyncio.run(asyncio.wait_for(pages.datasette.app()(scope, receive, send), PATIENCE))
    text = b"".join(message.get("body", b"") for message in came).decode()
    return text, came[-1]["type"] == "http.response.body" and not came[-1].get("more_body")


def test_all_rows_are_of_one_moment(folder: Path, pages: Pages) -> None:
    before = pages.query("SELECT count(*) AS n FROM view_counts")[0]["n"]
    text, ended = _asked(
        pages, "/archive/view_counts.csv", "_sort=views", lambda: _add_counts(folder, 2031)
    )
    assert ended
    assert len(text.splitlines()) == 1 + before
    assert "2031-" not in text


def test_a_file_that_takes_too_long_breaks_off(pages: Pages) -> None:
    sql = f"{NUMBERS} WHERE i <= 1500"  # which looks for more for ever
    _, ended = _asked(pages, "/archive.csv", urlencode({"sql": sql}))
    assert not ended
