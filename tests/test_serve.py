"""Datasette over the archive: tables, descriptions, canned queries, search, safe pages."""

import re
import sqlite3
from base64 import b64encode
from contextlib import closing
from hashlib import sha256
from html import unescape
from pathlib import Path

import pytest
from datasette.utils import parse_metadata, tilde_encode  # type: ignore[import-untyped]

from archive.db.tables import TABLES, about, columns
from archive.serve import SETTINGS, pages_folder
from tests.datasette_pages import HOSTILE, Pages
from tests.sample_archive import ARTICLES, SITE, make

ALL_TABLES = [about(table).name for table in TABLES]
METADATA = parse_metadata((pages_folder() / "metadata.yaml").read_text("utf-8"))
QUERIES = METADATA["databases"]["archive"]["queries"]
OUR_PAGES = ("/", "/tim-kiem", "/tim-kiem?q=script", "/thong-ke", "/tu-dien", "/tinh-trang")
DATASETTE_PAGES = (
    *("/archive", "/archive/articles", "/archive/articles/5", "/archive/article_versions"),
    *("/archive/tables", "/archive/tables/1,1", "/archive/bang-so-lieu", "/archive?sql=select+1"),
    "/nothing",
)
OTHERS = ("/archive/articles.json", "/archive/articles.csv", "/static/site.css")
INLINE_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)
OTHER_HOST = re.compile(
    r"""<(?:script|link|img|iframe)[^>]+(?:src|href)=["'](?:https?:)?//(?!localhost)"""
)


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Pages:
    return Pages(make(tmp_path_factory.mktemp("archive")))


@pytest.mark.parametrize("table", TABLES, ids=ALL_TABLES)
def test_every_table_and_row_has_a_page(pages: Pages, table: type) -> None:
    name, key = about(table).name, about(table).key
    page = pages.get(f"/archive/{name}")
    assert page.status_code == 200
    assert "facets-timed-out" not in page.text
    row = pages.rows(name, _size=1)[0]
    path = ",".join(tilde_encode(str(row[part])) for part in key)
    assert pages.get(f"/archive/{name}/{path}").status_code == 200


@pytest.mark.parametrize("table", TABLES, ids=ALL_TABLES)
def test_every_table_and_column_is_described(pages: Pages, table: type) -> None:
    facts, told = about(table), pages.metadata(about(table).name)
    assert told["description"] == f"{facts.vi} · {facts.en}"
    there = pages.query(f"select name from pragma_table_info('{facts.name}')")
    assert {row["name"] for row in there} == set(told["columns"])
    for column in columns(table):
        vietnamese, english = told["columns"][column.name].split(" · ")
        assert vietnamese.startswith(column.vi)
        assert english.startswith(column.en)
        assert column.unit is None or english.endswith(f"({column.unit})")
    page = unescape(pages.get(f"/archive/{facts.name}").text)
    assert facts.vi in page and facts.en in page


def test_every_table_that_is_shown_is_described(pages: Pages) -> None:
    shown = pages.get("/archive.json").json()["tables"]
    assert {table["name"] for table in shown} == set(ALL_TABLES)
    assert all(pages.metadata(table["name"])["description"] for table in shown)


def test_every_table_and_query_is_listed_once_with_what_it_is(pages: Pages) -> None:
    page = unescape(pages.get("/archive").text)
    for name in (*ALL_TABLES, *QUERIES):
        assert page.count(f'href="/archive/{name}"') == 1, name
    for query in QUERIES.values():
        assert query["description"] in page
    assert f"{ARTICLES} rows" in page


@pytest.mark.parametrize("table", TABLES, ids=ALL_TABLES)
def test_facets_and_sort_orders_stand_on_indexes(pages: Pages, table: type) -> None:
    facts = about(table)
    indexed = {facts.key[0], *(index[0].removeprefix("-") for index in facts.indexes)}
    assert set(facts.facets) <= indexed
    assert facts.sort_desc is None or facts.sort_desc in indexed
    facets = pages.get(f"/archive/{facts.name}.json").json()["facet_results"]
    assert list(facets) == list(facts.facets)


@pytest.mark.parametrize("name", ["articles_fts_data", "articles_search", "observations"])
def test_the_archives_own_business_has_no_pages(pages: Pages, name: str) -> None:
    assert pages.get(f"/archive/{name}").status_code == 403
    assert pages.get(f"/archive/{name}.json").status_code == 403
    assert name not in pages.get("/archive?_show_hidden=1").text
    assert pages.query(f"SELECT 1 FROM [{name}] LIMIT 1") is not None


def test_nothing_is_suggested_or_downloaded(pages: Pages) -> None:
    assert pages.get("/archive/articles.json").json()["suggested_facets"] == []
    assert pages.get("/archive.db").status_code == 403
    settings = pages.get("/-/settings.json").json()
    assert {name: str(settings[name]) for name in SETTINGS} == {
        name: {"off": "False"}.get(value, value) for name, value in SETTINGS.items()
    }


