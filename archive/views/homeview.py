"""What the home page shows, read from the database in one go."""

import sqlite3
from dataclasses import dataclass

from archive.figures.columnchart import ColumnChart, column_chart
from archive.figures.figures import NOT_HIDDEN, last_of
from archive.views.changes import Change, changes

NEWEST = 10
CHANGES = 5
MOST_YEARS = 40  # a misprinted year must not draw two thousand empty ones

_COUNTS = """
SELECT (SELECT count(*) FROM articles) AS articles,
       (SELECT count(*) FROM articles WHERE changed_at IS NOT NULL) AS changed,
       (SELECT count(*) FROM captures) AS captures,
       (SELECT count(*) FROM articles WHERE removed_at IS NOT NULL) AS removed,
       (SELECT min(published_date) FROM articles) AS first_day,
       (SELECT max(published_date) FROM articles) AS last_day,
       (SELECT max(captured_at) FROM captures) AS last_capture,
       (SELECT name FROM site_details WHERE name IS NOT NULL
        ORDER BY observed_at DESC LIMIT 1) AS department
"""
_NEWEST = f"""
SELECT id, title, category, published_date, removed_at FROM articles
WHERE {NOT_HIDDEN} ORDER BY published_date DESC, id DESC LIMIT {NEWEST}
"""
_YEARS = """
SELECT year, count(*) AS articles FROM articles WHERE year IS NOT NULL GROUP BY year ORDER BY year
"""


@dataclass(frozen=True, slots=True)
class HomeView:
    """Rows, the newest changes, and the years that have articles with their chart (None: none)."""

    counts: sqlite3.Row
    newest: list[sqlite3.Row]
    changes: list[Change]
    years: list[tuple[int, int]]
    chart: ColumnChart | None


def home_view(connection: sqlite3.Connection) -> HomeView:
    """The whole page."""
    years = {row[0]: row[1] for row in connection.execute(_YEARS)}
    return HomeView(
        counts=connection.execute(_COUNTS).fetchone(),
        newest=connection.execute(_NEWEST).fetchall(),
        changes=changes(connection, most=CHANGES)[0],
        years=list(years.items()),
        chart=_chart(connection, years) if years else None,
    )


def _chart(connection: sqlite3.Connection, years: dict[int, int]) -> ColumnChart:
    """Every year between the first and the last, those without articles too."""
    last = int(last_of((f"{year:04}-01" for year in years), connection)[:4])
    shown = range(max(min(years), last - MOST_YEARS + 1), last + 1)
    return column_chart([str(year) for year in shown], [years.get(year, 0) for year in shown])
