"""Records of WARC files put into a database: after a crash the last ones, in a rebuild all."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from archive.folding import refold
from archive.indexing import (
    add_payloads,
    capture_row,
    payload_of,
    payload_row,
    read_raw,
    with_payload,
)
from archive.members import Damage
from archive.rows import Row, write
from archive.runs import started_row
from archive.store import Store
from archive.warcread import RunEnd, RunStart, Stored, iterate
from scraper.items import read
from scraper.records import Problem
from scraper.site import Site

_AT_ONCE = 500  # captures a transaction
_NOT_MODIFIED = 304


class Replay:
    """Reads WARC files of this archive into `db`; every record once, whatever was there before.

    `touched` are the addresses whose articles have to be folded; `captures` counts what was read.
    """

    def __init__(self, db: Database, folder: Path, site: Site) -> None:
        self.db = db
        self.captures = 0
        self.touched: set[str] = set()
        self._folder = folder
        self._site = site
        self._store = Store(db, site)
        self._payloads: dict[str, Row] = {}
        self._waiting = 0

    def read_file(self, path: Path, start: int = 0) -> None:
        """Read what the file holds from byte `start` on, which is where a record begins."""
        run_id = self._begin_run(path)
        for entry in iterate(path, start):
            match entry:
                case Stored() if entry.sound:
                    self._add(entry, run_id)
                case Stored():
                    self._add_damage(
                        entry.written.file, entry.written.offset, "wrong digest", run_id
                    )
                case Damage():
                    self._add_damage(entry.file, entry.offset, entry.reason, run_id)
                case RunEnd():
                    self._end_run(entry.facts)

    def read_unread(self) -> None:
        """Read the pages of captures that were indexed, but not yet read, when a run was killed."""
        sql = "SELECT * FROM captures WHERE outcome IS NULL"
        for row in list(self.db.query(sql)):
            crawled = read(read_raw(self.db, self._folder, row["id"]), self._site)
            self._store.add_page(row, crawled.capture, crawled.page)
            self._count()

    def commit(self) -> None:
        """Write what is waiting and fold everything touched."""
        self._write()
        waiting = sorted(self.touched)
        for start in range(0, len(waiting), _AT_ONCE):
            with self.db.atomic():
                refold(self.db, waiting[start : start + _AT_ONCE])
        self.touched.clear()

    def _add(self, stored: Stored, run_id: int | None) -> None:
        row = capture_row(stored.raw, stored.written, run_id)
        payload = payload_row(row, stored.written)
        if payload:
            self._payloads.setdefault(stored.written.payload_digest, payload)
        self._store.add_capture(row)
        raw = stored.raw
        if stored.written.is_revisit and raw.status != _NOT_MODIFIED:
            self._write()  # the payload may stand in a record that is still waiting
            raw = with_payload(raw, payload_of(self.db, self._folder, row["payload_digest"]))
        crawled = read(raw, self._site)
        self._store.add_page(row, crawled.capture, crawled.page)
        self._count()

    def _count(self) -> None:
        self.captures += 1
        self._waiting += 1
        if self._waiting >= _AT_ONCE:
            self._write()

    def _write(self) -> None:
        with self.db.atomic():
            self._write_payloads()
            self.touched |= self._store.write_unfolded()
        self._waiting = 0

    def _write_payloads(self) -> None:
        add_payloads(self.db, self._payloads.values())
        self._payloads.clear()

    def _begin_run(self, path: Path) -> int | None:
        first = next(iterate(path), None)
        run = first.facts.get("run") if isinstance(first, RunStart) else None
        if not isinstance(run, dict):
            return None
        there = self.db.execute("SELECT 1 FROM runs WHERE id = ?", [run["id"]]).fetchone()
        if not there:
            write(self.db, "runs", ("id",), [started_row(run)])
        return int(run["id"])

    def _end_run(self, facts: Mapping[str, Any]) -> None:
        row = facts.get("row")
        if not isinstance(row, dict):
            return
        write(self.db, "runs", ("id",), [row])
        for at, problem, url in facts.get("problems", ()):
            self._store.add_problem(Problem(**problem), at, row["id"], url)

    def _add_damage(self, file: str, offset: int, reason: str, run_id: int | None) -> None:
        message = f"{file}: the record at byte {offset} cannot be read ({reason})"
        at = self.db.execute("SELECT started_at FROM runs WHERE id = ?", [run_id]).fetchone()
        problem = Problem("error", "damaged_record", message)
        self._store.add_problem(problem, at[0] if at else "", run_id)
