"""Exporting an archive to a WACZ, beside py-wacz, and beside copying the file with its digest."""

import hashlib
import subprocess
from functools import partial
from pathlib import Path
from statistics import median
from time import perf_counter

from archive.exporting.wacz import export_wacz
from tests.benchmarks.importing import imported
from tests.benchmarks.peer import PYTHON
from tests.benchmarks.rounds import Timed, in_turn, ratio
from tests.benchmarks.table import Cell, show

ARTICLES = 1_500
ROUNDS = 3
_HEAD = ("", "MB/s of the WARC file", "times as long as a copy")
_COPY, _OURS, _PEER = "a copy, and its SHA-256", "export wacz", "py-wacz: create --detect-pages"
_BLOCK = 2**20


def run(articles: int = ARTICLES, rounds: int = ROUNDS) -> None:
    """Print the table."""
    with imported(articles) as (folder, file):
        contenders: dict[str, Timed] = {
            _COPY: partial(_copy, file, folder / "copy"),
            _OURS: partial(_export, folder / "archive", folder / "ours.wacz"),
            _PEER: partial(_peer, file, folder / "peer.wacz"),
        }
        took = in_turn(contenders, rounds)
        size = file.stat().st_size / 1e6
    rows: list[list[Cell]] = [
        [name, size / median(seconds), ratio(seconds, took[_COPY])]
        for name, seconds in took.items()
    ]
    show(f"A WACZ of a WARC file of {size:.0f} MB, {articles} articles", _HEAD, rows)


def _copy(file: Path, target: Path, _: int) -> float:
    began = perf_counter()
    digest = hashlib.sha256()
    with file.open("rb") as source, target.open("wb") as out:
        while block := source.read(_BLOCK):
            digest.update(block)
            out.write(block)
    digest.hexdigest()
    return perf_counter() - began


def _export(folder: Path, target: Path, _: int) -> float:
    began = perf_counter()
    assert not export_wacz(folder, target, None, overwrite=True).damaged
    return perf_counter() - began


def _peer(file: Path, target: Path, _: int) -> float:
    target.unlink(missing_ok=True)
    command = [str(PYTHON.with_name("wacz")), "create", "-o", str(target), "--detect-pages"]
    began = perf_counter()
    subprocess.run([*command, str(file)], check=True, capture_output=True, cwd=target.parent)
    return perf_counter() - began
