"""Verifying an archive on one core and on two, beside sha1sum over the file and what is in it."""

import subprocess
from functools import partial
from pathlib import Path
from statistics import median
from time import perf_counter

from archive.health.verify import verify
from tests.benchmarks.importing import imported
from tests.benchmarks.rounds import Timed, in_turn, ratio
from tests.benchmarks.table import Cell, show

ARTICLES = 1_500
ROUNDS = 3
_HEAD = ("", "MB/s of the file", "times as long as sha1sum", "as gunzip and sha1sum")
_SUM, _SUM_WITHIN, _VERIFY = "sha1sum", "gunzip | sha1sum", "verify, --jobs {}"


def run(articles: int = ARTICLES, rounds: int = ROUNDS) -> None:
    """Print the table."""
    with imported(articles) as (folder, file):
        contenders: dict[str, Timed] = {
            _SUM: partial(_sum, file),
            _SUM_WITHIN: partial(_sum_within, file),
        }
        for jobs in (1, 2):
            contenders[_VERIFY.format(jobs)] = partial(_verify, folder / "archive", jobs)
        took = in_turn(contenders, rounds)
        size = file.stat().st_size / 1e6
    rows: list[list[Cell]] = [
        [name, size / median(seconds), *(ratio(seconds, took[of]) for of in (_SUM, _SUM_WITHIN))]
        for name, seconds in took.items()
    ]
    show(f"Verifying a WARC file of {size:.0f} MB, {articles} articles", _HEAD, rows)


def _sum(file: Path, _: int) -> float:
    began = perf_counter()
    subprocess.run(["sha1sum", file], check=True, stdout=subprocess.DEVNULL)
    return perf_counter() - began


def _sum_within(file: Path, _: int) -> float:
    """What a record's digest is of is compressed in the file: no less than this can verify it."""
    began = perf_counter()
    with subprocess.Popen(["gunzip", "-c", file], stdout=subprocess.PIPE) as unpacked:
        subprocess.run(["sha1sum"], stdin=unpacked.stdout, check=True, stdout=subprocess.DEVNULL)
    return perf_counter() - began


def _verify(folder: Path, jobs: int, _: int) -> float:
    began = perf_counter()
    assert not verify(folder, jobs).findings
    return perf_counter() - began
