from datetime import UTC, datetime

import pytest

from scraper.capture import Capture
from scraper.fields.statistics import Statistics, read_statistics
from scraper.page.lines import read_lines
from scraper.page.tree import read_tree
from scraper.records import PageTable, Procedure, ProcedureMention, ProcedureStatistics
from scraper.site import Site

SITE = Site.of("https://so.example.vn")
NOW = datetime(2021, 6, 1, tzinfo=UTC)
HEAD = "Lĩnh vực|Tiếp nhận|Giải quyết|Trước hạn|Đúng hạn|Trễ hạn"
ROWS = (
    "Người có công|1.050|1.000|900 (90%)|990 (99%)|10 (1%)",
    "Việc làm|20|20|5 (25%)|20 (100%)|0 (0%)",
)
TITLE = "Kết quả giải quyết thủ tục hành chính năm 2020"


def page(body: str, path: str = "/trang", title: str = "Trang mẫu") -> Statistics | None:
    html = f"<html><head><title>{title}</title></head><body>{body}</body></html>"
    headers = (("Content-Type", "text/html; charset=utf-8"),)
    capture = Capture(f"https://so.example.vn{path}", NOW, 200, headers, html.encode())
    tree = read_tree(capture)
    assert tree is not None
    return read_statistics(tree, read_lines(tree), capture, SITE)


def read(body: str, path: str = "/trang", title: str = "Trang mẫu") -> Statistics:
    found = page(body, path, title)
    assert found is not None
    return found


def table(*rows: str) -> str:
    lines = "".join(f"<tr>{''.join(f'<td>{c}</td>' for c in row.split('|'))}</tr>" for row in rows)
    return f"<table>{lines}</table>"


def results(body: str, title: str = "Trang mẫu") -> list[ProcedureStatistics]:
    return [r for r in read(body, title=title).records if isinstance(r, ProcedureStatistics)]


def places(body: str, title: str = "Trang mẫu") -> list[tuple[str, str, int | None]]:
    return [(r.scope, r.period, r.received) for r in results(body, title)]


def test_results_by_field_with_everything_as_printed() -> None:
    stamp = "<p>Tự động cập nhật lúc 08:30 ngày 05/01/2021</p>"
    first, second = results(f"<h3>{TITLE}</h3>{stamp}{table(HEAD, *ROWS)}")
    assert first == ProcedureStatistics(
        scope="field:Người có công", period="2020", updated_at="2021-01-05T08:30:00+07:00",
        updated_text="Tự động cập nhật lúc 08:30 ngày 05/01/2021",
        received=1050, received_text="1.050", resolved=1000, resolved_text="1.000",
        early=900, early_text="900", early_percent=90.0, early_percent_text="90%",
        on_time=990, on_time_text="990", on_time_percent=99.0, on_time_percent_text="99%",
        late=10, late_text="10", late_percent=1.0, late_percent_text="1%", convention="inclusive",
    )  # fmt: skip
    assert (second.scope, second.received, second.convention) == ("field:Việc làm", 20, "inclusive")


@pytest.mark.parametrize(
    ("heading", "period"),
    [
        ("Kết quả giải quyết thủ tục hành chính quý I năm 2021", "2021-Q1"),
        ("Kết quả giải quyết thủ tục hành chính tháng 3 năm 2021", "2021-03"),
        ("TÌNH HÌNH TIẾP NHẬN VÀ GIẢI QUYẾT HỒ SƠ THÁNG 12/2020", "2020-12"),
        ("Kết quả giải quyết thủ tục hành chính", ""),
    ],
)
@pytest.mark.parametrize("shape", ["<h3>{}</h3>", "<p>{}</p>", "{}<br>", "<div><b>{}</b></div>"])
def test_the_heading_says_the_period_in_any_element(heading: str, period: str, shape: str) -> None:
    body = f"<p>Trang</p>{shape.format(heading)}{table(HEAD, *ROWS)}"
    assert [r.period for r in results(body)] == [period, period]


