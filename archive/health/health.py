"""Whether the archive is well: its last runs, its age, its counts, and what is wrong."""

import sqlite3
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from archive.crawling.ending import ENDED
from archive.formats import number
from archive.health.past import Wrong, unusual
from archive.times import from_text, utc_text

STALE_AFTER = timedelta(days=3)
"""A site that is visited at all is visited daily; three days without are a cron job that failed."""
RUNS = 10
_DONE = (0, 1)
# No page came, stopped, or another run was there: that may be so for a night. Where it lasts, the
# age of the last visit tells.
_MAY_HAPPEN = (3, 75, 130, 143)
_VISITING = "('crawl', 'refresh', 'scrapy crawl articles', 'scrapy crawl statistics')"

_RUNS = f"""
SELECT id, command, started_at, finished_at, outcome, exit_code, requests, captured, new, changed,
    removed, failed FROM runs ORDER BY started_at DESC LIMIT {RUNS}
"""
_LAST_VISIT = f"""
SELECT finished_at FROM runs
WHERE command IN {_VISITING} AND exit_code IN {_DONE} AND outcome = 'finished'
ORDER BY started_at DESC LIMIT 1
"""
_VISITED = f"SELECT 1 FROM runs WHERE command IN {_VISITING} LIMIT 1"
_COUNTED = ("articles", "article_versions", "article_removals", "captures", "attachments",
            "view_counts", "procedure_statistics", "hidden_addresses")  # fmt: skip
_PROBLEMS = "SELECT severity, count(*) FROM problems GROUP BY severity ORDER BY severity"
_ERRORS = (
    "SELECT kind, message FROM problems WHERE severity = 'error' AND run_id = ?"
    " AND kind NOT IN ('nothing_came', 'layout_drift') LIMIT 5"
)
_WARC = """
SELECT count(DISTINCT warc_file), coalesce(sum(warc_length), 0),
    (SELECT min(captured_at) FROM captures), (SELECT max(captured_at) FROM captures)
FROM captures
"""


@dataclass(frozen=True, slots=True)
class Health:
    """Times are UTC; `last_visit` is the end of the newest visit of the site that was done.

    An archive whose site has `ended` is well without one.
    """

    checked_at: str
    wrong: tuple[Wrong, ...]
    last_visit: str | None
    ended: bool
    first_capture: str | None
    last_capture: str | None
    warc_files: int
    warc_bytes: int
    counts: dict[str, int]
    problems: dict[str, int]
    runs: tuple[dict[str, Any], ...]

    @property
    def healthy(self) -> bool:
        """Whether nothing is wrong."""
        return not self.wrong

    def as_json(self) -> dict[str, Any]:
        """For a monitor."""
        return {"healthy": self.healthy, **asdict(self)}


def health(connection: sqlite3.Connection, now: datetime) -> Health:
    """The state at `now` (aware), by the rows of runs, problems and captures alone."""
    cursor = connection.execute(_RUNS)
    runs = [_named(row, cursor) for row in cursor]
    visit = connection.execute(_LAST_VISIT).fetchone()
    last_visit = visit[0] if visit else None
    files, size, first, last = connection.execute(_WARC).fetchone()
    ended = _has_ended(connection, last_visit)
    wrong = [*_of_runs(connection, runs)]
    if not ended:
        wrong = [*_of_age(connection, last_visit, now), *wrong, *unusual(connection, now)]
    return Health(
        checked_at=utc_text(now),
        wrong=tuple(wrong),
        last_visit=last_visit,
        ended=ended,
        first_capture=first,
        last_capture=last,
        warc_files=files,
        warc_bytes=size,
        counts={name: _count(connection, name) for name in _COUNTED},
        problems={row[0]: row[1] for row in connection.execute(_PROBLEMS)},
        runs=tuple(runs),
    )


def _named(row: Any, cursor: sqlite3.Cursor) -> dict[str, Any]:  # noqa: ANN401
    return dict(zip((column[0] for column in cursor.description), row, strict=True))


def _count(connection: sqlite3.Connection, table: str) -> int:
    return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


def _has_ended(connection: sqlite3.Connection, last_visit: str | None) -> bool:
    """Whether the newest visits noted the end of the site."""
    sql = "SELECT 1 FROM problems WHERE kind = ? AND last_seen_at > ?"
    return connection.execute(sql, [ENDED, last_visit or ""]).fetchone() is not None


def _of_age(connection: sqlite3.Connection, last_visit: str | None, now: datetime) -> list[Wrong]:
    """Nothing is wrong with the age of an archive that was only ever imported."""
    if not connection.execute(_VISITED).fetchone():
        return []
    if last_visit is None:
        return [
            Wrong(
                "never_done",
                "Chưa lần nào quét hết trang gốc.",
                "No visit of the site was ever completed.",
            )
        ]
    age = now - from_text(last_visit)
    if age <= STALE_AFTER:
        return []
    vi = f"Lần quét hết trang gốc gần nhất đã {number(age.days)} ngày trước."
    return [Wrong("stale", vi, f"The last complete visit was {age.days:,} days ago.")]


def _of_runs(connection: sqlite3.Connection, runs: list[dict[str, Any]]) -> list[Wrong]:
    """What the newest run that has ended, or was killed, says."""
    if not runs:
        return [Wrong("no_runs", "Kho chưa có lượt chạy nào.", "There was no run yet.")]
    newest = runs[0]
    found = []
    if newest["exit_code"] is None and len(runs) > 1:
        newest = runs[1]  # the newest one may be under way
    if newest["exit_code"] not in (*_DONE, *_MAY_HAPPEN, None):
        code = newest["exit_code"]
        found.append(Wrong("last_run_failed", f"Lượt chạy gần nhất hỏng, mã thoát {code}.",
                           f"The last run failed with exit code {code}."))  # fmt: skip
    for kind, message in connection.execute(_ERRORS, [newest["id"]]):
        found.append(Wrong(kind, f"Lỗi trong lượt chạy gần nhất: {message}",
                           f"An error in the last run: {message}"))  # fmt: skip
    return found
