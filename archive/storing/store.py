"""The one writer of archive.db: what was gathered becomes rows, in one transaction."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from sqlite_utils import Database

from archive.db import tables
from archive.db.database import path_of
from archive.db.rows import Row, read_keys, write
from archive.db.spans import merge_spans
from archive.hiding.withholding import orders_in
from archive.history.folded import fold_apart
from archive.history.folding import AT_ONCE, Changes, refold, write_folded
from archive.stopping import whole
from archive.storing.gathered import Gathered
from archive.workers import Workers
from scraper.capture import Capture
from scraper.records import Page, Problem, Skipped
from scraper.site import Site

_CONTENT = ("key", "seen_at", "capture_id")
_RELATED = ("address", "related_url", "position", "title", "last_seen_at")


@dataclass(slots=True, init=False)
class Store:
    """The one writer of archive.db. Nothing is in the database before `commit` or `write`."""

    db: Database
    site: Site
    gathered: Gathered

    def __init__(self, db: Database, site: Site) -> None:
        self.db = db
        self.site = site
        self.gathered = Gathered(site)

    def add_capture(self, row: Row) -> None:
        """A row of `captures`, whose page may be read later."""
        self.gathered.add_capture(row)

    def add_page(self, row: Row, capture: Capture, page: Page | Skipped) -> None:
        """What the page of the capture `row` says."""
        self.gathered.add_page(row, capture, page)

    def add_problem(
        self, problem: Problem, at: str, run_id: int | None, url: str | None = None
    ) -> None:
        """Something that a run met and that no capture shows."""
        self.gathered.add_problem(problem, at, run_id, None, url)

    def commit(self) -> Changes:
        """Write everything gathered in one transaction and fold what it touches."""
        with self.db.atomic():
            self.flush()
            changes = Changes()
            while waiting := self._unfolded(""):
                changes.add(refold(self.db, waiting))
                self._forget(waiting)
            return changes

    def take(self, gathered: Gathered) -> None:
        """Write what another process read of the captures that were added here, and these."""
        gathered.captures |= self.gathered.captures
        self.gathered.captures = {}
        with self.db.atomic():
            self.write(gathered)
            self.flush()

    def flush(self) -> None:
        """Write everything gathered; what it touches is to be folded later."""
        self.write(self.gathered)
        self.gathered = Gathered(self.site)

    def fold(self, workers: Workers, changes: Changes) -> None:
        """Fold every article whose address was touched since the last fold, this run's or not.

        `changes` counts what is done, also where it is stopped between two portions.
        """
        if not orders_in(self.db):  # what is hidden is sealed in the database by the fold itself
            work = partial(fold_apart, database=path_of(self.db))
            for some, result in workers.in_order(work, self._all_unfolded()):
                with whole(), self.db.atomic():
                    write_folded(self.db, result, changes)
                    self._forget(some)
        with whole():
            changes.add(self.commit())

    def _all_unfolded(self) -> Iterator[list[str]]:
        some = self._unfolded("")
        while some:
            yield some
            some = self._unfolded(some[-1])

    def _unfolded(self, behind: str) -> list[str]:
        sql = "SELECT address FROM unfolded WHERE address > ? ORDER BY address LIMIT ?"
        return [row[0] for row in self.db.execute(sql, [behind, AT_ONCE])]

    def _forget(self, addresses: list[str]) -> None:
        for address in addresses:
            self.db.execute("DELETE FROM unfolded WHERE address = ?", [address])

    def write(self, gathered: Gathered) -> None:
        """Write what this or another process gathered; what it touches is to be folded later."""
        with self.db.atomic():
            self._write_captures(gathered)
            write(self.db, "observations", ("capture_id",), gathered.observations.values())
            self._write_contents(gathered.contents)
            self._write_related(gathered.related)
            gathered.series.write(self.db)
            gathered.files.write(self.db)
            merge_spans(self.db, tables.Problems, gathered.problems)
            for address in {row["address"] for row in gathered.observations.values()}:
                self.db.execute("INSERT OR IGNORE INTO unfolded VALUES (?)", [address])

    def _write_captures(self, gathered: Gathered) -> None:
        captures, outcomes = gathered.captures, gathered.outcomes
        for capture_id in outcomes.keys() & captures.keys():
            captures[capture_id]["outcome"] = outcomes[capture_id]
        write(self.db, "captures", ("id",), captures.values())
        for capture_id in outcomes.keys() - captures.keys():
            self.db.execute(
                "UPDATE captures SET outcome = ? WHERE id = ? AND outcome IS NOT ?",
                [outcomes[capture_id], capture_id, outcomes[capture_id]],
            )

    def _write_contents(self, contents: dict[str, Row]) -> None:
        """Of pages that say the same, the markup of the one seen first is kept."""
        keys = [(key,) for key in contents]
        there = read_keys(self.db, "contents", _CONTENT, _CONTENT[:1], keys)
        rows = [
            row
            for key, row in contents.items()
            if (key,) not in there or _moment(row) < _moment(there[key,])
        ]
        write(self.db, "contents", ("key",), rows)

    def _write_related(self, related: list[Row]) -> None:
        """The newest sighting of each line of a related list."""
        newest: dict[tuple[str, str], Row] = {}
        for row in related:
            key = (row["address"], row["related_url"])
            if key not in newest or _newer(row, newest[key]):
                newest[key] = row
        there = read_keys(self.db, "related_seen", _RELATED, _RELATED[:2], newest)
        rows = [r for k, r in newest.items() if k not in there or _newer(r, there[k])]
        write(self.db, "related_seen", _RELATED[:2], rows)


def _moment(row: Row) -> tuple[str, int]:
    return (row["seen_at"], row["capture_id"])


def _newer(one: Row, other: Row) -> bool:
    """By time, then by what it says, so that any order of arrival gives the same."""
    names = ("last_seen_at", "title", "position")
    return [one[n] for n in names] > [other[n] for n in names]
