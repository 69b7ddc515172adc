"""The rows that an article's history makes in each table."""

import json
from collections.abc import Iterable
from typing import Any

from archive.db import tables
from archive.db.rows import Row
from archive.hiding.hidden import is_sealed, shown
from archive.history.cited import citation_rows
from archive.history.history import History, Version
from archive.history.observation import Content
from archive.ids import content_id, local, origin_of
from scraper.text import fold, nfc, normalise_tones, word_count
from scraper.urls import file_identity, slug

CHILD_TABLES = (
    tables.ArticleUrls,
    tables.ArticleAliases,
    tables.ArticleVersions,
    tables.ArticleRemovals,
    tables.ViewCounts,
    tables.Tables,
    tables.ProcedureMentions,
    tables.ArticleAttachments,
    tables.ArticleDocuments,
)


def article_row(history: History) -> Row:
    """The row of `articles`."""
    last = history.versions[-1]
    published = last.fields["published_at"]
    return {
        **shown(last.fields),
        "id": history.id,
        "entry_id": history.entry_id,
        "url": history.url,
        "slug": slug(history.url),
        "published_date": published[:10] if published else None,
        "year": int(published[:4]) if published else None,
        "word_count": 0 if is_sealed(last.fields) else word_count(last.fields["body_text"]),
        "view_count": history.views[-1][1] if history.views else None,
        "first_seen_at": history.first_seen_at,
        "last_seen_at": history.last_seen_at,
        "changed_at": last.observed_at if len(history.versions) > 1 else None,
        "removed_at": history.removed_at,
        "version": len(history.versions),
        "capture_id": last.capture_id,
    }


def child_rows(history: History, place: str) -> dict[type, list[Row]]:
    """The rows of every table that hangs on an article, by table; `place` is the site's own."""
    own = {"article_id": history.id}
    origin = origin_of(history.url)
    return {
        tables.ArticleUrls: [
            {**own, "url": url, "first_seen_at": at} for url, at in history.urls.items()
        ],
        tables.ArticleAliases: [{**own, "old_id": old} for old in history.aliases],
        tables.ArticleVersions: [
            {**own, **_version_row(number, version, origin)}
            for number, version in enumerate(history.versions, 1)
        ],
        tables.ArticleRemovals: [
            {**own, "removed_at": r.removed_at, "confirmed_at": r.confirmed_at,
             "returned_at": r.returned_at}
            for r in history.removals
        ],
        tables.ViewCounts: [
            {**own, "observed_at": at, "views": views, "own_visits": visits}
            for at, views, visits in history.views
        ],
        tables.Tables: _of_versions(history, lambda v: table_rows(v.shows, v.capture_id)),
        tables.ProcedureMentions: _of_versions(
            history, lambda v: mention_rows(v.shows, v.capture_id)
        ),
        tables.ArticleAttachments: [
            {**own, **row} for row in _attachments(history.versions[-1], origin)
        ],
        tables.ArticleDocuments: [
            {**own, **row} for row in citation_rows(history.versions[-1], place)
        ],
    }  # fmt: skip


def _version_row(number: int, version: Version, origin: str) -> Row:
    return {
        **shown(version.fields),
        "observed_at": version.observed_at,
        "version": number,
        "content_hash": version.content_hash(origin),
        "capture_id": version.capture_id,
    }


def _of_versions(history: History, rows: Any) -> list[Row]:  # noqa: ANN401
    return [{**r, "article_id": history.id} for v in history.versions for r in rows(v)]


def table_rows(content: Content, capture_id: int) -> Iterable[Row]:
    """Rows of `tables`: header and cells as JSON."""
    for table in content.tables:
        cells = {k: json.dumps(table[k], ensure_ascii=False) for k in ("header", "rows")}
        yield {**table, **cells, "capture_id": capture_id, "article_id": None}


def mention_rows(content: Content, capture_id: int) -> Iterable[Row]:
    """Rows of `procedure_mentions`."""
    for mention in content.mentions:
        yield {**mention, "capture_id": capture_id, "article_id": None}


def _attachments(version: Version, origin: str) -> Iterable[Row]:
    seen = set()
    for file in version.shows.files:
        attachment_id = attachment_id_of(file["url"], origin)
        if attachment_id not in seen:
            seen.add(attachment_id)
            yield {**file, "attachment_id": attachment_id}


def attachment_id_of(url: str, origin: str) -> int:
    """The id of a file by the portal's own identity of it, else by its address.

    `origin` is the site's own, which is no part of a file's identity.
    """
    return content_id("attachment", file_identity(url) or local(url, origin))


def search_row(history: History) -> Row:
    """The row of the hidden table behind the search index: marked tier and folded tier.

    One of empty texts for a hidden article.
    """
    last = history.versions[-1].fields
    fields = dict.fromkeys(last, "") if is_sealed(last) else last
    marked = {
        name: normalise_tones(nfc(fields[field] or ""))
        for name, field in (("title", "title"), ("lead", "lead"), ("body", "body_text"))
    }
    folded = {f"{name}_fold": fold(text) for name, text in marked.items()}
    return {"id": history.id, **marked, **folded}
