"""`scrapy crawl articles`: every article that can be reached, with its images, files and styles."""

from typing import ClassVar

from scraper.spiders.site import SiteSpider


class ArticlesSpider(SiteSpider):
    """Follows everything: an article may be linked from anywhere, a statistics page included."""

    name = "articles"
    kinds: ClassVar[frozenset[str]] = frozenset(
        {"article", "listing", "statistics", "page", "feed", "sitemap", "image", "style", "file"}
    )
