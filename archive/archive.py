"""An archive that is open for writing: bytes first into WARC, then what they say into SQLite."""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import asdict
from datetime import timedelta
from importlib.metadata import version
from pathlib import Path
from typing import TypeVar

from sqlite_utils import Database

from archive import runs
from archive.db import database
from archive.db.rows import Row, write
from archive.diskerrors import disk_errors
from archive.errors import Damaged, NothingCame, WorkersLost
from archive.folder import database_path, locked, warc_folder
from archive.hiding.hide import obey
from archive.history.closure import disbelieve
from archive.history.folding import Changes
from archive.ownership import check_owner
from archive.rebuilding.fingerprint import parser_fingerprint
from archive.rebuilding.missing import missing_files, told_of
from archive.rebuilding.rebuild import forget_killed, rebuild_in_place
from archive.rebuilding.recovery import note_read, recover
from archive.runs import FAILED, STOPPED, Run, Tally
from archive.stopping import Stopped, whole
from archive.storing.gathered import Gathered
from archive.storing.store import Store
from archive.times import Clock, from_text, now, utc_text
from archive.warc.indexing import (
    add_payloads,
    capture_row,
    forget_payloads,
    payload_row,
    previous_of,
    read_raw,
    validators_of,
)
from archive.warc.records import Prepared
from archive.warc.writing import WarcWriter
from archive.warc.written import Previous
from archive.workers import Workers
from scraper.capture import Capture
from scraper.crawling.items import read
from scraper.raw import Raw
from scraper.records import Page, Problem, Skipped
from scraper.site import Site

Given = TypeVar("Given")

NOTHING_CAME = NothingCame.exit_code
COMMIT_EVERY = 100  # captures
COMMIT_AFTER = 10.0  # seconds
BELIEVED_FOR = timedelta(days=90)
"""How long a page may be called unchanged before it is asked for as a whole again."""
# What is answered in place of a page, today.
_IN_PLACE = ("skipped: maintenance", "skipped: login", "skipped: forbidden", "skipped: error",
             "skipped: empty", "skipped: foreign")  # fmt: skip
SOFTWARE = f"sldtbxh-archive/{version('sldtbxh-archive')}"


