"""Normal form, folding, tone-mark style, white space."""

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.text import fold, nfc, normalise_tones, squeeze, word_count

VOWELS = "aăâeêioôơuưy"
TONES = "\u0300\u0301\u0309\u0303\u0323"

# Old style, new style: each pair is one word.
TONE_PAIRS = [
    ("hòa", "hoà"),
    ("HÒA", "HOÀ"),
    ("Hóa", "Hoá"),
    ("khỏe", "khoẻ"),
    ("lòe", "loè"),
    ("thủy", "thuỷ"),
    ("Ủy ban", "Uỷ ban"),
    ("ỦY BAN", "UỶ BAN"),
    ("lũy, tụy", "luỹ, tuỵ"),
    ("hòa2", "hoà2"),
]
# The same in both styles.
ONE_STYLE = [
    "quý",
    "Quỳ",
    "QUỴ",
    "già",
    "giá",
    "hoàn",
    "khuỷu",
    "thuỵnh",
    "loài",
    "mùa",
    "của",
    "chùa",
]


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Đào tạo NGHỀ", "dao tao nghe"),
        ("đường, Ðường, Ɖường", "duong, duong, duong"),
        ("18/2020/NQ-HĐND", "18/2020/nq-hdnd"),
        (unicodedata.normalize("NFD", "Quyết định"), "quyet dinh"),
        ("İ ẞ ﬁ", "i ß ﬁ"),
        ("각", "각"),
        ("", ""),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_fold_of_every_vietnamese_vowel() -> None:
    for vowel in VOWELS:
        plain = unicodedata.normalize("NFD", vowel)[0]
        for printed in (vowel, *(vowel + tone for tone in TONES)):
            assert fold(printed) == fold(printed.upper()) == plain


def test_fold_is_one_for_one_for_every_character() -> None:
    for code in range(sys.maxunicode + 1):
        character = nfc(chr(code))
        folded = fold(character)
        assert len(folded) == len(character)
        assert fold(folded) == folded
        assert not any(unicodedata.combining(c) for c in folded)


@given(st.text())
def test_fold_keeps_places(text: str) -> None:
    assert len(fold(text)) == len(nfc(text))
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(("old", "new"), TONE_PAIRS)
def test_both_tone_styles_become_one(old: str, new: str) -> None:
    assert normalise_tones(new) == normalise_tones(old) == old
    assert normalise_tones(unicodedata.normalize("NFD", new)) == old


@pytest.mark.parametrize("word", ONE_STYLE)
def test_other_words_keep_their_tone(word: str) -> None:
    assert normalise_tones(word) == word


@given(st.text(alphabet="qgihoaeuyàèỳáéýOAEUYÀỲ n-"))
def test_tones_keep_length_and_settle(text: str) -> None:
    styled = normalise_tones(text)
    assert len(styled) == len(text)
    assert normalise_tones(styled) == styled
    assert fold(styled) == fold(text)


@pytest.mark.parametrize(
    ("text", "squeezed"),
    [
        ("  Số \u00a0 lượt\n\txem ", "Số lượt xem"),
        ("a\u200bb\ufeffc\u00add", "abcd"),
        ("e\u200b\u0301", "é"),
        ("\u3000\u2003x\u2028y", "x y"),
        ("\u00a0", ""),
    ],
)
def test_squeeze(text: str, squeezed: str) -> None:
    assert squeeze(text) == squeezed


@given(st.text())
def test_squeeze_settles(text: str) -> None:
    assert squeeze(squeeze(text)) == squeeze(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Lao động - Thương binh và Xã hội", 7),
        ("* Chỉ tiêu: 16/20 (80%).", 4),
        ("", 0),
        ("- – …", 0),
    ],
)
def test_word_count(text: str, words: int) -> None:
    assert word_count(text) == words
