"""Where Scrapy meets the archive: every response is kept before anybody reads it."""

import asyncio
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit
from weakref import WeakKeyDictionary

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest, NotConfigured
from scrapy.http import Response

from archive.archive import Archive, open_archive
from archive.errors import ArchiveError
from archive.runs import FINISHED
from archive.warc.indexing import capture_id
from scraper.crawling.exchange import RAW, REVISIT, new_raw
from scraper.crawling.items import CrawledPage
from scraper.raw import Raw
from scraper.spiders.site import SiteSpider

ARCHIVE_SETTING = "ARCHIVE"  # the archive's folder
FAILED = "archive_failed"  # the reason with which a spider is closed that cannot be kept
_REPLAYED = "replayed"  # request.meta: answered from the archive
_ROBOTS_LAST = timedelta(days=1)  # RFC 9309, 2.4: robots.txt is not used for longer

_lent: WeakKeyDictionary[Crawler, "Held"] = WeakKeyDictionary()


class Held:
    """An archive in the hands of a crawl; `failure` is why it could not go on keeping."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self.failure: ArchiveError | None = None


@contextmanager
def lend(crawler: Crawler, archive: Archive) -> Iterator[Held]:
    """Let `crawler` keep its responses in an archive that the caller opens and finishes."""
    held = _lent[crawler] = Held(archive)
    try:
        yield held
    finally:
        del _lent[crawler]


def _held(crawler: Crawler) -> Held:
    """The archive lent to this crawler; for a plain `scrapy crawl` one that it opens itself."""
    if crawler not in _lent:
        assert isinstance(crawler.spider, SiteSpider)
        stack = ExitStack()
        archive = stack.enter_context(_opened(crawler, crawler.spider))
        _lent[crawler] = Held(archive)

        def close(reason: str) -> None:
            failure = _lent[crawler].failure
            with stack:
                if failure is None:
                    archive.finish(reason, 0 if reason == FINISHED else 1)
                    return
                with suppress(ArchiveError):
                    archive.give_up(failure.exit_code)

        crawler.signals.connect(close, signals.spider_closed, weak=False)
    return _lent[crawler]


@contextmanager
def _opened(crawler: Crawler, spider: SiteSpider) -> Iterator[Archive]:
    """The archive of a plain `scrapy crawl`; where it cannot be had the spider says so and ends.

    NotConfigured is Scrapy's way to leave a part out without a traceback.
    """
    if spider.refused:
        raise NotConfigured
    folder = Path(crawler.settings[ARCHIVE_SETTING])
    with ExitStack() as stack:
        try:
            command = f"scrapy crawl {crawler.spidercls.name}"
            archive = stack.enter_context(open_archive(folder, spider.site, command))
        except ArchiveError as error:
            spider.refused = str(error)
            raise NotConfigured from error
        yield archive


class Keeper:
    """Downloader middleware next to the wire: keeps what came, as it came, retries included.

    What this pass has captured already is answered from the archive: a pass that was killed goes
    on where it was, and a page is fetched once whichever spider asks for it.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._held = _held(crawler)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """As Scrapy makes it."""
        return cls(crawler)

    async def process_request(self, request: Request) -> Response | None:
        """The response that this pass has already, else None: ask the site."""
        if request.meta.get("retry_times"):
            return None
        archive = self._held.archive
        with _stopping(self._crawler, self._held):
            kept = archive.kept_in_pass(request.url)
            if kept is None or _is_stale(kept[1], archive.clock()):
                archive.tally.requests += 1
                if request.meta.get(REVISIT):
                    request.headers.update(archive.validators(request.url))
                return None
        request.meta.update({RAW: kept[1], _REPLAYED: True})
        return Response(request.url, status=kept[1].status, body=kept[1].payload, request=request)

    async def process_response(self, request: Request, response: Response) -> Response:
        """Keep the exchange; nobody reads what could not be kept."""
        if request.meta.get(_REPLAYED):
            return response
        raw = new_raw(request, response, self._held.archive.clock())
        with _stopping(self._crawler, self._held):
            self._held.archive.keep(raw)
        request.meta[RAW] = raw
        return response

    def process_exception(self, request: Request, exception: Exception) -> None:
        """Count an answer that did not come."""
        if not isinstance(exception, IgnoreRequest):
            self._held.archive.tally.failed += 1


class Reader:
    """Item pipeline: what the pages say goes into the database."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._held = _held(crawler)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """As Scrapy makes it."""
        return cls(crawler)

    def process_item(self, item: CrawledPage) -> CrawledPage:
        """Take one page; one that was read before is left as it is."""
        with _stopping(self._crawler, self._held):
            self._held.archive.read(capture_id(item.raw), item.capture, item.page)
        return item


@contextmanager
def _stopping(crawler: Crawler, held: Held) -> Iterator[None]:
    """Close the spider where the archive can take no more; the run's end says why."""
    if held.failure:
        raise IgnoreRequest(FAILED)
    try:
        yield
    except ArchiveError as error:
        held.failure = error
        if crawler.engine:
            closing = crawler.engine.close_spider_async(reason=FAILED)
            crawler.stats.set_value("archive/closing", asyncio.ensure_future(closing))
        raise IgnoreRequest(FAILED) from error


def _is_stale(raw: Raw, now: datetime) -> bool:
    is_robots = urlsplit(raw.url).path == "/robots.txt"
    return is_robots and now - raw.captured_at > _ROBOTS_LAST
