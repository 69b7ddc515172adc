"""What the page of one article shows, read from the database in one go."""

import sqlite3
from dataclasses import dataclass

from archive.views.cited import documents_of
from archive.views.versions import read_version, standing, versions_of

MOST_CAPTURES = 50
MOST_VIEWS = 400

_ARTICLE = "SELECT * FROM articles WHERE id = ?"
_ALIAS = "SELECT article_id FROM article_aliases WHERE old_id = ?"
_REMOVALS = "SELECT * FROM article_removals WHERE article_id = ? ORDER BY removed_at"
_VIEWS = (
    "SELECT observed_at, views, own_visits FROM view_counts WHERE article_id = ?"
    f" ORDER BY observed_at DESC LIMIT {MOST_VIEWS}"
)
_CAPTURE = "SELECT * FROM captures WHERE id = ?"
_CAPTURES = (
    "SELECT c.id, c.url, c.captured_at, c.status, c.source FROM article_urls u"
    " JOIN captures c ON c.address = u.url WHERE u.article_id = ?"
    f" ORDER BY c.captured_at DESC LIMIT {MOST_CAPTURES}"
)
_TABLES = "SELECT position, caption FROM tables WHERE capture_id = ? ORDER BY position"
_FILES = (
    "SELECT l.text, l.url, l.media, a.id, a.file_name, a.media_type, a.bytes, a.sha256"
    " FROM article_attachments l LEFT JOIN attachments a ON a.id = l.attachment_id"
    " WHERE l.article_id = ? ORDER BY l.position"
)
_RELATED = (
    "SELECT r.title, r.related_url, a.id, a.published_date FROM related_articles r"
    " LEFT JOIN article_urls u ON u.url = r.related_url"
    " LEFT JOIN articles a ON a.id = u.article_id WHERE r.article_id = ? ORDER BY r.position"
)
_HIDDEN = (
    "SELECT reason, hidden_at FROM hidden_addresses"
    " WHERE article_id = ? AND attachment_id IS NULL ORDER BY url LIMIT 1"
)
_DEPARTMENT = (
    "SELECT name FROM site_details WHERE name IS NOT NULL ORDER BY observed_at DESC LIMIT 1"
)


@dataclass(frozen=True, slots=True)
class ArticleView:
    """Rows: the article as it is now, the `shown` version, and everything that hangs on it.

    `versions` in order of time, `views` too; `captures` newest first; `capture` is the one that
    the shown version was first seen in; `hidden` says why the words are not shown.
    """

    article: sqlite3.Row
    shown: sqlite3.Row
    versions: list[sqlite3.Row]
    removals: list[sqlite3.Row]
    views: list[sqlite3.Row]
    capture: sqlite3.Row | None
    captures: list[sqlite3.Row]
    tables: list[sqlite3.Row]
    files: list[sqlite3.Row]
    related: list[sqlite3.Row]
    documents: list[sqlite3.Row]
    hidden: sqlite3.Row | None
    department: str | None

    @property
    def is_newest(self) -> bool:
        """Whether the shown version is the newest."""
        return bool(self.shown["version"] == self.versions[-1]["version"])


def new_id(connection: sqlite3.Connection, old_id: int) -> int | None:
    """The id of the article that was `old_id` before it was found to be one with another."""
    found = connection.execute(_ALIAS, [old_id]).fetchone()
    return int(found[0]) if found else None


def article_view(
    connection: sqlite3.Connection, article_id: int, at: str | None = None
) -> ArticleView | None:
    """The article with the version that stood at `at` (as `standing`); None where none is."""
    article = connection.execute(_ARTICLE, [article_id]).fetchone()
    versions = versions_of(connection, article_id)
    if article is None or not versions:
        return None
    shown = read_version(connection, article_id, standing(versions, at)["observed_at"])

    def rows(sql: str, value: int = article_id) -> list[sqlite3.Row]:
        return connection.execute(sql, [value]).fetchall()

    department = connection.execute(_DEPARTMENT).fetchone()
    return ArticleView(
        article=article,
        shown=shown,
        versions=versions,
        removals=rows(_REMOVALS),
        views=rows(_VIEWS)[::-1],
        capture=connection.execute(_CAPTURE, [shown["capture_id"]]).fetchone(),
        captures=rows(_CAPTURES),
        tables=rows(_TABLES, shown["capture_id"]),
        files=rows(_FILES),
        related=rows(_RELATED),
        documents=documents_of(connection, article_id),
        hidden=connection.execute(_HIDDEN, [article_id]).fetchone(),
        department=department[0] if department else None,
    )
