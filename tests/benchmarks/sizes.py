"""The most memory that import, rebuild and verify take of a WARC file and of a larger one."""

import gzip
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.benchmarks.table import Cell, show
from tests.importing import SITE, address
from tests.test_archive import page
from tests.warcmaking import record, response

SIZES = (20, 200)  # MB
LONG = (200, 2_000)
_IMAGE = 300_000  # bytes: most of a web archive is no text
_JPEG = "image/jpeg"
_LOOK = 0.05  # seconds
_HEAD = ("", "MB of the file", "peak MB of the writer", "of a worker")
_COMMANDS = ("import", "rebuild", "verify")


def run(sizes: tuple[int, ...] = SIZES) -> None:
    """Print the table."""
    rows: list[list[Cell]] = []
    for size in sizes:
        with TemporaryDirectory() as name:
            folder = Path(name)
            source = folder / "a.warc.gz"
            with source.open("wb") as file:
                for member in _members(size * 1_000_000):
                    file.write(member)
            for command in _COMMANDS:
                given = [str(source), "--site", SITE.origin] if command == "import" else []
                writer, worker = _peaks(folder / "archive", command, *given)
                rows.append([command, f"{size:,}", writer / 1000, worker / 1000])
    show("Memory with two workers", _HEAD, rows)


def _members(size: int) -> Iterator[bytes]:
    """Articles, each with an image, until that many bytes are made."""
    rng = random.Random(1)
    number = made = 0
    while made < size:
        number += 1
        image = {"WARC-Target-URI": f"{SITE.origin}/documents/1/{number}.jpg",
                 "Content-Type": _JPEG}  # fmt: skip
        pair = (
            response(address(number), page(number, f"Đoạn mẫu {rng.random()}. " * 20)),
            record("resource", rng.randbytes(_IMAGE), {**image}),
        )
        for each in pair:
            member = gzip.compress(each, 1)
            made += len(member)
            yield member


def _peaks(folder: Path, *arguments: str) -> tuple[int, int]:
    """The peak in KB of the command's own process, and of the largest of its workers."""
    run_it = "from archive.cli import main; main()"
    command = [sys.executable, "-c", run_it, "--archive", str(folder), *arguments, "--jobs", "2"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    writer = worker = 0
    while process.poll() is None:
        writer = max(writer, _peak(process.pid))
        worker = max([worker, *map(_peak, _children(process.pid))])
        time.sleep(_LOOK)
    assert process.returncode == 0
    return writer, worker


def _children(pid: int) -> list[int]:
    try:
        return [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def _peak(pid: int) -> int:
    """VmHWM; 0 where the process has ended."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("VmHWM")), 0)