def test_the_caption_and_the_title_of_the_page_say_it_too() -> None:
    captioned = table(HEAD, *ROWS).replace("<table>", f"<table><caption>{TITLE}</caption>")
    assert {r.period for r in results(captioned)} == {"2020"}
    assert {r.period for r in results(table(HEAD, *ROWS), title=f"{TITLE} - Sở Mẫu")} == {"2020"}


def test_a_period_without_a_name_gives_no_results_and_a_note() -> None:
    heading = "<h3>Kết quả giải quyết thủ tục hành chính 6 tháng đầu năm 2021</h3>"
    found = read(heading + table(HEAD, *ROWS))
    assert [type(r) for r in found.records] == [PageTable]
    assert [(p.severity, p.kind) for p in found.problems] == [("note", "procedure_period")]


def test_columns_in_another_order_with_shares_of_their_own_and_a_total() -> None:
    head = (
        "STT|Trễ hạn|Tỷ lệ (%)|Tên lĩnh vực|Đã giải quyết|Tổng số hồ sơ tiếp nhận|Đúng hạn|Ghi chú"
    )
    body = table(head, "1|2|4,0|Việc làm|50|60|48|x", "|2|4,0|Tổng cộng|50|60|48|")
    field, total = results(f"<h3>{TITLE}</h3>{body}")
    assert (field.scope, total.scope) == ("field:Việc làm", "department")
    for record in (field, total):
        assert (record.received, record.resolved, record.on_time, record.late) == (60, 50, 48, 2)
        assert (record.late_percent, record.late_percent_text) == (4.0, "4,0")
        assert (record.early, record.on_time_percent) == (None, None)
        assert record.convention == "merged"


def test_headers_in_two_rows_and_what_is_still_pending() -> None:
    body = f"""<h3>{TITLE}</h3><table>
    <tr><th rowspan=2>STT<th rowspan=2>Lĩnh vực<th colspan=3>Số hồ sơ tiếp nhận
    <th colspan=4>Số hồ sơ đã giải quyết<th colspan=2>Đang giải quyết
    <tr><th>Tổng số<th>Kỳ trước chuyển qua<th>Trong kỳ<th>Tổng số<th>Trước hạn<th>Đúng hạn
    <th>Quá hạn<th>Trong hạn<th>Quá hạn
    <tr><td>1<td>Việc làm<td>60<td>10<td>50<td>40<td>30<td>8<td>2<td>19<td>1
    <tr><td colspan=2>Tổng cộng<td>60<td>10<td>50<td>40<td>30<td>8<td>2<td>19<td>1</table>"""
    field, total = results(body)
    assert (field.scope, total.scope) == ("field:Việc làm", "department")
    assert (total.received, total.resolved, total.early, total.on_time, total.late) == (
        60, 40, 30, 8, 2,
    )  # fmt: skip
    assert total.convention == "disjoint"


def test_rows_that_are_periods() -> None:
    head = "Tháng|Tiếp nhận|Giải quyết|Trễ hạn"
    body = table(
        head, "Tháng 1|10|9|0", "Tháng 2|11|9|0", "Quý I|21|18|0", "Cả hai|1|1|1", "Tổng|42|36|0"
    )
    assert places(f"<h3>{TITLE}</h3>{body}") == [
        ("department", "2020-01", 10), ("department", "2020-02", 11), ("department", "2020-Q1", 21),
        ("department", "2020", 42),
    ]  # fmt: skip
    years = table("Năm|Tiếp nhận|Giải quyết|Trễ hạn", "2019|5|5|0", "2020|6|6|0")
    heading = "<h3>Kết quả giải quyết hồ sơ lĩnh vực Việc làm</h3>"
    assert places(heading + years) == [
        ("field:Việc làm", "2019", 5), ("field:Việc làm", "2020", 6),
    ]  # fmt: skip


