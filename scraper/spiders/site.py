"""What both spiders do: start, read, follow, within the site's bounds."""

from collections.abc import AsyncIterator, Iterable, Iterator
from typing import Any, ClassVar

from scrapy import Request, Spider
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from twisted.python.failure import Failure

from scraper.crawling.exchange import raw_of
from scraper.crawling.frommaps import FromMaps
from scraper.crawling.frontier import MAX_HOPS, MAX_STEPS, Frontier
from scraper.crawling.items import CrawledPage, read
from scraper.crawling.listings import Listings, missing_pages
from scraper.crawling.robots import RobotsGuard
from scraper.records import Link, Page
from scraper.site import DEFAULT_SITE, Site
from scraper.urls import canonical

# What comes first where there is a choice: what leads on to more. Pages so many steps away from a
# start come after the articles, so that a tree of pages without end keeps nobody from those.
PRIORITY = {"sitemap": 60, "feed": 50, "statistics": 40, "page": 30, "listing": 20, "article": 10}
NEAR = 4  # steps
FAR = 5  # priority

UNANSWERED = "unanswered"  # key of the statistics: addresses, and the error in place of an answer
MOST_UNANSWERED = 50  # of them that are named
DEAD_IN_MAPS = "maps/left"  # key of the statistics: pages left, as those before them were gone
_FROM_MAP = "from_map"  # request.meta: a sitemap named it
_GONE = ("gone", "skipped: soft_404")


