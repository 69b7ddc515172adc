"""`sldtbxh refresh`: what is new, changed, gone, or due for another look."""

from contextlib import nullcontext
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path

from sqlite_utils import Database

from archive.archive import Archive, open_archive
from archive.backfilling.backfill import fill
from archive.crawling.crawl import crawl
from archive.crawling.ending import ENDED, ENDED_AFTER, gone_since
from archive.crawling.finishing import WITH_PROBLEMS, finish
from archive.crawling.planning import plan_of, was_crawled
from archive.crawling.purge import MOST_GONE
from archive.crawling.running import EngineMaker, OneRun, Pace, Report, visit
from archive.db import database
from archive.folder import database_path
from archive.runs import FAILED
from archive.stopping import stoppable
from archive.times import Clock, now
from scraper.crawling.outcome import why_nothing_came
from scraper.crawling.watch import Watch
from scraper.records import Problem
from scraper.site import Site
from scraper.sources.wayback.service import Service, Span
from scraper.spiders.refresh import WATCH, RefreshSpider

REVISITS = 300
_ONCE = {"RETRY_ENABLED": False}


@dataclass(frozen=True, slots=True)
class Bounds:
    """At most `revisits` of pages besides the sections; a site gone for `ended_after` has ended."""

    revisits: int = REVISITS
    ended_after: timedelta = ENDED_AFTER


def refresh(
    folder: Path,
    site: Site,
    pace: Pace,
    bounds: Bounds | None = None,
    *,
    service: Service | None = None,
    clock: Clock = now,
    engine: EngineMaker = OneRun,
) -> Report:
    """Look at what may have changed; a site that was never wholly visited is crawled first.

    Of a site that has ended only the start page is asked for; once it is back, the rest is too.
    Until then `service` is asked for captures that the archive lacks. Raises what `crawl` raises,
    and Stopped.
    """
    bounds = bounds or Bounds()
    if _is_to_be_crawled(folder, bounds, clock):
        return crawl(folder, site, pace, clock=clock, engine=engine)
    with open_archive(folder, site, "refresh", clock) as archive:
        probe = _has_ended(archive.db, bounds, clock)
        plan = plan_of(archive, bounds.revisits, probe=probe)
        changed = _ONCE if probe else None
        made = visit(archive, RefreshSpider, pace, engine, changed=changed, plan=plan)
        if probe and not made.stopped_by and (reason := why_nothing_came(made.stats)):
            return _still_ended(archive, reason, service)
        watch = made.stats.get(WATCH)
        if isinstance(watch, Watch) and watch.gone:
            said = "most articles are gone, for a week and more: they are taken for removed"
            archive.note(Problem("warning", MOST_GONE, said), site.origin)
        return finish(archive, made)


def _is_to_be_crawled(folder: Path, bounds: Bounds, clock: Clock) -> bool:
    path = database_path(folder)
    if not database.is_made(path):
        return True
    connection = database.connect_to_read(path)
    try:
        db = Database(connection)
        return not was_crawled(db) and not _has_ended(db, bounds, clock)
    finally:
        connection.close()


def _has_ended(db: Database, bounds: Bounds, clock: Clock) -> bool:
    since = gone_since(db)
    return since is not None and clock() - since >= bounds.ended_after


def _still_ended(archive: Archive, reason: str, service: Service | None) -> Report:
    """The site's end is noted; listings were not read, so the pass is none that was done.

    What others still have of it is fetched. It is news once, and quiet ever after.
    """
    said = "the site has ended: for a month or more it gave no page; nothing is removed for that"
    archive.note(Problem("note", ENDED, said), archive.site.origin)
    if service:
        _fill(archive, service)
    archive.settle()
    problems = archive.new_problems()
    code = WITH_PROBLEMS if problems else 0
    archive.finish(FAILED, code)
    news = [f"{archive.site.origin} has ended: {reason}"] if _is_news(archive) else []
    return Report(code, [*archive.recovered, *news, *problems], archive.tally)


def _fill(archive: Archive, service: Service) -> None:
    silent = partial(fill, tell=lambda line: None, bar=lambda label, total: nullcontext())
    with stoppable():
        archive.or_stopped(partial(silent, archive, service, Span()))


def _is_news(archive: Archive) -> bool:
    sql = "SELECT 1 FROM problems WHERE kind = ? AND first_run_id = ?"
    return archive.db.execute(sql, [ENDED, archive.run.id]).fetchone() is not None
