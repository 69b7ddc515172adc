"""How words go wrong."""

import pytest

from archive.search.slips import keys, slips, sound


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ddaof", "dao"), ("taoj", "tao"), ("ngheef", "nghe"), ("nguwowif", "nguoi"), ("tw", "tu"),
        ("dduwowngf", "duong"), ("soos", "so"), ("dao2", "dao"), ("d9oc65", "doc"),
        ("nha81n", "nhan"), ("thong", "thong"), ("18", "18"), ("", ""),
    ],
)  # fmt: skip
def test_keystrokes_become_letters(typed: str, meant: str) -> None:
    assert keys(typed) == meant


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("xuat", "suat"), ("tro", "cho"), ("giai", "dai"), ("giai", "rai"), ("lao", "nao"),
        ("nghe", "nge"), ("ky", "ki"), ("kong", "cong"), ("phu", "fu"), ("lich", "lik"),
        ("ghe", "ge"), ("gi", "di"), ("quy", "qui"),
    ],
)  # fmt: skip
def test_sounds_alike(one: str, other: str) -> None:
    assert sound(one) == sound(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("nghe", "ghe"), ("thi", "ti"), ("nha", "na"), ("kha", "ka"), ("cha", "ca"), ("ban", "bang")],
)
def test_sounds_unlike(one: str, other: str) -> None:
    assert sound(one) != sound(other)


@pytest.mark.parametrize(
    ("typed", "meant", "count"),
    [("tao", "tao", 0), ("tap", "tao", 1), ("toa", "tao", 1), ("ngeop", "ngheo", 2), ("", "ab", 2)],
)
def test_slips_are_counted(typed: str, meant: str, count: int) -> None:
    assert slips(typed, meant) == slips(meant, typed) == count
