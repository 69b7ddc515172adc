"""Every row of every table of an archive, for comparing two of them."""

from pathlib import Path

from archive.db.database import connect

# The index's own tables: the same rows may lie in other segments.
_INDEX = "articles_fts"
# What two crawls of the same pages cannot share: which run it was, and when.
Rows = dict[str, list[str]]


def dump(path: Path) -> Rows:
    """Rows as text by table, sorted; the search index is checked against its table."""
    db = connect(path)
    names = [n for n in db.table_names() if not n.startswith((_INDEX, "sqlite_"))]
    rows = {
        name: sorted(repr(row) for row in db.execute(f"SELECT * FROM {name}")) for name in names
    }
    db.execute(f"INSERT INTO {_INDEX} ({_INDEX}, rank) VALUES ('integrity-check', 1)")
    db.conn.close()
    return rows
