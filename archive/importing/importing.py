"""`sldtbxh import`: captures from web archives and saved pages, kept as if they were our own."""

from collections import Counter
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from archive.archive import Archive, open_archive
from archive.cluster import cluster_at
from archive.importing.imported import Archived, Batch, read_apart, read_part, read_revisits
from archive.importing.revisits import Revisits
from archive.progress import Progress
from archive.runs import FINISHED, Tally
from archive.stopping import stoppable, whole
from archive.workers import Workers, all_cores
from scraper.records import Problem
from scraper.site import Site
from scraper.sources.found import HARMLESS, KNOWN, UNRESOLVED, Skip
from scraper.sources.parts import Part, WarcPart, rest_of, with_bytes, without_bytes
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
    scheduler: str | None = None,
) -> Imported:
    """Take what `paths` hold of the site into its archive in `folder`.

    `base` is the address that a folder of saved pages had; `jobs` processes read, by default one a
    core, or the workers of the Dask `scheduler` at that address. Raises what `open_archive` and
    `cluster_at` raise, and Stopped once everything read so far is stored.
    """
    with (
        stoppable(),
        cluster_at(scheduler) if scheduler else nullcontext() as cluster,
        open_archive(folder, site, "import") as archive,
        Workers(jobs or all_cores()) as workers,
        Revisits(archive.db) as revisits,
    ):
        importer = Importer(archive, workers, cluster, revisits, progress)
        archive.or_stopped(partial(importer.take, paths, base))
        return _finish(archive, importer.skipped)


@whole()
def _finish(archive: Archive, skipped: Counter[str]) -> Imported:
    archive.settle()
    problems = archive.new_problems()
    exit_code = _WITH_PROBLEMS if problems else 0
    archive.finish(FINISHED, exit_code)
    lines = [*archive.recovered, *problems]
    return Imported(exit_code, archive.tally, skipped, lines)


class Importer:
    """Takes sources into an open archive; `skipped` counts by reason what was not taken."""

    def __init__(
        self,
        archive: Archive,
        workers: Workers,
        cluster: Workers | None,
        revisits: Revisits,
        progress: Progress | None,
    ) -> None:
        self.skipped: Counter[str] = Counter()
        self._archive = archive
        self._archived = Archived(archive.folder, archive.site, archive.run.id)
        self._workers = workers
        self._cluster = cluster
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
        for part, batch in self._read(self._parts(paths, base)):
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

    def _read(self, parts: Iterator[Part]) -> Iterator[tuple[Part, Batch]]:
        """Each part with what it holds, in order.

        On a cluster nobody knows what the archive has: a part with something of that is read
        again here, so that the rows are those that one process gives.
        """
        read = partial(read_part, archived=self._archived)
        if self._cluster is None:
            yield from self._workers.in_order(read, parts)
            return
        apart = partial(read_apart, archived=replace(self._archived, at_hand=False))
        for part, found in self._cluster.in_order(apart, map(with_bytes, parts)):
            here = without_bytes(part)
            known = found is None or any(self._archive.has(each) for each, *_ in found.kept)
            yield here, read(here) if found is None or known else found

    def _parts(self, paths: list[Path], base: str | None) -> Iterator[Part]:
        for part in plan(paths, base):
            if isinstance(part, Skip):
                if part.reason not in HARMLESS:
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

    @whole()
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
                detail = skip.detail.encode("utf-8", "backslashreplace").decode()
                self._archive.note(Problem("warning", kind, f"{skip.reason}: {detail}"))
