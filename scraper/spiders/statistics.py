"""`scrapy crawl statistics`: the department's figures, wherever a page prints them."""

from typing import ClassVar

from scraper.records import Page
from scraper.spiders.site import SiteSpider

_TABLES = frozenset({"file", "image"})  # figures also come as files


class StatisticsSpider(SiteSpider):
    """Visits the start pages, the sections and the statistics pages, but no articles."""

    name = "statistics"
    kinds: ClassVar[frozenset[str]] = frozenset({"statistics", "page", "sitemap"})

    def wanted(self, page: Page) -> frozenset[str]:
        """Files too where the page is one of statistics."""
        return self.kinds | _TABLES if page.outcome == "statistics" else self.kinds
