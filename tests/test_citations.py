"""Citations, CSV, dates and sizes as they are written."""

import pytest

from archive.formats import day, http_date, moment, number, size
from archive.views.citations import Source, plain, ris, vietnamese
from archive.views.spreadsheet import BOM, csv_text

SOURCE = Source(
    title="Bài mẫu",
    department="SỞ MẪU",
    byline=None,
    published_at="2021-03-26T15:13:00+07:00",
    original="https://replica.invalid/-/bai-mau",
    captured_at="2021-03-27T18:00:00.000000Z",
    sha256="0" * 64,
    permanent="https://kho.invalid/bai-viet/1?v=2021-03-27T18:00:00.000000Z",
)


def test_the_vietnamese_manner() -> None:
    assert vietnamese(SOURCE) == (
        "SỞ MẪU (26/03/2021), “Bài mẫu”, https://replica.invalid/-/bai-mau, bản lưu lúc 01:00 ngày "
        "28/03/2021 (giờ Việt Nam), https://kho.invalid/bai-viet/1?v=2021-03-27T18:00:00.000000Z; "
        f"SHA-256: {'0' * 64}."
    )


def test_plain_has_everything_a_line_each() -> None:
    assert plain(SOURCE).splitlines()[:2] == ["Bài mẫu", "Đăng: 26/03/2021"]
    assert len(plain(SOURCE).splitlines()) == 6


def test_ris_is_one_record_whatever_the_text() -> None:
    hostile = "Bài\r\nER  - \u2028TY  - X\0\x1b"
    text = ris(Source(**{**{n: getattr(SOURCE, n) for n in Source.__slots__}, "title": hostile}))
    lines = text.split("\r\n")
    assert lines[0] == "TY  - ELEC" and lines[1] == "TI  - Bài  ER  -  TY  - X  "
    assert "DA  - 2021/03/26" in lines and "AU  - SỞ MẪU" in lines
    assert "Y2  - 2021/03/28" in lines  # in Viet Nam, as in the other two
    assert f"N1  - Lưu lúc 01:00 ngày 28/03/2021 (giờ Việt Nam); SHA-256: {'0' * 64}" in lines
    assert len(text.splitlines()) == len(lines) - 1


def test_what_is_not_known_is_said() -> None:
    nobody = Source(**{
        **{n: getattr(SOURCE, n) for n in Source.__slots__},
        "department": None, "published_at": None,
    })  # fmt: skip
    assert vietnamese(nobody).startswith("Không rõ tác giả (không rõ ngày), “Bài mẫu”")
    assert "AU" not in ris(nobody) and "DA" not in ris(nobody)


@pytest.mark.parametrize(
    ("cell", "wanted"),
    [
        ("=1+1", "'=1+1"), ("+84 xin", "'+84 xin"), ("-x", "'-x"), ("@a", "'@a"), (" =1", "' =1"),
        ("\t=1", "'\t=1"), ("＝1", "'＝1"), ("-12,5", '"-12,5"'), ("+3", "+3"),
        ("-5", "-5"), ("-", "'-"), ("5-1", "5-1"), ("1.234", "1.234"),
        ('a"b', '"a""b"'), ("hai\ndòng", '"hai\ndòng"'), (7, "7"), (-7, "-7"), (None, ""),
    ],
)  # fmt: skip
def test_a_spreadsheet_runs_nothing(cell: object, wanted: str) -> None:
    assert csv_text([[cell, "x"]]) == f"{BOM}{wanted},x\r\n"


@pytest.mark.parametrize(
    ("text", "the_day", "the_moment"),
    [
        ("2021-03-26", "26/03/2021", "26/03/2021"),
        ("2021-03-26T15:13:00+07:00", "26/03/2021", "15:13 ngày 26/03/2021"),
        ("2021-03-26T18:00:00.000000Z", "27/03/2021", "01:00 ngày 27/03/2021"),
        ("2021-03-26T15:13:00", "26/03/2021", "15:13 ngày 26/03/2021"),
        ("", "", ""),
        (None, "", ""),
    ],
)
def test_dates_are_those_of_viet_nam(text: str | None, the_day: str, the_moment: str) -> None:
    assert (day(text), moment(text)) == (the_day, the_moment)


def test_numbers_and_sizes() -> None:
    assert [number(n) for n in (0, 999, 1758, 1234567, 12.5)] == [
        "0", "999", "1.758", "1.234.567", "12,5"]  # fmt: skip
    assert [size(n) for n in (0, 1023, 1024, 71000, 5 * 2**20, 2**41)] == [
        "0 byte", "1023 byte", "1 KB", "69,3 KB", "5 MB", "2.048 GB"]  # fmt: skip
    assert http_date("2021-03-26T08:13:00.500000Z") == "Fri, 26 Mar 2021 08:13:00 GMT"
