import pytest

from scraper.fields.procedures import (
    field_in,
    field_name,
    find_codes,
    read_mentions,
    read_procedures,
)
from scraper.records import PageTable, Procedure


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Thủ tục 1.000123 mẫu", ["1.000123"]),
        ("(2.000884.000.00.00.H55)", ["2.000884"]),
        ("1.001612.000.00.00.H48, 3.000181.000.00.00.H22.", ["1.001612", "3.000181"]),
        ("T-BLI-286741-TT và B-BLD-123456-TT", ["T-BLI-286741-TT", "B-BLD-123456-TT"]),
        ("Hồ sơ 000.00.53.H48-220921-0099", []),
        ("1.234.567 đồng, 1.0001234, 4.000123, 11.000123, 1.000123.5, v1.000123", []),
        ("1.000.123 và 2.50", []),
    ],
)
def test_codes_are_found_and_dossiers_and_sums_are_not(text: str, codes: list[str]) -> None:
    assert [code for code, *_ in find_codes(text)] == codes


def test_a_mention_has_its_place_and_the_words_of_its_line() -> None:
    text = f"Dòng đầu\nThủ tục mẫu 1.000123.000.00.00.H04 tại Sở{' x' * 99}\nDòng cuối 2.000123"
    first, second = read_mentions(text)
    assert (first.code, first.start) == ("1.000123", text.index("1.000123"))
    assert first.quote.startswith("Thủ tục mẫu 1.000123.000.00.00.H04 tại Sở x")
    assert "Dòng đầu" not in first.quote
    assert (second.code, second.quote) == ("2.000123", "Dòng cuối 2.000123")


def listed(*rows: str, head: str = "", caption: str | None = None) -> tuple[Procedure, ...]:
    cells = tuple(tuple(row.split("|")) for row in rows)
    header = tuple(head.split("|")) if head else ()
    return read_procedures(PageTable(position=1, caption=caption, header=header, rows=cells))


def test_a_list_with_codes_names_and_fields_in_any_order() -> None:
    wanted = (
        Procedure(code="1.000123", name="Thủ tục một", field="Người có công"),
        Procedure(code="2.000456", name="Thủ tục hai", field="Việc làm"),
    )
    first = ("1|1.000123|Thủ tục một|Người có công", "2|2.000456|Thủ tục hai|Việc làm")
    assert listed(*first, head="STT|Mã thủ tục|Tên thủ tục|Lĩnh vực") == wanted
    other = (
        "Người có công|Thủ tục  một|1.000123.000.00.00.H04",
        "Việc làm|Thủ tục hai|2.000456.000.00.00.H04",
    )
    assert listed(*other, head="Lĩnh vực|Thủ tục hành chính|Mã số TTHC") == wanted


def test_rows_that_head_others_and_captions_give_the_field() -> None:
    rows = ("I|Lĩnh vực Người có công|", "1|Thủ tục một|1.000123", "II|Việc làm|", "2|B|2.000456")
    found = listed(*rows, head="STT|Tên thủ tục|Mã TTHC")
    assert [p.field for p in found] == ["Người có công", "Việc làm"]
    caption = "Danh mục thủ tục lĩnh vực An toàn lao động năm 2020"
    (only,) = listed("1.000123|A", head="Mã|Tên", caption=caption)
    assert only == Procedure(code="1.000123", name="A", field="An toàn lao động")


def test_a_code_is_listed_once_and_without_names_they_are_none() -> None:
    assert listed("1.000123|x", "1.000123|y", "không có|z") == (Procedure(code="1.000123"),)


def test_a_table_without_a_column_of_codes_lists_nothing() -> None:
    assert listed("Xem 1.000123 và 1.000124|x", "Một|2", head="Nội dung|Số") == ()


def test_names_of_fields() -> None:
    assert field_name("II. Lĩnh vực Người có công") == "Người có công"
    assert field_name("1) Việc làm") == "Việc làm"
    assert field_name("Lao động - Tiền lương") == "Lao động - Tiền lương"
    assert field_name("Cai nghiện") == "Cai nghiện"
    assert field_in("Kết quả lĩnh vực Việc làm quý I/2021") == "Việc làm"
    assert field_in("Kết quả theo lĩnh vực") is None
