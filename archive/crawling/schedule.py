"""Which addresses are due for another look: a function of what archive.db holds of captures.

    what the page is                                            next look after
    ----------------------------------------------------------  ---------------
    article, published or changed within 3 days                       1 day
    article, within 14 days                                           3 days
    article, within 60 days                                           7 days
    article, within a year                                           30 days
    article, longer ago                                              90 days
    article found gone once                                           1 day, before all others
    article removed                                                  30 days
    article of which another address is gone                        at once
    article whose page was not the article (maintenance, error)       1 day, from the 4th time 7
    statistics page, page of another kind                             7 days
    section or page that was there within 14 days and is not          1 day
    page of a listing after its first, sitemap without articles      30 days
    redirect                                                         30 days
    never anything but an error, a login, an empty page ...           1 day, from the 4th time 30
    never anything but gone                                          90 days, after all others
    file, image                                                     never: one linked anew is new

Sections - the home page, first pages of listings, pages that articles are published on, feeds,
sitemaps that name articles - are looked at in every refresh. Of an article only its main address
is: each visit adds to its counter. Where more is due than one refresh takes, what is overdue by the
most of its interval comes first.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from math import ceil

from sqlite_utils import Database

from archive.history.observation import GONE, MOVED, SAME, SHOWN
from archive.times import from_text, utc_text
from scraper.crawling.listings import scope_of
from scraper.crawling.plan import Look
from scraper.notation.clock import SITE_ZONE
from scraper.urls import publishing_page

BY_AGE = ((3, 1), (14, 3), (60, 7), (365, 30))  # days since published or changed, days to wait
OLD = 90  # days to wait for an article that is older than all of these
CONFIRM = 1
REMOVED = 30
TROUBLE = ((3, 1), (None, 7))  # captures that were not the article, days to wait
PAGE = 7
SELDOM = 30
LATELY = 14
TRIES = 3
DEAD = 90
_NEVER = ("attachment", "image", "robots")
_GOOD = ("home", "listing", "article", "statistics", "feed", "sitemap", "other")
SLACK = timedelta(hours=1)  # a refresh a day does not come at quite the same minute
_FIRST, _ORDINARY, _LAST = 0, 1, 2
_NOTHING_CAME = 3  # the exit code of runs whose findings are not believed


@dataclass(frozen=True, slots=True)
class Address:
    """An address that was captured, as it was last.

    `kind` is that of its observation; `was` the outcome when it was last a page of the site, in
    the capture `capture_id` at `was_at`, which may be this one. The newest is
    not believed where that run got no usable page.
    """

    address: str
    url: str
    first: datetime
    last: datetime
    outcome: str
    kind: str | None
    capture_id: int | None
    was: str
    was_at: datetime | None
    is_believed: bool

    @property
    def is_there(self) -> bool:
        """Whether the newest answer was a page of the site, or that it is as it was."""
        return self.outcome in _GOOD or (self.outcome == "not_modified" and bool(self.was))


@dataclass(frozen=True, slots=True)
class Due:
    """When an address is to be looked at again, and what it is expected to be."""

    look: Look
    rank: int
    at: datetime
    interval: timedelta

    def is_due(self, now: datetime) -> bool:
        """Whether its time has come; a day that confirms a removal is a whole one."""
        return self.at <= now + (timedelta() if self.rank == _FIRST else SLACK)

    def overdue(self, now: datetime) -> float:
        """How many intervals have passed since the last look; due from 1 on."""
        return 1 + (now - self.at) / self.interval


@dataclass(frozen=True, slots=True)
class Schedule:
    """`sections` are looked at in every refresh, `others` each in its own time."""

    sections: tuple[Look, ...]
    others: tuple[Due, ...]

    def due(self, now: datetime, most: int) -> tuple[Look, ...]:
        """At most so many of the others whose time has come, the most overdue first.

        What was found gone once is chosen before all others and asked for after them.
        """
        ready = [entry for entry in self.others if entry.is_due(now)]
        ready.sort(key=lambda e: (e.rank, -e.overdue(now), e.look.url))
        chosen = sorted(ready[:most], key=lambda e: -e.rank)
        return tuple(entry.look for entry in chosen)

    def a_day(self) -> float:
        """Looks a day that the intervals ask for, besides the sections."""
        return sum(timedelta(days=1) / entry.interval for entry in self.others)

    def round_days(self, most: int) -> int:
        """Days until each of the others was looked at, at a refresh a day of so many looks."""
        longest = max((entry.interval.days for entry in self.others), default=0)
        return max(longest, ceil(longest * self.a_day() / max(most, 1)))


def addresses(db: Database, before: datetime) -> dict[str, Address]:
    """Every address that was captured before this moment."""
    sql = (
        "SELECT c.address, c.url, r.exit_code, l.first, l.last, c.outcome, o.kind, c.id"
        " FROM (SELECT address, min(captured_at) AS first,"
        "  max(captured_at) AS last FROM captures WHERE captured_at < ? GROUP BY address) l"
        " JOIN captures c ON c.address = l.address AND c.captured_at = l.last"
        " LEFT JOIN observations o ON o.capture_id = c.id LEFT JOIN runs r ON r.id = c.run_id"
        " ORDER BY c.id"
    )
    found = {}
    for address, url, code, *times, outcome, kind, capture_id in db.execute(
        sql, [utc_text(before)]
    ):
        was, at = outcome, times[1]
        if outcome not in _GOOD:
            was, at, capture_id = _last_good(db, address, before)
        first, last = map(from_text, times)
        was_at = from_text(at) if at else None
        facts = (outcome or "", kind, capture_id, was, was_at, code != _NOTHING_CAME)
        found[address] = Address(address, url, first, last, *facts)
    return found


def _last_good(db: Database, address: str, before: datetime) -> tuple[str, str | None, int | None]:
    marks = ", ".join("?" * len(_GOOD))
    sql = (
        "SELECT outcome, captured_at, id FROM captures WHERE address = ? AND captured_at < ?"
        f" AND outcome IN ({marks}) ORDER BY captured_at DESC LIMIT 1"
    )
    found = db.execute(sql, [address, utc_text(before), *_GOOD]).fetchone()
    return found or ("", None, None)


def schedule(
    db: Database, found: Mapping[str, Address], maps_of_articles: Iterable[str], before: datetime
) -> Schedule:
    """When each of these addresses is due; `maps_of_articles` are sitemaps that name articles."""
    others = list(_articles(db, found, before))
    articles = {row[0] for row in db.execute("SELECT url FROM article_urls")}
    lists = set(maps_of_articles) | set(filter(None, map(publishing_page, articles)))
    sections = []
    for entry in found.values():
        if entry.address in articles or entry.outcome in _NEVER:
            continue
        if _is_section(entry, lists, before):
            sections.append(_look(entry))
        else:
            rank = _LAST if _is_dead(entry) and entry.was_at is None else _ORDINARY
            others.append(_due(entry, _interval(db, entry, before), rank))
    order = {"home": 0, "listing": 1}
    sections.sort(key=lambda look: (order.get(look.expected, 2), look.url))
    return Schedule(tuple(sections), tuple(others))


def _is_section(entry: Address, lists: set[str], now: datetime) -> bool:
    if not entry.is_there and not _was_there_lately(entry, now):
        return False
    if entry.was in ("home", "feed") or entry.address in lists:
        return True
    return entry.was == "listing" and scope_of(entry.url)[1] == 1


def _interval(db: Database, entry: Address, now: datetime) -> int:
    if entry.is_there:
        return PAGE if entry.was in ("statistics", "other", "article") else SELDOM
    if _was_there_lately(entry, now):
        return CONFIRM
    if _is_dead(entry):
        return DEAD
    return CONFIRM if _tries(db, entry) <= TRIES else SELDOM


def _is_dead(entry: Address) -> bool:
    return entry.outcome in ("gone", "skipped: soft_404")


def _was_there_lately(entry: Address, now: datetime) -> bool:
    return entry.was_at is not None and now - entry.was_at <= timedelta(days=LATELY)


def _articles(db: Database, found: Mapping[str, Address], before: datetime) -> Iterator[Due]:
    """The main address of each article that was captured before this moment."""
    gone: dict[int, datetime] = {}
    sql = "SELECT url, article_id FROM article_urls"
    for url, article_id in db.execute(sql):
        entry = found.get(url)
        if entry and entry.kind in (GONE, MOVED) and entry.is_believed:
            gone[article_id] = max(entry.last, gone.get(article_id, entry.last))
    sql = "SELECT id, url, published_at, first_seen_at, changed_at, removed_at FROM articles"
    for article_id, url, *times, removed in db.execute(sql):
        if entry := found.get(url):
            yield _article(db, entry, gone.get(article_id), _since(*times), removed, before)


def _article(
    db: Database,
    entry: Address,
    gone: datetime | None,
    since: datetime,
    removed: str | None,
    before: datetime,
) -> Due:
    if entry.kind in (SHOWN, SAME):
        if gone and gone > entry.last:
            return Due(_look(entry), _FIRST, gone, timedelta(days=CONFIRM))
        return _due(entry, by_age(before - since))
    if not entry.is_believed:
        return _due(entry, CONFIRM)
    if entry.kind == GONE and removed is None:
        at = max(gone or entry.last, entry.last) + timedelta(days=CONFIRM)
        return Due(Look(entry.url), _FIRST, at, timedelta(days=CONFIRM))
    if entry.kind in (GONE, MOVED):
        return _due(entry, REMOVED)
    return _due(entry, _trouble(db, entry))


def by_age(age: timedelta) -> int:
    """Days until an article is looked at again that was published or changed so long ago."""
    return next((days for limit, days in BY_AGE if age <= timedelta(days=limit)), OLD)


def _trouble(db: Database, entry: Address) -> int:
    times = _tries(db, entry)
    return next(days for limit, days in TROUBLE if limit is None or times <= limit)


def _tries(db: Database, entry: Address) -> int:
    """How many runs have asked for it since it was last there."""
    sql = "SELECT count(DISTINCT run_id) FROM captures WHERE address = ? AND captured_at > ?"
    since = utc_text(entry.was_at) if entry.was_at else ""
    return int(db.execute(sql, [entry.address, since]).fetchone()[0])


def _since(published: str | None, first_seen: str, changed: str | None) -> datetime:
    """When it was published or last changed; a site's time after our first look is not believed."""
    seen = from_text(first_seen)
    times = [min(_moment(published), seen) if published else seen]
    return max([*times, from_text(changed)] if changed else times)


def _moment(text: str) -> datetime:
    if "T" in text:
        return datetime.fromisoformat(text).astimezone(UTC)
    return datetime.combine(date.fromisoformat(text), time(), SITE_ZONE)


def _look(entry: Address) -> Look:
    """A page that was not what it should be is not counted on."""
    return Look(entry.url, entry.was if entry.is_there or not entry.is_believed else "")


def _due(entry: Address, days: int, rank: int = _ORDINARY) -> Due:
    interval = timedelta(days=days)
    return Due(_look(entry), rank, entry.last + interval, interval)
