"""What `sldtbxh refresh` visits: the sections, what is new there, and what is due."""

import asyncio
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any, ClassVar

from scrapy import Request
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from twisted.python.failure import Failure

from scraper.crawling.exchange import REVISIT
from scraper.crawling.frommaps import FromMaps
from scraper.crawling.frontier import Frontier
from scraper.crawling.items import CrawledPage
from scraper.crawling.listings import next_pages, scope_of
from scraper.crawling.plan import Known, Look, Plan
from scraper.crawling.watch import AWAY, COUNTED, GONE, NO_ANSWER, NOT_THE_PAGE, Watch
from scraper.records import Link, Page
from scraper.spiders.articles import ArticlesSpider
from scraper.spiders.site import SiteSpider, start_urls
from scraper.traps import is_trap
from scraper.urls import canonical

NOT_THE_SITE = "not_the_site"  # the reason with which the spider is closed by its watch
GONE_IN_A_ROW = 30  # of them
NEW_FROM_MAPS = 300  # addresses never asked for that sitemaps name, in one refresh
# Beyond so many, and beyond half of its articles, a sitemap's times are not believed.
MANY_CHANGED = 20

# Keys of Scrapy's statistics.
WATCH = "refresh/watch"
LEFT_FOR_LATER = "refresh/left_for_later"
UNREAD = "refresh/unread"  # listings that could not be read

_EXPECTED = "expected"
_LISTS = ("home", "listing")
_FIRST, _SECTION, _DUE = 100, 90, 0  # priorities; what sections lead to comes before what is due


