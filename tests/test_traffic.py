import pytest

from scraper.fields.traffic import read_site_traffic
from scraper.records import SiteTraffic

ALL = SiteTraffic(online=12, today=345, this_month=6789, total=1234567)


@pytest.mark.parametrize(
    "text",
    [
        "Thống kê truy cập/Đang truy cập: 12/Hôm nay: 345/Trong tháng: 6.789"
        "/Tổng lượt truy cập: 1.234.567",
        "THỐNG KÊ TRUY CẬP Đang online 12 Hôm nay 345 Trong tháng 6789 Tổng lượt truy cập 1234567",
        "Thống kê truy cập/Trực tuyến/12/Hôm nay/345/Hôm qua/99/Tháng này/6.789/Tháng trước/5"
        "/Tổng/1.234.567",
        "Lượt truy cập/Đang truy cập :/12/Trong ngày :/345/Trong tuần :/7/Tháng hiện tại :"
        "/6.789/Tổng truy cập :/1.234.567/SỞ MẪU",
        "Đang truy cập | 12 | Hôm nay | 345 | Trong tháng | 6.789 | Tổng số lượt truy cập"
        " | 1.234.567",
    ],
)
def test_the_counters_are_read_whatever_their_layout(text: str) -> None:
    assert read_site_traffic(text.replace("/", "\n")) == ALL


def test_a_counter_shows_what_it_shows_and_nothing_else() -> None:
    text = "Số lượng truy cập\nĐang truy cập:\n27\nTổng:\n4.798.809\n| Về đầu trang |"
    assert read_site_traffic(text) == SiteTraffic(online=27, total=4798809)
    assert read_site_traffic("Thống kê truy cập\nTổng: 5") == SiteTraffic(total=5)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Thống kê truy cập\nSỞ MẪU TỈNH MẪU\nĐịa chỉ: 1 Đường Mẫu",
        "Thống kê truy cập\nĐang truy cập:\nHôm nay:\nTổng:",
        "Truy cập nội dung luôn\nHôm nay: 26/03/2021",
        "Hôm nay, thứ sáu, có 15 người truy cập mạng",
        "Số lượt truy cập 120 trong bài viết",
        "Trong tháng 3 năm 2021 có tổng số 120 lượt truy cập trực tuyến",
    ],
)
def test_an_empty_widget_and_prose_give_nothing(text: str) -> None:
    assert read_site_traffic(text) is None
