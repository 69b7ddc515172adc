"""Texts compared word by word, whatever they are, in bounded time."""

import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.views.differences import ADDED, REMOVED, SAME, compare, compare_line, counted

texts = st.lists(st.text("abc đ.\t", max_size=8), max_size=8).map("\n".join)


def told(old: str, new: str) -> list[str]:
    marks = {SAME: "{}", ADDED: "+{}+", REMOVED: "-{}-"}
    return [
        "".join(marks[piece.kind].format(piece.text) for piece in paragraph.pieces)
        for paragraph in compare(old, new)
    ]


@pytest.mark.parametrize(
    ("old", "new", "wanted"),
    [
        ("Một hai ba", "Một hai ba", ["Một hai ba"]),
        ("Có 12 người mẫu.", "Có 15 người mẫu.", ["Có -12 -+15 +người mẫu."]),
        ("Một hai, ba", "Một hai ba", ["Một hai -, -ba"]),
        ("Một", "Một\nHai", ["Một", "+Hai+"]),
        ("Một\nHai", "Hai", ["-Một-", "Hai"]),
        ("Đoạn này thay hẳn", "Chữ khác", ["-Đoạn này thay hẳn-", "+Chữ khác+"]),
        ("", "Mới", ["+Mới+"]),
        ("Cũ", "", ["-Cũ-"]),
        ("", "", []),
    ],
)
def test_what_differs_is_told(old: str, new: str, wanted: list[str]) -> None:
    assert told(old, new) == wanted


def test_words_are_counted() -> None:
    assert counted(compare("Có 12 người.\nBỏ đi", "Có 15 nghìn người.")) == (2, 3)


def test_a_field_that_was_not_there() -> None:
    assert [p.kind for p in compare_line(None, "PHÒNG MẪU").pieces] == [ADDED]
    assert [p.kind for p in compare_line(None, None).pieces] == [SAME]


@given(texts, texts)
def test_both_texts_can_be_read_out_of_the_comparison(old: str, new: str) -> None:
    for left_out, text in ((ADDED, old), (REMOVED, new)):
        kept = [
            "".join(piece.text for piece in paragraph.pieces if piece.kind != left_out)
            for paragraph in compare(old, new)
            if any(piece.kind != left_out for piece in paragraph.pieces)
        ]
        assert "".join("".join(kept).split()) == "".join(text.split())


def words(count: int, kinds: int, between: str = " ") -> str:
    chance = random.Random(count)
    return between.join(chance.choice("abcdefghijklmnop"[:kinds]) for _ in range(count))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (words(200_000, 16), words(200_001, 16)),
        (words(50_000, 2, "\n"), words(50_001, 2, "\n")),
        (words(1_900, 2, "\n"), words(1_901, 2, "\n")),
        ("\n".join(words(50 + n % 3, 16) for n in range(3000)), words(100_000, 16)),
    ],
    ids=["one line", "many lines", "few words", "long"],
)
def test_long_texts_take_little_time(old: str, new: str) -> None:
    start = time.process_time()
    compare(old, new)
    assert time.process_time() - start < 3


def test_a_figure_is_one_word() -> None:
    old = "Có 3.362 hộ (61,91%) ngày 24/07/2020, lúc 08:23. Hết 3.4. 5"
    new = "Có 3.263 hộ (61,19%) ngày 24/08/2020, lúc 08:32. Hết 3.4. 6"
    pieces = [piece.text.strip() for piece in compare_line(old, new).pieces if piece.kind != SAME]
    assert pieces == [
        "3.362", "3.263", "61,91", "61,19", "24/07/2020", "24/08/2020", "08:23", "08:32", "5", "6"
    ]  # fmt: skip