class RefreshSpider(SiteSpider):
    """Asks for as little as shows what is new, changed or gone."""

    name = "refresh"
    kinds: ClassVar[frozenset[str]] = ArticlesSpider.kinds

    def __init__(self, plan: Plan | None = None, **arguments: Any) -> None:  # noqa: ANN401
        super().__init__(**arguments)
        if plan is None:
            self.refused = "a refresh needs an archive: run 'sldtbxh refresh'"
        self.plan = plan or Plan()
        self.known = Known(self.plan, self.site)
        self.frontier = Frontier(self.site, self.plan.seen)
        self.watch = Watch(believes_gone=self.plan.purged)
        self._new_on: defaultdict[str, set[str]] = defaultdict(set)
        self._more = self.plan.more
        self._new_from_maps = NEW_FROM_MAPS
        self.from_maps = FromMaps(GONE_IN_A_ROW)
        self._probing = self.plan.probe
        self._starts = start_urls(self.site)
        self._closing: asyncio.Future[None] | None = None  # asyncio itself keeps no reference

    def first_requests(self, sitemaps: Iterable[str]) -> Iterator[Request]:
        """The start pages; what robots.txt newly names; the sections; what is due."""
        expected = {look.url: look.expected for look in self.plan.sections}
        looks = [Look(url, expected.get(url, "")) for url in self._starts]
        if self._probing:
            yield from self._looks(looks, _FIRST, dont_retry=True)
            return
        yield from self._looks(looks, _FIRST)
        links = [Link(url, "sitemap") for url in (f"{self.site.origin}/sitemap.xml", *sitemaps)]
        yield from self._requests(links, priority=_SECTION)
        yield from self._looks(self.plan.sections, _SECTION)
        yield from self._looks(self.plan.due, _DUE)

    def parse(self, response: Response, **_: object) -> Iterator[Any]:
        """The page, whether it is what it was, and what it leads to."""
        assert response.request is not None
        request, back = response.request, False
        for found in super().parse(response):
            if isinstance(found, CrawledPage):
                self._judge(request, self._told(found))
                back = found.page.outcome in COUNTED
            yield found
        if self._probing and back:
            self._probing = False
            yield from self.first_requests(())

    def failed(self, failure: Failure) -> Iterator[Request]:
        """No answer came; one that was not asked for says nothing."""
        if not isinstance(failure.value, IgnoreRequest):
            self._judge(failure.request, NO_ANSWER)  # type: ignore[attr-defined]
        yield from super().failed(failure)

    def pages(self, url: str, pagers: Iterable[str]) -> Iterable[str]:
        """The following page alone: it may be the last that is needed."""
        return next_pages(url, pagers)

    def _goes_on(self, url: str, links: Iterable[Link]) -> bool:
        """Whether it shows news, or leads to a page that is new: lists may have any order."""
        links = list(links)
        shown = [link for link in links if link.kind == "article"]
        goes_on = super()._goes_on(url, shown)
        pagers = [link.url for link in links if link.kind == "listing"]
        leads_on = any(not self.known.has(following) for following in next_pages(url, pagers))
        new = {canonical(x.url, self.site) for x in shown if not self.known.is_settled(x.url)}
        earlier = self._new_on[scope_of(url)[0][0]]  # boxes repeat the newest on every page
        is_first_here = not new <= earlier
        earlier |= new
        return goes_on and (is_first_here or leads_on)

    def _requests(
        self, links: Iterable[Link], steps: int = 0, priority: int | None = None
    ) -> Iterator[Request]:
        new = [link for link in links if link.kind == "listing" or not self.known.has(link.url)]
        yield from super()._requests(new, steps, priority)

    def _followed(self, request: Request, crawled: CrawledPage) -> Iterator[Request]:
        if crawled.page.outcome == "sitemap":
            yield from self._from_map(crawled)
        else:
            yield from super()._followed(request, crawled)

    def _from_map(self, crawled: CrawledPage) -> Iterator[Request]:
        """What the sitemap names that is new, and what it believably says was changed."""
        assert isinstance(crawled.page, Page)
        links = crawled.page.links
        new = [link for link in links if not self.known.has(link.url)]
        maps = [link for link in new if link.kind == "sitemap"]
        pages = [link for link in new if link.kind != "sitemap"]
        taken = pages[: self._new_from_maps]
        self._new_from_maps -= len(taken)
        self.crawler.stats.inc_value(LEFT_FOR_LATER, len(pages) - len(taken))
        yield from self._requests(maps)
        yield from self._named(taken)
        articles = [link for link in links if link.kind == "article"]
        now = crawled.capture.captured_at
        changed = [link for link in articles if self.known.is_outdated(link, now)]
        if len(changed) <= max(MANY_CHANGED, len(articles) // 2):
            some = changed[: self._more]
            self._more -= len(some)
            yield from self._looks((Look(link.url, "article") for link in some), _DUE)

    def _looks(self, looks: Iterable[Look], priority: int, **more: object) -> Iterator[Request]:
        for look in looks:
            if url := self.frontier.admits_again(look.url):
                meta = {"steps": 0, _EXPECTED: look.expected, REVISIT: True, **more}
                yield self._request(url, priority, meta)

    def _told(self, crawled: CrawledPage) -> str:
        """The outcome in the words of the watch."""
        page = crawled.page
        if page.outcome in ("gone", "skipped: soft_404"):
            return GONE
        if page.outcome != "redirect" or not isinstance(page, Page) or not page.links:
            return page.outcome
        target = page.links[0].url
        if not self.site.owns(target) or is_trap(target, self.site):
            return AWAY
        homes = {canonical(url, self.site) for url in (self.site.origin + "/", *self._starts)}
        return GONE if canonical(target, self.site) in homes else page.outcome

    def _judge(self, request: Request, outcome: str) -> None:
        self.watch.note(request.meta.get(_EXPECTED, ""), outcome)
        stats = self.crawler.stats
        stats.set_value(WATCH, self.watch)
        expected = request.meta.get(_EXPECTED, "")
        if outcome in NOT_THE_PAGE and (expected in _LISTS or scope_of(request.url)[1] > 1):
            stats.set_value(UNREAD, [*stats.get_value(UNREAD, []), request.url])
        if self.watch.is_over and not self._closing and self.crawler.engine:
            closing = self.crawler.engine.close_spider_async(reason=NOT_THE_SITE)
            self._closing = asyncio.ensure_future(closing)
