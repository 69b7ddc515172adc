"""`sldtbxh hide` and `unhide`: a line in hidden.jsonl, and the database made to obey the list."""

from collections.abc import Iterable
from pathlib import Path

from sqlite_utils import Database

from archive.db import database
from archive.db.rows import write
from archive.errors import Busy, Unusable
from archive.folder import database_path, locked
from archive.hiding.hidden import HIDE, NOTICE_TITLE, UNHIDE, Line, add_line, read_orders
from archive.hiding.withholding import orders_in
from archive.history.closure import closure
from archive.history.folding import refold
from archive.ownership import site_in
from archive.stopping import whole
from archive.storing.store import Store
from archive.times import now, utc_text
from archive.warc.indexing import read_raw
from scraper.crawling.items import read
from scraper.site import Site
from scraper.urls import canonical

_KNOWN = (
    "SELECT 1 FROM captures WHERE address = :url UNION SELECT 1 FROM article_urls WHERE url = :url"
    " UNION SELECT 1 FROM article_attachments WHERE url = :url"
)
# What hides an address: its own line, or one of another address of the same article.
_COVERING = """
SELECT url FROM hide_orders WHERE url = :url OR url IN (
    SELECT other.url FROM hidden_addresses AS this
    JOIN hidden_addresses AS other ON other.article_id = this.article_id
    WHERE this.url = :url)
"""
_SEALED = (
    "SELECT capture_id FROM observations WHERE address = ? AND substr(content, 1, 7) = 'hidden:'"
)
# Captures of other pages whose lists had the title of any hidden article.
_MENTIONING = """
SELECT s.address, s.related_url, c.id FROM related_seen s
JOIN captures c ON c.address = s.address AND c.captured_at = s.last_seen_at
WHERE s.title = ?
"""
_UNUSED = """
DELETE FROM contents WHERE key BETWEEN 'hidden:' AND 'hidden;'
    AND NOT EXISTS (SELECT 1 FROM observations WHERE content = contents.key)
"""
_LATER = (
    "the line is in hidden.jsonl; the run that holds the archive obeys it at its next commit, else"
    " the next command that opens the archive"
)


def hide(folder: Path, url: str, reason: str) -> str:
    """Hide an address of the site, and with it the article that it is of; the canonical address.

    Unusable where the archive has nothing of it or no reason is given; Busy where another run
    holds the archive: the line is written all the same.
    """
    said = " ".join(reason.split())
    if not said:
        raise Unusable("say why with --reason: readers will see it")
    connection = database.connect_to_read(database_path(folder))
    try:
        db = Database(connection)
        address = canonical(url, _site(db, folder))
        if not db.execute(_KNOWN, {"url": address}).fetchone():
            raise Unusable(f"the archive has nothing of {address}: nothing is hidden")
    finally:
        connection.close()
    _tell(folder, [Line(utc_text(now()), HIDE, address, said)])
    return address


def unhide(folder: Path, url: str) -> list[str]:
    """Undo what hides this address; the addresses whose lines did. Unusable where none does."""
    connection = database.connect_to_read(database_path(folder))
    try:
        db = Database(connection)
        address = canonical(url, _site(db, folder))
        found = {row[0] for row in db.execute(_COVERING, {"url": address})}
    finally:
        connection.close()
    covering = sorted((found | {address}) & read_orders(folder).keys())
    if not covering:
        raise Unusable(f"{address} is not hidden")
    _tell(folder, [Line(utc_text(now()), UNHIDE, each) for each in covering])
    return covering


def _site(db: Database, folder: Path) -> Site:
    site = site_in(db, folder)
    if site is None:
        raise Unusable(f"the archive at {folder} is empty: run 'sldtbxh crawl' first")
    return site


def _tell(folder: Path, lines: Iterable[Line]) -> None:
    read_orders(folder)  # a list that cannot be read is mended first
    for line in lines:
        add_line(folder, line)
    obey_now(folder)


def obey_now(folder: Path) -> None:
    """Make the database of the archive in `folder` obey its list; Busy where another run has it."""
    try:
        with locked(folder):
            db = database.connect(database_path(folder))
            try:
                obey(db, folder, _site(db, folder))
            finally:
                db.conn.close()
    except Busy as error:
        raise Busy(_LATER) from error


@whole()
def obey(db: Database, folder: Path, site: Site) -> None:
    """Make the database what the list in `folder` asks for; nothing where it is so already."""
    wanted, there = read_orders(folder), orders_in(db)
    if wanted == there:
        return
    dropped = sorted(there.keys() - wanted.keys())
    with db.atomic():
        db.execute("DELETE FROM hide_orders")
        rows = [{"url": o.url, "reason": o.reason, "hidden_at": o.at} for o in wanted.values()]
        write(db, "hide_orders", ("url",), rows)
        _read_again(db, folder, site, dropped)
        refold(
            db, {url for url in wanted.keys() | there.keys() if wanted.get(url) != there.get(url)}
        )
    if wanted.keys() - there.keys():
        _forget_deleted(db)


def _read_again(db: Database, folder: Path, site: Site, dropped: list[str]) -> None:
    """Take from the WARC what was sealed of these addresses."""
    captures: set[int] = set()
    store = Store(db, site)
    for address in sorted(closure(db, dropped)):
        captures.update(row[0] for row in db.execute(_SEALED, [address]))
    for page, url, capture_id in db.execute(_MENTIONING, [NOTICE_TITLE]).fetchall():
        captures.add(capture_id)
        sql = "DELETE FROM related_seen WHERE address = ? AND related_url = ?"
        db.execute(sql, [page, url])
    for capture_id in sorted(captures):
        row = next(db.query("SELECT * FROM captures WHERE id = ?", [capture_id]))
        crawled = read(read_raw(db, folder, capture_id), site)
        store.add_page(row, crawled.capture, crawled.page)
    store.commit()
    db.execute(_UNUSED)


def _forget_deleted(db: Database) -> None:
    """Words of deleted rows stand in the index until its parts are merged."""
    db.execute("INSERT INTO articles_fts (articles_fts) VALUES ('optimize')")
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
