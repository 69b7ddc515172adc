"""Histories of the addresses that changed, folded again and written where they differ."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from sqlite_utils import Database

from archive.db import tables
from archive.db.rows import sync, sync_hidden
from archive.hiding.hidden import Line
from archive.hiding.withholding import (
    hidden_keys,
    list_addresses,
    orders_in,
    withhold,
    withhold_mentions,
)
from archive.history.articlerows import CHILD_TABLES
from archive.history.cited import cited_by, write_documents
from archive.history.closure import closure, contents_of, observations_of
from archive.history.folded import Folded, folded

AT_ONCE = 200  # addresses folded together, so that memory stays flat
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
    orders, known = orders_in(db), hidden_keys(db)
    waiting = sorted(set(addresses))
    done: set[str] = set()
    for start in range(0, len(waiting), AT_ONCE):
        some = [a for a in waiting[start : start + AT_ONCE] if a not in done]
        reached = closure(db, some)
        done |= reached
        _refold(db, reached, changes, orders)
    withhold_mentions(db, orders, done, known)
    return changes


def _refold(db: Database, addresses: set[str], changes: Changes, orders: dict[str, Line]) -> None:
    observed = observations_of(db, addresses)
    seen = contents_of(db, observed)
    observations, contents, hidden = withhold(db, orders, observed, seen)
    write_folded(db, folded(db, addresses, observations, contents), changes)
    list_addresses(db, orders, addresses, hidden)


def write_folded(db: Database, result: Folded, changes: Changes) -> None:
    """Make the rows of the articles that were folded what they should be."""
    old_ids = _ids_of(db, result.addresses)
    ids = sorted(old_ids | {article_id for article_id, *_ in result.histories})
    _note(db, result, old_ids, changes)
    documents = cited_by(db, ids)
    sync(db, tables.Articles, "id", ids, result.articles)
    for table in CHILD_TABLES:
        sync(db, table, "article_id", ids, result.children[table])
    cited = result.children[tables.ArticleDocuments]
    write_documents(db, documents | {row["document_id"] for row in cited})
    sync(db, tables.RelatedArticles, "article_id", ids, result.related)
    sync_hidden(db, "articles_search", _SEARCH, ids, result.search)
    sync(db, tables.Tables, "capture_id", result.statistics, result.tables)
    sync(db, tables.ProcedureMentions, "capture_id", result.statistics, result.mentions)


def _ids_of(db: Database, addresses: set[str]) -> set[int]:
    found: set[int] = set()
    for address in addresses:
        sql = "SELECT article_id FROM article_urls WHERE url = ?"
        found.update(row[0] for row in db.execute(sql, [address]))
    return found


def _note(db: Database, result: Folded, old: set[int], changes: Changes) -> None:
    for article_id, aliases, versions, removed_at in result.histories:
        sql = "SELECT version, removed_at FROM articles WHERE id = ?"
        before = db.execute(sql, [article_id]).fetchone()
        if before is None:
            if not old & {article_id, *aliases}:
                changes.new.add(article_id)
            continue
        if versions > before[0]:
            changes.changed.add(article_id)
        if removed_at and not before[1]:
            changes.removed.add(article_id)
