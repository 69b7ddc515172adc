"""Figures: their sentences, charts, tables and CSV, and what is said where there is no data."""

import csv
import io
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.db.database import connect
from archive.figures import articlefigures, officefigures
from archive.figures.figures import Figure, Maker
from tests.datasette_pages import Pages
from tests.sample_archive import make

MAKERS: tuple[Maker, ...] = (
    articlefigures.by_month, articlefigures.by_section, articlefigures.most_read,
    articlefigures.views_over_time, officefigures.by_field, officefigures.late_by_field,
    officefigures.department, officefigures.visits,
)  # fmt: skip


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    db = connect(tmp_path / "archive.db")
    db.conn.row_factory = sqlite3.Row
    yield db.conn
    db.conn.close()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("figures"))


@pytest.fixture(scope="module")
def pages(folder: Path) -> Pages:
    return Pages(folder)


def figure(folder: Path, maker: Maker, *changes: str) -> Figure:
    connection = sqlite3.connect(folder / "archive.db", isolation_level=None)
    connection.row_factory = sqlite3.Row
    connection.execute("BEGIN")
    for change in changes:
        connection.execute(change)
    found = maker(connection)
    connection.execute("ROLLBACK")
    connection.close()
    return found


@pytest.mark.parametrize("maker", MAKERS)
def test_no_data_is_said(empty: sqlite3.Connection, maker: Maker) -> None:
    found = maker(empty)
    assert found.rows == () and found.bars == () and found.charts == () and found.line is None
    assert found.says.startswith("Kho chưa")


def test_articles_by_month(folder: Path) -> None:
    found = figure(folder, articlefigures.by_month)
    assert found.says == (
        "Từ tháng 02/2018 đến tháng 11/2022 có 45 bài; nhiều nhất là tháng 11/2022 với 1 bài."
        " 5 bài không rõ ngày đăng."
    )
    assert found.rows[0] == ("2018-02", 1) and sum(int(row[1] or 0) for row in found.rows) == 45
    assert len(found.rows) == 58
    assert len(found.charts[0][1].columns) == 58


@pytest.mark.parametrize("misprint", ["1902", "2091"])
def test_a_misprinted_year_neither_stretches_the_chart_nor_empties_it(
    folder: Path, misprint: str
) -> None:
    wrong = f"UPDATE articles SET published_date = '{misprint}-01-01' WHERE id = 1"
    found = figure(folder, articlefigures.by_month, wrong)
    columns = found.charts[0][1].columns
    assert sum(column.value for column in columns) == 44
    assert len(columns) <= articlefigures.MOST_MONTHS and columns[-1].label == "11/2022"
    assert "có 44 bài" in found.says and "1 bài in ngày ngoài khoảng ấy" in found.says
    assert (f"{misprint}-01", 1) in found.rows
    assert sum(int(row[1] or 0) for row in found.rows) == 45


def test_the_home_page_bears_a_misprinted_year(tmp_path: Path) -> None:
    folder = make(tmp_path / "archive")
    db = connect(folder / "archive.db")
    db.execute("UPDATE articles SET year = 2091, published_date = '2091-01-01' WHERE id = 1")
    db.conn.close()
    page = Pages(folder).get("/").text
    assert "Số bài đăng mỗi năm, từ 2018 đến 2022" in page
    assert 'href="/tim-kiem?year=2091"' in page and 'href="/tim-kiem?year=2020"' in page


def test_articles_by_section(folder: Path) -> None:
    found = figure(folder, articlefigures.by_section)
    assert [row[:2] for row in found.rows] == [
        ("(không có chuyên mục)", 17), ("Thông báo mẫu", 17), ("Tin mẫu", 16)
    ]  # fmt: skip
    assert found.bars[0].share == 1 and found.bars[0].path is None
    assert found.bars[2].path == "/tim-kiem?category=Tin+m%E1%BA%ABu"
    assert found.says == "50 bài trong 2 chuyên mục; nhiều nhất là Thông báo mẫu với 17 bài."
    more = "UPDATE articles SET category = 'Tin mẫu' WHERE category IS NULL"
    assert figure(folder, articlefigures.by_section, more).rows[0][:2] == ("Tin mẫu", 33)