class Archive:
    """The archive in `folder`, held by this run alone until the end of `open_archive`.

    Everything kept is in the WARC before `keep` returns; the database follows in batches, never
    before the WARC is on the disk. What a crash leaves between the two is indexed at the next
    opening. Every method raises DiskFull where nothing can be written any more. None that changes
    anything is stopped halfway: who was told to stop can still end the run.
    """

    def __init__(
        self, folder: Path, site: Site, db: Database, command: str, clock: Clock = now
    ) -> None:
        self.folder = folder
        self.site = site
        self.db = db
        self.clock = clock
        self.run = runs.begin(db, command, clock())
        self.tally = Tally()
        self.recovered: list[str] = []
        self._writer = WarcWriter(warc_folder(folder), SOFTWARE, _info(site, self.run), clock=clock)
        self._store = Store(db, site)
        self._missing = frozenset(missing_files(db, folder))
        self._payloads: dict[str, tuple[Row, Previous]] = {}
        self._unread: dict[int, tuple[Row, Raw]] = {}
        self._left_over: set[int] = set()
        self._uncommitted = 0
        self._committed_at = time.monotonic()
        self._problems: list[tuple[str, Problem, str | None]] = []

    @whole()
    def keep(self, raw: Raw, prepared: Prepared | None = None) -> int:
        """Write one exchange to the WARC, as `prepared` or as made here; the id of its capture."""
        with disk_errors(self.folder):
            known = self._payloads.get(raw.payload_digest) if raw.payload else None
            previous = known[1] if known else previous_of(self.db, raw, self._missing)
            written = self._writer.write(raw, previous, prepared)
        row = capture_row(raw, written, self.run.id)
        payload = payload_row(row, written)
        if payload:
            self._payloads.setdefault(written.payload_digest, (payload, written.full))
        self._store.add_capture(row)
        self._unread[row["id"]] = (row, raw)
        self._uncommitted += 1
        self.tally.captured += 1
        return int(row["id"])

    @whole()
    def read(self, capture_id: int, capture: Capture, page: Page | Skipped) -> None:
        """Take what the page of a kept capture says; commit where a batch is full.

        A capture that was read before, or in an earlier run, is left as it is.
        """
        unread = self._unread.pop(capture_id, None)
        if unread:
            self._store.add_page(unread[0], capture, page)
        late = time.monotonic() - self._committed_at > COMMIT_AFTER
        if self._uncommitted >= COMMIT_EVERY or late:
            self.commit()

    def has(self, capture_id: int) -> bool:
        """Whether a capture is kept already, by this run or another."""
        sql = "SELECT 1 FROM captures WHERE id = ?"
        waiting = self._store.gathered.captures
        return capture_id in waiting or bool(self.db.execute(sql, [capture_id]).fetchone())

    @whole()
    def take(self, gathered: Gathered) -> None:
        """Put what was kept on the disk, with what another process read of it; `fold` is due."""
        for capture_id in gathered.outcomes:
            self._unread.pop(capture_id, None)
        with disk_errors(self.folder):
            self._writer.flush()
            with self.db.atomic():
                self._add_payloads()
                self._store.take(gathered)
        self._begin_batch()

    def fold(self, workers: Workers) -> None:
        """Fold what is due: histories of the addresses whose captures were taken."""
        changes = Changes()
        try:
            with disk_errors(self.folder):
                self._store.fold(workers, changes)
        finally:
            self._count(changes)

    def note(self, problem: Problem, url: str | None = None) -> None:
        """Something that this run met and that no capture shows."""
        self._problems.append((utc_text(self.clock()), problem, url))

    @whole()
    def commit(self) -> None:
        """Put everything kept so far on the disk: WARC first, then the database."""
        self._read_left_over()
        with disk_errors(self.folder):
            self._writer.flush()
            with self.db.atomic():
                self._add_payloads()
                changes = self._store.commit()
            obey(self.db, self.folder, self.site)
        self._count(changes)
        self._begin_batch()

    def kept_in_pass(self, url: str) -> tuple[int, Raw] | None:
        """What this pass has captured at this very address: capture id and exchange.

        None where it has not, where only an answer came that may be better now (429, 5xx, a notice
        in place of the page, anything in a run without a usable page), and where its record cannot
        be read.
        """
        marks = ", ".join("?" * len(_IN_PLACE))
        sql = (
            "SELECT c.id FROM captures c JOIN runs r ON r.id = c.run_id"
            " WHERE c.url = ? AND r.pass_id = ? AND c.status < 500 AND c.status != 429"
            f" AND r.exit_code IS NOT ? AND coalesce(c.outcome, '') NOT IN ({marks})"
            " ORDER BY c.captured_at DESC LIMIT 1"
        )
        with disk_errors(self.folder):
            values = [url, self.run.pass_id, NOTHING_CAME, *_IN_PLACE]
            found = self.db.execute(sql, values).fetchone()
            with suppress(Damaged):
                return (found[0], read_raw(self.db, self.folder, found[0])) if found else None
        return None

    def validators(self, url: str) -> dict[str, str]:
        """Headers with which the site may answer that the page at this very address is unchanged.

        Now and then the page is asked for without them: a validator may stay while the page does
        not. So is one whose record cannot be read: its WARC file may have been moved away.
        """
        sql = (
            "SELECT c.id, c.captured_at, h.warc_file FROM captures c"
            " LEFT JOIN payloads p ON p.payload_digest = c.payload_digest"
            " LEFT JOIN captures h ON h.id = p.capture_id"
            " WHERE c.url = ? AND c.status = 200 ORDER BY c.captured_at DESC LIMIT 1"
        )
        with disk_errors(self.folder):
            found = self.db.execute(sql, [url]).fetchone()
            if found is None or self.clock() - from_text(found[1]) > BELIEVED_FOR:
                return {}
            if found[2] in self._missing:
                return {}
            with suppress(Damaged):
                return validators_of(self.db, self.folder, found[0])
        return {}

    @whole()
    def settle(self) -> None:
        """Read what nobody read, and put everything on the disk, what the run noted included."""
        self._left_over.update(self._unread)
        for at, problem, url in self._problems:
            self._store.add_problem(problem, at, self.run.id, url)
        self.commit()

    def new_problems(self) -> list[str]:
        """A line for each warning or error that was met in this run for the first time."""
        sql = (
            "SELECT severity, kind, message, coalesce(url, '') FROM problems"
            " WHERE first_run_id = ? AND severity IN ('warning', 'error')"
            " ORDER BY severity, kind, id"
        )
        rows = self.db.execute(sql, [self.run.id])
        return [f"{severity}: {kind}: {text} {url}".rstrip() for severity, kind, text, url in rows]

    @whole()
    def finish(self, outcome: str, exit_code: int) -> None:
        """End the run: everything settled, then noted in the WARC and in the run's row."""
        self.settle()
        problems = [[at, asdict(problem), url] for at, problem, url in self._problems]
        row = runs.ended_row(self.run, self.tally, outcome, exit_code, self.clock())
        with disk_errors(self.folder):
            self._writer.finish({"row": row, "problems": problems})
            with self.db.atomic():
                write(self.db, "runs", ("id",), [row])
                if exit_code == NOTHING_CAME:
                    disbelieve(self.db, self.run.id)
                    self._store.commit()
                note_read(self.db, self.folder)
            self.db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def or_stopped(self, work: Callable[[], Given]) -> Given:
        """What `work` gives; where it is stopped, or loses its workers, the run is ended first."""
        try:
            return work()
        except (Stopped, WorkersLost) as error:
            stopped = error.with_traceback(None)  # cursors in its frames would hold the database
        self.finish(STOPPED, stopped.exit_code)
        raise stopped

    @whole()
    def give_up(self, exit_code: int) -> None:
        """End a run that could not write: its row alone, where that can be written.

        What a batch that failed held is in the WARC, and is indexed at the next opening.
        """
        row = runs.ended_row(self.run, self.tally, FAILED, exit_code, self.clock())
        with disk_errors(self.folder):
            self._writer.finish({"row": row, "problems": []})
            write(self.db, "runs", ("id",), [row])

    def close(self) -> None:
        """Let go of files and database, whatever state the run is in."""
        self._writer.close()
        self.db.conn.close()

    def _add_payloads(self) -> None:
        rows = [payload for payload, _ in self._payloads.values()]
        forget_payloads(self.db, rows, self._missing)
        add_payloads(self.db, rows)

    def _count(self, changes: Changes) -> None:
        self.tally.new += len(changes.new)
        self.tally.changed += len(changes.changed)
        self.tally.removed += len(changes.removed)

    def _begin_batch(self) -> None:
        self._payloads.clear()
        self._uncommitted = 0
        self._committed_at = time.monotonic()

    def _read_left_over(self) -> None:
        """Parse what no spider asked for: robots.txt, answers that were tried again."""
        for capture_id in sorted(self._left_over & self._unread.keys()):
            row, raw = self._unread.pop(capture_id)
            crawled = read(raw, self.site, follow=False)
            self._store.add_page(row, crawled.capture, crawled.page)
        self._left_over = set(self._unread)


