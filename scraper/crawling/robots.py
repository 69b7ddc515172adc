"""robots.txt, obeyed as RFC 9309 says: what it forbids, and when it cannot be read, all of it."""

import asyncio
from dataclasses import dataclass
from typing import Self
from urllib.parse import urljoin

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.extensions.throttle import AutoThrottle
from scrapy.http import Response
from scrapy.robotstxt import ProtegoRobotParser
from scrapy.utils.httpobj import urlparse_cached

from scraper.crawling.exchange import raw_of
from scraper.decoding import decoded
from scraper.site import Site

MAX_BYTES = 500 * 2**10  # RFC 9309, 2.5: at least 500 KiB are read
MAX_HOPS = 5  # RFC 9309, 2.3.1.2: at least five redirects are followed
CUT = "robots/cut"  # key of the statistics: a robots.txt of which only the beginning is obeyed
_FIRST = 1000  # before every page
_NOT_OBEYED = "dont_obey_robotstxt"


@dataclass(frozen=True, slots=True)
class Rules:
    """What may be asked for.

    `exchanges` are the answers on the way to robots.txt, redirects included; `parser` is None
    where everything is allowed (4xx) and where nothing is, and `closed` then says why in one line.
    """

    exchanges: tuple[tuple[Request, Response], ...] = ()
    parser: ProtegoRobotParser | None = None
    closed: str | None = None

    @property
    def sitemaps(self) -> tuple[str, ...]:
        """The addresses that `Sitemap:` lines give."""
        return tuple(self.parser.rp.sitemaps) if self.parser else ()


class RobotsGuard:
    """Reads robots.txt of the spider's site once, before the first page, and obeys it.

    4xx allows everything; 5xx, 429 and no answer allow nothing, until the next run; so does a
    redirect off the site. Crawl-delay is the least time between requests, whatever
    DOWNLOAD_DELAY says; one above BACKOFF_MAX allows nothing either.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._agent: str = crawler.settings["ROBOTSTXT_USER_AGENT"]
        self._reading = asyncio.Lock()
        self._rules: Rules | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """As Scrapy makes it."""
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """IgnoreRequest where robots.txt forbids it."""
        if request.meta.get(_NOT_OBEYED):
            return
        rules = await self.rules()
        if rules.closed:
            self._count("robots/closed")
            raise IgnoreRequest(rules.closed)
        if rules.parser and not rules.parser.allowed(request.url, self._agent):
            self._count("robots/forbidden")
            raise IgnoreRequest(f"forbidden by robots.txt: {request.url}")

    async def rules(self) -> Rules:
        """What robots.txt of the site says; read at the first call."""
        async with self._reading:
            if self._rules is None:
                self._rules = await self._read()
                self._obey_delay(self._rules)
                if self._rules.closed:
                    self._set("robots/reason", self._rules.closed)
            return self._rules

    async def _read(self) -> Rules:
        assert self._crawler.engine is not None
        site: Site = self._crawler.spider.site  # type: ignore[union-attr]
        url = f"{site.origin}/robots.txt"
        exchanges: list[tuple[Request, Response]] = []
        for _ in range(MAX_HOPS + 1):
            request = Request(url, priority=_FIRST, meta={_NOT_OBEYED: True})
            try:
                response = await self._crawler.engine.download_async(request)
            except Exception as error:  # whatever kept it from coming, nothing is known
                return Rules(tuple(exchanges), closed=f"{url} did not come: {_named(error)}")
            exchanges.append((response.request or request, response))
            target = _target(response)
            if target is None:
                return self._understood(response, exchanges)
            if not site.owns(target):
                return Rules(tuple(exchanges), closed=f"{url} leads off the site, to {target}")
            url = target
        return Rules(tuple(exchanges))

    def _understood(self, response: Response, exchanges: list[tuple[Request, Response]]) -> Rules:
        status = response.status
        if status >= 500 or status == 429:
            reason = f"{response.url} answered {status}: by RFC 9309 nothing may be asked for"
            return Rules(tuple(exchanges), closed=reason)
        if not 200 <= status < 300:
            return Rules(tuple(exchanges))
        whole = decoded(raw_of(*exchanges[-1])).body
        body = _whole_lines(whole)
        if len(body) < len(whole):
            self._set(CUT, response.url)
        parser = ProtegoRobotParser.from_crawler(self._crawler, body)
        delay = parser.crawl_delay(self._agent) or 0
        if delay > self._crawler.settings.getfloat("BACKOFF_MAX"):
            reason = f"{response.url} asks for {delay:g} seconds between two requests"
            return Rules(tuple(exchanges), closed=f"{reason}: too few for a visit")
        return Rules(tuple(exchanges), parser)

    def _obey_delay(self, rules: Rules) -> None:
        """Crawl-delay in Scrapy's own terms: slots that exist, slots to come, AutoThrottle."""
        delay = rules.parser.crawl_delay(self._agent) if rules.parser else None
        engine = self._crawler.engine
        if engine is None or delay is None or not delay > 0:  # nor NaN
            return
        self._set("robots/crawl_delay", delay)
        wanted = max(delay, self._crawler.settings.getfloat("DOWNLOAD_DELAY"))
        key = urlparse_cached(rules.exchanges[-1][0]).hostname or ""
        engine.downloader.per_slot_settings[key] = {"delay": wanted, "jitter": 0}
        if slot := engine.downloader.slots.get(key):
            slot.delay = max(slot.delay, wanted)
        if throttle := self._crawler.get_extension(AutoThrottle):
            throttle.mindelay = max(throttle.mindelay, wanted)
            throttle.maxdelay = max(throttle.maxdelay, wanted)

    def _count(self, key: str) -> None:
        self._crawler.stats.inc_value(key)

    def _set(self, key: str, value: object) -> None:
        self._crawler.stats.set_value(key, value)


def _whole_lines(body: bytes) -> bytes:
    """As much as is read; the beginning of a line might forbid everything."""
    return body if len(body) <= MAX_BYTES else body[: body.rfind(b"\n", 0, MAX_BYTES) + 1]


def _target(response: Response) -> str | None:
    location = response.headers.get(b"Location")
    if not 300 <= response.status < 400 or not location:
        return None
    return urljoin(response.url, location.decode("latin-1").strip())


def _named(error: Exception) -> str:
    return f"{type(error).__name__}: {error}".rstrip(": ")
