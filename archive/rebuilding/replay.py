"""Records of WARC files put into a database: after a crash the last ones, in a rebuild all."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from archive.db.database import path_of
from archive.db.rows import write
from archive.errors import NothingCame
from archive.history.closure import disbelieve
from archive.history.folding import Changes
from archive.progress import Progress
from archive.rebuilding.replayed import (
    Replayed,
    read_apart,
    read_captures,
    read_partition,
    run_of,
)
from archive.runs import started_row
from archive.storing.store import Store
from archive.warc.indexing import add_payloads
from archive.warc.members import CUT_SHORT
from archive.warc.partitions import Partition, partitions, seamless
from archive.workers import Workers
from scraper.records import Problem
from scraper.site import Site

_A_TASK = 100  # captures


class Replay:
    """Reads WARC files of this archive into `db`; every record once, whatever was there before.

    `workers` read and parse, those of a `cluster` instead where there is one; this process
    stores, and `captures` counts what was read; `torn` are files that end within a record, and
    where that begins. Nothing is folded before `commit`.
    """

    def __init__(
        self,
        db: Database,
        folder: Path,
        site: Site,
        workers: Workers,
        cluster: Workers | None = None,
    ) -> None:
        self.db = db
        self.captures = 0
        self.torn: dict[Path, int] = {}
        self._folder = folder
        self._site = site
        self._workers = workers
        self._cluster = cluster
        self._store = Store(db, site)

    def read_files(
        self, files: Iterable[tuple[Path, int]], progress: Progress | None = None
    ) -> None:
        """Read what each file holds from a byte on, which is where a record begins."""
        tasks = (part for path, start in files for part in partitions(path, start, run_of(path)))
        read = partial(read_partition, site=self._site)
        for partition, result in seamless(self._read(tasks), read):
            self._take(partition.path, result)
            if progress:
                progress(result.end - partition.start)

    def _read(self, tasks: Iterator[Partition]) -> Iterator[tuple[Partition, Replayed]]:
        """Each partition with what it says, in order."""
        read = partial(read_partition, site=self._site)
        if self._cluster is None:
            yield from self._workers.in_order(read, tasks)
            return
        apart = partial(read_apart, site=self._site)
        sent = map(Partition.with_bytes, tasks)
        for partition, result in self._cluster.in_order(apart, sent):
            yield partition, result or read(replace(partition, held=None))

    def read_unread(self) -> None:
        """Read the pages of captures that are indexed, but not read: revisits, or after a kill."""
        path = path_of(self.db)
        read = partial(read_captures, database=path, folder=self._folder, site=self._site)
        for ids, gathered in self._workers.in_order(read, self._unread()):
            self._store.write(gathered)
            self.captures += len(ids)

    def commit(self) -> None:
        """Fold everything touched."""
        self._store.fold(self._workers, Changes())

    def _take(self, path: Path, result: Replayed) -> None:
        with self.db.atomic():
            for facts in result.starts:
                self._begin_run(facts)
            add_payloads(self.db, result.payloads.values())
            self._store.write(result.gathered)
            for facts in result.ends:
                self._end_run(facts)
            for offset, reason in result.damages:
                self._add_damage(path, offset, reason)
                if reason == CUT_SHORT:
                    self.torn[path] = offset
            self._store.flush()
        self.captures += len(result.gathered.outcomes)

    def _unread(self) -> Iterator[list[int]]:
        """In the order of their payloads, so that one is looked for where the last one was."""
        sql = "SELECT id FROM captures WHERE outcome IS NULL ORDER BY payload_digest, id"
        ids = [row[0] for row in self.db.execute(sql)]
        for start in range(0, len(ids), _A_TASK):
            yield ids[start : start + _A_TASK]

    def _begin_run(self, facts: dict[str, Any]) -> None:
        run = facts.get("run")
        if not isinstance(run, dict):
            return
        there = self.db.execute("SELECT 1 FROM runs WHERE id = ?", [run["id"]]).fetchone()
        if not there:
            write(self.db, "runs", ("id",), [started_row(run)])

    def _end_run(self, facts: dict[str, Any]) -> None:
        row = facts.get("row")
        if not isinstance(row, dict):
            return
        write(self.db, "runs", ("id",), [row])
        if row.get("exit_code") == NothingCame.exit_code:
            disbelieve(self.db, row["id"])
        for at, problem, url in facts.get("problems", ()):
            self._store.add_problem(Problem(**problem), at, row["id"], url)

    def _add_damage(self, path: Path, offset: int, reason: str) -> None:
        run_id = run_of(path)
        message = f"{path.name}: the record at byte {offset} cannot be read ({reason})"
        at = self.db.execute("SELECT started_at FROM runs WHERE id = ?", [run_id]).fetchone()
        problem = Problem("error", "damaged_record", message)
        self._store.add_problem(problem, at[0] if at else "", run_id)