@pytest.mark.parametrize("name", QUERIES)
def test_every_canned_query_answers(pages: Pages, name: str) -> None:
    query = QUERIES[name]
    assert query["title"] and query["description"].count(".") >= 1
    page = pages.get(f"/archive/{name}")
    assert page.status_code == 200
    assert "message-error" not in page.text
    assert query["title"] in page.text
    assert pages.rows(name)


@pytest.mark.parametrize("name", [name for name in QUERIES if "params" in QUERIES[name]])
def test_canned_queries_bear_anything(pages: Pages, name: str) -> None:
    for value in HOSTILE:
        page = pages.get(f"/archive/{name}", **{QUERIES[name]["params"][0]: value})
        assert page.status_code == 200, value
        assert "message-error" not in page.text, value
        assert "<script>alert(9)" not in page.text


def test_there_are_twenty_canned_queries() -> None:
    assert len(QUERIES) >= 20


@pytest.mark.parametrize(
    ("name", "parameters", "column", "wanted"),
    [
        ("bai-theo-thang", {"nam": "2020", "chuyen_muc": "tin mau"}, "category", {"Tin mẫu"}),
        ("bai-theo-thang", {"nam": "1999"}, "category", set()),
        ("luot-xem-theo-thoi-gian", {"ma_bai": "7"}, "net_growth", {None, 2}),
        ("bai-da-sua", {}, "article_id", {1, 2, 3}),
        ("bai-da-sua", {"ma_bai": "2"}, "length_change", {None, 6}),
        ("bai-sua-nhieu-nhat", {}, "article_id", {1, 2, 3}),
        ("bai-sua-nhieu-nhat", {}, "edits", {1}),
        ("bai-da-go", {}, "article_id", {4, 6, 7}),
        ("ket-qua-thu-tuc", {"pham_vi": "DEPARTMENT"}, "received", {298}),
        ("bang-so-lieu", {"tu_khoa": "ho ngheo"}, "article_id", {1}),
        ("bang-so-lieu", {"tu_khoa": "VIỆC LÀM"}, "capture_id", {53}),
        ("van-ban-duoc-dan", {"so_hieu": "nq-hdnd"}, "articles", {1}),
        ("nguon-goc-bai", {"ma_bai": "9"}, "warc_offset", {9000}),
        ("ban-luu-theo-ngay", {"tu_ngay": "2024-05-01"}, "outcome", {"article", "listing"}),
        ("van-de-theo-loai", {}, "kind", {"weekday"}),
        ("tim-bai", {"tu_khoa": "duong"}, "article_id", {3, 4}),
        ("tu-khoa-theo-nam", {"tu_khoa": "bài mẫu"}, "percent", {80.0, 90.0}),
        ("tu-khoa-theo-nam", {"tu_khoa": "không-có"}, "with_words", {0}),
        ("sua-tieu-de", {}, "new_byline", {"PHÒNG MẪU HAI"}),
        ("sua-tieu-de", {}, "old_byline", {"PHÒNG MẪU", None}),
        ("don-vi-ky", {"don_vi": "phong mau"}, "articles", {25}),
        ("thu-trong-tuan", {}, "year", {"2018", "2019", "2020", "2021", "2022"}),
        ("bai-khong-ro-ngay", {}, "article_id", {10, 20, 30, 40, 50}),
        ("tin-da-dua-con-thieu", {}, "related_url", {f"{SITE}/-/bai-thieu"}),
        ("tep-con-thieu", {}, "article_id", {2}),
        ("tep-theo-loai", {}, "bytes", {1234}),
        ("ma-thu-tuc", {"tu_khoa": "thu tuc mau"}, "mentions", {1}),
        ("ma-thu-tuc", {"tu_khoa": "2.000"}, "mentions", set()),
        ("ket-qua-thu-tuc", {}, "newest", {1}),
        ("thu-tuc-so-voi-ky-truoc", {}, "previous_period", {None, "2020-01", "2020-02"}),
        ("thu-tuc-so-voi-ky-truoc", {}, "received_change", {None, 0}),
        ("thu-tuc-so-voi-ky-truoc", {"pham_vi": "lao dong"}, "scope", set()),
        ("co-quan-ban-hanh", {}, "documents_percent", {100.0}),
        ("thu-tuc-doi-chieu", {"pham_vi": ""}, "early_computed", {95.41}),
        ("thu-tuc-doi-chieu", {}, "unaccounted", {0}),
        ("thu-tuc-doi-chieu", {}, "difference", {None}),
        ("truy-cap-theo-ngay", {}, "day", {"2024-05-01"}),
        ("khoang-trong-ban-luu", {}, "days", {8}),
        ("khoang-trong-ban-luu", {"so_ngay": "9"}, "days", set()),
        ("tim-bai", {"tu_khoa": ""}, "article_id", {1, 2}),
        (
            "xem-nhieu-nhat",
            {"nam": "2018"},
            "net_views",
            {97 + n for n in range(5, 51, 5) if n % 10},
        ),
    ],
)
def test_canned_queries_are_right(
    pages: Pages, name: str, parameters: dict[str, str], column: str, wanted: set[object]
) -> None:
    assert {row[column] for row in pages.rows(name, **parameters)} == wanted


