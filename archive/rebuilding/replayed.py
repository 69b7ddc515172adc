"""What a worker makes of a partition of this archive's WARC files, and of captures kept unread."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from archive.db.database import connect_to_read
from archive.db.rows import Row
from archive.errors import Damaged
from archive.storing.gathered import Gathered
from archive.warc.indexing import capture_row, payload_row, read_raw
from archive.warc.members import Damage, Record
from archive.warc.partitions import Partition
from archive.warc.reading import RunEnd, RunStart, Stored, entries, iterate
from scraper.crawling.items import read
from scraper.records import Problem
from scraper.site import Site
from scraper.sources.excerpt import BeyondError

_NOT_MODIFIED = 304
_LOST = "skipped: unparsed"  # the outcome of a capture whose payload no file has any more


@dataclass(slots=True)
class Replayed:
    """What a partition says: rows, payloads by digest, runs, damages; where it ended."""

    gathered: Gathered
    end: int
    payloads: dict[str, Row] = field(default_factory=dict)
    starts: list[dict[str, Any]] = field(default_factory=list)
    ends: list[dict[str, Any]] = field(default_factory=list)
    damages: list[tuple[int, str]] = field(default_factory=list)


def read_partition(partition: Partition, site: Site) -> Replayed:
    """Every record of the partition, read; a revisit's page is left for `read_captures`."""
    replayed = Replayed(Gathered(site), partition.start)
    walked = _noting_end(partition.walk(), replayed)
    for entry in entries(partition.path.name, walked):
        match entry:
            case Stored() if entry.sound:
                _add(entry, partition.run_id, replayed)
            case Stored():
                replayed.damages.append((entry.written.offset, "wrong digest"))
            case Damage():
                replayed.damages.append((entry.offset, entry.reason))
            case RunStart():
                replayed.starts.append(dict(entry.facts))
            case RunEnd():
                replayed.ends.append(dict(entry.facts))
    return replayed


def read_apart(partition: Partition, site: Site) -> Replayed | None:
    """The same where the file is not at hand; None where what was sent of it does not do."""
    try:
        return read_partition(partition, site) if partition.held else None
    except BeyondError:
        return None


def run_of(path: Path) -> int | None:
    """The run that wrote the file; None where its first record does not say."""
    first = next(iterate(path), None)
    run = first.facts.get("run") if isinstance(first, RunStart) else None
    return int(run["id"]) if isinstance(run, dict) else None


def read_captures(ids: list[int], database: Path, folder: Path, site: Site) -> Gathered:
    """The pages of captures that are indexed and not read, wherever their payloads are."""
    gathered = Gathered(site)
    db = Database(connect_to_read(database))
    try:
        for capture_id in ids:
            row = next(db.query("SELECT * FROM captures WHERE id = ?", [capture_id]))
            try:
                crawled = read(read_raw(db, folder, row["id"]), site, follow=False)
            except Damaged as error:
                problem = Problem("error", "lost_payload", str(error))
                gathered.add_problem(problem, row["captured_at"], row["run_id"], row["id"])
                gathered.outcomes[row["id"]] = _LOST
            else:
                gathered.add_page(row, crawled.capture, crawled.page)
    finally:
        db.conn.close()
    return gathered


def _add(stored: Stored, run_id: int | None, replayed: Replayed) -> None:
    row = capture_row(stored.raw, stored.written, run_id)
    payload = payload_row(row, stored.written)
    if payload:
        replayed.payloads.setdefault(stored.written.payload_digest, payload)
    replayed.gathered.add_capture(row)
    if stored.written.is_revisit and stored.raw.status != _NOT_MODIFIED:
        return
    crawled = read(stored.raw, replayed.gathered.site, follow=False)
    replayed.gathered.add_page(row, crawled.capture, crawled.page)


def _noting_end(walked: Iterable[Record | Damage], replayed: Replayed) -> Iterator[Record | Damage]:
    for found in walked:
        replayed.end = found.offset + found.length
        yield found