class SiteSpider(Spider):
    """A pass over one site; `kinds` are the links that it follows."""

    kinds: ClassVar[frozenset[str]]

    def __init__(
        self,
        site: str | Site = DEFAULT_SITE,
        department: str | None = None,
        start: str = "",
        **arguments: Any,  # noqa: ANN401 - Scrapy's own
    ) -> None:
        """`site` is an address or a Site, `start` are paths with commas between.

        Arguments that cannot be used are refused in `start()`, in one line: here Scrapy would
        answer them with a traceback.
        """
        super().__init__(**arguments)
        paths = tuple(path.strip() for path in start.split(",") if path.strip())
        self.refused: str | None = None
        try:
            self.site = site if isinstance(site, Site) else Site.of(site, department, paths)
        except ValueError as error:
            self.refused, self.site = str(error), Site.of()
        except KeyError:
            self.refused, self.site = f"no department is called {department!r}", Site.of()
        self.frontier = Frontier(self.site)
        self.listings = Listings()
        self.from_maps = FromMaps()

    async def start(self) -> AsyncIterator[Any]:
        """robots.txt and what it names, the sitemap, then the start pages."""
        if self.refused:
            self.logger.error(self.refused)
            return
        guard = self.crawler.get_downloader_middleware(RobotsGuard)
        sitemaps: tuple[str, ...] = ()
        if guard is not None:
            rules = await guard.rules()
            for request, response in rules.exchanges:
                yield self._read(request, response)
            if rules.closed:
                return
            sitemaps = rules.sitemaps
        for request in self.first_requests(sitemaps):
            yield request

    def first_requests(self, sitemaps: Iterable[str]) -> Iterator[Request]:
        """The sitemap, those that robots.txt names, and the start pages."""
        links = [Link(url, "sitemap") for url in (f"{self.site.origin}/sitemap.xml", *sitemaps)]
        links += [Link(url, "page") for url in start_urls(self.site)]
        yield from self._requests(links, priority=100)

    def parse(self, response: Response, **_: object) -> Iterator[Any]:
        """The page, then requests for what it leads to."""
        assert response.request is not None
        request = response.request
        crawled = self._read(request, response)
        yield crawled
        yield from self._answered(request, gone=crawled.page.outcome in _GONE)
        if not isinstance(crawled.page, Page) or crawled.capture.status >= 400:
            yield from self._elsewhere(request)
        else:
            yield from self._followed(request, crawled)

    def failed(self, failure: Failure) -> Iterator[Request]:
        """No answer came: another address of the same page may give one."""
        request: Request = failure.request  # type: ignore[attr-defined]
        self._count("failed")
        unanswered = self.crawler.stats.get_value(UNANSWERED, {})
        if len(unanswered) < MOST_UNANSWERED and not isinstance(failure.value, IgnoreRequest):
            unanswered[request.url] = type(failure.value).__name__
            self.crawler.stats.set_value(UNANSWERED, unanswered)
        yield from self._answered(request, gone=False)
        yield from self._elsewhere(request)

    def _read(self, request: Request, response: Response) -> CrawledPage:
        crawled = read(raw_of(request, response), self.site)
        self._count(crawled.page.outcome)
        return crawled

    def _followed(self, request: Request, crawled: CrawledPage) -> Iterator[Request]:
        assert isinstance(crawled.page, Page)
        links = [link for link in crawled.page.links if link.kind in self.wanted(crawled.page)]
        if crawled.page.outcome == "sitemap":
            yield from self._requests(link for link in links if link.kind == "sitemap")
            yield from self._named(link for link in links if link.kind != "sitemap")
            return
        pagers = [link.url for link in links if link.kind == "listing"]
        goes_on = bool(pagers) and self._goes_on(request.url, crawled.page.links)
        links = [link for link in links if link.kind != "listing"]
        links += [Link(url, "listing") for url in self.pages(request.url, pagers) if goes_on]
        yield from self._requests(links, steps=request.meta.get("steps", 0))
        yield from self._redirects(request, crawled.page)

    def _named(self, links: Iterable[Link]) -> Iterator[Request]:
        """Pages that a sitemap names, a few at a time."""
        self.from_maps.add(links)
        while link := self.from_maps.take():
            for request in self._requests([link]):
                request.meta[_FROM_MAP] = True
                self.from_maps.asked()
                yield request
        self.crawler.stats.set_value(DEAD_IN_MAPS, self.from_maps.left)

    def _answered(self, request: Request, *, gone: bool) -> Iterator[Request]:
        if request.meta.get(_FROM_MAP):
            self.from_maps.answered(gone=gone)
            yield from self._named(())

    def pages(self, url: str, pagers: Iterable[str]) -> Iterable[str]:
        """The pages of the listing at `url`, which goes on, that are asked for next."""
        return (*pagers, *missing_pages(url, pagers))

    def wanted(self, page: Page) -> frozenset[str]:
        """The kinds of links that are followed from this page."""
        return self.kinds

    def _goes_on(self, url: str, links: Iterable[Link]) -> bool:
        shown = (canonical(link.url, self.site) for link in links if link.kind == "article")
        return self.listings.goes_on(url, shown)

    def _redirects(self, request: Request, page: Page) -> Iterator[Request]:
        hops = request.meta.get("hops", 0) + 1
        targets = [link.url for link in page.links if link.kind == "redirect"]
        for url in filter(None, map(self.frontier.admits_again, targets)):
            if hops <= MAX_HOPS:
                meta = {"steps": request.meta.get("steps", 0), "hops": hops}
                yield self._request(url, request.priority, meta)

    def _elsewhere(self, request: Request) -> Iterator[Request]:
        if url := self.frontier.other(request.url):
            yield self._request(url, request.priority, {"steps": request.meta.get("steps", 0)})

    def _requests(
        self, links: Iterable[Link], steps: int = 0, priority: int | None = None
    ) -> Iterator[Request]:
        for link in links:
            taken = steps + 1 if link.kind in ("page", "statistics") else steps
            if taken <= MAX_STEPS and (url := self.frontier.admits(link)):
                first = _priority(link.kind, taken) if priority is None else priority
                yield self._request(url, first, {"steps": taken})

    def _request(self, url: str, priority: int, meta: dict[str, Any]) -> Request:
        return Request(url, callback=self.parse, errback=self.failed, priority=priority, meta=meta)

    def _count(self, outcome: str) -> None:
        self.crawler.stats.inc_value(f"outcome/{outcome}")


def _priority(kind: str, steps: int) -> int:
    return FAR if kind == "page" and steps > NEAR else PRIORITY.get(kind, 0)


def start_urls(site: Site) -> list[str]:
    """The addresses of the pages where a pass starts."""
    return [f"{site.origin}/{path.lstrip('/')}" for path in site.start]
