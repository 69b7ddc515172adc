"""The search box of /archive/articles, and what is asked of a table wrongly."""

import gc
from unicodedata import normalize

import pytest

from tests.datasette_pages import HOSTILE, Pages
from tests.sample_archive import ARTICLES, make

# What Datasette's tables are asked that cannot be answered, with the status that says so.
ASKED_WRONGLY = {
    "articles?_sort=body_text": 400, "articles.json?_sort_desc=nothing": 400,
    "articles.csv?_sort=body_text": 400, "captures?_sort=status": 400,
    "articles?_sort=url&_sort_desc=id": 400,
    "articles?_where=1;select+1": 400, "articles?_through=x": 400, "articles?_through={}": 400,
    "articles?_through=[]": 400, "view_counts?_next=x": 400, "articles?_timelimit=x": 400,
    "articles?id__in=[": 400, f"articles?id__gt={'9' * 30}": 400,
    "view_counts/1": 404, "view_counts/1,2,3": 404, "view_counts/1~2C2": 404,
    "tables/1%2C2": 404, "tables/1.json": 404, "articles/x": 404,
}  # fmt: skip
# Searches, and the planted articles that each must find.
SEARCHES = {
    "đào tạo": {1}, "dao tao": {1, 2}, "ĐÀO TẠO": {1}, "Đào Tạo": {1}, "dao tạo": {1},
    "DAO TAO": {1, 2}, normalize("NFD", "đào tạo"): {1}, '"đào tạo"': {1}, '"tạo đào"': set(),
    "tạo đào": {1}, "đường": {3}, "duong": {3, 4}, "dương": {4}, "18/2020/NQ-HĐND": {1},
    "18/2020/nq-hdnd": {1}, "NQ-HĐND": {1}, "nq-hdnd": {1}, "18/2020": {1},
    '"đào tạo': {1}, 'đào" tạo': {1}, "đào tạo *": {1}, "đào\0tạo": {1}, "* - /": set(),
    "uỷ ban": {4}, "ủy ban": {4}, "uy ban": {4}, "\0": set(), "không-có-chữ-này": set(),
}  # fmt: skip


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Pages:
    return Pages(make(tmp_path_factory.mktemp("archive")))


@pytest.mark.parametrize(("text", "wanted"), SEARCHES.items())
def test_search_box(pages: Pages, text: str, wanted: set[int]) -> None:
    assert pages.search(text) == wanted
    assert pages.get("/archive/articles", _search=text).status_code == 200


def test_search_box_keeps_what_was_typed_and_its_facets(pages: Pages) -> None:
    page = pages.get("/archive/articles", _search="dao tao")
    assert 'name="_search" value="dao tao"' in page.text
    assert "2 rows" in page.text
    assert 'data-column="category"' in page.text
    assert len(pages.search("")) == ARTICLES


def test_search_in_one_column(pages: Pages) -> None:
    assert {row["id"] for row in pages.rows("articles", _search_title="dao tao")} == {1, 2}
    assert {row["id"] for row in pages.rows("articles", _search_body="dao tao")} == {1}
    assert pages.get("/archive/articles", _search_nothing="dao tao").status_code == 400


@pytest.mark.parametrize("path", ["/archive/articles?_search=", "/tim-kiem?q="])
def test_search_bears_anything(pages: Pages, path: str) -> None:
    address, name = path.rstrip("=").split("?")
    for text in (*HOSTILE, " ".join(map(str, range(300))), '"' * 301):
        page = pages.get(address, **{name: text})
        assert page.status_code == 200, text
        assert "<script>alert(9)" not in page.text


@pytest.mark.parametrize("value", HOSTILE)
def test_filters_bear_anything(pages: Pages, value: str) -> None:
    for column in ("view_count", "category", "id"):
        assert pages.get("/archive/articles", **{column: value}).status_code == 200


@pytest.mark.parametrize(("path", "status"), ASKED_WRONGLY.items())
def test_what_is_asked_wrongly_is_no_fault_of_ours(
    pages: Pages, path: str, status: int, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = pages.get(f"/archive/{path}")
    assert answer.status_code == status, answer.text
    assert ("json" in path) == answer.headers["Content-Type"].startswith("application/json")
    assert capsys.readouterr().err == ""


@pytest.mark.filterwarnings("ignore:coroutine .*facet.* was never awaited")  # by Datasette
@pytest.mark.parametrize(
    "facet", ["_facet={", "_facet={}", '_facet_array={"column":1}', "_facet_size={", "_facet=%00"]
)
def test_a_facet_that_is_none(pages: Pages, facet: str, capsys: pytest.CaptureFixture[str]) -> None:
    for ending in ("", ".json"):
        assert pages.get(f"/archive/articles{ending}?{facet}").status_code == 400
    gc.collect()
    assert "Traceback" not in capsys.readouterr().err
