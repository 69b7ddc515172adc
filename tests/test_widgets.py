from datetime import UTC, datetime

import pytest
from lxml import html

from scraper.fields.widgets import read_widgets
from scraper.page.lines import read_all, read_lines
from scraper.records import (
    Poll,
    PollOption,
    ProcedureStatistics,
    Record,
    SiteDetails,
    SiteTraffic,
    WebLink,
)
from scraper.site import Site
from tests.variants import Words, variants

SITE = Site.of("https://so.example.vn")
CAPTURED = datetime(2021, 3, 26, 8, tzinfo=UTC)
TITLE = "Sở mẫu tổ chức hội nghị mẫu về dạy nghề"
ARTICLE = f"""null {TITLE}
Tin chuyên ngành
Thứ sáu, 26/03/2021, 15:13
Màu chữ Cỡ chữ
{TITLE}
Ngày 25 tháng 3 năm 2021, Sở mẫu đã tổ chức hội nghị mẫu; có 16/20 chỉ tiêu đạt kế hoạch.
Kết quả giải quyết thủ tục hành chính: tiếp nhận 120 hồ sơ, giải quyết 118 hồ sơ, đúng hạn 99%.
PHÒNG MẪU
Số lượt xem: 1758
Tin đã đưa
"""
RESULTS = """Kết quả giải quyết
Thủ tục hành chính
Tiếp nhận:
298
Giải quyết:
283
Trước hạn:
270
95%
Đúng hạn:
283
100%
Trễ hạn:
0
0%
Tự động cập nhật lúc 08:23 ngày 24/07/2020
"""
FOOTER = """SỞ LAO ĐỘNG MẪU TỈNH MẪU
Chịu trách nhiệm chính: Giám đốc Sở
Địa chỉ: 12/3 Đường Mẫu, phường 1, thành phố Mẫu
Điện thoại: 0299.1234567 - 0299.1234568    -    Fax: 0299.7654321
Email: so.mau@example.gov.vn"""
TRAFFIC = """Thống kê truy cập
Đang truy cập: 5
Hôm nay: 120
Trong tháng: 4.321
Tổng lượt truy cập: 1.250.007
"""
FIGURES = ProcedureStatistics(
    scope="department", period="", updated_at="2020-07-24T08:23:00+07:00",
    updated_text="Tự động cập nhật lúc 08:23 ngày 24/07/2020",
    received=298, received_text="298", resolved=283, resolved_text="283",
    early=270, early_text="270", early_percent=95.0, early_percent_text="95%",
    on_time=283, on_time_text="283", on_time_percent=100.0, on_time_percent_text="100%",
    late=0, late_text="0", late_percent=0.0, late_percent_text="0%", convention="inclusive",
)  # fmt: skip
DETAILS = SiteDetails(
    name="SỞ LAO ĐỘNG MẪU TỈNH MẪU",
    responsible="Giám đốc Sở",
    address="12/3 Đường Mẫu, phường 1, thành phố Mẫu",
    phone="0299.1234567 - 0299.1234568",
    fax="0299.7654321",
    email="so.mau@example.gov.vn",
)
PAGES = dict(variants(Words.of(f"{RESULTS}Liên kết web\nThăm dò\n{ARTICLE}{TRAFFIC}{FOOTER}")))
NO_FIGURES = f"Kết quả giải quyết\nLiên kết web\n{ARTICLE}Thống kê truy cập\n{FOOTER}"
EMPTY = dict(variants(Words.of(NO_FIGURES)))


def read(page: str) -> tuple[Record, ...]:
    return read_widgets(read_all(html.document_fromstring(page)), CAPTURED, SITE)[0]


@pytest.mark.parametrize("way", PAGES)
def test_the_same_widgets_whatever_the_markup(way: str) -> None:
    traffic = SiteTraffic(online=5, today=120, this_month=4321, total=1250007)
    assert read(PAGES[way]) == (FIGURES, traffic, DETAILS)


@pytest.mark.parametrize("way", EMPTY)
def test_empty_widgets_give_no_record(way: str) -> None:
    assert read(EMPTY[way]) == (DETAILS,)


def test_links_and_polls_are_read_too() -> None:
    radio = '<label><input type="radio" name="c"> {}</label><br>'
    found = read(
        '<h2>Liên kết web</h2><ul><li><a href="https://mot.example.vn/">Cổng mẫu</a></li></ul>'
        f"<h2>Thăm dò</h2><form><p>Trang này thế nào?</p>{radio.format('Tốt')}"
        f"{radio.format('Chưa tốt')}<button>Bình chọn</button></form>"
    )
    options = (PollOption(option="Tốt"), PollOption(option="Chưa tốt"))
    assert found == (
        WebLink(text="Cổng mẫu", url="https://mot.example.vn/"),
        Poll(question="Trang này thế nào?", options=options),
    )


def test_an_article_s_own_figures_are_no_widget() -> None:
    text = f"<p>Trang chủ</p><p>{TITLE}</p><p>{RESULTS}</p><p>{TRAFFIC}</p><p>{FOOTER}</p>"
    lines = read_all(html.document_fromstring(text))
    assert read_widgets(lines, CAPTURED, SITE)[0] != ()
    last = len(lines)
    assert read_widgets(lines, CAPTURED, SITE, range(1, last))[0] == ()


def test_odd_figures_are_problems() -> None:
    page = f"<pre>{RESULTS.replace('95%', '75%').replace('24/07/2020', '24/07/2021')}</pre>"
    lines = read_lines(html.document_fromstring(page))
    records, problems = read_widgets(lines, CAPTURED, SITE)
    assert len(records) == 1
    assert [p.kind for p in problems] == ["procedure_percent", "procedure_time"]
    assert "75 %" in problems[0].message
