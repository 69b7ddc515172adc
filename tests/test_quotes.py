"""The words around a mention."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.fields.procedures import read_mentions
from scraper.notation.quotes import LENGTH, quote_around


def quoted(text: str, mention: str) -> str:
    start = text.index(mention)
    return quote_around(text, start, start + len(mention))


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("1.000123", "1.000123"),
        ("Thủ tục (1.000123) mẫu.", "Thủ tục (1.000123) mẫu."),
        ("Dòng trước\nThủ tục\u00a0 1.000123\tmẫu\nDòng sau", "Thủ tục 1.000123 mẫu"),
        ("a" * 200 + " 1.000123 " + "b" * 200, "1.000123"),
        ("a" * 200 + "1.000123" + "b" * 200, "1.000123"),
    ],
)
def test_whole_words_of_the_line(text: str, quote: str) -> None:
    assert quoted(text, "1.000123") == quote


def test_a_quote_ends_with_whole_words() -> None:
    text = "chữ mẫu " * 40 + "1.000123" + " chữ mẫu" * 40
    quote = quoted(text, "1.000123")
    assert LENGTH - 10 <= len(quote) <= LENGTH
    assert set(quote.split()) == {"chữ", "mẫu", "1.000123"}


@pytest.mark.parametrize("dossier", ["000.00.53.H48-220921-0099", "H04.12-220921-0099"])
def test_numbers_of_dossiers_are_left_out(dossier: str) -> None:
    (mention,) = read_mentions(f"Hồ sơ {dossier}, thủ tục 1.000123, hồ sơ {dossier}.")
    assert mention.quote == "Hồ sơ […], thủ tục 1.000123, hồ sơ […]."


@given(st.text(alphabet="ab \n\u00a0.-0") | st.text(), st.integers(0, 60), st.integers(0, 200))
def test_any_place(text: str, start: int, length: int) -> None:
    quote = quote_around(text, start, start + length)
    assert " ".join(text[start : start + length].split()) in quote
    assert "\n" not in quote
