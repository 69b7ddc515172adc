"""When most of a site's articles are gone at once: a fault at first, after a week the truth."""

from datetime import datetime, timedelta

from sqlite_utils import Database

from archive.times import from_text, utc_text
from scraper.crawling.outcome import USABLE

BELIEVED_AFTER = timedelta(days=7)
_VISITS = "command IN ('crawl', 'refresh')"
HOLDS_FOR = timedelta(days=14)
MOST_GONE = "most_gone"  # the kind of the problem


def is_purged(db: Database, now: datetime) -> bool:
    """Whether pages that are gone are believed to be, however many they are.

    So it is where every refresh of a week met the site, and most of its articles gone; and for two
    weeks after such pages were met.
    """
    sql = "SELECT max(last_seen_at) FROM problems WHERE kind = ?"
    met = db.execute(sql, [MOST_GONE]).fetchone()[0]
    if met and now - from_text(met) <= HOLDS_FOR:
        return True
    sql = (
        "SELECT max(started_at) FROM runs WHERE exit_code IN (0, 1) AND outcome = 'finished'"
        f" AND {_VISITS}"
    )
    good = db.execute(sql).fetchone()[0] or ""
    sql = f"SELECT min(started_at) FROM runs WHERE exit_code = 3 AND started_at > ? AND {_VISITS}"
    first = db.execute(sql, [good]).fetchone()[0]
    return first is not None and _was_met(db, from_text(first), now)


def _was_met(db: Database, first: datetime, now: datetime) -> bool:
    """Whether the site itself answered on the days since, but for one at most."""
    if now - first < BELIEVED_AFTER:
        return False
    marks = ", ".join("?" * len(USABLE))
    sql = (
        "SELECT count(DISTINCT substr(captured_at, 1, 10)) FROM captures"
        f" WHERE captured_at >= ? AND outcome IN ({marks})"
    )
    days = db.execute(sql, [utc_text(first), *USABLE]).fetchone()[0]
    return bool(days >= BELIEVED_AFTER.days - 1)