def test_numbers_of_columns_and_rows_of_units_are_no_fields() -> None:
    assert places(f"<h3>{TITLE}</h3>{table(HEAD, 'A|1|2|3|4|5', *ROWS[1:])}") == [
        ("field:Việc làm", "2020", 20)
    ]
    units = table(HEAD.replace("Lĩnh vực", "Đơn vị"), "Phòng Một|1|1|0|1|0", "Tổng|1|1|0|1|0")
    assert places(f"<h3>{TITLE}</h3>{units}") == [("department", "2020", 1)]


@pytest.mark.parametrize(
    ("heading", "head"),
    [
        ("Kết quả giải quyết việc làm năm 2020", "Huyện|Chỉ tiêu|Giải quyết việc làm"),
        ("Thống kê hộ nghèo năm 2020", "Huyện|Hộ nghèo|Tỷ lệ"),
        ("Kết quả giải quyết đơn thư khiếu nại, tố cáo", "Lĩnh vực|Tiếp nhận|Đã giải quyết"),
    ],
)
def test_other_statistics_are_tables_and_no_results(heading: str, head: str) -> None:
    found = read(f"<h3>{heading}</h3>{table(head, 'Huyện Một|10|20', 'Huyện Hai|3|4')}")
    (only,) = found.records
    assert isinstance(only, PageTable)
    assert (only.caption, only.header) == (heading, tuple(head.split("|")))


def test_a_list_of_procedures_and_the_places_of_their_codes() -> None:
    body = table("STT|Mã thủ tục|Tên thủ tục|Lĩnh vực", "1|1.000123|Thủ tục mẫu|Việc làm",
                 "2|2.000456|Thủ tục khác|Người có công")  # fmt: skip
    records = read(f"<h2>Danh mục thủ tục hành chính</h2>{body}").records
    assert Procedure(code="1.000123", name="Thủ tục mẫu", field="Việc làm") in records
    mentions = [r for r in records if isinstance(r, ProcedureMention)]
    assert [(m.code, m.quote) for m in mentions] == [
        ("1.000123", "1.000123"), ("2.000456", "2.000456"),
    ]  # fmt: skip


def test_tables_are_numbered_and_a_second_one_has_its_own_period() -> None:
    second = TITLE.replace("2020", "2019")
    found = read(f"<h3>{TITLE}</h3>{table(HEAD, *ROWS)}<h3>{second}</h3>{table(HEAD, *ROWS)}")
    assert [r.position for r in found.records if isinstance(r, PageTable)] == [1, 2]
    periods = [r.period for r in found.records if isinstance(r, ProcedureStatistics)]
    assert periods == ["2020", "2020", "2019", "2019"]


def test_odd_figures_are_said() -> None:
    body = f"<h3>{TITLE}</h3>{table(HEAD, 'Việc làm|9|9|20|9|0', *ROWS)}"
    assert [p.kind for p in read(body).problems] == ["procedure_part"]


WIDGET = "<p>Kết quả giải quyết</p><p>Thủ tục hành chính</p>" + table(
    "Tiếp nhận|298", "Giải quyết|283", "Trước hạn|270", "Đúng hạn|283", "Trễ hạn|0"
)


@pytest.mark.parametrize(
    "body",
    ["<p>Không có bảng</p>", WIDGET, f"<h2>Giới thiệu</h2>{table('Tên|Chức vụ', 'A|B', 'C|D')}"],
)
def test_other_pages_are_none(body: str) -> None:
    assert page(body) is None


def test_the_widget_s_table_is_not_the_page_s() -> None:
    found = read(f"{WIDGET}<h3>{TITLE}</h3>{table(HEAD, *ROWS)}")
    assert len([r for r in found.records if isinstance(r, PageTable)]) == 1


def test_the_address_alone_makes_a_page_with_tables_one_of_statistics() -> None:
    body = f"<h2>Trang</h2>{table('Huyện|Số', 'Một|1', 'Hai|2')}"
    assert page(body) is None
    assert page(body, path="/thong-ke") is not None
