"""Citations of legal documents: canonical numbers, types, dates, issuers, and false friends."""

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.documents import Mention, find_documents
from scraper.text import nfc

HDND, UBND = "Hội đồng nhân dân", "Ủy ban nhân dân"
MOLISA = "Bộ Lao động - Thương binh và Xã hội"

# Text: number, type, year, issuer, date.
CITED: list[tuple[str, str, str | None, int | None, str | None, date | None]] = [
    (
        "Nghị quyết số 25/2020/NQ-HĐND ngày 09/12/2020 của Hội đồng nhân dân tỉnh",
        *("25/2020/NQ-HĐND", "Nghị quyết", 2020, f"{HDND} tỉnh", date(2020, 12, 9)),
    ),
    (
        "NGHỊ QUYẾT SỐ 15/2020/NQ-HĐND CỦA HỘI ĐỒNG NHÂN DÂN TỈNH BẠC LIÊU VỀ CHÍNH SÁCH",
        *("15/2020/NQ-HĐND", "Nghị quyết", 2020, f"{HDND} tỉnh Bạc Liêu", None),
    ),
    (
        "Kế hoạch số 06/KH-UBND, ngày 14 tháng 01 năm 2021, của Uỷ ban nhân dân tỉnh",
        *("06/KH-UBND", "Kế hoạch", 2021, f"{UBND} tỉnh", date(2021, 1, 14)),
    ),
    (
        "Quyết định 12/QĐ-UBND của Chủ tịch UBND thành phố Bạc Liêu (08-12-2020)",
        "12/QĐ-UBND",
        *("Quyết định", 2020, f"Chủ tịch {UBND} thành phố Bạc Liêu", date(2020, 12, 8)),
    ),
    ("Kế hoạch 6/KH-UBND", "06/KH-UBND", "Kế hoạch", None, UBND, None),
    (
        "Thông tư 17/2021/TT-BLĐTBXH của Bộ Lao động – Thương binh và Xã hội",
        *("17/2021/TT-BLĐTBXH", "Thông tư", 2021, MOLISA, None),
    ),
    (
        "Nghị định 30/2020/NĐ – CP của Chính phủ quản lý công tác văn thư",
        *("30/2020/NĐ-CP", "Nghị định", 2020, "Chính phủ", None),
    ),
    (
        "QUYẾT ĐỊNH 20/2020/QÐ-TTG",
        *("20/2020/QĐ-TTg", "Quyết định", 2020, "Thủ tướng Chính phủ", None),
    ),
    ("Nghị quyết 36a/NQ-CP", "36a/NQ-CP", "Nghị quyết", None, "Chính phủ", None),
    (
        "Thông tư liên tịch 09/2016/TTLT-BLĐTBXH-BTC",
        *("09/2016/TTLT-BLĐTBXH-BTC", "Thông tư liên tịch", 2016, f"{MOLISA}, Bộ Tài chính", None),
    ),
    ("03/VBHN-VPQH", "03/VBHN-VPQH", "Văn bản hợp nhất", None, "Văn phòng Quốc hội", None),
    ("Tờ trình 04/TTr-SNgV", "04/TTr-SNgV", "Tờ trình", None, None, None),
    (
        "Bộ luật Lao động số 45/2019/QH14 ngày 20/11/2019",
        *("45/2019/QH14", "Bộ luật", 2019, "Quốc hội", date(2019, 11, 20)),
    ),
    ("Luật Việc làm (số 38/2013/QH13)", "38/2013/QH13", "Luật", 2013, "Quốc hội", None),
    (
        "954/2020/UBTVQH14",
        *("954/2020/UBTVQH14", None, 2020, "Ủy ban Thường vụ Quốc hội", None),
    ),
    (
        "Nghị quyết 02-NQ/TU của Tỉnh ủy Bạc Liêu",
        *("02-NQ/TU", "Nghị quyết", None, "Tỉnh ủy Bạc Liêu", None),
    ),
    ("Chỉ thị 5-CT/TƯ", "05-CT/TW", "Chỉ thị", None, None, None),
    (
        "Công văn số 123/SLĐTBXH-VP",
        *("123/SLĐTBXH-VP", "Công văn", None, MOLISA.replace("Bộ", "Sở"), None),
    ),
    (
        "văn bản số 1230/STTTT-TrT",
        *("1230/STTTT-TrT", "Công văn", None, "Sở Thông tin và Truyền thông", None),
    ),
    ("công văn số 285/CCTTHC", "285/CCTTHC", "Công văn", None, None, None),
    # Printed, but no day of any calendar: the number's year stays.
    (
        "Nghị định 185/2013/NĐ-CP ngày 31/02/2013",
        *("185/2013/NĐ-CP", "Nghị định", 2013, "Chính phủ", None),
    ),
]
NOTHING = [
    *("16/20 chỉ tiêu", "160/128 lao động", "08/12/2020", "52/3 Đường Hùng Vương", "24h/ngày"),
    *("0291.3823928 - 0291.3824104", "giai đoạn 2021 - 2025", "Biểu 07/DS", "389/TP", "năm 2014"),
    *("số 1.001612.000.00.00.H04", "000.00.53.H48-220921-0099", "khóa 2 - Công nghệ", "64/SL"),
    *("15/KH - Phòng", "15/2020/", "1/QĐ-A", "285/CCTTHC", "http://mau.example/12/QĐ-UBND/3", ""),
]


