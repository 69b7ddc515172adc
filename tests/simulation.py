"""Years of refreshes in one process: a replica with its own clock, an archive that follows."""

import asyncio
import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from scrapy.crawler import AsyncCrawlerRunner, Crawler
from scrapy.settings import Settings
from scrapy.utils.reactor import install_reactor, is_reactor_installed

from archive.crawling.refresh import Bounds, refresh
from archive.crawling.running import Pace, Report
from archive.db.database import connect_to_read
from archive.errors import ArchiveError
from archive.folder import database_path
from archive.health.health import health
from scraper.replica import Replica
from scraper.site import Site
from scraper.sources.wayback.service import Service
from scraper.spiders.site import SiteSpider

ARTICLES = 24
DAY = timedelta(days=1)
_REACTOR = "twisted.internet.asyncioreactor.AsyncioSelectorReactor"
_TICK = timedelta(milliseconds=250)  # passes at each look at the clock


class Engine:
    """Runs any number of crawls one after the other in this process, without signals."""

    def __init__(self, settings: Settings) -> None:
        settings.set("BACKOFF_START", 0.01)
        settings.set("RETRY_ENABLED", False)  # a try while robots.txt is read takes five seconds
        self._runner = AsyncCrawlerRunner(settings)

    def create_crawler(self, spider: type[SiteSpider]) -> Crawler:
        return self._runner.create_crawler(spider)

    def run(self, crawler: Crawler, arguments: Mapping[str, Any]) -> None:
        _loop().run_until_complete(self._runner.crawl(crawler, **arguments))
        from twisted.internet import reactor

        if reactor.threadpool is not None:
            reactor._stopThreadPool()  # its threads would outlive the tests


def _loop() -> asyncio.AbstractEventLoop:
    """The reactor's own loop, started once a process; other tests leave none behind."""
    if not is_reactor_installed():
        install_reactor(_REACTOR)
    from twisted.internet import reactor

    if not reactor.running:
        reactor.startRunning(installSignalHandlers=False)
    loop: asyncio.AbstractEventLoop = reactor._asyncioEventloop
    asyncio.set_event_loop(loop)
    return loop


def visit(run: Callable[[], Report]) -> tuple[int, str]:
    """The exit code of a run over a site, and what it says."""
    _loop()
    try:
        report = run()
    except ArchiveError as error:
        return error.exit_code, str(error)
    return report.exit_code, "\n".join(report.lines)


@dataclass
class Life:
    """A site and the archive of it; every refresh is of the replica's present day."""

    replica: Replica
    folder: Path
    bounds: Bounds = field(default_factory=Bounds)
    service: Service | None = None
    codes: list[int] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    _ticks: int = 0

    @property
    def site(self) -> Site:
        return Site.of(self.replica.origin)

    @property
    def pace(self) -> Pace:
        return Pace(delay=0, stand_in=self.replica.url)

    def clock(self) -> datetime:
        """The replica's time, and a little more at each look."""
        self._ticks += 1
        return self.replica.clock.astimezone(UTC) + self._ticks * _TICK

    def refresh(self) -> int:
        """The exit code of a refresh now; requests of earlier ones are forgotten."""
        self.replica.requests.clear()
        code, said = visit(
            lambda: refresh(
                self.folder,
                self.site,
                self.pace,
                self.bounds,
                service=self.service,
                clock=self.clock,
                engine=Engine,
            )
        )
        self.codes.append(code)
        self.said.append(said)
        return code

    def told(self) -> list[str]:
        """The names of what `status` would say is wrong."""
        connection = connect_to_read(database_path(self.folder))
        try:
            return [wrong.name for wrong in health(connection, self.clock()).wrong]
        finally:
            connection.close()

    def day(self) -> int:
        """A day passes, then cron runs."""
        self.replica.advance(DAY)
        self._ticks = 0
        return self.refresh()


def query(life: Life, sql: str) -> list[Any]:
    with sqlite3.connect(database_path(life.folder)) as db:
        return db.execute(sql).fetchall()


def asked(life: Life) -> list[str]:
    return [target for _, target in life.replica.requests]


def days(life: Life, count: int) -> set[int]:
    return {life.day() for _ in range(count)}
