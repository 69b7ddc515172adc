"""`sldtbxh crawl`: one pass over the whole site, kept, read and stored."""

from pathlib import Path

from archive.archive import Archive, open_archive
from archive.errors import NothingCame
from archive.running import EngineMaker, OneRun, Pace, Report, Visit, visit
from archive.runs import FAILED, FINISHED, STOPPED
from archive.times import Clock, now
from scraper.outcome import why_nothing_came
from scraper.records import Problem
from scraper.site import Site
from scraper.spiders.articles import ArticlesSpider

_NOTHING = 3
_WITH_PROBLEMS = 1


def crawl(
    folder: Path, site: Site, pace: Pace, *, clock: Clock = now, engine: EngineMaker = OneRun
) -> Report:
    """Visit the whole site, or go on with the pass that was killed.

    Raises what `open_archive` raises, NothingCame where no usable page came, and DiskFull where
    the archive could not keep what came.
    """
    with open_archive(folder, site, "crawl", clock) as archive:
        return end(archive, visit(archive, ArticlesSpider, pace, engine))


def end(archive: Archive, made: Visit) -> Report:
    """End the run of an archive whose spider is done: why nothing came, or what is new.

    Raises NothingCame, with the run's end noted.
    """
    stopped_by = made.stopped_by
    reason = None if stopped_by else why_nothing_came(made.stats)
    if reason:
        archive.note(Problem("error", "nothing_came", reason), archive.site.origin)
    archive.settle()
    problems = archive.new_problems()
    gave_up = reason or made.stats.get("backoff/gave_up")
    outcome = STOPPED if stopped_by else FAILED if gave_up else FINISHED
    exit_code = stopped_by or (_NOTHING if reason else _WITH_PROBLEMS if problems else 0)
    archive.finish(outcome, exit_code)
    if reason:
        raise NothingCame(f"{archive.site.origin}: {reason}")
    return Report(exit_code, [*archive.recovered, *problems], archive.tally)
