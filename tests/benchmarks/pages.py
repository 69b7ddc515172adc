"""The pages that are read: the replica's articles, and a real department's where at hand."""

import gzip
import warnings
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from multiprocessing import get_context
from pathlib import Path

from scraper.capture import Capture
from scraper.parse import parse
from scraper.raw import Raw
from scraper.records import ArticleFile, Page, PageTable, Skipped
from scraper.replica import DEFAULT_ORIGIN, router
from scraper.replica.messages import visit
from scraper.replica.portal import Portal
from scraper.site import Site

REAL = "real-department.warc.gz"
REAL_SITE = Site.of("https://sotttt.hanoi.gov.vn")
START = datetime(2026, 3, 26, 8, 13, 5, tzinfo=UTC)
_GZIP_LEVEL = 1  # as the replica's server and many others send


@dataclass(frozen=True, slots=True)
class Pages:
    """Captures of article pages of one site.

    `plain` are the places of those whose text has neither tables nor images.
    """

    name: str
    site: Site
    captures: tuple[Capture, ...]
    plain: frozenset[int]


def replica_pages(count: int) -> Pages:
    """The pages of the replica's first `count` articles, as its server renders them."""
    portal = Portal(count, DEFAULT_ORIGIN, seed=1)
    found = []
    for number in range(1, count + 1):
        path = portal.article(number).path
        answer = router.answer(portal, visit(path, {}, portal.next_serial()))
        headers = (("Content-Type", answer.media_type),)
        at = START + timedelta(seconds=number)
        found.append(Capture(portal.origin + path, at, answer.status, headers, answer.body))
    return _articles("replica", Site.of(portal.origin), found)


def real_pages(folder: Path) -> Pages:
    """The articles of the real department whose WARC is in `folder`."""
    return _articles("real department", REAL_SITE, list(_responses(folder / REAL)))


def _articles(name: str, site: Site, captures: list[Capture]) -> Pages:
    """Those captures that are articles, read in another process: here nothing is remembered."""
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        kinds = pool.submit(_kinds, captures, site).result()
    found = [(c, kind) for c, kind in zip(captures, kinds, strict=True) if kind]
    plain = frozenset(n for n, (_, kind) in enumerate(found) if kind == "plain")
    return Pages(name, site, tuple(c for c, _ in found), plain)


def _kinds(captures: list[Capture], site: Site) -> list[str | None]:
    return [_kind(parse(capture, site)) for capture in captures]


def _kind(page: Page | Skipped) -> str | None:
    if not isinstance(page, Page) or page.outcome != "article":
        return None
    images = [r for r in page.records if isinstance(r, ArticleFile) and r.media == "image"]
    tables = [r for r in page.records if isinstance(r, PageTable)]
    return "rich" if images or tables else "plain"


def raws(captures: Sequence[Capture], *, zipped: bool) -> list[Raw]:
    """The exchanges that gave these captures, with bodies sent compressed or not."""
    return [_raw(capture, zipped) for capture in captures]


def _raw(capture: Capture, zipped: bool) -> Raw:
    payload = gzip.compress(capture.body, _GZIP_LEVEL, mtime=0) if zipped else capture.body
    coding = (("Content-Encoding", "gzip"),) if zipped else ()
    return Raw(
        url=capture.url,
        captured_at=capture.captured_at,
        status=capture.status,
        headers=(*capture.headers, *coding, ("Content-Length", str(len(payload)))),
        payload=payload,
        reason="OK",
        request_headers=(("Accept-Encoding", "gzip"), ("User-Agent", "benchmark/1")),
    )


def _responses(warc: Path) -> Iterator[Capture]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # warcio imports pkg_resources where it finds it
        from warcio.archiveiterator import ArchiveIterator  # type: ignore[import-untyped]
    with warc.open("rb") as stream:
        for record in ArchiveIterator(stream):
            if record.rec_type == "response":
                url = record.rec_headers.get_header("WARC-Target-URI")
                status = int(record.http_headers.get_statuscode())
                headers = tuple(record.http_headers.headers)
                yield Capture(url, START, status, headers, record.content_stream().read())
