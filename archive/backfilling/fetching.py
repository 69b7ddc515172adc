"""Replays fetched one after the other, each kept before it is read."""

from collections.abc import Iterable
from dataclasses import replace

from archive.archive import Archive
from archive.backfilling.lacking import Lacking, refusal
from archive.progress import Progress
from archive.warc.indexing import capture_id
from scraper.crawling.items import read
from scraper.raw import Raw
from scraper.records import Problem
from scraper.sources.found import FOREIGN, KNOWN
from scraper.sources.hosts import on_site
from scraper.sources.wayback.client import EXCLUDED, UnavailableError, Wayback
from scraper.sources.wayback.wanted import Wanted

NOT_FETCHED = "backfill_not_fetched"  # the kind of the problem
FAILED = "did not come"
SAME = "a file that is here already"
IN_A_ROW = 5  # replays that fail, one after the other, until the service counts as down


def fetch(
    archive: Archive,
    wayback: Wayback,
    rows: Iterable[Wanted],
    lacking: Lacking,
    progress: Progress | None,
) -> None:
    """Ask for each of the rows and keep what comes; what does not is counted by reason.

    Raises UnavailableError where one after the other fails, and RefusedError.
    """
    failures = 0
    for found in rows:
        if lacking.has_file(found):
            skipped: str | None = SAME
        else:
            skipped = _fetch(archive, wayback, found)
            failures = failures + 1 if skipped in (FAILED, EXCLUDED) else 0
        if skipped:
            lacking.skipped[skipped] += 1
        else:
            lacking.add(found)
        if failures >= IN_A_ROW:
            raise UnavailableError(f"{failures} captures one after the other: {skipped}")
        if progress:
            progress(1)


def _fetch(archive: Archive, wayback: Wayback, found: Wanted) -> str | None:
    """Why nothing was kept; None where something was."""
    try:
        replayed = wayback.replay(found.row)
    except UnavailableError as error:
        message = f"the capture of {found.row.at:%Y-%m-%d %H:%M:%S} did not come: {error}"
        archive.note(Problem("warning", NOT_FETCHED, message), found.url)
        archive.tally.failed += 1
        return FAILED
    if isinstance(replayed, Raw):
        return _keep(archive, replayed)
    archive.note(refusal(found, replayed), found.url)
    return replayed


def _keep(archive: Archive, raw: Raw) -> str | None:
    url = on_site(raw.url, archive.site)
    if url is None:
        return FOREIGN
    raw = replace(raw, url=url)
    if archive.has(capture_id(raw)):
        return KNOWN
    kept = archive.keep(raw)
    crawled = read(raw, archive.site)
    archive.read(kept, crawled.capture, crawled.page)
    return None
