"""One table of an article's version, as rows of cells."""

import json
import sqlite3

from archive.views.versions import standing, versions_of

_TABLE = "SELECT header, rows FROM tables WHERE capture_id = ? AND position = ?"


def table_rows(
    connection: sqlite3.Connection, article_id: int, at: str | None, position: int
) -> list[list[str]] | None:
    """Header, where there is one, and rows of the table at `position`; None where none is."""
    versions = versions_of(connection, article_id)
    if not versions:
        return None
    found = connection.execute(_TABLE, [standing(versions, at)["capture_id"], position]).fetchone()
    if found is None:
        return None
    header, rows = (json.loads(part) for part in found)
    return [header, *rows] if header else list(rows)
