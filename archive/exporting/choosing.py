"""Which captures an export has: all, or those of the articles that a search finds.

They are listed in a temporary table of the connection, so that memory is the same for any number,
and so that nothing that a run adds meanwhile changes what is chosen.
"""

import json
import sqlite3
from pathlib import Path

from sqlite_utils import Database

from archive.errors import Damaged, Unusable
from archive.exporting.needed import needed
from archive.folder import database_path
from archive.hiding.withheld import withheld_capture
from archive.history.articlerows import attachment_id_of
from archive.search.asked import asked_of
from archive.search.catalogue import catalogue
from archive.search.search import listed
from archive.views.places import own_site

_TABLES = """
CREATE TEMP TABLE chosen (
    id INTEGER PRIMARY KEY, url TEXT, captured_at TEXT, status INTEGER, media_type TEXT,
    payload_digest TEXT, outcome TEXT, address TEXT, warc_file TEXT, warc_offset INTEGER,
    warc_length INTEGER, is_read INTEGER
);
CREATE TEMP TABLE found (article_id INTEGER PRIMARY KEY);
"""
_CHOOSE = """
INSERT OR IGNORE INTO chosen
SELECT id, url, captured_at, status, media_type, payload_digest, outcome, address, warc_file,
       warc_offset, warc_length, 0
FROM captures
WHERE address NOT IN (SELECT url FROM hidden_addresses)
"""
_OF_ARTICLES = """
AND (address IN (SELECT url FROM article_urls WHERE article_id IN found)
     OR address IN (SELECT url FROM article_attachments WHERE article_id IN found)
     OR id IN (SELECT f.capture_id FROM article_attachments a
               JOIN file_captures f ON f.attachment_id = a.attachment_id
               WHERE a.article_id IN found))
"""
_OF_NEEDS = """
AND (address IN (SELECT value FROM json_each(?))
     OR id IN (SELECT capture_id FROM file_captures
               WHERE attachment_id IN (SELECT value FROM json_each(?))))
"""
# Whose payload a chosen revisit has, or, of a 304, the page that it calls unchanged.
_OF_REVISITS = """
AND id IN (
    SELECT p.capture_id FROM chosen c JOIN payloads p ON p.payload_digest = c.payload_digest
    UNION
    SELECT p.capture_id FROM chosen c
    JOIN captures s ON s.id = (
        SELECT id FROM captures WHERE url = c.url AND status = 200 AND captured_at <= c.captured_at
        ORDER BY captured_at DESC LIMIT 1)
    JOIN payloads p ON p.payload_digest = s.payload_digest
    WHERE c.status = 304)
"""
_INDEXES = """
CREATE INDEX temp.chosen_place ON chosen (warc_file, warc_offset);
CREATE INDEX temp.chosen_url ON chosen (url);
"""

_IDS = "SELECT id FROM chosen"


def choose_all(connection: sqlite3.Connection, folder: Path) -> None:
    """Every capture that is not hidden. Unusable where there is none."""
    connection.executescript(_TABLES)
    connection.execute(_CHOOSE)
    if not connection.execute("SELECT 1 FROM chosen LIMIT 1").fetchone():
        raise Unusable(f"the archive at {folder} has nothing to export: run 'sldtbxh crawl' first")
    _finish(connection, folder)


def choose_found(connection: sqlite3.Connection, folder: Path, query: str) -> None:
    """All captures of the articles that the search finds, and of what their pages need.

    Unusable where it finds none, or where nothing is asked: perhaps a variable is not set.
    """
    if not query.strip():
        raise Unusable("--query is empty: leave it out to export the whole archive")
    connection.executescript(_TABLES)
    asked = asked_of({"q": [query]})
    hits = listed(connection, catalogue(database_path(folder)), asked)
    connection.executemany("INSERT INTO found VALUES (?)", ((row["id"],) for row in hits))
    connection.execute(_CHOOSE + _OF_ARTICLES)
    if not connection.execute("SELECT 1 FROM chosen LIMIT 1").fetchone():
        raise Unusable(f"no article is found by {query!r}: nothing is written")
    site = own_site(connection)
    for addresses in needed(Database(connection), folder, site):
        files = [attachment_id_of(url, site.canonical_origin) for url in addresses]
        connection.execute(_CHOOSE + _OF_NEEDS, [json.dumps(addresses), json.dumps(files)])
    connection.execute(_CHOOSE + _OF_REVISITS)
    _finish(connection, folder)


def _finish(connection: sqlite3.Connection, folder: Path) -> None:
    """Leave out pages that list what is hidden, as replay does; the rest in order of place."""
    if connection.execute("SELECT 1 FROM hidden_addresses LIMIT 1").fetchone():
        for (capture_id,) in connection.execute(_IDS).fetchall():
            if _is_withheld(connection, folder, capture_id):
                connection.execute("DELETE FROM chosen WHERE id = ?", [capture_id])
    connection.executescript(_INDEXES)


def _is_withheld(connection: sqlite3.Connection, folder: Path, capture_id: int) -> bool:
    try:
        return withheld_capture(connection, folder, capture_id) is not None
    except Damaged:  # told where it is copied
        return False
