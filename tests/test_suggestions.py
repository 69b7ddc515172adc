"""What a search that finds nothing, or hardly what was meant, suggests."""

import re

import pytest
from markupsafe import escape

from tests.datasette_pages import Pages
from tests.sample_archive import make


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Pages:
    return Pages(make(tmp_path_factory.mktemp("archive")))


def test_nothing_found_suggests_what_finds_something(pages: Pages) -> None:
    for text in (
        "đào tạo khongco",
        "đào tạp",
        '"tạo đào"',
        "đường đào",
        "18/2020/NQ-UBND",
        "-mẫu bài mẫu",
    ):
        found = pages.get("/tim-kiem.json", q=text).json()
        assert found["total"] == 0 and found["suggestions"], text
        assert list(found["suggestion_totals"]) == found["suggestions"]
        for suggestion, total in found["suggestion_totals"].items():
            assert total > 0
            assert pages.get("/tim-kiem.json", q=suggestion).json()["total"] == total, suggestion
    assert pages.get("/tim-kiem.json", q="bài mẩuu").json()["suggestions"][0] == "bài mẫu"
    excluded = pages.get("/tim-kiem.json", q='"đào tạo" nghề -người').json()
    assert excluded["suggestions"][0] == '"đào tạo" nghề'
    assert pages.get("/tim-kiem.json", q="99/2020/NQ-HĐND").json()["suggestions"][:2] == [
        "2020/NQ-HĐND", "NQ-HĐND"
    ]  # fmt: skip
    for text, meant in (("bai mau zzqx", "bài mẫu"), ("li do zzqx", "lý đô")):  # each once
        assert pages.get("/tim-kiem.json", q=text).json()["suggestions"] == [meant]
    page = pages.get("/tim-kiem", q="đào", category="không có").text
    assert "gần giống" not in page
    assert "Tìm trong tất cả, bỏ mọi bộ lọc" in page and "Thử ít từ hơn" not in page


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("ddaof taoj", "đào tạo"), ("dao2 tao5", "đào tạo"), ("daotao ngheef", "đào tạo nghề"),
        ("đào tạp ngề", "đào tạo nghề"), ("đ ào tạo", "đào tạo"),
        ("qản lý đô tị", "quản lý đô thị"), ("tuyển* giao thôgn", "giao thông"),
        ('"giao thôg mẫu"', '"giao thông mẫu"'), ("giao thôg -nghề", "giao thông -nghề"),
        ("18/2020/NQHĐND", "18/2020/NQ-HĐND"),
        ("dường giao thông nẫu", "đường giao thông mẫu"),
    ],
)  # fmt: skip
def test_what_was_meant_is_suggested_as_the_archive_writes_it(
    pages: Pages, text: str, meant: str
) -> None:
    assert pages.get("/tim-kiem.json", q=text).json()["suggestions"][0] == meant
    page = pages.get("/tim-kiem", q=text).text
    assert "Những tìm kiếm gần giống" in page and f">{escape(meant)}</a>" in page


def test_a_suggestion_finds_what_it_says(pages: Pages) -> None:
    asked = {"q": "XKLĐ đường", "literal": "XKLĐ", "year": "2020", "has": "tables"}
    page = pages.get("/tim-kiem", **asked).text
    text, total = re.findall(r'nofollow">([^<]*)</a> <span class="count">\(([0-9]+) bài', page)[0]
    link = re.findall(r'href="([^"]*)" rel="nofollow">' + re.escape(text), page)[0]
    assert f">{total} bài</h2>" in pages.get(link).text
    # Sought anyway: i and y are one sound.
    assert not pages.get("/tim-kiem.json", q="li do").json()["suggestions"]
