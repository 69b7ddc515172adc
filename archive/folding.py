"""Histories of the addresses that changed, folded again and written where they differ."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from sqlite_utils import Database

from archive import tables
from archive.articlerows import (
    CHILD_TABLES,
    article_row,
    child_rows,
    mention_rows,
    search_row,
    table_rows,
)
from archive.closure import closure, contents_of, observations_of
from archive.hidden import Line
from archive.history import History, fold
from archive.observation import STATISTICS, Content, Observation, in_order
from archive.rows import Row, sync, sync_hidden
from archive.withholding import list_addresses, orders_in, withhold, withhold_mentions

_AT_ONCE = 200  # addresses folded together, so that memory stays flat
_SEARCH = ("id", "title", "lead", "body", "title_fold", "lead_fold", "body_fold")


@dataclass(slots=True)
class Changes:
    """What a fold found: articles first seen, edited, and gone, by id."""

    new: set[int] = field(default_factory=set)
    changed: set[int] = field(default_factory=set)
    removed: set[int] = field(default_factory=set)

    def add(self, other: "Changes") -> None:
        """Count what another fold found, too."""
        self.new |= other.new
        self.changed |= other.changed
        self.removed |= other.removed


def refold(db: Database, addresses: Iterable[str]) -> Changes:
    """Fold every article that has one of these addresses again; rows that stay are not written."""
    changes = Changes()
    orders = orders_in(db)
    waiting = sorted(set(addresses))
    done: set[str] = set()
    for start in range(0, len(waiting), _AT_ONCE):
        some = [a for a in waiting[start : start + _AT_ONCE] if a not in done]
        reached = closure(db, some)
        done |= reached
        _refold(db, reached, changes, orders)
    withhold_mentions(db, orders)
    return changes


def _refold(db: Database, addresses: set[str], changes: Changes, orders: dict[str, Line]) -> None:
    observed = observations_of(db, addresses)
    seen = contents_of(db, observed)
    observations, contents, hidden = withhold(db, orders, observed, seen)
    histories = fold(observations, contents)
    old_ids = _ids_of(db, addresses)
    ids = sorted(old_ids | {h.id for h in histories})
    _note(db, histories, old_ids, changes)
    sync(db, tables.Articles, "id", ids, [article_row(h) for h in histories])
    rows: dict[type, list[Row]] = {table: [] for table in CHILD_TABLES}
    for history in histories:
        for table, some in child_rows(history).items():
            rows[table] += some
    for table in CHILD_TABLES:
        sync(db, table, "article_id", ids, rows[table])
    sync(db, tables.RelatedArticles, "article_id", ids, _related(db, histories))
    sync_hidden(db, "articles_search", _SEARCH, ids, [search_row(h) for h in histories])
    _fold_statistics(db, observations, contents)
    list_addresses(db, orders, addresses, hidden)


def _ids_of(db: Database, addresses: set[str]) -> set[int]:
    found: set[int] = set()
    for address in addresses:
        sql = "SELECT article_id FROM article_urls WHERE url = ?"
        found.update(row[0] for row in db.execute(sql, [address]))
    return found


def _note(db: Database, histories: list[History], old: set[int], changes: Changes) -> None:
    for history in histories:
        sql = "SELECT version, removed_at FROM articles WHERE id = ?"
        before = db.execute(sql, [history.id]).fetchone()
        if before is None:
            if not old & {history.id, *history.aliases}:
                changes.new.add(history.id)
            continue
        if len(history.versions) > before[0]:
            changes.changed.add(history.id)
        if history.removed_at and not before[1]:
            changes.removed.add(history.id)


def _related(db: Database, histories: list[History]) -> list[Row]:
    """What "Tin đã đưa" showed at any address of each article; the newest sighting counts."""
    rows: dict[tuple[int, str], Row] = {}
    for history in histories:
        for address in history.urls:
            sql = (
                "SELECT related_url, position, title, last_seen_at FROM related_seen"
                " WHERE address = ?"
            )
            for url, position, title, at in db.execute(sql, [address]):
                row = {
                    "article_id": history.id,
                    "related_url": url,
                    "position": position,
                    "title": title,
                    "last_seen_at": at,
                }
                there = rows.setdefault((history.id, url), row)
                if (there["last_seen_at"], there["title"]) < (at, title):
                    rows[history.id, url] = row
    return list(rows.values())


def _fold_statistics(
    db: Database, observations: list[Observation], contents: dict[str, Content]
) -> None:
    """Tables of a statistics page: those of each capture that showed others than the one before."""
    shown: dict[str, str | None] = {}
    captures: list[int] = []
    table_list: list[Row] = []
    mentions: list[Row] = []
    for observation in sorted(observations, key=in_order):
        if observation.kind != STATISTICS or observation.content is None:
            continue
        captures.append(observation.capture_id)
        if shown.get(observation.address) != observation.content:
            shown[observation.address] = observation.content
            content = contents[observation.content]
            table_list += table_rows(content, observation.capture_id)
            mentions += mention_rows(content, observation.capture_id)
    sync(db, tables.Tables, "capture_id", captures, table_list)
    sync(db, tables.ProcedureMentions, "capture_id", captures, mentions)