@contextmanager
def open_archive(folder: Path, site: Site, command: str, clock: Clock = now) -> Iterator[Archive]:
    """The archive in `folder`, made where there is none, held by this process alone.

    What a killed run left is indexed first; rows that an older parser made are made again, but
    never while WARC files are missing that would make them.
    Busy, Unusable (another site's archive, another program's database, a folder that cannot be
    written), Damaged and DiskFull are raised as they are.
    """
    with ExitStack() as stack:
        stack.enter_context(locked(folder))
        stack.enter_context(disk_errors(folder))
        forget_killed(folder)
        db = database.connect(database_path(folder))
        stack.callback(db.conn.close)
        check_owner(db, folder, site)
        obey(db, folder, site)
        told = recover(db, folder, site)
        missing = missing_files(db, folder)
        is_older = database.fact(db, "parser") not in (None, parser_fingerprint())
        if is_older and not missing:
            told.append("the parser has changed: every page was read again")
            rebuild_in_place(db, folder, site)
        if not missing:
            database.set_fact(db, "parser", parser_fingerprint())
        with whole():
            archive = Archive(folder, site, db, command, clock)
            stack.callback(archive.close)
        for problem in told_of(missing, parser_waits=is_older):
            archive.note(problem)
        archive.recovered = told
        yield archive


def _info(site: Site, run: Run) -> dict[str, object]:
    own = {"site": site.origin, "department": site.department.name, "start": list(site.start)}
    return {**own, "run": asdict(run)}
