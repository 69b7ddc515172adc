"""What the archive lacks of that which the Wayback Machine lists."""

import re
from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlite_utils import Database

from archive.times import from_text, utc_text
from scraper.records import Problem
from scraper.site import Site
from scraper.sources.found import KNOWN
from scraper.sources.wayback.client import Row
from scraper.sources.wayback.wanted import Wanted, wanted

REFUSED = "refused before"
NOT_REPLAYED = "backfill_refused"  # the kind of the note, which a rebuild finds in the WARC
SURE_AFTER = timedelta(days=1)
ASKED_AGAIN_AFTER = timedelta(days=90)
"""What the index lists and was refused twice, a day apart at least, is left alone for so long."""

_FRACTION = len(".000000Z")
_NAME = re.compile(r"\d{14}id_/.*")  # what two addresses of one replay share: `Row.name`


class Lacking:
    """Chooses from the index; `skipped` counts by reason what is not to be asked for."""

    def __init__(self, db: Database, site: Site, now: datetime) -> None:
        self.skipped: Counter[str] = Counter()
        self._refused = _refused(db, now)
        self._db = db
        self._site = site
        self._names = _names(db)
        self._files: set[tuple[str, str]] = set()

    def of(self, rows: Iterable[Row]) -> list[Wanted]:
        """What to ask for, each once: pages first, then images and files, as the index has them."""
        pages: list[Wanted] = []
        files: list[Wanted] = []
        met: set[str] = set()
        for row in rows:
            if row.name in met:
                continue
            met.add(row.name)
            found = wanted(row, self._site)
            if isinstance(found, str):
                self.skipped[found] += 1
            elif row.name in self._names or self._is_here(found):
                self.skipped[KNOWN] += 1
                self.add(found)
            elif row.name in self._refused:
                self.skipped[REFUSED] += 1
            else:
                (files if found.is_file else pages).append(found)
        return pages + files

    def add(self, found: Wanted) -> None:
        """Note what has come: of a file, these bytes are not asked for again."""
        if found.is_file:
            self._files.add((found.address, found.row.digest))

    def has_file(self, found: Wanted) -> bool:
        """Whether these very bytes of a file are here, from another time or another source.

        The index tells the digest of the payload as it was sent, which may have been compressed.
        """
        if not found.is_file:
            return False
        if (found.address, found.row.digest) in self._files:
            return True
        sql = "SELECT 1 FROM captures WHERE address = ? AND payload_digest = ? LIMIT 1"
        values = [found.address, f"sha1:{found.row.digest}"]
        return bool(self._db.execute(sql, values).fetchone())

    def _is_here(self, found: Wanted) -> bool:
        """Whether a capture of this address in this second came from somewhere else."""
        sql = "SELECT 1 FROM captures WHERE url = ? AND captured_at BETWEEN ? AND ?"
        second = utc_text(found.row.at)[:-_FRACTION]
        values = [found.url, f"{second}.000000Z", f"{second}.999999Z"]
        return bool(self._db.execute(sql, values).fetchone())


def refusal(found: Wanted, reason: str) -> Problem:
    """A note that this capture of the index was not to be had."""
    return Problem("note", NOT_REPLAYED, f"{reason}: {found.row.name}")


def _refused(db: Database, now: datetime) -> set[str]:
    """Names of what was refused for good, as far as one can tell."""
    sql = (
        "SELECT message, first_seen_at, last_seen_at FROM problems"
        " WHERE kind = ? AND last_seen_at > ?"
    )
    return {
        message.partition(": ")[2]
        for message, first, last in db.execute(
            sql, [NOT_REPLAYED, utc_text(now - ASKED_AGAIN_AFTER)]
        )
        if from_text(last) - from_text(first) >= SURE_AFTER
    }


def _names(db: Database) -> set[str]:
    sql = "SELECT source_uri FROM captures WHERE source = 'wayback' AND source_uri IS NOT NULL"
    found = (_NAME.search(row[0]) for row in db.execute(sql))
    return {match[0] for match in found if match}
