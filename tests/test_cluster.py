"""Import and rebuild on a real Dask cluster on loopback give the rows that one process gives."""

import pickle
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from archive.errors import WorkersLost
from archive.importing.importing import import_from
from archive.rebuilding.rebuild import rebuild
from scraper.sources import excerpt, parts, plan
from scraper.sources.found import Skip
from tests.commands import free_port
from tests.importing import SITE, address, rows, said, take
from tests.test_archive import page
from tests.test_import_folder import save
from tests.test_import_wacz import wacz
from tests.warcmaking import by_wget, members, one_member, plain, response, revisit, sha1

WAIT = 60  # seconds
PART = 4000  # bytes of a part, so that there are many
# Says that it is of another release than it is.
OTHER = (
    "from distributed import versions\n"
    "versions._version_cached = lambda package: '1.0'\n"
    "from distributed.cli.dask_scheduler import main\n"
    "main()\n"
)
# The command, but for how many seconds it waits for what does not come.
IMPATIENT = "from archive import cluster\ncluster.{} = 1\nfrom archive.cli import main\nmain()\n"
WITHOUT_DASK = "import sys; sys.modules['dask'] = None\nfrom archive.cli import main\nmain()\n"

Process = subprocess.Popen[bytes]


class Cluster:
    """A scheduler and its workers, processes of their own on loopback."""

    def __init__(self, folder: Path, code: str | None = None) -> None:
        self.port = free_port()
        self.address = f"tcp://127.0.0.1:{self.port}"
        self.workers: list[Process] = []
        self._folder = folder
        self._ends = ExitStack()
        options = ("--host", "127.0.0.1", "--port", str(self.port), "--no-dashboard", "--no-show")
        own = ("-c", code) if code else ("-m", "dask", "scheduler")
        self.scheduler = self._start("scheduler", *own, *options)
        self._wait("scheduler", "Scheduler at", 1)

    def add_workers(self, count: int = 2) -> None:
        """Workers that nobody starts again when they die."""
        for _ in range(count):
            name = f"worker{len(self.workers)}"
            options = ("--nthreads", "1", "--no-nanny", "--no-dashboard", "--local-directory")
            own = ("-m", "dask", "worker", self.address, *options, str(self._folder))
            self.workers.append(self._start(name, *own))
            self._wait(name, "Registered to", 1)

    def said(self, name: str) -> str:
        """What the process has told of itself."""
        return (self._folder / f"{name}.log").read_text()

    def close(self) -> None:
        """End all."""
        for process in (*self.workers, self.scheduler):
            process.kill()
            process.wait()
        self._ends.close()

    def _start(self, name: str, *arguments: str) -> Process:
        log = self._ends.enter_context((self._folder / f"{name}.log").open("wb"))
        command = [sys.executable, *arguments]
        return subprocess.Popen(command, cwd=self._folder, stdout=log, stderr=log)

    def _wait(self, name: str, words: str, count: int) -> None:
        until = time.monotonic() + WAIT
        while self.said(name).count(words) < count:
            assert time.monotonic() < until, self.said(name)
            time.sleep(0.05)


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    (tmp_path / "cluster").mkdir()
    running = Cluster(tmp_path / "cluster")
    yield running
    running.close()


