"""What a refresh sets out with, from what the archive holds."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from sqlite_utils import Database

from archive.archive import Archive
from archive.crawling.purge import is_purged
from archive.crawling.schedule import Address, addresses, schedule
from archive.errors import Damaged
from archive.runs import FINISHED
from archive.times import from_text
from archive.warc.indexing import read_capture
from scraper.crawling.frontier import identity
from scraper.crawling.plan import Plan, Seen
from scraper.parse import parse
from scraper.records import Page

FULL_VISITS = ("crawl", "scrapy crawl articles")
MORE = 10  # one in so many revisits is kept for what sitemaps say was changed

_LISTS = ("article", "sitemap")


def plan_of(archive: Archive, most: int, *, probe: bool = False) -> Plan:
    """At most `most` revisits besides the sections, as of the beginning of this pass.

    So a pass that was killed and goes on plans the same again.
    """
    db = archive.db
    sql = "SELECT started_at FROM runs WHERE id = ?"
    began = from_text(db.execute(sql, [archive.run.pass_id]).fetchone()[0])
    found = addresses(db, began)
    planned = schedule(db, found, _maps_of_articles(archive, found.values()), began)
    more = most // MORE
    return Plan(
        sections=planned.sections,
        due=planned.due(began, most - more),
        seen=_seen(archive, found.values()),
        settled=settled(db),
        more=more,
        probe=probe,
        purged=is_purged(db, began),
    )


def settled(db: Database) -> datetime | None:
    """When the last pass was done that read every listing as far as was needed; None before it."""
    commands = ", ".join(f"'{name}'" for name in (*FULL_VISITS, "refresh"))
    sql = f"SELECT max(finished_at) FROM runs WHERE command IN ({commands}) AND outcome = ?"
    at = db.execute(sql, [FINISHED]).fetchone()[0]
    return from_text(at) if at else None


def was_crawled(db: Database) -> bool:
    """Whether a pass over the whole site was ever done."""
    marks = ", ".join("?" * len(FULL_VISITS))
    sql = f"SELECT 1 FROM runs WHERE command IN ({marks}) AND outcome = ? LIMIT 1"
    return db.execute(sql, [*FULL_VISITS, FINISHED]).fetchone() is not None


def _seen(archive: Archive, found: Iterable[Address]) -> dict[str, Seen]:
    seen: dict[str, Seen] = {}
    for entry in found:
        key = identity(entry.url, archive.site)
        there = seen.get(key)
        first, last = entry.first, entry.last
        if there:
            first, last = min(first, there.first), max(last, there.last)
        seen[key] = Seen(first, last)
    return seen


def _maps_of_articles(archive: Archive, found: Iterable[Address]) -> Iterator[str]:
    """Sitemaps that name articles or other sitemaps; the others seldom tell of anything new.

    So may one whose record cannot be read.
    """
    for entry in found:
        if entry.was != "sitemap" or entry.capture_id is None:
            continue
        try:
            capture = read_capture(archive.db, archive.folder, entry.capture_id)
        except Damaged:
            yield entry.address
            continue
        page = parse(capture, archive.site)
        if isinstance(page, Page) and any(link.kind in _LISTS for link in page.links):
            yield entry.address
