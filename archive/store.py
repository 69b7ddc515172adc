"""Captures and what they say, gathered in batches and written in one transaction each."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field

from sqlite_utils import Database

from archive import tables
from archive.files import Files
from archive.folding import Changes, refold
from archive.ids import content_id
from archive.packing import pack
from archive.reading import Reading, read
from archive.rows import Row, read_keys, write
from archive.series import Series
from archive.spans import merge_spans
from archive.times import utc_text
from scraper.capture import Capture
from scraper.records import Page, Problem, RelatedArticle, Skipped
from scraper.site import Site
from scraper.urls import canonical

_OK = 200
_FILE_OUTCOMES = ("attachment", "image")


@dataclass(slots=True)
class Store:
    """The one writer of archive.db. Nothing is in the database before `commit`."""

    db: Database
    site: Site
    captures: dict[int, Row] = field(default_factory=dict)
    outcomes: dict[int, str] = field(default_factory=dict)
    readings: dict[int, Reading] = field(default_factory=dict)
    related: list[Row] = field(default_factory=list)
    problems: list[Row] = field(default_factory=list)
    series: Series = field(default_factory=Series)
    files: Files = field(default_factory=Files)

    def add_capture(self, row: Row) -> None:
        """A row of `captures`, whose page may be read later."""
        self.captures[row["id"]] = {**row, "address": canonical(row["url"], self.site)}

    def add_page(self, row: Row, capture: Capture, page: Page | Skipped) -> None:
        """What the page of the capture `row` says."""
        capture_id = row["id"]
        self.outcomes[capture_id] = page.outcome
        self._add_problems(row, page.problems)
        reading = read(capture_id, capture, page, self.site)
        if reading:
            self.readings[capture_id] = reading
        if isinstance(page, Skipped):
            return
        self.series.add(capture_id, capture.captured_at, page.records)
        self._add_related(capture, page)
        if page.outcome in _FILE_OUTCOMES and capture.status == _OK:
            self.files.add(capture_id, capture, row["sha256"], self.site)

    def _add_related(self, capture: Capture, page: Page) -> None:
        address = canonical(capture.url, self.site)
        for record in page.records:
            if isinstance(record, RelatedArticle):
                self.related.append({
                    "address": address,
                    "related_url": record.related_url,
                    "position": record.position,
                    "title": record.title,
                    "last_seen_at": utc_text(capture.captured_at),
                })  # fmt: skip

    def _add_problems(self, row: Row, problems: Iterable[Problem]) -> None:
        for problem in problems:
            self.add_problem(problem, row["captured_at"], row["run_id"], row["id"], row["url"])

    def add_problem(
        self,
        problem: Problem,
        at: str,
        run_id: int | None,
        capture_id: int | None = None,
        url: str | None = None,
    ) -> None:
        """Something that a person should know of; the same again only lengthens its span."""
        address = canonical(url, self.site) if url and not problem.site_wide else None
        self.problems.append({
            "id": content_id("problem", problem.kind, address or "", problem.message),
            "run_id": run_id,
            "first_run_id": run_id,
            "capture_id": capture_id,
            "url": address,
            "severity": problem.severity,
            "kind": problem.kind,
            "message": problem.message,
            "first_seen_at": at,
            "last_seen_at": at,
        })  # fmt: skip

    def commit(self) -> Changes:
        """Write everything gathered in one transaction and fold what it touches."""
        with self.db.atomic():
            changes = refold(self.db, self._write())
        self._forget()
        return changes

    def write_unfolded(self) -> set[str]:
        """Write everything gathered; the addresses whose articles are to be folded later."""
        with self.db.atomic():
            touched = self._write()
        self._forget()
        return touched

    def _forget(self) -> None:
        for gathered in (self.captures, self.outcomes, self.readings):
            gathered.clear()
        self.related.clear()
        self.problems.clear()

    def _write(self) -> set[str]:
        for capture_id in self.outcomes.keys() & self.captures.keys():
            self.captures[capture_id]["outcome"] = self.outcomes.pop(capture_id)
        write(self.db, "captures", ("id",), self.captures.values())
        for capture_id, outcome in self.outcomes.items():
            self.db.execute(
                "UPDATE captures SET outcome = ? WHERE id = ? AND outcome IS NOT ?",
                [outcome, capture_id, outcome],
            )
        self._write_readings()
        self._write_related()
        self.series.write(self.db)
        self.files.write(self.db)
        merge_spans(self.db, tables.Problems, self.problems)
        return {reading.observation.address for reading in self.readings.values()}

    def _write_readings(self) -> None:
        rows = [asdict(reading.observation) for reading in self.readings.values()]
        write(self.db, "observations", ("capture_id",), rows)
        for reading in self.readings.values():
            if reading.content and reading.observation.content:
                self._write_content(reading.observation.content, reading)

    def _write_content(self, key: str, reading: Reading) -> None:
        """Of pages that say the same, the markup of the one seen first is kept."""
        assert reading.content is not None
        at = (reading.observation.observed_at, reading.observation.capture_id)
        sql = "SELECT seen_at, capture_id FROM contents WHERE key = ?"
        there = self.db.execute(sql, [key]).fetchone()
        if there is None or at < there:
            row = {"key": key, "twin": reading.content.twin, "seen_at": at[0], "capture_id": at[1]}
            write(self.db, "contents", ("key",), [{**row, "data": pack(reading.content)}])

    def _write_related(self) -> None:
        """The newest sighting of each line of a related list."""
        newest: dict[tuple[str, str], Row] = {}
        for row in self.related:
            key = (row["address"], row["related_url"])
            if key not in newest or _newer(row, newest[key]):
                newest[key] = row
        names = ("address", "related_url", "position", "title", "last_seen_at")
        there = read_keys(self.db, "related_seen", names, names[:2], newest)
        rows = [r for k, r in newest.items() if k not in there or _newer(r, there[k])]
        write(self.db, "related_seen", names[:2], rows)


def _newer(one: Row, other: Row) -> bool:
    """By time, then by what it says, so that any order of arrival gives the same."""
    names = ("last_seen_at", "title", "position")
    return [one[n] for n in names] > [other[n] for n in names]