def test_most_read_leaves_out_what_is_hidden(folder: Path) -> None:
    found = figure(folder, articlefigures.most_read)
    assert found.rows[0][0] == 50 and found.rows[0][4:] == (150, 3)
    assert found.bars[0].path == "/bai-viet/50"
    hidden = "INSERT INTO hidden_addresses VALUES ('x', 50, NULL, 'mẫu', '2024-05-09')"
    assert figure(folder, articlefigures.most_read, hidden).rows[0][0] == 49


def test_views_over_time_need_two_months(folder: Path) -> None:
    found = figure(folder, articlefigures.views_over_time)
    assert found.rows == (("2024-05", 50, sum(100 + n + 9 for n in range(1, 51)), 150),)
    assert found.line is None and "chưa vẽ được" in found.says
    later = "INSERT INTO view_counts VALUES (1, '2024-06-30T18:00:00.000000Z', 500, 4)"
    found = figure(folder, articlefigures.views_over_time, later)
    assert found.rows[1] == ("2024-07", 50, found.rows[0][2] + 500 - 110, 151)  # type: ignore[operator]
    assert found.line is not None and found.line.last == "07/2024"


def _result(field: str, period: str, received: int, late: float) -> str:
    return (
        "INSERT INTO procedure_statistics (scope, period, updated_at, figures_hash, received,"
        " late_percent, convention, first_seen_at, last_seen_at, capture_id) VALUES"
        f" ('field:{field}', '{period}', '2021-01-01', '{received}', {received}, {late},"
        " 'unknown', '', '', 1)"
    )


def test_procedures_by_field(folder: Path) -> None:
    rows = [_result("Một", "2019", 10, 1.5), _result("Một", "2020", 30, 0.5),
            _result("Hai", "2020", 20, 2.25), _result("Hai", "2020-Q1", 7, 3)]  # fmt: skip
    found = figure(folder, officefigures.by_field, *rows)
    assert (
        found.says == "Từ năm 2019 đến năm 2020, 2 lĩnh vực tiếp nhận 60 hồ sơ; nhiều nhất là Một."
    )
    assert {name: [c.value for c in chart.columns] for name, chart in found.charts} == {
        "Hai": [0, 20], "Một": [10, 30]}  # fmt: skip
    assert len({chart.ticks for _, chart in found.charts}) == 1
    assert len(found.rows) == 4
    assert "không cộng lại được" in found.note
    assert "không cộng" not in figure(folder, officefigures.by_field, *rows[:3]).note
    undated = _result("Ba", "", 99, 9)
    assert figure(folder, officefigures.by_field, *rows, undated).rows == found.rows
    finely = [_result("Hai", "2021", 1, 0.27)]
    assert "0,5 %" in figure(folder, officefigures.late_by_field, *rows[1:2], *finely).says
    assert "0,27 %" in figure(folder, officefigures.late_by_field, *finely).says
    late = figure(folder, officefigures.late_by_field, *rows)
    assert [(bar.label, bar.value) for bar in late.bars] == [("Hai", 3.0), ("Một", 0.5)]
    assert "Hai: 3 % (quý 1/2020)" in late.says


@pytest.mark.parametrize("updates", [("2021-01-01", "2021-02-01"), ("2021-02-01", "2021-01-01")])
def test_of_figures_updated_twice_the_last_count(folder: Path, updates: tuple[str, str]) -> None:
    rows = [_result("Một", "2020", 10 * n, 1).replace("'2021-01-01'", f"'{at}'")
            for n, at in enumerate(updates, 1)]  # fmt: skip
    newest = 10 * (1 + updates.index(max(updates)))
    (row,) = figure(folder, officefigures.by_field, *rows).rows
    assert row[2] == newest


def test_procedures_of_which_none_is_counted(folder: Path) -> None:
    uncounted = "UPDATE procedure_statistics SET received = NULL"
    found = figure(folder, officefigures.by_field, _result("Một", "2019", 10, 1.5), uncounted)
    assert found.charts == () and len(found.rows) == 1
    assert found.says == "Trang gốc không in số hồ sơ tiếp nhận của lĩnh vực nào."


