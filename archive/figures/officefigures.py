"""Figures of the department: results of procedures over time and by field, the site's visitors."""

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Sequence

from archive.db.viewsteps import LOCAL_MONTH
from archive.figures.columnchart import column_chart
from archive.figures.figures import (
    Cell,
    Figure,
    Line,
    bars,
    month_marks,
    month_name,
    months_between,
    tuples,
)
from archive.figures.plot import plot
from archive.formats import day, number

_FIELD = "field:"
_COLUMNS = "received, resolved, early, on_time, late, early_percent, on_time_percent, late_percent"
_HEADER = ("Tiếp nhận", "Giải quyết", "Trước hạn", "Đúng hạn", "Trễ hạn",
           "% trước hạn", "% đúng hạn", "% trễ hạn")  # fmt: skip
# Of figures that were corrected, those printed last.
_RESULTS = f"""
WITH newest AS (
    SELECT *, row_number() OVER (PARTITION BY scope, period
        ORDER BY updated_at DESC, last_seen_at DESC, figures_hash) AS place
    FROM procedure_statistics WHERE scope LIKE '{_FIELD}%' AND period != ''
)
SELECT substr(scope, {len(_FIELD) + 1}) AS field, period, {_COLUMNS}
FROM newest WHERE place = 1 ORDER BY field, period
"""
_DEPARTMENT = f"""
SELECT updated_at, period, {_COLUMNS} FROM (
    SELECT *, row_number() OVER (PARTITION BY updated_at, period
        ORDER BY last_seen_at DESC, figures_hash) AS place
    FROM procedure_statistics
    WHERE scope = 'department' AND updated_at != '' AND received IS NOT NULL
) WHERE place = 1 ORDER BY updated_at, period
"""
_VISITS = f"""
SELECT {LOCAL_MONTH.format("observed_at")} AS month, max(this_month), max(total)
FROM site_traffic GROUP BY month ORDER BY month
"""


def by_field(connection: sqlite3.Connection) -> Figure:
    """Dossiers received in each field, period by period."""
    name, title = "thu-tuc-theo-linh-vuc", "Hồ sơ thủ tục hành chính theo lĩnh vực"
    rows = tuples(connection.execute(_RESULTS))
    if not rows:
        return Figure(name, title, "Kho chưa thấy số liệu thủ tục hành chính nào theo lĩnh vực.")
    header = ("Lĩnh vực", "Kỳ", *_HEADER)
    received: dict[str, dict[str, int]] = defaultdict(dict)
    for row in _of_one_kind([row for row in rows if isinstance(row[2], int)]):
        received[str(row[0])][str(row[1])] = int(row[2] or 0)
    if not received:
        says = "Trang gốc không in số hồ sơ tiếp nhận của lĩnh vực nào."
        return Figure(name, title, says, header, rows)
    periods = sorted({period for of in received.values() for period in of})
    total = sum(sum(of.values()) for of in received.values())
    most = max(received, key=lambda field: (sum(received[field].values()), field))
    says = (
        f"Từ {period_phrase(periods[0])} đến {period_phrase(periods[-1])},"
        f" {len(received)} lĩnh vực tiếp nhận {number(total)} hồ sơ; nhiều nhất là {most}."
    )
    top = max(value for of in received.values() for value in of.values())
    labels = [period_name(period) for period in periods]
    charts = tuple(
        (field, column_chart(labels, [of.get(period, 0) for period in periods], top=top,
                             width=420, height=200))
        for field, of in received.items()
    )  # fmt: skip
    note = "Số hồ sơ tiếp nhận; các biểu đồ cùng một thang. Số như trang gốc in, kể cả khi không khớp nhau."  # noqa: E501
    if len({_kind(str(row[1])) for row in rows}) > 1:
        note += " Bảng số có cả năm, quý và tháng chồng lên nhau: không cộng lại được."
    return Figure(name, title, says, header, rows, note, charts=charts)


def late_by_field(connection: sqlite3.Connection) -> Figure:
    """The share of late dossiers in each field, in the newest period."""
    name, title = "thu-tuc-tre-han", "Tỷ lệ trễ hạn theo lĩnh vực"
    rows = [row for row in connection.execute(_RESULTS) if row["late_percent"] is not None]
    newest = {row["field"]: row for row in rows}
    if not newest:
        return Figure(name, title, "Kho chưa thấy tỷ lệ trễ hạn nào theo lĩnh vực.")
    shown = sorted(newest.values(), key=lambda row: (-row["late_percent"], row["field"]))
    worst = shown[0]
    says = "Ở kỳ mới nhất của mỗi lĩnh vực, " + (
        f"trễ hạn nhiều nhất là {worst['field']}: {number(float(worst['late_percent']))} %"
        f" ({period_phrase(worst['period'])})."
        if worst["late_percent"]
        else "không lĩnh vực nào trễ hạn."
    )
    drawn = bars(
        (row["field"], float(row["late_percent"]), None, period_phrase(row["period"]))
        for row in shown
    )
    header = ("Lĩnh vực", "Kỳ", "Giải quyết", "Trễ hạn", "% trễ hạn")
    table = tuples(
        (r["field"], r["period"], r["resolved"], r["late"], r["late_percent"]) for r in shown
    )
    return Figure(name, title, says, header, table, unit=" %", bars=drawn)


