"""`sldtbxh import`: captures from web archives and saved pages, kept as if they were our own."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from archive.archive import Archive, open_archive
from archive.importing.imported import Archived, Batch, read_part, read_revisits
from archive.importing.revisits import Revisits
from archive.progress import Progress
from archive.runs import FINISHED, STOPPED, Tally
from archive.stopping import Stopped, stoppable
from archive.workers import Workers, all_cores
from scraper.records import Problem
from scraper.site import Site
from scraper.sources.found import KNOWN, UNRESOLVED, Skip
from scraper.sources.parts import Part, WarcPart, rest_of
from scraper.sources.plan import plan

_KINDS = "import_{}"
_WITH_PROBLEMS = 1
_MOST_TOLD = 200  # lines about what cannot be used


@dataclass(slots=True)
class Imported:
    """How an import went: what was kept, what was skipped and why, the lines to be read."""

    exit_code: int = 0
    tally: Tally = field(default_factory=Tally)
    skipped: Counter[str] = field(default_factory=Counter)
    lines: list[str] = field(default_factory=list)


def import_from(
    folder: Path,
    site: Site,
    paths: list[Path],
    base: str | None = None,
    jobs: int | None = None,
    progress: Progress | None = None,
) -> Imported:
    """Take what `paths` hold of the site into its archive in `folder`.

    `base` is the address that a folder of saved pages had; `jobs` processes read, by default one a
    core. Raises what `open_archive` raises, and Stopped once everything read so far is stored.
    """
    with (
        stoppable(),
        open_archive(folder, site, "import") as archive,
        Workers(jobs or all_cores()) as workers,
        Revisits(archive.db) as revisits,
    ):
        importer = Importer(archive, workers, revisits, progress)
        try:
            importer.take(paths, base)
        except Stopped as stopped:
            archive.finish(STOPPED, stopped.exit_code)
            raise
        archive.settle()
        problems = archive.new_problems()
        exit_code = _WITH_PROBLEMS if problems else 0
        archive.finish(FINISHED, exit_code)
        lines = [*archive.recovered, *problems]
        return Imported(exit_code, archive.tally, importer.skipped, lines)


class Importer:
    """Takes sources into an open archive; `skipped` counts by reason what was not taken."""

    def __init__(
        self, archive: Archive, workers: Workers, revisits: Revisits, progress: Progress | None
    ) -> None:
        self.skipped: Counter[str] = Counter()
        self._archive = archive
        self._archived = Archived(archive.folder, archive.site, archive.run.id)
        self._workers = workers
        self._progress = progress
        self._revisits = revisits
        self._told = 0

    def take(self, paths: list[Path], base: str | None) -> None:
        """Everything at the paths: first what has its own payload, then revisits of it."""
        for part, batch in self._batches(paths, base):
            self._store(batch)
            self._revisits.name(batch.names)
            self._revisits.add(batch.revisits)
            if self._progress:
                size = batch.end - part.start if isinstance(part, WarcPart) else part.size
                self._progress(size)
        self._resolve()
        self._archive.fold(self._workers)

    def _batches(self, paths: list[Path], base: str | None) -> Iterator[tuple[Part, Batch]]:
        """The parts in order, each from where the one before it really ended."""
        read = partial(read_part, archived=self._archived)
        ends: dict[tuple[Path, int], int] = {}
        for part, batch in self._workers.in_order(read, self._parts(paths, base)):
            if isinstance(part, WarcPart):
                key = (part.path, part.low)
                start = ends.get(key, part.start)
                if start != part.start:
                    rest = rest_of(part, start)
                    if rest is None:
                        continue
                    part, batch = rest, read(rest)
                ends[key] = batch.end
            yield part, batch

    def _parts(self, paths: list[Path], base: str | None) -> Iterator[Part]:
        for part in plan(paths, base):
            if isinstance(part, Skip):
                self._tell([part])
                self.skipped[part.reason] += 1
            else:
                yield part

    def _resolve(self) -> None:
        """Revisits may refer to revisits: as long as one is resolved, others may be."""
        read = partial(read_revisits, archived=self._archived)
        before = None
        while self._revisits.waiting and self._revisits.waiting != before:
            before = self._revisits.waiting
            for _, batch in self._workers.in_order(read, self._revisits.resolved()):
                self._store(batch)
        for revisit in self._revisits.left():
            self._tell([Skip(UNRESOLVED, f"{revisit.raw.url} at {revisit.raw.captured_at}")])
            self.skipped[UNRESOLVED] += 1

    def _store(self, batch: Batch) -> None:
        for capture_id, raw, prepared in batch.kept:
            if self._archive.has(capture_id):
                self.skipped[KNOWN] += 1
            else:
                self._archive.keep(raw, prepared)
        self._archive.take(batch.gathered)
        self.skipped += batch.skipped
        self._tell(batch.told)

    def _tell(self, skips: list[Skip]) -> None:
        for skip in skips:
            self._told += 1
            if self._told <= _MOST_TOLD:
                kind = _KINDS.format(skip.reason.replace(" ", "_"))
                self._archive.note(Problem("warning", kind, f"{skip.reason}: {skip.detail}"))
