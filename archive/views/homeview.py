"""What the home page shows, read from the database in one go."""

import sqlite3
from dataclasses import dataclass

from archive.figures.columnchart import ColumnChart, column_chart
from archive.figures.figures import NOT_HIDDEN
from archive.views.changes import Change, changes

NEWEST = 10
CHANGES = 5
MOST_YEARS = 40  # a misprinted year must not draw two thousand empty ones

_COUNTS = """
SELECT (SELECT count(*) FROM articles) AS articles,
       (SELECT count(*) FROM article_versions) AS versions,
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
    """Rows, the newest changes, and the articles of each year with their chart (None: no year)."""

    counts: sqlite3.Row
    newest: list[sqlite3.Row]
    changes: list[Change]
    years: list[tuple[int, int]]
    chart: ColumnChart | None


def home_view(connection: sqlite3.Connection) -> HomeView:
    """The whole page."""
    years = _years(connection)
    return HomeView(
        counts=connection.execute(_COUNTS).fetchone(),
        newest=connection.execute(_NEWEST).fetchall(),
        changes=changes(connection, most=CHANGES)[0],
        years=years,
        chart=column_chart([str(y) for y, _ in years], [n for _, n in years]) if years else None,
    )


def _years(connection: sqlite3.Connection) -> list[tuple[int, int]]:
    """Every year between the first and the last, those without articles too."""
    there = {row[0]: row[1] for row in connection.execute(_YEARS)}
    if not there:
        return []
    last = max(there)
    first = max(min(there), last - MOST_YEARS + 1)
    return [(year, there.get(year, 0)) for year in range(first, last + 1)]
