"""Nobody is told where on the server's disk the archive lies: the path may have a keeper's name.

Datasette has a page of it, and SQLite a table.
"""

import sqlite3
from typing import Any

from datasette import hookimpl
from datasette.utils.asgi import Request, Response

from archive.views.readerpages import Missing

NO_PAGE = "Where databases lie is not told."
TABLE = "pragma_database_list"


def _authorized(action: int, first: str | None, *_: str | None) -> int:
    """Reading that table is an error; Datasette's own statement for it is a PRAGMA."""
    is_told = action == sqlite3.SQLITE_READ and first is not None and first.lower() == TABLE
    return sqlite3.SQLITE_DENY if is_told else sqlite3.SQLITE_OK


async def _nowhere(request: Request) -> Response:
    raise Missing(NO_PAGE)


@hookimpl
def prepare_connection(conn: sqlite3.Connection) -> None:
    """For researchers' SQL."""
    conn.set_authorizer(_authorized)


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    """Stands before Datasette's own."""
    return [(r"^/-/databases(\.json)?$", _nowhere)]
