"""Exchanges to keep, and files that keep them, for the tests of the WARC store."""

import gzip
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from archive.warc.writing import WarcWriter
from archive.warc.written import Previous, Written
from scraper.raw import Raw

SITE = "https://replica.invalid"
SOFTWARE = "sldtbxh-archive/test"
START = datetime(2026, 3, 26, 8, 13, 5, 123456, tzinfo=UTC)
PAGE = "<html><head><title>Trang thử</title></head><body><p>Nội dung mẫu</p></body></html>".encode()


def exchange(path: str = "/vi/trang-chu", payload: bytes = PAGE, **changed: Any) -> Raw:  # noqa: ANN401
    """A page as a server sends it."""
    given: dict[str, Any] = {
        "url": SITE + path,
        "captured_at": START,
        "status": 200,
        "reason": "OK",
        "headers": (
            ("Content-Type", "text/html; charset=UTF-8"),
            ("Content-Length", str(len(payload))),
        ),
        "request_headers": (("Host", "replica.invalid"), ("User-Agent", "test/1")),
        "payload": payload,
    }
    return Raw(**given | changed)


def zipped(path: str, text: bytes = PAGE, **changed: Any) -> Raw:  # noqa: ANN401
    """The same sent with gzip."""
    payload = gzip.compress(text, mtime=0)
    headers = (
        ("Content-Type", "text/html; charset=UTF-8"),
        ("Content-Encoding", "gzip"),
        ("Content-Length", str(len(payload))),
    )
    return exchange(path, payload, headers=headers, **changed)


def later(seconds: float) -> datetime:
    """A moment after START."""
    return START + timedelta(seconds=seconds)


def write_all(
    folder: Path, raws: Sequence[Raw], previous: Previous | None = None
) -> tuple[Path, list[Written]]:
    """A whole run: its file, and where each exchange is in it."""
    with WarcWriter(folder, SOFTWARE, {"site": SITE, "command": "crawl"}) as writer:
        written = [writer.write(raw, previous) for raw in raws]
        writer.finish({"outcome": "finished", "captured": len(raws)})
    return folder / writer.file, written