def only(text: str) -> Mention:
    (mention,) = find_documents(text)
    return mention


@pytest.mark.parametrize(("text", "number", "type_", "year", "issuer", "issued_on"), CITED)
def test_cited(
    text: str,
    number: str,
    type_: str | None,
    year: int | None,
    issuer: str | None,
    issued_on: date | None,
) -> None:
    mention = only(text)
    assert mention.number == number
    assert mention.type == type_
    assert mention.year == year
    assert mention.issued_on == issued_on
    assert mention.issuer == issuer


@pytest.mark.parametrize("text", NOTHING)
def test_nothing_is_cited(text: str) -> None:
    assert find_documents(text) == ()


def test_places_are_those_of_the_nfc_text() -> None:
    text = unicodedata.normalize("NFD", "Theo Quyết định số 1876/QĐ-BTC; 1891/QĐ-BTC, hằng năm")
    first, second = find_documents(text)
    assert nfc(text)[first.start : first.end] == "1876/QĐ-BTC"
    assert nfc(text)[second.start : second.end] == "1891/QĐ-BTC"


def test_places_of_spaced_numbers() -> None:
    text = "Nghị định 30/2020/NĐ\u00a0–\u00a0CP và 1783 /STTTT-TTR"
    assert [text[m.start : m.end] for m in find_documents(text)] == [
        "30/2020/NĐ\u00a0–\u00a0CP",
        "1783 /STTTT-TTR",
    ]


def test_a_second_document_does_not_lend_its_date() -> None:
    first, second = find_documents("Nghị định 30/2020/NĐ-CP, Nghị quyết 68/NQ-CP ngày 01/7/2021")
    assert (first.issued_on, second.issued_on) == (None, date(2021, 7, 1))


@given(
    st.integers(1, 9999),
    st.integers(1945, 2099),
    st.sampled_from(["NQ-HĐND", "QĐ-TTg", "NĐ-CP", "TT-BLĐTBXH", "HD-BTC", "HĐ-BTC"]),
)
def test_any_number_and_year(number: int, year: int, symbol: str) -> None:
    mention = only(f"theo số {number}/{year}/{symbol}.")
    assert mention.number == f"{number:02}/{year}/{symbol}"
    assert mention.year == year


@given(st.text(alphabet="0123456789/-QĐNHKTUBDCPTWg –.,ngày") | st.text())
def test_anything(text: str) -> None:
    for mention in find_documents(text):
        assert 0 <= mention.start < mention.end <= len(nfc(text))
        assert mention.number
