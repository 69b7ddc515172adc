"""Importing a WARC file and rebuilding the archive from it, on one core and on two."""

import subprocess
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

from archive.folder import warc_files
from archive.importing.importing import import_from
from archive.rebuilding.rebuild import rebuild
from archive.warc.writing import WarcWriter
from scraper.raw import Raw
from scraper.site import Site
from tests.benchmarks.pages import raws, replica_pages
from tests.benchmarks.peer import PYTHON, ROOT
from tests.benchmarks.rounds import Seconds, Timed, in_turn, ratio
from tests.benchmarks.table import Cell, show

ARTICLES = 1_500
ROUNDS = 3
_HEAD = ("", "pages/s", "times as fast as on one core", "times as long as warcio")
_WARCIO, _FASTWARC, _TRAFILATURA = "warcio alone", "fastwarc alone", "fastwarc and trafilatura"
_IMPORT, _REBUILD = "import, {} {}", "rebuild, {} {}"
_ONE, _TWO = (1, "core"), (2, "cores")


def run(articles: int = ARTICLES, rounds: int = ROUNDS) -> None:
    """Print the table."""
    pages = replica_pages(articles)
    with TemporaryDirectory() as name:
        folder = Path(name)
        source = write(folder / "source", pages.site, raws(pages.captures, zipped=False))
        contenders: dict[str, Timed] = {
            _WARCIO: partial(_warcio, source),
            _FASTWARC: partial(_peer, "fastwarc", source, articles),
            _TRAFILATURA: partial(_peer, "trafilatura", source, articles),
        }
        for jobs in (_ONE, _TWO):
            into = folder / f"jobs{jobs[0]}"
            contenders[_IMPORT.format(*jobs)] = partial(_import, into, pages.site, source, jobs[0])
            contenders[_REBUILD.format(*jobs)] = partial(_rebuild, into, jobs[0])
        _import(folder / "jobs1", pages.site, source, 1, 99)
        _import(folder / "jobs2", pages.site, source, 2, 99)
        _show(in_turn(contenders, rounds), len(pages.captures))


@contextmanager
def imported(articles: int) -> Iterator[tuple[Path, Path]]:
    """A folder for a while, in whose `archive` that many articles are, and their WARC file."""
    pages = replica_pages(articles)
    with TemporaryDirectory() as name:
        folder = Path(name)
        source = write(folder / "source", pages.site, raws(pages.captures, zipped=False))
        import_from(folder / "archive", pages.site, [source])
        (file,) = warc_files(folder / "archive")
        yield folder, file


def write(folder: Path, site: Site, exchanges: list[Raw]) -> Path:
    """A WARC file of these exchanges."""
    with WarcWriter(folder, "benchmark", {"site": site.origin}) as writer:
        for raw in exchanges:
            writer.write(raw)
        return folder / writer.file


def _import(into: Path, site: Site, source: Path, jobs: int, number: int) -> float:
    began = perf_counter()
    import_from(into / str(number), site, [source], jobs=jobs)
    return perf_counter() - began


def _rebuild(into: Path, jobs: int, _: int) -> float:
    began = perf_counter()
    rebuild(into / "99", jobs=jobs)
    return perf_counter() - began


def _warcio(source: Path, _: int) -> float:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # warcio imports pkg_resources where it finds it
        from warcio.archiveiterator import ArchiveIterator  # type: ignore[import-untyped]
    began = perf_counter()
    with source.open("rb") as stream:
        for record in ArchiveIterator(stream):
            record.content_stream().read()
    return perf_counter() - began


def _peer(what: str, source: Path, articles: int, _: int) -> float:
    module = "tests.benchmarks.peer_warc"
    command = [str(PYTHON), "-W", "ignore", "-m", module, what, str(source)]
    printed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    pages, seconds = printed.split()
    return float(seconds) / int(pages) * articles


def _show(took: Seconds, pages: int) -> None:
    rows: list[list[Cell]] = []
    for name, seconds in took.items():
        alone = took.get(name.replace("2 cores", "1 core")) if "2 cores" in name else None
        faster = ratio(alone, seconds) if alone else None
        rows.append([name, pages / median(seconds), faster, ratio(seconds, took[_WARCIO])])
    show(f"{pages} articles of the replica in one WARC file", _HEAD, rows)
