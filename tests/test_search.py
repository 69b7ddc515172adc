"""What is typed into a search box, as a query; and what a hit shows of it."""

from unicodedata import normalize

import pytest

from archive.search import (
    EXCERPT_CHARACTERS,
    MOST_TERMS,
    NOTHING,
    exact_query,
    excerpt,
    loose_query,
    mark,
    terms,
)

WRITTEN = "{title lead body}"
FOLDED = "{title_fold lead_fold body_fold}"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("  đào   tạo ", ["đào", "tạo"]),
        ('"đào tạo" nghề', ["đào tạo", "nghề"]),
        ('nghề "đào tạo', ["nghề", "đào tạo"]),
        (normalize("NFD", "nghề"), ["nghề"]),
        ("hoà", ["hòa"]),
        ('* - "" / \0 _', []),
        ("18/2020/NQ-HĐND", ["18/2020/NQ-HĐND"]),
    ],
)
def test_terms(text: str, wanted: list[str]) -> None:
    assert terms(text) == wanted


def test_terms_are_bounded() -> None:
    assert len(terms("a " * 1000)) == MOST_TERMS


@pytest.mark.parametrize(
    ("text", "exact", "loose"),
    [
        ("tạo", f'{WRITTEN} : "tạo"', f'{FOLDED} : "tao"'),
        ("TAO", f'{FOLDED} : "TAO"', f'{FOLDED} : "tao"'),
        ("i ó", f'{FOLDED} : "i" AND {WRITTEN} : "ó"', f'{FOLDED} : "i" AND {FOLDED} : "o"'),
        ("NQ-HĐND", f'{WRITTEN} : "NQ HĐND"', f'{FOLDED} : "nq hdnd"'),
        ("*", NOTHING, NOTHING),
    ],
)  # fmt: skip
def test_queries(text: str, exact: str, loose: str) -> None:
    assert exact_query(text) == exact
    assert loose_query(text) == loose


@pytest.mark.parametrize(
    ("text", "query", "wanted"),
    [
        ("Lớp đào tạo", "dao", ["đào"]),
        ("đường, dương, duong", "đường", ["đường"]),
        ("dương, duong", "đường", ["dương", "duong"]),
        ("số 18/2020/NQ-HĐND ngày", "18/2020/nq-hdnd", ["18/2020/NQ-HĐND"]),
        ("tạo tạoo xtạo", "tạo", ["tạo"]),
        ("Uỷ ban", "ủy", ["Uỷ"]),
        (normalize("NFD", "đào tạo"), '"đào tạo"', ["đào tạo"]),
        ("không có gì", "xyz", []),
    ],
)
def test_marks(text: str, query: str, wanted: list[str]) -> None:
    pieces = mark(text, query)
    assert [piece for piece, hit in pieces if hit] == wanted
    assert "".join(piece for piece, _ in pieces) == normalize("NFC", text)


def test_excerpt_is_short_whole_words_around_the_hit() -> None:
    text = "đầu dòng\n" * 200 + "ở đây có chữ cần tìm " + "cuối\tdòng " * 200
    found = excerpt(text, "can tim")
    assert "chữ cần tìm" in found
    assert len(found) <= EXCERPT_CHARACTERS + 2
    assert found.startswith("…") and found.endswith("…")
    assert set(found.strip("…").split()) <= set(text.split())
    assert excerpt("ngắn", "không có") == "ngắn"
    assert len(excerpt("x" * 5000, "y")) <= EXCERPT_CHARACTERS + 2


def test_excerpt_is_where_the_terms_stand_together() -> None:
    text = "lãnh đạo " + "giữa dòng " * 100 + "lớp đào tạo mẫu " + "cuối dòng " * 100
    assert "lớp đào tạo mẫu" in excerpt(text, "dao tao")
