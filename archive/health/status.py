"""`sldtbxh status`: health, the disk, and how long a full round takes."""

import json
import shutil
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from archive.crawling.schedule import addresses, schedule
from archive.db.database import connect_to_read, is_immutable
from archive.folder import database_path
from archive.health.health import Health, health
from archive.health.past import Wrong
from archive.times import utc_text

GROWTH_OVER = timedelta(days=30)
MIN_FREE = 200 * 2**20  # bytes: less is alarming whatever the growth
_MB = 2**20


@dataclass(frozen=True, slots=True)
class Status:
    """The archive's health and its room: bytes on the disk, a day's growth in bytes.

    `round_days` is how long it takes until each of `pages` was looked at again, at a refresh a
    day.
    """

    health: Health
    wrong: tuple[Wrong, ...]
    disk_free: int
    archive_bytes: int
    growth_a_day: int
    pages: int
    looks_a_day: float
    round_days: int

    def as_json(self) -> dict[str, Any]:
        """For a monitor."""
        found = self.health.as_json() | asdict(self)
        del found["health"]
        return {**found, "healthy": not self.wrong}


def status(folder: Path, revisits: int, now: datetime) -> Status:
    """The state of the archive in `folder`, refreshed with so many revisits a day.

    Unusable where there is none.
    """
    connection = connect_to_read(database_path(folder))
    try:
        found = health(connection, now)
        growth = _growth(Database(connection), now)
        planned = schedule(Database(connection), addresses(Database(connection), now), (), now)
    finally:
        connection.close()
    free = shutil.disk_usage(folder).free
    grows = not is_immutable(database_path(folder))
    needed = max(MIN_FREE, growth * GROWTH_OVER.days)
    low = Wrong(
        "disk", f"Đĩa chỉ còn {free // _MB} MB.", f"Only {free // _MB} MB of disk are free."
    )
    return Status(
        health=found,
        wrong=(*found.wrong, *((low,) if grows and free < needed else ())),
        disk_free=free,
        archive_bytes=sum(p.stat().st_size for p in folder.rglob("*") if p.is_file()),
        growth_a_day=growth,
        pages=len(planned.others),
        looks_a_day=round(planned.a_day(), 1),
        round_days=planned.round_days(revisits),
    )


def report(folder: Path, revisits: int, now: datetime) -> tuple[list[str], int]:
    """Lines for people and the exit code: 0 where the archive is well, else 1."""
    found = status(folder, revisits, now)
    lines = [f"wrong: {wrong.name}: {wrong.en}" for wrong in found.wrong] or ["healthy"]
    well = found.health
    if well.ended:
        lines.append("the site has ended; nothing is removed for that")
    lines.append(f"last visit done: {well.last_visit or 'never'}")
    lines.append("; ".join(f"{count} {name}" for name, count in well.counts.items()))
    lines.append(
        f"a full round: {found.pages} pages in {found.round_days} days, {found.looks_a_day} a day"
        f" are due and {revisits} may be asked for"
    )
    lines.append(
        f"disk: {found.archive_bytes // _MB} MB used, {found.disk_free // _MB} MB free,"
        f" {found.growth_a_day / _MB:.1f} MB more a day"
    )
    for run in well.runs:
        code = "-" if run["exit_code"] is None else run["exit_code"]
        counts = ", ".join(
            f"{run[name]} {name}" for name in ("requests", "new", "changed", "removed", "failed")
        )
        lines.append(f"{run['started_at'][:19]}Z {run['command']}: exit {code}; {counts}")
    return lines, 1 if found.wrong else 0


def as_json(folder: Path, revisits: int, now: datetime) -> tuple[str, int]:
    """The same as one JSON object."""
    found = status(folder, revisits, now)
    return json.dumps(found.as_json(), ensure_ascii=False), 1 if found.wrong else 0


def _growth(db: Database, now: datetime) -> int:
    """Bytes of WARC a day, over the last month."""
    sql = (
        "SELECT coalesce(sum(warc_length), 0), min(captured_at) FROM captures WHERE captured_at > ?"
    )
    size, first = db.execute(sql, [utc_text(now - GROWTH_OVER)]).fetchone()
    return int(size / GROWTH_OVER.days) if first else 0
