"""Figures in Vietnamese notation."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.notation.numbers import parse_int, parse_percent


@pytest.mark.parametrize(
    ("text", "figure"),
    [("298", 298), ("4.131", 4131), (" 1.234.567\u00a0", 1234567), ("05", 5), ("0", 0)],
)
def test_parse_int(text: str, figure: int) -> None:
    assert parse_int(text) == figure


@pytest.mark.parametrize(
    "text",
    [
        *("", "-", "-5", "+5", "5,0", "1,234", "1 234", "298 283", "4.13", "1.2345", "0.123"),
        *("8,96 ngàn", "2 triệu", "298 hồ sơ", "12a", "1.234.56", "1..234", "٣", "²", "1" * 5000),
    ],
)
def test_parse_int_never_guesses(text: str) -> None:
    assert parse_int(text) is None


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("95%", 95.0),
        ("99,71 %", 99.71),
        ("99,71\u00a0%", 99.71),
        ("0,44%", 0.44),
        ("116,3%", 116.3),
        ("95.4%", 95.4),
        ("1.250,5%", 1250.5),
        ("100 %", 100.0),
    ],
)
def test_parse_percent(text: str, figure: float) -> None:
    assert parse_percent(text) == figure


@pytest.mark.parametrize(
    "text",
    ["", "%", "95", "-3%", "1.250%", "1,2,3%", "95 phần trăm", "95,%", ",5%", "~95%", "95% hồ sơ"],
)
def test_parse_percent_never_guesses(text: str) -> None:
    assert parse_percent(text) is None


@given(st.integers(min_value=0, max_value=10**15 - 1))
def test_grouped_figures_read_back(figure: int) -> None:
    assert parse_int(f"{figure:,}".replace(",", ".")) == figure
    assert parse_int(str(figure)) == figure


@given(st.integers(min_value=0, max_value=999_999))
def test_percentages_read_back(hundredths: int) -> None:
    printed = f"{hundredths // 100},{hundredths % 100:02} %"
    assert parse_percent(printed) == hundredths / 100


@given(st.text(alphabet="0123456789.,% \u00a0-+ngà"))
def test_anything_is_a_figure_or_none(text: str) -> None:
    found = parse_int(text)
    assert found is None or str(found) == text.strip().replace(".", "").lstrip("0").zfill(1)
    parse_percent(text)
