"""The archive's own SQL functions, for canned queries and for researchers' SQL."""

import sqlite3
from collections.abc import Callable
from typing import Any

from datasette import hookimpl

from archive.search.marking import excerpt
from archive.search.query import exact_query, loose_query
from archive.views.bounds import bound
from archive.views.sqltexts import replace_functions
from scraper.text import fold

MMAP_BYTES = 256 * 1024 * 1024


def _of_text(function: Callable[..., str]) -> Callable[..., Any]:
    """As SQLite's own functions: NULL for NULL, and numbers as their text."""

    def called(*values: Any) -> str | None:  # noqa: ANN401
        if any(value is None for value in values):
            return None
        return function(
            *(v.decode(errors="replace") if isinstance(v, bytes) else str(v) for v in values)
        )

    return called


@hookimpl
def prepare_connection(conn: sqlite3.Connection) -> None:
    """`fold(text)`, `exact_query(text)`, `loose_query(text)`, `excerpt(text, query)`; limits."""
    bound(conn)
    replace_functions(conn)
    conn.execute(f"PRAGMA mmap_size = {MMAP_BYTES}")
    conn.create_function("fold", 1, _of_text(fold), deterministic=True)
    conn.create_function("exact_query", 1, _of_text(exact_query), deterministic=True)
    conn.create_function("loose_query", 1, _of_text(loose_query), deterministic=True)
    conn.create_function("excerpt", 2, _of_text(excerpt), deterministic=True)
