"""Dates: every form of the table, the collected strings, and what must never be a date."""

import re
import time
import unicodedata
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.dates import DAYS, TIMES, Form, parse_date, read_date
from scraper.notation.datenotes import Note
from scraper.notation.datereader import clean

# A printed string, a tab, its ISO value or nothing: collected from pages, and their neighbours.
COLLECTED = [
    tuple(line.split("\t"))
    for line in Path(__file__).with_name("dates.tsv").read_text(encoding="utf-8").splitlines()
]
WEEKDAYS = ["Thứ hai", "Thứ ba", "Thứ tư", "Thứ năm", "Thứ sáu", "Thứ bảy", "Chủ nhật"]
DAY = st.dates(date(1971, 1, 1), date(2098, 12, 31))
MINUTE = st.datetimes(datetime(1971, 1, 1), datetime(2098, 12, 31)).map(
    lambda at: at.replace(second=0, microsecond=0)
)


def iso(text: str) -> str:
    value = parse_date(text)
    return value.isoformat() if value else ""


@pytest.mark.parametrize("form", [*DAYS, *TIMES], ids=lambda form: form.example)
def test_form_reads_its_example(form: Form) -> None:
    assert re.search(form.pattern, clean(form.example), re.ASCII)
    assert iso(form.example) == form.value


@pytest.mark.parametrize(("text", "value"), COLLECTED)
def test_collected(text: str, value: str) -> None:
    assert iso(text) == value


@pytest.mark.parametrize(("text", "value"), COLLECTED)
def test_collected_in_other_guises(text: str, value: str) -> None:
    assert iso(unicodedata.normalize("NFD", text)) == value
    assert iso(text.upper()) == value
    assert iso(text.replace(" ", "\u00a0\u00a0")) == value
    assert iso(f"\n {text}\u200b ") == value


@pytest.mark.parametrize(
    ("text", "notes"),
    [
        ("Thứ sáu, 26/03/2021, 15:13", ()),
        ("08:23 ngày 24/07/2020", ()),
        ("2021-03-26T03:13:00+07:00", ()),
        ("26/03/2021 3:13 SA", ()),
        ("Thứ 3 Ngày 24/1/2021", (Note.WEEKDAY_CONTRADICTS,)),
        ("24/1/2021 (Thứ 3) 10:00", (Note.WEEKDAY_CONTRADICTS,)),
        ("24/1/2021, Thứ trưởng", ()),
        ("26/3/21 15:13", (Note.TWO_DIGIT_YEAR,)),
        ("03:13 26/03/2021", (Note.TWELVE_HOUR_CLOCK,)),
        ("26/03/2021 24:05", (Note.HOUR_24,)),
        ("26/05/2015 | 12:00 AM", (Note.MIDNIGHT_AM,)),
        ("26/05/2015 | 12:00 SA", (Note.MIDNIGHT_AM,)),
        ("26/05/2015 | 00:00", ()),
        ("26/05/2015 | 12:00 PM", ()),
        ("T7, 26/3/21 24:05", (Note.WEEKDAY_CONTRADICTS, Note.TWO_DIGIT_YEAR, Note.HOUR_24)),
        ("Trang 26/03", ()),
    ],
)
def test_notes(text: str, notes: tuple[Note, ...]) -> None:
    value, found = read_date(text)
    assert found == notes
    assert value == parse_date(text)


@given(DAY, st.sampled_from(["/", "-", ".", " / ", "–", " - "]))
def test_any_day_in_digits(day: date, separator: str) -> None:
    printed = separator.join((f"{day.day:02}", f"{day.month:02}", str(day.year)))
    reading = read_date(f"{WEEKDAYS[day.weekday()]}, {printed}")
    assert reading == (day, ())
    assert parse_date(f"Ngày {day.day} tháng {day.month} năm {day.year}") == day


@given(MINUTE, st.sampled_from(["{d}, {t}", "{d} - {t}", "{d} | {t}", "{t} ngày {d}", "{t} {d}"]))
def test_any_minute(at: datetime, layout: str) -> None:
    printed = layout.format(d=at.strftime("%d/%m/%Y"), t=at.strftime("%H:%M"))
    value = parse_date(f"Cập nhật lúc: {printed} (GMT+7)")
    assert isinstance(value, datetime)
    assert value.replace(tzinfo=None) == at
    assert value.utcoffset() == timedelta(hours=7)


@given(MINUTE)
def test_any_minute_with_am_and_pm(at: datetime) -> None:
    value = parse_date(at.strftime("%d/%m/%Y | %I:%M %p"))
    assert isinstance(value, datetime)
    assert value.replace(tzinfo=None) == at


@given(MINUTE, st.integers(-12 * 60, 14 * 60))
def test_any_iso_offset(at: datetime, minutes: int) -> None:
    sign, (hours, rest) = "-" if minutes < 0 else "+", divmod(abs(minutes), 60)
    printed = f"{at.isoformat()}{sign}{hours:02}:{rest:02}"
    assert parse_date(printed) == datetime.fromisoformat(printed)


@given(st.text() | st.text(alphabet="0123456789/-.:, hgÁngày tháng năm thứ GMT+7(|)AMPM"))
def test_anything_is_aware_or_bare_or_none(text: str) -> None:
    value = parse_date(text)
    assert value is None or 1901 <= value.year <= 2100
    assert not isinstance(value, datetime) or value.utcoffset() == timedelta(hours=7)


@pytest.mark.parametrize(
    "unit",
    [
        *("1", "1 ", "1/", "26/03/", " - ", "12:", "(", "ngày ", "26 tháng ", "thứ 6, ", "jan "),
        *("25, ", "e\u0301", "\u00a0", "số 26/03/2021 ", "12:12 12:12 ngày "),
    ],
)
def test_long_text_takes_no_time(unit: str) -> None:
    text = unit * (100_000 // len(unit))
    started = time.process_time()
    parse_date(text)
    parse_date(f"{text} 26/03/2021 {text}")
    assert time.process_time() - started < 30
