"""One crawl in a process of its own: python -m … ours|bare SITE FOLDER CONCURRENCY

`ours` keeps, reads and stores the site in FOLDER, as `sldtbxh crawl` does. `bare` is the same
Scrapy with the same settings, which only asks for the addresses in FOLDER/addresses.json. Prints
JSON: pages that came, seconds on the clock and of CPU, the most memory in MB.
"""

import json
import resource
import sys
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from time import perf_counter, process_time

from scrapy import Request, Spider
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.http import Response
from scrapy.settings import Settings

from archive.crawling.crawl import crawl as crawl_and_keep
from archive.crawling.running import Pace
from scraper import settings
from scraper.site import Site

ADDRESSES = "addresses.json"
_PAGES = "response_received_count"


class BareSpider(Spider):
    """Asks for addresses and reads nothing."""

    name = "bare"

    def __init__(self, site: Site, addresses: list[str]) -> None:
        super().__init__()
        self.site = site
        self.addresses = addresses

    async def start(self) -> AsyncIterator[Request]:
        """All at once: what is there is known."""
        for address in self.addresses:
            yield Request(address)

    def parse(self, response: Response, **_: object) -> None:
        """Nothing."""


def ours(site: Site, folder: Path, concurrency: int) -> int:
    """The pages that a kept crawl captured."""
    return crawl_and_keep(folder, site, Pace(delay=0.0, concurrency=concurrency)).tally.captured


def bare(site: Site, folder: Path, concurrency: int) -> int:
    """The responses that came."""
    given = {name: value for name, value in vars(settings).items() if name.isupper()}
    given |= settings.overrides(delay=0.0, concurrency=concurrency)
    process = AsyncCrawlerProcess(Settings(given | {"LOG_INSTALL_ROOT_HANDLER": False}))
    crawler = process.create_crawler(BareSpider)
    addresses = json.loads((folder / ADDRESSES).read_text())
    process.crawl(crawler, site=site, addresses=addresses)
    process.start()
    return int(crawler.stats.get_value(_PAGES))


def main(kind: str, site: str, folder: str, concurrency: str) -> None:
    """Crawl, and print how it went."""
    crawl: Callable[[Site, Path, int], int] = {"ours": ours, "bare": bare}[kind]
    began, cpu = perf_counter(), process_time()
    pages = crawl(Site.of(site), Path(folder), int(concurrency))
    taken = {"seconds": perf_counter() - began, "cpu": process_time() - cpu}
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"pages": pages, "mb": peak, **taken}))


if __name__ == "__main__":
    main(*sys.argv[1:])
