"""Figures of the articles: by month, by section, the most read, views over time."""

import sqlite3
from urllib.parse import urlencode

from archive.figures.columnchart import column_chart
from archive.figures.figures import (
    NOT_HIDDEN,
    Figure,
    Line,
    bars,
    last_of,
    month_marks,
    month_name,
    months_between,
    tuples,
)
from archive.figures.plot import plot
from archive.formats import day, number

MOST_READ = 20
MOST_MONTHS = 600  # a misprinted year must not draw a thousand empty months
NO_SECTION = "(không có chuyên mục)"

_MONTHS = """
SELECT substr(published_date, 1, 7) AS month, count(*) FROM articles
WHERE published_date IS NOT NULL GROUP BY month ORDER BY month
"""
_UNDATED = "SELECT count(*) FROM articles WHERE published_date IS NULL"
_SECTIONS = """
SELECT coalesce(category, ?), count(*), min(published_date), max(published_date)
FROM articles GROUP BY 1 ORDER BY 2 DESC, 1
"""
_READ = f"""
SELECT id, title, category, published_date, view_count,
    (SELECT own_visits FROM view_counts WHERE article_id = articles.id
     ORDER BY observed_at DESC LIMIT 1)
FROM articles WHERE view_count IS NOT NULL AND {NOT_HIDDEN}
ORDER BY view_count DESC, id LIMIT {MOST_READ}
"""
# What every month adds, up to the end of each; `view_steps` is kept up by archive/db/viewsteps.py.
_VIEWS = """
SELECT month, sum(articles) OVER months, sum(views) OVER months, sum(own_visits) OVER months
FROM view_steps WINDOW months AS (ORDER BY month) ORDER BY month
"""


def by_month(connection: sqlite3.Connection) -> Figure:
    """Articles by month of publication."""
    name, title = "bai-theo-thang", "Số bài đăng mỗi tháng"
    counts = {row[0]: row[1] for row in connection.execute(_MONTHS)}
    undated = connection.execute(_UNDATED).fetchone()[0]
    without = f" {number(undated)} bài không rõ ngày đăng." if undated else ""
    if not counts:
        return Figure(name, title, f"Kho chưa có bài nào có ngày đăng.{without}")
    months = months_between(min(counts), last_of(counts, connection))[-MOST_MONTHS:]
    values = [counts.get(month, 0) for month in months]
    most = max(counts, key=lambda month: (counts[month], month))
    outside = sum(counts.values()) - sum(values)
    says = (
        f"Từ tháng {month_name(months[0])} đến tháng {month_name(months[-1])} có"
        f" {number(sum(values))} bài; nhiều nhất là tháng {month_name(most)} với"
        f" {number(counts[most])} bài."
        + (f" {number(outside)} bài in ngày ngoài khoảng ấy." if outside else "")
        + without
    )
    chart = column_chart(list(map(month_name, months)), values, marks=month_marks(months))
    rows = tuples(sorted((dict.fromkeys(months, 0) | counts).items()))
    return Figure(name, title, says, ("Tháng", "Số bài"), rows, charts=(("", chart),))


def by_section(connection: sqlite3.Connection) -> Figure:
    """Articles by section."""
    name, title = "bai-theo-chuyen-muc", "Số bài theo chuyên mục"
    rows = tuples(connection.execute(_SECTIONS, [NO_SECTION]))
    if not rows:
        return Figure(name, title, "Kho chưa có bài nào.")
    total = sum(int(row[1] or 0) for row in rows)
    named = [row for row in rows if row[0] != NO_SECTION]
    says = f"{number(total)} bài trong {number(len(named))} chuyên mục"
    if named:
        says += f"; nhiều nhất là {named[0][0]} với {number(int(named[0][1] or 0))} bài"
    header = ("Chuyên mục", "Số bài", "Bài đầu", "Bài cuối")
    drawn = bars((str(row[0]), int(row[1] or 0), _section_path(str(row[0])), "") for row in rows)
    return Figure(name, title, f"{says}.", header, rows, unit=" bài", bars=drawn)


def most_read(connection: sqlite3.Connection) -> Figure:
    """The articles with the highest counters."""
    name, title = "doc-nhieu-nhat", "Bài được xem nhiều nhất"
    rows = tuples(connection.execute(_READ))
    if not rows:
        return Figure(name, title, "Kho chưa thấy bộ đếm lượt xem của bài nào.")
    first = rows[0]
    says = (
        f"Nhiều nhất là “{first[1]}” với {number(int(first[4] or 0))} lượt xem khi thấy lần cuối."
    )
    note = (
        "Số do trang gốc in, gồm cả những lần chính kho lưu trữ mở bài (cột cuối, số tối thiểu);"
        " bài đăng lâu hơn có nhiều thời gian hơn để được xem."
    )
    header = ("Mã bài", "Tiêu đề", "Chuyên mục", "Ngày đăng", "Lượt xem", "Của kho (ít nhất)")
    drawn = bars(
        (str(row[1]), int(row[4] or 0), f"/bai-viet/{row[0]}", day(str(row[3] or "")))
        for row in rows
    )
    return Figure(name, title, says, header, rows, note, unit=" lượt", bars=drawn)


def views_over_time(connection: sqlite3.Connection) -> Figure:
    """The sum of the counters that are known at the end of each month."""
    name, title = "luot-xem", "Tổng lượt xem theo thời gian"
    rows = tuples(connection.execute(_VIEWS))
    if not rows:
        return Figure(name, title, "Kho chưa thấy bộ đếm lượt xem của bài nào.")
    month, articles, views, visits = rows[-1]
    says = (
        f"Đến tháng {month_name(str(month))}, bộ đếm của {number(int(articles or 0))} bài"
        f" cộng lại là {number(int(views or 0))} lượt xem, trong đó ít nhất"
        f" {number(int(visits or 0))} lượt là của chính kho lưu trữ."
    )
    note = (
        "Mỗi bài tính theo lần thấy gần nhất đến cuối tháng, nên số tăng cả khi kho biết thêm bài."
    )
    line = None
    if len(rows) > 1:
        moments = [f"{row[0]}-01T00:00:00+07:00" for row in rows]
        series = [[int(row[i] or 0) for row in rows] for i in (2, 3)]
        names = ("lượt xem trang gốc ghi", "trong đó của kho (ít nhất)")
        line = Line(
            plot(moments, *series), month_name(str(rows[0][0])), month_name(str(month)), names
        )
    else:
        says += " Mới có số của một tháng, chưa vẽ được biểu đồ."
    header = ("Tháng", "Số bài có bộ đếm", "Tổng lượt xem", "Của kho (ít nhất)")
    return Figure(name, title, says, header, rows, note, line=line)


def _section_path(section: str) -> str | None:
    """Where the articles of a section are found."""
    return None if section == NO_SECTION else f"/tim-kiem?{urlencode({'category': section})}"
