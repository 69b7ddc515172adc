import pytest

from scraper.fields.details import read_site_details
from scraper.records import SiteDetails

WANTED = SiteDetails(
    name="SỞ MẪU TỈNH MẪU",
    responsible="Giám đốc Sở",
    address="12/3 Đường Mẫu, phường 1, thành phố Mẫu",
    phone="0299.1234567 - 0299.1234568",
    fax="0299.7654321",
    email="so.mau@example.gov.vn",
)
PAGE = ["Trang chủ", "Tin tức", "Thống kê truy cập"]


@pytest.mark.parametrize(
    "lines",
    [
        [
            "SỞ MẪU TỈNH MẪU",
            "Chịu trách nhiệm chính: Giám đốc Sở",
            "Địa chỉ: 12/3 Đường Mẫu, phường 1, thành phố Mẫu",
            "Điện thoại: 0299.1234567 - 0299.1234568 - Fax: 0299.7654321",
            "Email: so.mau@example.gov.vn",
        ],
        [
            "SỞ MẪU TỈNH MẪU",
            "Người chịu trách nhiệm chính: Giám đốc Sở | "
            "Địa chỉ: 12/3 Đường Mẫu, phường 1, thành phố Mẫu",
            "ĐT: 0299.1234567 - 0299.1234568; Số fax: 0299.7654321; E-mail: so.mau@example.gov.vn",
            "Ghi rõ nguồn khi phát hành lại",
        ],
        [
            "SỞ MẪU TỈNH MẪU",
            "Chịu trách nhiệm chính:",
            "Giám đốc Sở",
            "Địa chỉ:",
            "12/3 Đường Mẫu, phường 1, thành phố Mẫu",
            "Điện thoại:",
            "0299.1234567 - 0299.1234568",
            "Fax:",
            "0299.7654321",
            "Email:",
            "so.mau@example.gov.vn",
        ],
        [
            "Tin tức Thống kê truy cập SỞ MẪU TỈNH MẪU Chịu trách nhiệm chính: Giám đốc Sở "
            "Địa chỉ: 12/3 Đường Mẫu, phường 1, thành phố Mẫu Điện thoại: 0299.1234567 - "
            "0299.1234568 - Fax: 0299.7654321 Email: so.mau@example.gov.vn"
        ],
    ],
)
def test_the_footer_is_read_on_many_lines_or_one(lines: list[str]) -> None:
    assert read_site_details([*PAGE, *lines]) == WANTED


def test_what_the_footer_does_not_say_is_none() -> None:
    found = read_site_details(
        ["Cổng thông tin Sở Mẫu", "Địa chỉ: 1 Đường Mẫu - Điện thoại: (02) 3512"]
    )
    assert found == SiteDetails(
        name="Cổng thông tin Sở Mẫu", address="1 Đường Mẫu", phone="(02) 3512"
    )


def test_contacts_far_from_the_end_are_not_the_footer() -> None:
    contact = ["Địa chỉ: 9 Đường Khác", "Điện thoại: 0299.1111111", "Email: khac@example.vn"]
    assert read_site_details([*contact, *["Một dòng tin"] * 60]) is None
    footer = ["SỞ MẪU TỈNH MẪU", "Địa chỉ: 1 Đường Mẫu", "Email: so.mau@example.gov.vn"]
    found = read_site_details([*contact, *["Một dòng tin"] * 5, *footer])
    assert found is not None
    assert found.address == "1 Đường Mẫu"
    assert found.phone is None


@pytest.mark.parametrize(
    "lines", [[], [""], ["Địa chỉ: 1 Đường Mẫu"], ["Địa chỉ:", "Email:", "Fax:"], ["Fax: 1", "x"]]
)
def test_too_little_is_no_footer(lines: list[str]) -> None:
    assert read_site_details(lines) is None
