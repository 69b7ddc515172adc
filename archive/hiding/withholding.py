"""Hidden articles in the fold: their texts sealed before it, their addresses listed after it."""

import json
from collections.abc import Iterable
from dataclasses import replace

from sqlite_utils import Database

from archive.db import tables
from archive.db.rows import Row, sync
from archive.hiding.hidden import NOTICE_TITLE, Line, is_sealed_key, seal, sealed_key
from archive.history.articlerows import attachment_id_of
from archive.history.identity import group
from archive.history.observation import Content, Observation
from archive.history.packing import pack
from archive.ids import origin_of
from scraper.urls import article_key

_ORDERS = "SELECT hidden_at, 'hide', url, reason FROM hide_orders"
# Files that hidden articles link to and no other does, with the article; and their addresses.
_FILES = """
WITH hidden AS (
    SELECT article_id FROM hidden_addresses
    WHERE article_id IS NOT NULL AND attachment_id IS NULL
)
SELECT l.attachment_id, min(l.article_id) FROM article_attachments l
WHERE l.article_id IN hidden
  AND NOT EXISTS (SELECT 1 FROM article_attachments o
    WHERE o.attachment_id = l.attachment_id AND o.article_id NOT IN hidden)
GROUP BY l.attachment_id
"""
_FILE_ADDRESSES = """
SELECT url FROM file_captures WHERE attachment_id = :id
UNION SELECT url FROM article_attachments WHERE attachment_id = :id
"""
# Titles of hidden articles in other articles' lists.
_MENTIONS = """
UPDATE {table} SET title = '{title}'
WHERE related_url IN (SELECT url FROM hidden_addresses UNION SELECT value FROM json_each(?))
    AND title != '{title}'
"""
_ARTICLES = (
    "SELECT url, article_id FROM hidden_addresses"
    " WHERE article_id IS NOT NULL AND attachment_id IS NULL"
)
_LISTED = "SELECT DISTINCT related_url FROM related_seen"
_LISTED_ON = "SELECT related_url FROM related_seen WHERE address = ?"
_FILE_TEXTS = """
UPDATE attachments SET text = NULL, pages = NULL
WHERE text IS NOT NULL AND id IN (SELECT attachment_id FROM hidden_addresses)
"""


def orders_in(db: Database) -> dict[str, Line]:
    """What is to be hidden, by address, as the database was last told."""
    return {row[2]: Line(*row) for row in db.execute(_ORDERS)}


def withhold(
    db: Database,
    orders: dict[str, Line],
    observations: list[Observation],
    contents: dict[str, Content],
) -> tuple[list[Observation], dict[str, Content], list[Row]]:
    """Both with the texts of hidden articles sealed, here and in `db`; rows of hidden addresses.

    Who belongs to whom is found with every text sealed, so that a page read today is compared
    with those sealed before it on equal terms.
    """
    if not any(o.address in orders for o in observations):
        return observations, contents, []
    groups = group(observations, {key: seal(content) for key, content in contents.items()})
    rows: dict[str, Row] = {}
    hidden: set[int] = set()
    for article_id, (_, seen) in groups.items():
        told = [orders[o.address] for o in seen if o.address in orders]
        if told:
            order = min(told, key=lambda line: (line.at, line.url))
            hidden |= {o.capture_id for o in seen}
            rows |= {o.address: hidden_row(o.address, order, article_id) for o in seen}
    hidden |= {o.capture_id for o in observations if o.address in orders}
    found = dict(contents)
    for observation in observations:
        if observation.capture_id in hidden and observation.content:
            key = sealed_key(observation.content)
            found[key] = seal(contents[observation.content])
    sealed = [_sealed(o) if o.capture_id in hidden else o for o in observations]
    _write(db, observations, sealed, found)
    return sealed, found, list(rows.values())


def _sealed(observation: Observation) -> Observation:
    key = observation.content
    return replace(observation, content=sealed_key(key)) if key else observation


