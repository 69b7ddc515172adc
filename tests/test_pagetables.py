import pytest
from lxml import html

from scraper.fields.pagetables import read_tables
from scraper.records import PageTable


def read(body: str) -> tuple[PageTable, ...]:
    tree = html.document_fromstring(
        f"<html><body><div><p>Đoạn mở đầu.</p>{body}</div></body></html>"
    )
    return read_tables(tree)


def table(*rows: str, head: int = 0, tag: str = "td") -> str:
    """Rows as `a|b|c`; a cell may begin with its attributes in brackets: `[colspan=2]a`."""

    def cell(text: str, name: str) -> str:
        attributes, _, words = text[1:].partition("]") if text.startswith("[") else ("", "", text)
        return f"<{name} {attributes}>{words}</{name}>"

    lines = [
        f"<tr>{''.join(cell(c, 'th' if n < head else tag) for c in row.split('|'))}</tr>"
        for n, row in enumerate(rows)
    ]
    return f"<table>{''.join(lines)}</table>"


def one(body: str) -> PageTable:
    (found,) = read(body)
    return found


SIMPLE = ("Huyện mẫu|Hộ nghèo|Tỷ lệ", "Huyện Một|1.234|4,5%", "Huyện Hai|99|0,3%")


@pytest.mark.parametrize("head", [0, 1])
def test_a_table_has_its_header_and_rows(head: int) -> None:
    found = one(table(*SIMPLE, head=head))
    assert found.position == 1
    assert found.header == ("Huyện mẫu", "Hộ nghèo", "Tỷ lệ")
    assert found.rows == (("Huyện Một", "1.234", "4,5%"), ("Huyện Hai", "99", "0,3%"))
    assert found.caption is None


def test_head_body_and_foot_stand_in_the_order_in_which_they_are_shown() -> None:
    found = one(
        "<table><tfoot><tr><td>Tổng cộng<td>3</tfoot><thead><tr><td>Tên<td>Số</thead>"
        "<tbody><tr><td>Một<td>1<tr><td>Hai<td>2</tbody></table>"
    )
    assert found.header == ("Tên", "Số")
    assert found.rows == (("Một", "1"), ("Hai", "2"), ("Tổng cộng", "3"))


def test_headers_in_two_rows_are_joined_and_names_over_rows_repeated() -> None:
    found = one(
        table(
            "[rowspan=2]Lĩnh vực|[colspan=2]Kết quả|[rowspan=2]Ghi chú",
            "Trước hạn|Đúng hạn",
            "[rowspan=2]Việc làm|1|2|",
            "3|4|x",
            "[colspan=2]Tổng|6|",
        )
    )
    assert found.header == ("Lĩnh vực", "Kết quả / Trước hạn", "Kết quả / Đúng hạn", "Ghi chú")
    assert found.rows == (
        ("Việc làm", "1", "2", ""),
        ("Việc làm", "3", "4", "x"),
        ("Tổng", "", "6", ""),
    )


def test_cells_keep_their_paragraphs_and_broken_rows_their_cells() -> None:
    found = one("<table><tr><th>Tên<th>Số<tr><td><p>Một<p>dòng hai<td>1<tr><td>Hai</table>")
    assert found.rows == (("Một\ndòng hai", "1"), ("Hai", ""))


@pytest.mark.parametrize(
    ("before", "caption"),
    [
        ("<h3>Hộ nghèo năm 2020</h3>", "Hộ nghèo năm 2020"),
        ("<p>Bảng 1. Hộ nghèo năm 2020</p><p>Đơn vị tính: hộ</p>", "Bảng 1. Hộ nghèo năm 2020"),
        ("<p><b>Hộ nghèo năm 2020</b></p>", "Hộ nghèo năm 2020"),
        ("<div>Thống kê hộ nghèo năm 2020</div>", "Thống kê hộ nghèo năm 2020"),
        ("Thống kê hộ nghèo năm 2020<br>", "Thống kê hộ nghèo năm 2020"),
        ("<p>Tỷ lệ hộ nghèo giảm so với năm trước.</p>", None),
        ("<p>Kết quả cụ thể như sau:</p>", None),
        ("", None),
    ],
)
def test_the_caption_is_what_names_the_table(before: str, caption: str | None) -> None:
    assert one(f"{before}{table(*SIMPLE)}").caption == caption
    assert one(f"{before}<div><center>{table(*SIMPLE)}</center></div>").caption == caption


def test_a_caption_of_its_own_and_a_title_row() -> None:
    own = table(*SIMPLE).replace("<table>", "<table><caption>Hộ <i>nghèo</i></caption>")
    assert one(f"<h2>Trang</h2>{own}").caption == "Hộ nghèo"
    titled = one(table("[colspan=3]HỘ NGHÈO", *SIMPLE))
    assert (titled.caption, titled.header[0]) == ("HỘ NGHÈO", "Huyện mẫu")


@pytest.mark.parametrize(
    "body",
    [
        table("Ảnh mẫu|Chú thích"),
        table("Ảnh mẫu", "Chú thích", "Dòng khác"),
        table('<img src="/a.png">|<img src="/b.png">', '<img src="/c.png">|<img src="/d.png">'),
        table("Tên|<input name=a>", "Họ|<select><option>1</select>", "a|b"),
        table("UBND TỈNH MẪU|CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Số: 1/KH|Mẫu, ngày 1 tháng 2"),
        table("Nơi nhận: - Như trên|GIÁM ĐỐC", "Lưu VT|(đã ký)"),
        table(
            f"{'Đoạn văn dài. ' * 30}|{'Đoạn văn dài. ' * 30}", f"{'Khác. ' * 60}|{'Khác. ' * 60}"
        ),
        table(*SIMPLE).replace("<table>", '<table role="presentation">'),
        "<table></table>",
        "<table><tr></tr><tr></tr></table>",
    ],
)
def test_tables_that_lay_out_are_none(body: str) -> None:
    assert read(body) == ()


def test_a_table_in_a_table_that_lays_out_is_found_once() -> None:
    inner = table(*SIMPLE)
    found = one(f"<table><tr><td>Trái<td><table><tr><td>{inner}</table><tr><td>a<td>b</table>")
    assert found.rows[0] == ("Huyện Một", "1.234", "4,5%")


def test_a_small_layout_table_within_a_cell_is_that_cell_s_text() -> None:
    found = one(table("Tên|Số", "<table><tr><td>Một</table>|1", "Hai|2"))
    assert found.rows == (("Một", "1"), ("Hai", "2"))


def test_positions_count_the_tables_of_data() -> None:
    found = read(f"{table(*SIMPLE)}{table('a', 'b')}{table(*SIMPLE)}")
    assert [t.position for t in found] == [1, 2]


@pytest.mark.parametrize("span", ["0", "-1", "abc", "999999999999", "², "])
def test_spans_that_make_no_sense_do_no_harm(span: str) -> None:
    rows = (f"[colspan='{span}' rowspan='{span}']Tên|Số", "Một|1", "Hai|2")
    assert len(read(table(*rows))) <= 1


def test_a_first_row_of_figures_is_no_header() -> None:
    found = one(table("Một|1", "Hai|2"))
    assert (found.header, found.rows) == ((), (("Một", "1"), ("Hai", "2")))
