"""Keeping and reading back: our WARC files against warcio's own writer and fastwarc.

All write response and request with digests, and check the digests of what they read.
"""

import pickle
import statistics
import warnings
from collections.abc import Callable
from functools import partial
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time

from archive.times import utc_text
from archive.warc.head import request_head, response_head
from archive.warc.reading import iterate
from archive.warc.records import LEVEL
from archive.warc.writing import WarcWriter
from scraper.raw import Raw
from tests.benchmarks.pages import raws, replica_pages
from tests.benchmarks.peer import Peer
from tests.benchmarks.rounds import Timed, in_turn, ratio
from tests.benchmarks.table import Cell, show

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # warcio imports pkg_resources where it finds it
    from warcio.archiveiterator import ArchiveIterator  # type: ignore[import-untyped]
    from warcio.statusandheaders import StatusAndHeaders  # type: ignore[import-untyped]
    from warcio.warcwriter import WARCWriter  # type: ignore[import-untyped]

PAGES = 300
ROUNDS = 5
_SITE = "https://replica.invalid"
_HEAD = ("", "written/s", "times our rate", "KB a page", "read/s", "times our rate")


def run(count: int = PAGES, rounds: int = ROUNDS) -> None:
    """Print a table for pages that were sent compressed, and one for those that were not."""
    captures = replica_pages(count).captures
    for zipped in (True, False):
        exchanges = raws(captures, zipped=zipped)
        with TemporaryDirectory() as folder:
            title = f"Keeping {count} pages sent {'with gzip' if zipped else 'plain'}"
            _measure(title, Path(folder), exchanges, rounds)


def _measure(title: str, folder: Path, exchanges: list[Raw], rounds: int) -> None:
    given, file = folder / "exchanges.pickle", folder / "fastwarc.warc.gz"
    given.write_bytes(pickle.dumps([_exchange(raw) for raw in exchanges]))
    with Peer("peer_keeping", str(given), str(file)) as peer:
        write: dict[str, Timed] = {
            "ours": partial(_timed, partial(_write, folder, exchanges)),
            "warcio": partial(_timed, partial(_write_by_warcio, folder, exchanges)),
            "fastwarc": lambda _: peer.ask("write", LEVEL),
        }
        written = in_turn(write, rounds)
        read: dict[str, Timed] = {
            "ours": partial(_timed, partial(_read, folder / "ours.warc.gz")),
            "warcio": partial(_timed, partial(_read_by_warcio, folder / "warcio.warc.gz")),
            "fastwarc": lambda _: peer.ask("read", 0),
        }
        back = in_turn(read, rounds)
    labels = {
        "ours": f"ours (warcio's layout, gzip {LEVEL})",
        "warcio": "warcio (gzip 9)",
        "fastwarc": f"fastwarc (gzip {LEVEL})",
    }
    rows: list[list[Cell]] = []
    for name, label in labels.items():
        size = (folder / f"{name}.warc.gz").stat().st_size / len(exchanges) / 1000
        fast = len(exchanges) / statistics.median(written[name])
        again = len(exchanges) / statistics.median(back[name])
        against = (ratio(took["ours"], took[name]) for took in (written, back))
        rows.append([label, fast, next(against), size, again, next(against)])
    show(title, _HEAD, rows)


def _exchange(raw: Raw) -> tuple[str, str, bytes, bytes]:
    return raw.url, utc_text(raw.captured_at), response_head(raw) + raw.payload, request_head(raw)


def _timed(work: Callable[[], None], _: int) -> float:
    began = process_time()
    work()
    return process_time() - began


def _write(folder: Path, exchanges: list[Raw]) -> None:
    with WarcWriter(folder, "benchmark/1", {"site": _SITE}) as writer:
        for raw in exchanges:
            # As it comes from the wire: no digest is known yet.
            writer.write(Raw(**{name: getattr(raw, name) for name in Raw.__dataclass_fields__}))
        writer.flush()
        (folder / writer.file).rename(folder / "ours.warc.gz")


def _write_by_warcio(folder: Path, exchanges: list[Raw]) -> None:
    with (folder / "warcio.warc.gz").open("wb") as out:
        writer = WARCWriter(out, gzip=True)
        for raw in exchanges:
            status = f"{raw.status} {raw.reason}"
            head = StatusAndHeaders(status, list(raw.headers), protocol=raw.http_version)
            asked = StatusAndHeaders(
                "GET / HTTP/1.1", list(raw.request_headers), is_http_request=True
            )
            response = writer.create_warc_record(
                raw.url, "response", BytesIO(raw.payload), len(raw.payload), http_headers=head
            )
            request = writer.create_warc_record(raw.url, "request", http_headers=asked)
            writer.write_request_response_pair(request, response)


def _read(file: Path) -> None:
    for _ in iterate(file):
        pass


def _read_by_warcio(file: Path) -> None:
    with file.open("rb") as stream:
        for record in ArchiveIterator(stream, check_digests=True):
            record.raw_stream.read()
