"""Figures: what the archive's numbers say, each as a sentence, a chart and the rows behind it."""

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from archive.db.viewsteps import LOCAL_MONTH
from archive.figures.columnchart import ColumnChart
from archive.figures.plot import Plot

_UNTIL = f"SELECT coalesce({LOCAL_MONTH.format('max(captured_at)')}, '9999') FROM captures"
NOT_HIDDEN = "id NOT IN (SELECT article_id FROM hidden_addresses WHERE article_id IS NOT NULL)"

MOST_MONTHS_NAMED = 36
Cell = str | int | float | None


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of many, `share` of the longest (0 to 1); `path` is where its label leads."""

    label: str
    value: int | float
    share: float
    path: str | None = None
    more: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A line over time: its points, the moments of its first and last, what it counts."""

    plot: Plot
    first: str
    last: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """`says` is the sentence; the same rows stand in the table and in the CSV.

    No rows: there is no data, and the sentence says so. `charts` are small ones on one scale, each
    under its own name; `unit` follows the values of bars; at most one of `bars`, `charts` and
    `line` is there.
    """

    name: str
    title: str
    says: str
    header: tuple[str, ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = ()
    note: str = ""
    unit: str = ""
    bars: tuple[Bar, ...] = ()
    charts: tuple[tuple[str, ColumnChart], ...] = ()
    line: Line | None = None


Maker = Callable[[sqlite3.Connection], Figure]


def bars(rows: Iterable[tuple[str, int | float, str | None, str]]) -> tuple[Bar, ...]:
    """Bars of (label, value, path, more), against the longest."""
    listed = list(rows)
    longest = max((value for _, value, _, _ in listed), default=0) or 1
    return tuple(
        Bar(label, value, round(max(value, 0) / longest, 4), path, more)
        for label, value, path, more in listed
    )


def months_between(first: str, last: str) -> list[str]:
    """Every month from one `YYYY-MM` to another, both in."""
    start, end = (int(m[:4]) * 12 + int(m[5:]) - 1 for m in (first, last))
    return [f"{m // 12:04}-{m % 12 + 1:02}" for m in range(start, end + 1)]


def month_marks(months: Sequence[str]) -> list[str]:
    """What stands under columns of months: their names, or the years alone where they are many."""
    if len(months) <= MOST_MONTHS_NAMED:
        return [month_name(month) for month in months]
    return [month[:4] if month.endswith("-01") else "" for month in months]


def last_of(found: Iterable[str], connection: sqlite3.Connection) -> str:
    """The last of these `YYYY-MM` (one at least) that is not behind the last capture.

    What is printed to be later is a misprint, and must not push what is there out of a chart.
    """
    months = sorted(found)
    until = str(connection.execute(_UNTIL).fetchone()[0])
    return next((month for month in reversed(months) if month <= until), months[-1])


def month_name(month: str) -> str:
    """`2021-03` as `03/2021`."""
    return f"{month[5:7]}/{month[:4]}"


def tuples(rows: Iterable[Sequence[Cell]]) -> tuple[tuple[Cell, ...], ...]:
    """Rows as they stand in a figure."""
    return tuple(tuple(row) for row in rows)
