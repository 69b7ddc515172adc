import pytest

from scraper.notation.periods import read_cell_period, read_period


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("Kết quả giải quyết thủ tục hành chính năm 2020", "2020"),
        ("KẾT QUẢ GIẢI QUYẾT TTHC QUÝ I NĂM 2021", "2021-Q1"),
        ("Quý IV/2019", "2019-Q4"),
        ("quý 2 - 2021", "2021-Q2"),
        ("Quý III, năm 2020", "2020-Q3"),
        ("Tháng 3/2021", "2021-03"),
        ("tháng 03 năm 2021", "2021-03"),
        ("Tháng 3, 2021", "2021-03"),
        ("Quý 1, 2021", "2021-Q1"),
        ("tháng 12-2020", "2020-12"),
        ("Tháng 10 (2020)", "2020-10"),
        ("Kết quả giải quyết hồ sơ", ""),
        ("", ""),
        ("Cập nhật ngày 25 tháng 3 năm 2021", ""),
        ("Cập nhật ngày 24/07/2020", ""),
    ],
)
def test_a_period_is_read_as_year_quarter_or_month(text: str, period: str) -> None:
    assert read_period(text) == period


@pytest.mark.parametrize(
    "text",
    [
        "6 tháng đầu năm 2021",
        "sáu tháng đầu năm 2021",
        "9 tháng năm 2020",
        "từ ngày 01/01/2021 đến ngày 15/03/2021",
        "lũy kế đến tháng 3 năm 2021",
        "Tuần 12 năm 2021",
        "giai đoạn 2016 - 2020",
        "năm 2016-2020",
        "Quý I",
        "Tháng 3",
        "quý III và IV/2021",
        "Quý I, II năm 2021",
        "Quý 1 - 2/2021",
        "tháng 3, 4/2021",
        "Tháng 3 và tháng 4 năm 2021",
        "tháng 3 năm 2021 và tháng 4 năm 2021",
        "năm 2019, 2020",
        "năm 2019 và năm 2020",
    ],
)
def test_a_span_without_a_name_is_no_period(text: str) -> None:
    assert read_period(text) is None


def test_a_bare_month_takes_the_heading_s_year() -> None:
    assert read_period("Tháng 3", "2021") == "2021-03"
    assert read_period("Quý II", "2021") == "2021-Q2"
    assert read_period("Tháng 3/2020", "2021") == "2020-03"


def test_a_cell_may_be_a_bare_year() -> None:
    assert read_cell_period(" 2020 ") == "2020"
    assert read_cell_period("2020 hồ sơ") == ""
