"""Backing off: a site that asks for quiet gets it, and one that is down is left alone."""

import asyncio
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from time import monotonic
from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response

_ASKS_FOR_QUIET = (429, 503)
_GLANCE = 0.5  # seconds between two looks at whether somebody stopped the crawl
SITE_DOWN = "site_down"
COME_BACK_LATER = "come_back_later"


class Backoff:
    """After 429 or 503 nobody asks again before Retry-After, or before 5, 10, 20 … seconds.

    The spider is closed with the reason `come_back_later` where the site asks for more than
    BACKOFF_MAX seconds, and with `site_down` after FAILURES_IN_A_ROW answers that failed one after
    the other (5xx, 429, no answer at all).
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._start = crawler.settings.getfloat("BACKOFF_START")
        self._longest = crawler.settings.getfloat("BACKOFF_MAX")
        self._patience = crawler.settings.getint("FAILURES_IN_A_ROW")
        self._failures = 0
        self._quiet_until = 0.0
        self._gave_up = False
        self._closing: asyncio.Future[None] | None = None  # asyncio itself keeps no reference

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """As Scrapy makes it."""
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Wait until the quiet that the site asked for is over, or until the crawl is stopped."""
        while (left := self._quiet_until - monotonic()) > 0:
            if self._gave_up or not (self._crawler.engine and self._crawler.engine.running):
                raise IgnoreRequest("the crawl was stopped")
            await asyncio.sleep(min(left, _GLANCE))

    async def process_response(self, request: Request, response: Response) -> Response:
        """Note what the site asks for, before Scrapy tries again."""
        if response.status not in _ASKS_FOR_QUIET and response.status < 500:
            self._failures = 0
            return response
        self._count_failure()
        if response.status in _ASKS_FOR_QUIET:
            wait = retry_after(response) or self._start * 2 ** request.meta.get("retry_times", 0)
            if wait > self._longest:
                request.meta["dont_retry"] = True
                self._close(COME_BACK_LATER)
            else:
                self._crawler.stats.inc_value("backoff/waits")
                self._quiet_until = max(self._quiet_until, monotonic() + wait)
        return response

    def process_exception(self, request: Request, exception: Exception) -> None:
        """Count an answer that did not come."""
        if not isinstance(exception, IgnoreRequest):
            self._count_failure()

    def _count_failure(self) -> None:
        self._failures += 1
        if self._failures == self._patience:
            self._close(SITE_DOWN)

    def _close(self, reason: str) -> None:
        self._gave_up = True
        self._crawler.stats.set_value("backoff/gave_up", reason)
        if self._crawler.engine:
            closing = self._crawler.engine.close_spider_async(reason=reason)
            self._closing = asyncio.ensure_future(closing)


def retry_after(response: Response, now: datetime | None = None) -> float | None:
    """The seconds that `Retry-After` asks for, as a number or until a date; None without one."""
    text = (response.headers.get(b"Retry-After") or b"").decode("latin-1").strip()
    if text.isascii() and text.isdigit():
        return float(text)
    try:
        until = parsedate_to_datetime(text)
    except ValueError:
        return None
    if until.tzinfo is None:
        until = until.replace(tzinfo=UTC)
    return max(0.0, (until - (now or datetime.now(UTC))).total_seconds())