def test_the_department_over_time(folder: Path) -> None:
    found = figure(folder, officefigures.department)
    assert found.line is not None and len(found.rows) == 3
    assert (
        found.says
        == "Số tháng 03/2020 cập nhật ngày 03/05/2024: tiếp nhận 298 hồ sơ, giải quyết 283."
    )
    year = _result("Cả năm", "2020", 3000, 0).replace("field:Cả năm", "department")
    resolved = "UPDATE procedure_statistics SET resolved = received"
    found = figure(folder, officefigures.department, year, resolved)
    assert len(found.rows) == 4 and found.line is not None
    assert found.line.plot.lines[0].count(",") == 3  # a year is no point among months


def test_figures_that_were_corrected_are_those_seen_last(folder: Path) -> None:
    columns = "scope, period, updated_at, convention, first_seen_at, capture_id, resolved"
    corrected = (
        f"INSERT INTO procedure_statistics ({columns}, figures_hash, received, last_seen_at)"
        f" SELECT {columns}, '{{0}}', 300, '{{0}}' FROM procedure_statistics"
        " WHERE period = '2020-02' AND figures_hash = 'c'"
    )
    for seen, received in (("2024-05-09", 300), ("2024-04-01", 298)):
        found = figure(folder, officefigures.department, corrected.format(seen))
        assert [row[2] for row in found.rows] == [298, received, 298]


def test_nothing_late_is_said(folder: Path) -> None:
    rows = [_result(field, "2020", 1, 0) for field in ("Một", "Hai")]
    late = figure(folder, officefigures.late_by_field, *rows)
    assert late.says == "Ở kỳ mới nhất của mỗi lĩnh vực, không lĩnh vực nào trễ hạn."


def test_site_traffic_in_all_alone(folder: Path) -> None:
    found = figure(folder, officefigures.visits, "UPDATE site_traffic SET this_month = NULL")
    assert found.says.endswith("lên đến 123.456 lượt truy cập.") and found.charts == ()
    assert found.rows == (("2024-05", None, 123456),)


def test_site_traffic(folder: Path) -> None:
    found = figure(folder, officefigures.visits)
    assert found.rows == (("2024-05", 900, 123456),)
    later = "INSERT INTO site_traffic SELECT '2024-07-31T18:00:00.000000Z', 1, 1, 7, 1, 1"
    columns = figure(folder, officefigures.visits, later).charts[0][1].columns
    assert [(column.label, column.value) for column in columns] == [
        ("05/2024", 900), ("06/2024", 0), ("07/2024", 0), ("08/2024", 7)]  # fmt: skip


def test_the_page_has_every_figure(pages: Pages) -> None:
    page = pages.get("/thong-ke")
    assert page.status_code == 200
    assert page.text.count("<section") == len(MAKERS)
    for name in re.findall(r'href="(/thong-ke/[^"]+\.csv)"', page.text):
        answer = pages.get(name)
        assert answer.status_code == 200
        assert answer.headers["content-type"] == "text/csv; charset=utf-8"
        assert answer.text.startswith("\ufeff")
        rows = list(csv.reader(io.StringIO(answer.text.removeprefix("\ufeff"))))
        assert len(rows) > 1 and len({len(row) for row in rows}) == 1
    assert "<script" not in page.text and "style=" not in page.text
    for svg in re.findall(r"<svg[^>]*>", page.text):
        assert 'role="img"' in svg or 'aria-hidden="true"' in svg


def test_no_such_figure(pages: Pages) -> None:
    for name in ("khong-co", "%C3%A1", "a%20b"):
        answer = pages.get(f"/thong-ke/{name}.csv")
        assert answer.status_code == 404 and "Không có số liệu này" in answer.text


def test_the_page_follows_the_database(tmp_path: Path) -> None:
    folder = make(tmp_path / "archive")
    pages = Pages(folder)
    assert "có 45 bài" in pages.get("/thong-ke").text
    db = connect(folder / "archive.db")
    db.execute("UPDATE articles SET published_date = NULL WHERE id = 1")
    db.conn.close()
    assert "có 44 bài" in pages.get("/thong-ke").text


def test_an_empty_archive_has_the_page(tmp_path: Path) -> None:
    connect(tmp_path / "archive.db").conn.close()
    page = Pages(tmp_path).get("/thong-ke")
    assert page.status_code == 200 and page.text.count("chưa có số liệu") == len(MAKERS)
