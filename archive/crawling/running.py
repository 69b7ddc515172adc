"""One run of a spider over the site, for an archive that keeps what it brings."""

import asyncio
import signal
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Protocol

from scrapy.crawler import AsyncCrawlerProcess, Crawler
from scrapy.settings import Settings

from archive import settings as kept
from archive.archive import Archive
from archive.crawling.keeping import lend
from archive.runs import Tally
from archive.stopping import STOPS
from scraper.settings import overrides
from scraper.spiders.site import SiteSpider

_GRACE = 5.0  # seconds that open requests have when the run is told to stop


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast to ask, where not as politely as by default; `stand_in` answers for the site."""

    delay: float | None = None
    concurrency: int | None = None
    stand_in: str | None = None


@dataclass(slots=True)
class Report:
    """How a run went: its exit code, the lines that a person should read, what it did."""

    exit_code: int
    lines: list[str]
    tally: Tally


@dataclass(frozen=True, slots=True)
class Visit:
    """What came of a spider's run: Scrapy's statistics, the exit code of a signal that ended it."""

    stats: Mapping[str, Any]
    stopped_by: int | None = None


class Engine(Protocol):
    """Runs spiders: makes a crawler, then runs it to its end."""

    def create_crawler(self, spider: type[SiteSpider]) -> Crawler:
        """A crawler of this spider."""

    def run(self, crawler: Crawler, arguments: Mapping[str, Any]) -> int | None:
        """Crawl until done or told to stop; the exit code of the signal that stopped it."""


class OneRun:
    """The engine of a command: this process is the run's own, and listens to signals."""

    def __init__(self, settings: Settings) -> None:
        self._process = AsyncCrawlerProcess(settings)

    def create_crawler(self, spider: type[SiteSpider]) -> Crawler:
        """A crawler of this spider."""
        return self._process.create_crawler(spider)

    def run(self, crawler: Crawler, arguments: Mapping[str, Any]) -> int | None:
        """Crawl until done or told to stop; the exit code of the signal that stopped it."""
        caught: list[int] = []
        loop = asyncio.get_event_loop()

        def stop(number: signal.Signals) -> None:
            if not caught:
                caught.append(STOPS[number])
                stopping.append(loop.create_task(self._process.stop()))
                loop.call_later(_GRACE, task.cancel)

        stopping: list[asyncio.Task[None]] = []
        task = self._process.crawl(crawler, **arguments)
        before = {number: signal.getsignal(number) for number in STOPS}
        for number in STOPS:
            loop.add_signal_handler(number, stop, number)
        with suppress(asyncio.CancelledError):
            self._process.start(install_signal_handlers=False)
        for number, handler in before.items():  # the loop leaves the system's own behind
            signal.signal(number, signal.SIG_IGN if caught else handler)
        return caught[0] if caught else None


EngineMaker = Callable[[Settings], Engine]


def visit(
    archive: Archive,
    spider: type[SiteSpider],
    pace: Pace,
    engine: EngineMaker = OneRun,
    *,
    changed: Mapping[str, Any] | None = None,
    **arguments: object,
) -> Visit:
    """Run the spider over the archive's site; `changed` are settings of Scrapy for this run.

    Raises DiskFull (or what else kept the archive from keeping), with the run's end noted.
    """
    running = engine(_settings(archive, pace, changed or {}))
    crawler = running.create_crawler(spider)
    with lend(crawler, archive) as held:
        stopped_by = running.run(crawler, {"site": archive.site, **arguments})
    if held.failure:
        with suppress(type(held.failure)):
            archive.give_up(held.failure.exit_code)
        raise held.failure
    return Visit(crawler.stats.get_stats(), stopped_by)


def _settings(archive: Archive, pace: Pace, changed: Mapping[str, Any]) -> Settings:
    names = {name: value for name, value in vars(kept).items() if name.isupper()}
    stand_in = {archive.site.origin: pace.stand_in} if pace.stand_in else None
    own = overrides(delay=pace.delay, concurrency=pace.concurrency, stand_in=stand_in)
    quiet = {"ARCHIVE": str(archive.folder), "LOG_INSTALL_ROOT_HANDLER": False}
    return Settings({**names, **own, **quiet, **changed})
