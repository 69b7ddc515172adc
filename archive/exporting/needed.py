"""What chosen pages need to be seen as they were: style sheets, images, where redirects lead."""

from collections.abc import Iterator
from pathlib import Path

from sqlite_utils import Database

from archive.errors import Damaged
from archive.warc.indexing import read_capture
from scraper.replaying.needs import needs
from scraper.site import Site
from scraper.urls import canonical

# Captures of one address with one payload ask for the same.
_UNREAD = """
SELECT min(id) FROM chosen
WHERE NOT is_read AND (status BETWEEN 301 AND 308
                       OR media_type IN ('text/html', 'application/xhtml+xml', 'text/css'))
GROUP BY address, payload_digest
"""
_READ = "UPDATE chosen SET is_read = 1 WHERE NOT is_read"


def needed(db: Database, folder: Path, site: Site) -> Iterator[list[str]]:
    """Canonical addresses of what the captures in the table `chosen` ask for, each address once.

    Whoever is given some adds their captures to the table before it goes on: a style sheet may
    ask for more.
    """
    given: set[str] = set()
    while unread := [row[0] for row in db.execute(_UNREAD)]:
        db.execute(_READ)
        wanted: set[str] = set()
        for capture_id in unread:
            wanted |= _of(db, folder, site, capture_id)
        yield sorted(wanted - given)
        given |= wanted


def _of(db: Database, folder: Path, site: Site, capture_id: int) -> set[str]:
    try:
        return {canonical(url, site) for url in needs(read_capture(db, folder, capture_id))}
    except Damaged:  # told where it is copied
        return set()
