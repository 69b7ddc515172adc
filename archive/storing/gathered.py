"""What some captures and their pages say, as rows that any process can make and one writes."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from archive.db.rows import Row, flat
from archive.history.packing import pack
from archive.ids import content_id
from archive.storing.files import Files
from archive.storing.reading import Reading, read
from archive.storing.series import Series
from archive.times import utc_text
from scraper.capture import Capture
from scraper.records import Page, Problem, RelatedArticle, Skipped
from scraper.site import Site
from scraper.urls import canonical

_OK = 200
_FILE_OUTCOMES = ("attachment", "image")


@dataclass(slots=True)
class Gathered:
    """Rows of some captures, with no database at hand; it can be sent to another process.

    `contents` are rows of the hidden table by key: of pages that say the same, the first.
    """

    site: Site
    captures: dict[int, Row] = field(default_factory=dict)
    outcomes: dict[int, str] = field(default_factory=dict)
    observations: dict[int, Row] = field(default_factory=dict)
    contents: dict[str, Row] = field(default_factory=dict)
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
            self.observations[capture_id] = flat(reading.observation)
            self._add_content(reading)
        if isinstance(page, Skipped):
            return
        self.series.add(capture_id, capture.captured_at, page.records)
        self._add_related(capture, page)
        if page.outcome in _FILE_OUTCOMES and capture.status == _OK:
            self.files.add(capture_id, capture, row["sha256"], self.site)

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

    def _add_content(self, reading: Reading) -> None:
        key, content = reading.observation.content, reading.content
        if content is None or key is None:
            return
        at = (reading.observation.observed_at, reading.observation.capture_id)
        there = self.contents.get(key)
        if there is None or at < (there["seen_at"], there["capture_id"]):
            row = {"key": key, "twin": content.twin, "seen_at": at[0], "capture_id": at[1]}
            self.contents[key] = {**row, "data": pack(content)}

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
