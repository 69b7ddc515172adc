"""Every row of a table is on one page of it, and on one only, whatever it is sorted by."""

from itertools import pairwise
from typing import Any
from urllib.parse import quote, urlsplit

import pytest

from tests.datasette_pages import Pages
from tests.sample_archive import ARTICLES, make

SIZE = 7
COLUMNS = ("year", "category", "published_date", "byline", "view_count", "word_count", "removed_at")


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Pages:
    return Pages(make(tmp_path_factory.mktemp("archive")))


def _walked(pages: Pages, order: str, column: str, also: str = "") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    address = f"/archive/articles.json?_size={SIZE}&_shape=objects&{order}={column}{also}"
    while address:
        page = pages.get(address).json()
        found += page["rows"]
        parts = urlsplit(page["next_url"] or "")
        address = f"{parts.path}?{parts.query}" if parts.path else ""
    return found


@pytest.mark.parametrize("order", ["_sort", "_sort_desc"])
@pytest.mark.parametrize("column", COLUMNS)
def test_pages_of_a_table_hold_each_row_once(pages: Pages, column: str, order: str) -> None:
    rows = _walked(pages, order, column)
    assert sorted(row["id"] for row in rows) == list(range(1, ARTICLES + 1))
    for one, next_one in pairwise(rows):
        if one[column] == next_one[column]:
            assert one["id"] < next_one["id"]


@pytest.mark.parametrize(
    "also",
    ["&_search=mau", f"&_where={quote('id in (select article_id from view_counts where 1)')}"],
)
def test_what_is_narrowed_by_another_table_has_the_same_order(pages: Pages, also: str) -> None:
    rows = _walked(pages, "_sort", "year", also)
    assert len(rows) > 2 * SIZE and len({row["id"] for row in rows}) == len(rows)
    assert [(r["year"] or 0, r["id"]) for r in rows] == sorted(
        (r["year"] or 0, r["id"]) for r in rows
    )


def test_the_sql_shown_is_the_one_that_ran(pages: Pages) -> None:
    sql = pages.get("/archive/articles.json?_sort=year&_size=3").json()["query"]["sql"]
    assert sql.endswith("order by year, id limit 4")
    shown = [row["id"] for row in pages.query(sql)]
    assert shown[:3] == [row["id"] for row in pages.rows("articles", _sort="year", _size=3)]


def test_a_key_of_two_columns(pages: Pages) -> None:
    sql = pages.get("/archive/view_counts.json?_sort_desc=views").json()["query"]["sql"]
    assert "order by views desc, article_id, observed_at limit" in sql