def _write(
    db: Database, before: list[Observation], after: list[Observation], contents: dict[str, Content]
) -> None:
    """Put the sealed contents in place of those that nobody else showed."""
    first: dict[str, tuple[str, int]] = {}
    for observation in after:
        if observation.content and is_sealed_key(observation.content):
            at = (observation.observed_at, observation.capture_id)
            first[observation.content] = min(at, first.get(observation.content, at))
    for key, (seen_at, capture_id) in first.items():
        row = {"key": key, "twin": contents[key].twin, "seen_at": seen_at, "capture_id": capture_id}
        db.table("contents").upsert({**row, "data": pack(contents[key])}, pk="key")
    for old, new in zip(before, after, strict=True):
        if old.content and old.content != new.content:
            sql = "UPDATE observations SET content = ? WHERE capture_id = ?"
            db.execute(sql, [new.content, old.capture_id])
    for key in {o.content for o in before if o.content and not is_sealed_key(o.content)}:
        left = "SELECT 1 FROM observations WHERE content = ?"
        db.execute(f"DELETE FROM contents WHERE key = ? AND NOT EXISTS ({left})", [key, key])


def hidden_row(
    url: str, order: Line, article_id: int | None = None, attachment_id: int | None = None
) -> Row:
    """A row of `hidden_addresses`."""
    of = {"article_id": article_id, "attachment_id": attachment_id}
    return {"url": url, **of, "reason": order.reason, "hidden_at": order.at}


def list_addresses(
    db: Database, orders: dict[str, Line], addresses: Iterable[str], rows: list[Row]
) -> None:
    """Make the rows of `hidden_addresses` for these addresses what they should be."""
    reached = sorted(addresses)
    pages = [hidden_row(url, orders[url]) for url in reached if url in orders]
    wanted = {row["url"]: row for row in [*pages, *rows]}
    sync(db, tables.HiddenAddresses, "url", reached, wanted.values())


def hidden_keys(db: Database) -> set[str]:
    """What names hidden articles in every address of theirs, also in those never captured."""
    found = {key for row in db.execute(_ARTICLES) for key in (article_key(row[0]), str(row[1]))}
    return {key for key in found if key}


def withhold_mentions(
    db: Database, orders: dict[str, Line], pages: Iterable[str], known: set[str]
) -> None:
    """What other tables say of hidden articles: titles in lists, and files of their own.

    Where no article was hidden since `known`, only the lists of these pages can be new.
    """
    _list_files(db, orders)
    keys = hidden_keys(db)
    listed: Iterable[tuple[str]] = ()
    if keys == known:
        listed = (row for page in pages if keys for row in db.execute(_LISTED_ON, [page]))
    elif keys:
        listed = db.execute(_LISTED)
    urls = json.dumps([url for (url,) in listed if article_key(url) in keys])
    for table in ("related_seen", "related_articles"):
        db.execute(_MENTIONS.format(table=table, title=NOTICE_TITLE), [urls])
    db.execute(_FILE_TEXTS)


def _list_files(db: Database, orders: dict[str, Line]) -> None:
    wanted = {attachment_id_of(url, origin_of(url)): (None, line) for url, line in orders.items()}
    reasons = {row[0]: Line(row[2], "hide", "", row[1]) for row in db.execute(
        "SELECT article_id, reason, hidden_at FROM hidden_addresses"
        " WHERE article_id IS NOT NULL AND attachment_id IS NULL ORDER BY url"
    )}  # fmt: skip
    found: dict[int, tuple[int | None, Line]] = {**wanted}
    for attachment_id, article_id in db.execute(_FILES).fetchall():
        if article_id in reasons:
            found.setdefault(attachment_id, (article_id, reasons[article_id]))
    rows: dict[str, Row] = {}
    for attachment_id, (article_id, line) in found.items():
        for (url,) in db.execute(_FILE_ADDRESSES, {"id": attachment_id}):
            rows[url] = hidden_row(url, line, article_id, attachment_id)
    sql = "SELECT DISTINCT attachment_id FROM hidden_addresses WHERE attachment_id IS NOT NULL"
    there = {row[0] for row in db.execute(sql)}
    sync(db, tables.HiddenAddresses, "attachment_id", sorted(there | found.keys()), rows.values())
