"""The end of a site: how long it has been gone, as far as the runs can tell."""

from datetime import datetime, timedelta

from sqlite_utils import Database

from archive.times import from_text
from scraper.crawling.outcome import USABLE

ENDED_AFTER = timedelta(days=30)
"""A site that gave no usable page for so long has ended."""
ENDED = "site_ended"  # the kind of the note

_LAST_PAGE = (
    "SELECT captured_at FROM captures WHERE source = 'live' AND outcome IN ({marks})"
    " ORDER BY captured_at DESC LIMIT 1"
)
# 3 is a run that got no usable page, 0 one that only looked whether the site was back.
_FIRST_WITHOUT = (
    "SELECT min(started_at) FROM runs WHERE started_at > ? AND exit_code IN (0, 3)"
    " AND command IN ('crawl', 'refresh')"
)


def gone_since(db: Database) -> datetime | None:
    """When the first of the runs began that found the site gone, and none since found it.

    None where its last visit found it, or where it was never visited. Days on which nobody looked
    are no evidence.
    """
    last = db.execute(_LAST_PAGE.format(marks=", ".join("?" * len(USABLE))), USABLE).fetchone()
    first = db.execute(_FIRST_WITHOUT, [last[0] if last else ""]).fetchone()[0]
    return from_text(first) if first else None
