"""The versions of an article: all in order of time, and which of them stood at a moment."""

import sqlite3

_LIST = (
    "SELECT version, observed_at, capture_id, title FROM article_versions WHERE article_id = ?"
    " ORDER BY observed_at"
)
_ONE = "SELECT * FROM article_versions WHERE article_id = ? AND observed_at = ?"


def versions_of(connection: sqlite3.Connection, article_id: int) -> list[sqlite3.Row]:
    """Number, time, capture and title of each; none where there is no such article."""
    return connection.execute(_LIST, [article_id]).fetchall()


def read_version(connection: sqlite3.Connection, article_id: int, observed_at: str) -> sqlite3.Row:
    """All of the version of this very time, which is there."""
    found: sqlite3.Row = connection.execute(_ONE, [article_id, observed_at]).fetchone()
    return found


def standing(versions: list[sqlite3.Row], at: str | None) -> sqlite3.Row:
    """The one that stood at the moment `at`; the first where none did yet, the newest for None."""
    before = [version for version in versions if at is None or version["observed_at"] <= at]
    return (before or versions[:1])[-1]
