"""`sldtbxh crawl`: one pass over the whole site, kept, read and stored."""

import asyncio
import signal
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scrapy.crawler import AsyncCrawlerProcess, Crawler
from scrapy.settings import Settings

from archive import settings as kept
from archive.archive import Archive, open_archive
from archive.errors import NothingCame
from archive.keeping import lend
from archive.runs import FAILED, FINISHED, STOPPED, Tally
from scraper.outcome import why_nothing_came
from scraper.records import Problem
from scraper.settings import overrides
from scraper.site import Site
from scraper.spiders.articles import ArticlesSpider

STOPS = {signal.SIGINT: 130, signal.SIGTERM: 143}
_GRACE = 5.0  # seconds that open requests have when the run is told to stop
_NOTHING = 3
_WITH_PROBLEMS = 1


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


def crawl(folder: Path, site: Site, pace: Pace) -> Report:
    """Visit the whole site, or go on with the pass that was killed.

    Raises what `open_archive` raises, NothingCame where no usable page came, and DiskFull where
    the archive could not keep what came.
    """
    with open_archive(folder, site, "crawl") as archive:
        process = AsyncCrawlerProcess(_settings(folder, site, pace))
        crawler = process.create_crawler(ArticlesSpider)
        with lend(crawler, archive) as held:
            stopped_by = _run(process, crawler, site)
        if held.failure:
            with suppress(type(held.failure)):
                archive.finish(FAILED, held.failure.exit_code)
            raise held.failure
        return _end(archive, crawler.stats.get_stats(), stopped_by)


def _settings(folder: Path, site: Site, pace: Pace) -> Settings:
    names = {name: value for name, value in vars(kept).items() if name.isupper()}
    stand_in = {site.origin: pace.stand_in} if pace.stand_in else None
    own = overrides(delay=pace.delay, concurrency=pace.concurrency, stand_in=stand_in)
    quiet = {"ARCHIVE": str(folder), "LOG_INSTALL_ROOT_HANDLER": False}
    return Settings({**names, **own, **quiet})


def _run(process: AsyncCrawlerProcess, crawler: Crawler, site: Site) -> int | None:
    """Crawl until done or told to stop; the exit code of the signal that stopped it."""
    caught: list[int] = []
    loop = asyncio.get_event_loop()

    def stop(number: signal.Signals) -> None:
        if not caught:
            caught.append(STOPS[number])
            stopping.append(loop.create_task(process.stop()))
            loop.call_later(_GRACE, task.cancel)

    stopping: list[asyncio.Task[None]] = []
    task = process.crawl(crawler, site=site)
    for number in STOPS:
        loop.add_signal_handler(number, stop, number)
    with suppress(asyncio.CancelledError):
        process.start(install_signal_handlers=False)
    return caught[0] if caught else None


def _end(archive: Archive, stats: Mapping[str, Any], stopped_by: int | None) -> Report:
    reason = None if stopped_by else why_nothing_came(stats)
    if reason:
        archive.note(Problem("error", "nothing_came", reason), archive.site.origin)
    archive.settle()
    problems = archive.new_problems()
    gave_up = reason or stats.get("backoff/gave_up")
    outcome = STOPPED if stopped_by else FAILED if gave_up else FINISHED
    exit_code = stopped_by or (_NOTHING if reason else _WITH_PROBLEMS if problems else 0)
    archive.finish(outcome, exit_code)
    if reason:
        raise NothingCame(f"{archive.site.origin}: {reason}")
    return Report(exit_code, [*archive.recovered, *problems], archive.tally)