def department(connection: sqlite3.Connection) -> Figure:
    """What the whole department received and resolved, as its widget counted it over time."""
    name, title = "thu-tuc-toan-so", "Hồ sơ thủ tục hành chính của toàn sở"
    rows = tuples(connection.execute(_DEPARTMENT))
    if not rows:
        return Figure(name, title, "Kho chưa thấy số liệu thủ tục hành chính của toàn sở.")
    updated, period, received, resolved = str(rows[-1][0]), str(rows[-1][1]), *rows[-1][2:4]
    of = f" {period_phrase(period)}" if period else ""
    says = f"Số{of} cập nhật ngày {day(updated)}: tiếp nhận {number(int(received or 0))} hồ sơ" + (
        f", giải quyết {number(int(resolved))}." if isinstance(resolved, int) else "."
    )
    both = _of_one_kind([r for r in rows if isinstance(r[2], int) and isinstance(r[3], int)])
    line = None
    if len(both) > 1:
        series = [[int(row[i] or 0) for row in both] for i in (2, 3)]
        line = Line(plot([str(row[0]) for row in both], *series), day(str(both[0][0])),
                    day(str(both[-1][0])), ("tiếp nhận", "giải quyết"))  # fmt: skip
    else:
        says += " Mới thấy một lần cập nhật, chưa vẽ được biểu đồ."
    return Figure(name, title, says, ("Cập nhật", "Kỳ", *_HEADER), rows, line=line)


def visits(connection: sqlite3.Connection) -> Figure:
    """Visits of the site by month, by its own counter."""
    name, title = "luot-truy-cap", "Lượt truy cập trang gốc mỗi tháng"
    rows = tuples(connection.execute(_VISITS))
    counted = [(str(row[0]), row[1]) for row in rows if isinstance(row[1], int)]
    header = ("Tháng", "Trong tháng", "Tổng cộng")
    if not counted:
        says = "Kho chưa thấy số “trong tháng” của bộ đếm truy cập nào."
        if totals := [row for row in rows if isinstance(row[2], int)]:
            says += f" Tổng cộng, bộ đếm lên đến {number(int(totals[-1][2] or 0))} lượt truy cập."
        return Figure(name, title, says, header if totals else (), tuple(totals))
    month, value = counted[-1]
    says = f"Tháng {month_name(month)}, bộ đếm của trang gốc lên đến {number(value)} lượt truy cập."
    note = (
        "Con số lớn nhất kho thấy trong tháng, có khi mới giữa tháng: cả tháng ít nhất là chừng ấy."
    )
    values, months = dict(counted), months_between(counted[0][0], month)
    chart = column_chart(
        list(map(month_name, months)), [values.get(m, 0) for m in months], marks=month_marks(months)
    )
    return Figure(name, title, says, header, rows, note, charts=(("", chart),))


def _of_one_kind(rows: Sequence[tuple[Cell, ...]]) -> list[tuple[Cell, ...]]:
    """Those of the commonest kind of period, which is the second cell.

    The figures of a year hold those of its months, so no chart has both.
    """
    kinds = Counter(_kind(str(row[1])) for row in rows).most_common(1)
    return [row for row in rows if _kind(str(row[1])) == kinds[0][0]]


def _kind(period: str) -> str:
    """Years, quarters, months, or no period printed."""
    return f"{len(period)}{'Q' * ('Q' in period)}"


def period_name(period: str) -> str:
    """`2020-03` as `03/2020`, `2020-Q1` as `quý 1/2020`, a year as it is."""
    if "-Q" in period:
        return f"quý {period[-1]}/{period[:4]}"
    return month_name(period) if "-" in period else period


def period_phrase(period: str) -> str:
    """The same within a sentence: `tháng 03/2020`, `quý 1/2020`, `năm 2020`."""
    if "-" not in period:
        return f"năm {period}"
    return period_name(period) if "-Q" in period else f"tháng {period_name(period)}"
