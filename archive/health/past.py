"""What is unusual, compared with this archive's own past."""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise

from archive.times import from_text

# An alarm that nobody acts on for a month tells nobody anything: then it is how the site is.
TOLD_FOR = timedelta(days=30)

# Nothing new: the longest pause of the last two years, twice over, and never less than two weeks.
LOOKED_BACK = timedelta(days=730)
MIN_DAYS_OF_NEWS = 8
PAUSES = 2
MIN_PAUSE = timedelta(days=14)

# Figures and boxes: seen for two weeks at least, then not for so long, in three good runs.
SEEN_FOR = timedelta(days=14)
GOOD_RUNS = 3
ON_EVERY_PAGE = timedelta(days=10)
ON_PAGES_OF_THEIR_OWN = timedelta(days=21)  # which are looked at once a week
_SPAN = ("first_seen_at", "last_seen_at")
_MOMENT = ("observed_at", "observed_at")


@dataclass(frozen=True, slots=True)
class Series:
    """What was seen in the rows of `table` that `where` tells, and how long it may be away.

    `span` are the columns of the first and the last sighting.
    """

    name: str
    vi: str
    en: str
    table: str
    span: tuple[str, str] = _SPAN
    where: str = "1"
    away: timedelta = ON_EVERY_PAGE


# Only the box beside every page has figures without a period.
SERIES = (
    Series("procedure_results", "ô kết quả thủ tục hành chính", "box with results of procedures",
           "procedure_statistics", where="period = ''"),
    Series("procedure_statistics", "trang thống kê thủ tục hành chính",
           "statistics pages with results of procedures", "procedure_statistics",
           where="period <> ''", away=ON_PAGES_OF_THEIR_OWN),
    Series("site_traffic", "thống kê truy cập", "visitor counters", "site_traffic", _MOMENT),
    Series("web_links", "liên kết web", "web links", "web_links"),
    Series("polls", "thăm dò", "polls", "polls"),
)  # fmt: skip
COUNTED_ON = 20  # captures of articles without one counter that is read

# Errors: answers that failed, in each of the last two visits.
ERRORS = 0.25
MIN_ERRORS = 5

_VISITS = "command IN ('crawl', 'refresh') AND exit_code IN (0, 1) AND outcome = 'finished'"


@dataclass(frozen=True, slots=True)
class Wrong:
    """One thing that is wrong: a short name, and a sentence in Vietnamese and in English."""

    name: str
    vi: str
    en: str


def unusual(connection: sqlite3.Connection, now: datetime) -> Iterator[Wrong]:
    """Everything that is not as it used to be."""
    yield from _nothing_new(connection, now)
    yield from _series_missing(connection)
    yield from _counters_missing(connection)
    yield from _errors(connection)


def _nothing_new(connection: sqlite3.Connection, now: datetime) -> Iterator[Wrong]:
    sql = "SELECT DISTINCT published_date FROM articles WHERE published_date BETWEEN ? AND ?"
    span = [(now - LOOKED_BACK).date().isoformat(), (now + timedelta(hours=7)).date().isoformat()]
    days = sorted(date.fromisoformat(row[0]) for row in connection.execute(sql, span))
    if len(days) < MIN_DAYS_OF_NEWS:
        return
    usual = max(later - earlier for earlier, later in pairwise(days))
    longest = max(PAUSES * usual, MIN_PAUSE)
    silent = now.date() - days[-1]
    if longest < silent <= longest + TOLD_FOR:
        yield Wrong(
            "nothing_new",
            f"Đã {silent.days} ngày không có bài mới; trước nay lâu nhất là {usual.days} ngày.",
            f"Nothing new for {silent.days} days; the longest pause so far was {usual.days} days.",
        )


def _series_missing(connection: sqlite3.Connection) -> Iterator[Wrong]:
    for series in SERIES:
        first_name, last_name = series.span
        sql = f"SELECT min({first_name}), max({last_name}) FROM {series.table} WHERE {series.where}"
        first, last = connection.execute(sql).fetchone()
        if first is None or from_text(last) - from_text(first) < SEEN_FOR:
            continue
        if _would_have_seen(connection, last, series.away):
            yield Wrong(f"missing_{series.name}", f"Không còn thấy {series.vi} từ {last[:10]}.",
                        f"No more {series.en} since {last[:10]}.")  # fmt: skip


def _would_have_seen(connection: sqlite3.Connection, last: str, away: timedelta) -> bool:
    """Whether good runs enough, for so long, would have seen it since it was there last.

    A run whose pages were all called unchanged (304) would not.
    """
    sql = (
        "SELECT count(*), min(started_at), max(started_at) FROM runs"
        f" WHERE {_VISITS} AND started_at > ?"
        " AND EXISTS (SELECT 1 FROM captures c WHERE c.run_id = runs.id"
        " AND c.outcome IN ('home', 'listing', 'article', 'statistics'))"
    )
    runs, first, newest = connection.execute(sql, [last]).fetchone()
    if runs < GOOD_RUNS:
        return False
    return away <= from_text(newest) - from_text(first) <= away + TOLD_FOR


def _counters_missing(connection: sqlite3.Connection) -> Iterator[Wrong]:
    last = connection.execute("SELECT max(observed_at) FROM view_counts").fetchone()[0]
    if last is None:
        return
    sql = "SELECT count(*) FROM captures WHERE outcome = 'article' AND captured_at > ?"
    pages = connection.execute(sql, [last]).fetchone()[0]
    if pages >= COUNTED_ON:
        yield Wrong("missing_view_counts", f"Không còn thấy số lượt xem từ {last[:10]}.",
                    f"No view counter was seen since {last[:10]}, on {pages} pages.")  # fmt: skip


def _errors(connection: sqlite3.Connection) -> Iterator[Wrong]:
    sql = (
        "SELECT r.requests, r.failed + (SELECT count(*) FROM captures c WHERE c.run_id = r.id"
        " AND c.outcome = 'skipped: error') FROM runs r WHERE r.command IN ('crawl', 'refresh')"
        " AND r.exit_code IN (0, 1) ORDER BY r.started_at DESC LIMIT 2"
    )
    runs = connection.execute(sql).fetchall()
    if len(runs) == 2 and all(bad >= max(MIN_ERRORS, ERRORS * (n or 0)) for n, bad in runs):
        bad, asked = runs[0][1], runs[0][0]
        yield Wrong("errors", f"{bad} trong {asked} yêu cầu của lượt gần nhất bị lỗi.",
                    f"{bad} of {asked} requests of the last run failed.")  # fmt: skip