def test_ranked_search_puts_marks_as_typed_first(pages: Pages) -> None:
    assert [row["article_id"] for row in pages.rows("tim-bai", tu_khoa="đào tạo")] == [1, 2]
    assert [row["article_id"] for row in pages.rows("tim-bai", tu_khoa="dương")] == [4, 3]


@pytest.mark.parametrize("path", [*OUR_PAGES, *DATASETTE_PAGES])
def test_no_archived_markup_is_live(pages: Pages, path: str) -> None:
    page = pages.get(path).text
    for planted in ("<script>alert", "<script>document", "<img src=x"):
        assert planted not in page
    assert not OTHER_HOST.search(page)


def test_a_row_shows_its_whole_text_as_text(pages: Pages) -> None:
    assert "&lt;script&gt;document.title=" in pages.get("/archive/articles/5").text
    rows = pages.get("/archive/tables/53,1").text
    assert rows.count("<td>Việc làm mẫu</td>") == 200
    assert "100 dòng nữa" in rows


def test_a_cell_that_only_looks_like_a_table_is_shown_as_text(pages: Pages) -> None:
    for value in ("'[x'", "'[]'", "'[{\"a\": 1}]'", "replace(hex(zeroblob(10000)), '0', '[')"):
        page = pages.get("/archive", sql=f'select {value} as "rows"')
        assert page.status_code == 200 and "<details><summary>" not in page.text, value


def test_rows_lead_to_the_readers_pages(pages: Pages) -> None:
    assert 'href="/bai-viet/7"' in pages.get("/archive/articles/7").text
    assert 'href="/ban-luu/7"' in pages.get("/archive/captures/7").text


def test_what_is_not_there_leads_home(pages: Pages) -> None:
    page = pages.get("/archive/khong-co")
    assert page.status_code == 404
    assert '<a href="/">' in page.text and "/static/tables.css" in page.text


def test_our_own_functions_take_any_value(pages: Pages) -> None:
    sql = "select fold(null) as a, fold(5) as b, exact_query(null) as c, excerpt('Đào', 'dao') as d"
    assert pages.query(sql) == [{"a": None, "b": "5", "c": None, "d": "Đào"}]


def test_links_between_rows(pages: Pages) -> None:
    page = pages.get("/archive/nguon-goc-bai", ma_bai=9).text
    assert '<a href="/archive/articles/9">9</a>' in page
    assert '<a href="/archive/captures/9">9</a>' in page
    page = pages.get("/archive/related_articles").text
    assert "/archive/article_urls?url=https%3A%2F%2Freplica.invalid%2F-%2Fbai-mau-2" in page
    page = pages.get("/archive/article_attachments").text
    assert '<a href="/archive/attachments?id=89">89</a>' in page
    assert '<a href="/archive/runs/66">66</a>' in pages.get("/archive/runs/66").text
    page = pages.get("/archive/ma-thu-tuc").text
    assert '<a href="/archive/procedures/1~2E000123">1.000123</a>' in page
    assert '<a href="/archive/captures/1">1</a>' in pages.get("/archive/sua-tieu-de").text


def test_a_procedure_without_a_name_is_called_by_its_code(tmp_path: Path) -> None:
    folder = make(tmp_path / "archive")
    with closing(sqlite3.connect(folder / "archive.db")) as db, db:
        db.execute("UPDATE procedures SET name = NULL")
    page = Pages(folder).get("/archive/procedure_mentions").text
    assert '<a href="/archive/procedures/1~2E000123">1.000123</a>' in page


@pytest.mark.parametrize("path", [*OUR_PAGES, *DATASETTE_PAGES, *OTHERS])
def test_every_response_has_security_headers(pages: Pages, path: str) -> None:
    response = pages.get(path)
    policy = response.headers["content-security-policy"]
    assert "frame-ancestors 'none'" in policy and "default-src 'none'" in policy
    assert response.headers["x-content-type-options"] == "nosniff"
    scripts = policy.partition("script-src")[2].partition(";")[0]
    assert "unsafe" not in scripts
    if not response.headers["content-type"].startswith("text/html"):
        return
    for script in INLINE_SCRIPT.findall(response.text):
        digest = b64encode(sha256(script.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in scripts


def test_our_pages_have_no_scripts_and_a_strict_policy(pages: Pages) -> None:
    for path in OUR_PAGES:
        response = pages.get(path)
        assert "script" not in response.headers["content-security-policy"]
        assert "unsafe" not in response.headers["content-security-policy"]
        assert "<script" not in response.text and "style=" not in response.text


@pytest.mark.parametrize("path", ["/", "/bai-viet/1", "/tim-kiem.atom", "/thay-doi.atom"])
def test_an_archive_is_called_after_its_own_site(pages: Pages, path: str) -> None:
    assert "Kho lưu trữ replica.invalid" in pages.get(path, q="mẫu").text


def test_home_says_what_the_archive_holds(pages: Pages) -> None:
    page = pages.get("/").text
    assert "SỞ MẪU" in page and f"<dd>{ARTICLES}</dd>" in page and "26/02/2018" in page
    assert 'action="/tim-kiem"' in page and 'href="/archive"' in page
