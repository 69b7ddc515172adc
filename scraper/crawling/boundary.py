"""The crawl's boundary: nothing off the site is ever asked for, by whatever way it was reached."""

from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest

from scraper.site import Site


class Boundary:
    """Drops requests that leave the site of the spider (`spider.site`), redirects too."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """As Scrapy makes it."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """IgnoreRequest where the request is not for the site."""
        site = getattr(self._crawler.spider, "site", None)
        if isinstance(site, Site) and not site.owns(request.url):
            self._crawler.stats.inc_value("boundary/off_the_site")
            raise IgnoreRequest(f"off the site: {request.url}")