@pytest.fixture
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Many tasks; the excerpts that are sent are short, too, so that some do not do."""
    from archive.warc.partitions import partitions

    monkeypatch.setattr(plan, "parts_of", lambda whole: parts.parts_of(whole, PART))
    monkeypatch.setattr(
        "archive.rebuilding.replay.partitions", lambda p, s, r: partitions(p, s, r, PART)
    )
    monkeypatch.setattr(excerpt, "_BEHIND", 900)


def sources(folder: Path) -> list[Path]:
    """Sound and damaged files of every kind, with pages that refer to others and are repeated."""
    records = [response(address(n), page(n) + b" " * n) for n in range(60)]
    refers = [
        revisit(address(n), {"WARC-Payload-Digest": sha1(page(n) + b" " * n)}) for n in range(9)
    ]
    damaged = bytearray(members(folder / "x", records[20:40]).read_bytes())
    damaged[damaged.index(b"\x1f\x8b", 3000) + 60] ^= 9
    (folder / "b.warc.gz").write_bytes(damaged)
    saved = folder / "saved" / SITE.host
    for number in range(80, 90):
        save(saved / f"{number}.html", page(number))
    return [
        members(folder / "a.warc.gz", [*records, *refers]),
        folder / "b.warc.gz",
        plain(folder / "c.warc", [by_wget(address(n), page(n)) for n in range(55, 75)]),
        one_member(folder / "d.warc.gz", records[:5]),
        wacz(folder / "e.wacz", {"archive/a.warc.gz": (folder / "a.warc.gz").read_bytes()}),
        folder / "saved",
    ]


@pytest.mark.parametrize("behind", [0, 300, 2000])
@pytest.mark.usefixtures("small_parts")
def test_an_excerpt_says_the_same_as_the_file_or_that_it_does_not_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, behind: int
) -> None:
    monkeypatch.setattr(excerpt, "_BEHIND", behind)
    short = 0
    for part in plan.plan(sources(tmp_path)):
        assert not isinstance(part, Skip)
        sent = pickle.loads(pickle.dumps(parts.with_bytes(part)))
        try:
            found = list(plan.Reader(sent, SITE))
        except excerpt.BeyondError:
            short += 1
        else:
            assert found == list(plan.Reader(part, SITE))
    assert (short > 0) == (behind < 2000)


def killing(process: Process, at: int) -> Callable[[int], None]:
    """A progress that kills the process when told of something for the `at`-th time."""
    told = 0

    def progress(_: int) -> None:
        nonlocal told
        told += 1
        if told == at:
            process.kill()
            process.wait()

    return progress


@pytest.mark.usefixtures("small_parts")
def test_the_same_rows_though_workers_are_killed(tmp_path: Path, cluster: Cluster) -> None:
    paths = sources(tmp_path)
    alone = take(tmp_path / "one", *paths)
    cluster.add_workers()
    progress = killing(cluster.workers[0], at=4)
    found = import_from(tmp_path / "two", SITE, paths, progress=progress, scheduler=cluster.address)
    assert (found.exit_code, found.tally, found.skipped) == (1, alone.tally, alone.skipped)
    assert found.tally.captured > 90 and found.skipped["damaged"] == 1
    assert all_rows(tmp_path / "two") == all_rows(tmp_path / "one")

    cluster.add_workers(1)
    progress = killing(cluster.workers[1], at=4)
    made = rebuild(tmp_path / "two", progress=progress, scheduler=cluster.address)
    assert made.captures == found.tally.captured
    assert all_rows(tmp_path / "two") == all_rows(tmp_path / "one")
    assert all(process.poll() is not None for process in cluster.workers[:2])

    again = import_from(tmp_path / "two", SITE, paths, scheduler=cluster.address)
    assert again.tally.captured == 0
    assert all_rows(tmp_path / "two") == all_rows(tmp_path / "one")


@pytest.mark.usefixtures("small_parts")
def test_a_scheduler_that_dies_costs_nothing_that_was_read(
    tmp_path: Path, cluster: Cluster
) -> None:
    paths = sources(tmp_path)[:1]
    cluster.add_workers()
    progress = killing(cluster.scheduler, at=2)
    with pytest.raises(WorkersLost, match="run the same command again"):
        import_from(tmp_path / "two", SITE, paths, progress=progress, scheduler=cluster.address)
    runs = rows(tmp_path / "two", "SELECT outcome, exit_code, captured > 0 AS some FROM runs")
    assert runs == [{"outcome": "stopped", "exit_code": 2, "some": 1}]
    take(tmp_path / "two", *paths)
    take(tmp_path / "one", *paths)
    assert all_rows(tmp_path / "two") == all_rows(tmp_path / "one")


def all_rows(folder: Path) -> dict[str, list[str]]:
    """Every row of every table; of a problem not when the run met it, which no other run can."""
    problems = rows(folder, "SELECT id, severity, kind, message FROM problems ORDER BY id")
    return {**said(folder), "problems": [repr(row) for row in problems]}


def refused(folder: Path, scheduler: str, wait: str) -> str:
    """The one line that an import there gives; no archive is made."""
    source = plain(folder / "a.warc", [response(address(1), page(1))])
    arguments = ("--archive", "kho", "--site", SITE.origin, "--scheduler", scheduler, source)
    done = subprocess.run(
        [sys.executable, "-c", IMPATIENT.format(wait), "import", *arguments],
        cwd=folder, capture_output=True, text=True, timeout=WAIT,
    )  # fmt: skip
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1), done.stderr
    assert not (folder / "kho").exists()
    return done.stderr


def test_no_scheduler_there(tmp_path: Path) -> None:
    assert "no Dask scheduler answers at" in refused(
        tmp_path, f"127.0.0.1:{free_port()}", "_CONNECT"
    )
    assert "no Dask scheduler answers at" in refused(tmp_path, "x:y:z", "_CONNECT")


def test_a_scheduler_without_workers(tmp_path: Path, cluster: Cluster) -> None:
    assert f"dask worker {cluster.address}" in refused(tmp_path, cluster.address, "_STAFFED")


def test_another_version(tmp_path: Path) -> None:
    (tmp_path / "cluster").mkdir()
    other = Cluster(tmp_path / "cluster", OTHER)
    try:
        other.add_workers(1)
        assert "the scheduler has 1.0 distributed" in refused(tmp_path, other.address, "_LOOK")
    finally:
        other.close()


def test_without_dask(tmp_path: Path) -> None:
    source = plain(tmp_path / "a.warc", [response(address(1), page(1))])
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_DASK, "import", "--scheduler", "127.0.0.1:1", source],
        cwd=tmp_path, capture_output=True, text=True, timeout=WAIT,
    )  # fmt: skip
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert "pip install 'sldtbxh-archive[cluster]'" in done.stderr
