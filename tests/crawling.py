"""A real crawl, in a process of its own: Twisted's reactor starts once a process.

python -m tests.crawling '{"spider": "articles", "arguments": {"site": "http://…"}}'
"""

import json
import subprocess
import sys
import warnings
from dataclasses import dataclass, field
from typing import Any

from scrapy import signals
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.exceptions import ScrapyDeprecationWarning
from scrapy.settings import Settings

from scraper import settings
from scraper.crawling.items import CrawledPage
from scraper.crawling.outcome import why_nothing_came
from scraper.records import Article
from scraper.urls import entry_id

TIMEOUT = 120  # seconds


@dataclass(frozen=True)
class Item:
    url: str
    status: int
    outcome: str
    bytes: int
    entry_id: int | None


@dataclass(frozen=True)
class Crawl:
    items: list[Item]
    stats: dict[str, Any]
    why: str | None
    log: str = field(repr=False)

    def outcomes(self, url: str) -> list[str]:
        return [item.outcome for item in self.items if item.url == url]

    @property
    def articles(self) -> set[int | None]:
        return {item.entry_id for item in self.items if item.outcome == "article"}


def crawl(
    site: str,
    spider: str = "articles",
    stand_in: dict[str, str] | None = None,
    changed: dict[str, Any] | None = None,
    delay: float | None = 0.0,
    **arguments: str,
) -> Crawl:
    """Crawls `site` with our settings, without delay, and with what is `changed`."""
    with start_crawl(site, spider, stand_in, changed, delay, **arguments) as running:
        out, log = running.communicate(timeout=TIMEOUT)
    assert running.returncode == 0, log
    found = json.loads(out)
    items = [Item(**item) for item in found["items"]]
    return Crawl(items, found["stats"], found["why"], log)


def start_crawl(
    site: str,
    spider: str = "articles",
    stand_in: dict[str, str] | None = None,
    changed: dict[str, Any] | None = None,
    delay: float | None = 0.0,
    **arguments: str,
) -> "subprocess.Popen[str]":
    """The same, without waiting for its end."""
    overrides = settings.overrides(delay=delay, stand_in=stand_in) | (changed or {})
    given = {"spider": spider, "settings": overrides, "arguments": {"site": site, **arguments}}
    return subprocess.Popen(
        [sys.executable, "-m", "tests.crawling", json.dumps(given)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def _main(given: dict[str, Any]) -> None:
    warnings.simplefilter("error", ScrapyDeprecationWarning)
    chosen = Settings()
    chosen.setmodule(settings)
    chosen.update(given["settings"])
    process = AsyncCrawlerProcess(chosen)
    crawler = process.create_crawler(given["spider"])
    items: list[dict[str, Any]] = []

    def scraped(item: CrawledPage) -> None:
        items.append(_told(item))

    crawler.signals.connect(scraped, signal=signals.item_scraped)
    process.crawl(crawler, **given["arguments"])
    process.start()
    stats = crawler.stats.get_stats()
    why = why_nothing_came(stats)
    print(json.dumps({"items": items, "stats": stats, "why": why}, default=str))


def _told(item: CrawledPage) -> dict[str, Any]:
    records = getattr(item.page, "records", ())
    article = next((record for record in records if isinstance(record, Article)), None)
    known = article.entry_id if article else None
    return {
        "url": item.capture.url,
        "status": item.capture.status,
        "outcome": item.page.outcome,
        "bytes": len(item.capture.body),
        "entry_id": known or entry_id(item.capture.url),
    }


if __name__ == "__main__":
    _main(json.loads(sys.argv[1]))
