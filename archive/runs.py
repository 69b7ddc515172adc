"""Runs: what began, what it belongs to, how it ended."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from sqlite_utils import Database

from archive.db import tables
from archive.db.rows import Row, write
from archive.errors import Unusable
from archive.ids import content_id
from archive.times import from_text, utc_text

CLOCK_MAY_DIFFER = timedelta(hours=1)
FINISHED, STOPPED, FAILED = "finished", "stopped", "failed"

LASTS = {"refresh": timedelta(hours=12)}
"""How long a pass that was cut short is gone on with, by command; by default until it is done.

What a refresh read half a day ago is no news any more; a crawl may take days.
"""


@dataclass(frozen=True, slots=True)
class Run:
    """A run that has begun; `pass_id` is the run that began its pass over the site."""

    id: int
    command: str
    pass_id: int
    started_at: str


@dataclass(slots=True)
class Tally:
    """What a run did, for its row: requests sent, captures kept, articles found."""

    requests: int = 0
    captured: int = 0
    new: int = 0
    changed: int = 0
    removed: int = 0
    failed: int = 0


def begin(db: Database, command: str, moment: datetime) -> Run:
    """A new run; it goes on with the pass of the last run of this command that did not finish.

    Unusable where the clock was set back: what is captured now would be older than what was.
    """
    at = utc_text(moment)
    _check_clock(db, moment)
    run_id = content_id("run", command, at)
    sql = (
        "SELECT r.pass_id, r.outcome, p.started_at FROM runs r JOIN runs p ON p.id = r.pass_id"
        " WHERE r.command = ? ORDER BY r.started_at DESC LIMIT 1"
    )
    last = db.execute(sql, [command]).fetchone()
    goes_on = last and last[1] != FINISHED and not _is_over(command, last[2], moment)
    run = Run(run_id, command, last[0] if goes_on else run_id, at)
    write(db, "runs", ("id",), [started_row(asdict(run))])
    return run


def _check_clock(db: Database, moment: datetime) -> None:
    newest = db.execute("SELECT max(started_at) FROM runs").fetchone()[0]
    if newest and from_text(newest) - moment > CLOCK_MAY_DIFFER:
        raise Unusable(
            f"this machine's clock says {moment:%Y-%m-%d %H:%M} UTC, but the newest run began at"
            f" {from_text(newest):%Y-%m-%d %H:%M}: set the clock; if that run's was wrong, move its"
            " WARC files out of warc/ and run 'sldtbxh rebuild'"
        )


def _is_over(command: str, began: str, moment: datetime) -> bool:
    return command in LASTS and moment - from_text(began) > LASTS[command]


def started_row(facts: Mapping[str, object]) -> Row:
    """The row of a run that has begun, or that was killed: nothing is known of its end."""
    row: Row = {column.name: None for column in tables.columns(tables.Runs)}
    return {**row, **{name: facts[name] for name in ("id", "command", "pass_id", "started_at")}}


def ended_row(run: Run, tally: Tally, outcome: str, exit_code: int, moment: datetime) -> Row:
    """The row of a run that has ended."""
    ended = {"finished_at": utc_text(moment), "outcome": outcome, "exit_code": exit_code}
    return {**asdict(run), **ended, **asdict(tally)}


def of_pass(db: Database, run: Run) -> list[int]:
    """The ids of the runs of this run's pass, its own among them."""
    sql = "SELECT id FROM runs WHERE pass_id = ?"
    return [row[0] for row in db.execute(sql, [run.pass_id])]
