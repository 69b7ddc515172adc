"""What a hit shows of the words that it was found by."""

from unicodedata import normalize

import pytest

from archive.search.marking import EXCERPT_CHARACTERS, excerpt, mark, marker


@pytest.mark.parametrize(
    ("text", "query", "wanted"),
    [
        ("Lớp đào tạo", "dao", ["đào"]),
        ("Lớp đào  tạo nghề", "dao tạo", ["đào  tạo"]),
        ("đường, dương, duong", "đường", ["đường"]),
        ("dương, duong", "đường", ["dương", "duong"]),
        ("số 18/2020/NQ-HĐND ngày", "18/2020/nq-hdnd", ["18/2020/NQ-HĐND"]),
        ("Kế hoạch 06/KH-UBND", "6/kh-ubnd", ["06/KH-UBND"]),
        ("tạo tạoo xtạo", "tạo", ["tạo"]),
        ("tuyển sinh, tuyến", "tuyển*", ["tuyển"]),
        ("đi XKLĐ, xuất khẩu lao động", "xkld", ["XKLĐ", "xuất khẩu lao động"]),
        ("Kĩ năng", "kỹ", ["Kĩ"]),
        ("Uỷ ban", "ủy", ["Uỷ"]),
        (normalize("NFD", "đào tạo"), '"đào tạo"', ["đào tạo"]),
        ("có đường", "-đường có", ["có"]),
        ("không có gì", "xyz", []),
        ("không có gì", "", []),
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


def test_excerpt_is_where_most_terms_stand_together() -> None:
    text = "lãnh đạo " + "giữa dòng " * 100 + "lớp đào tạo mẫu " + "đạo " * 9 + "cuối dòng " * 100
    assert "lớp đào tạo mẫu" in excerpt(text, "dao tao")


def test_excerpt_of_text_without_blanks() -> None:
    run = "x" * 5000
    assert len(excerpt(run, "y")) == EXCERPT_CHARACTERS + 1
    assert "đào" in excerpt(f"{run} đào {run}", "dao")
    assert len(excerpt(f"{run} đào {run}", "dao")) <= EXCERPT_CHARACTERS + 2


@pytest.mark.parametrize("folded", ["", "lop dao tao", "of another text"])
def test_excerpt_by_a_fold_that_is_at_hand(folded: str) -> None:
    _, found = marker("dao tao").hit("", "Lớp đào tạo", folded)
    assert found == [("Lớp ", False), ("đào tạo", True)]


@pytest.mark.parametrize(
    ("title", "text", "query", "wanted"),
    [
        ("Trên địa bàn", "Ủy ban nhân dân tỉnh", "ủy ban", ["Ủy ban"]),
        ("Số hóa", "Sở Lao động", "sở lao động", ["Sở Lao động"]),
        ("Tuyển dụng", "ứng dụng, đúng hạn", "đúng", ["đúng"]),
        ("Trên địa bàn", "lao động xã hội, Ủy ban", "ủy ban", ["Ủy ban"]),
        ("Lao xã hội", "lao động xã hội", "lao động xã hội", ["Lao xã hội", "lao động xã hội"]),
        ("Dương lịch", "con duong", "đường", ["Dương", "duong"]),
        ("Dương lịch", "con đường", "duong", ["Dương", "đường"]),
    ],
)
def test_what_is_there_as_typed_is_marked_nowhere_as_anything_else(
    title: str, text: str, query: str, wanted: list[str]
) -> None:
    shown = marker(query).hit(title, text)
    assert [piece for some in shown for piece, hit in some if hit] == wanted


def test_marks_whatever_the_case() -> None:
    assert [piece for piece, hit in mark("ĐÀO TẠO, İstanbul Đào", "đào") if hit] == ["ĐÀO", "Đào"]
