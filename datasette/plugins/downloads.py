"""A download as CSV is whole: every row of a table or a query, as they were at one moment.

Datasette 0.65 gives 1,000 rows of a query and does not say so, cuts a file at 100 MB with a line in
it, and asks for a table page by page, each at another moment: 400,000 counters came at 500 rows a
second. Here one statement is read to its end and sent in large pieces. What asks for one page, by
`_next` or by a `_size` in figures, gets that page.
"""

import asyncio
import re
import sqlite3
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import closing
from functools import wraps
from itertools import islice
from pathlib import Path
from typing import Any

from datasette.app import Datasette
from datasette.database import QueryInterrupted
from datasette.utils import sqlite_timelimit
from datasette.utils.asgi import AsgiStream, AsgiWriter, Request, Response
from datasette.views.base import DatasetteError, DataView
from datasette.views.row import RowView

from archive.db.database import connect_to_read
from archive.views.inplace import Function, wrap

# Read at a time, whichever comes first. A slow client keeps them and its connection's cache: with
# eight times the characters and 16 MB of cache, forty took 600 MB.
ROWS, CHARACTERS = 1_000, 2**19
CACHE_KIB = 1_024
STEP_SECONDS, MOST_SECONDS = 5.0, 120.0  # of SQLite's work: for as many, for the whole download
PIECE = 2**16  # characters sent at a time
ALL_AS_A_FILE = ("_stream", "_dl")  # a browser would lay out 100 MB of plain text
SIZE = "_size"  # rows of a page
INTERRUPTED = ("interrupted",)
NO_SQL = "A database is no table: ask for one of its tables, or by ?sql="
TOO_LONG = "The SQL took too long: narrow it, or run it on a copy of archive.db"
_LIMIT = re.compile(r" limit \d+$")

Row = list[Any]
Page = dict[str, Any]
Stream = Callable[[Any], Awaitable[None]]


def _chunks(datasette: Datasette, name: str, sql: str, values: Any) -> Iterator[list[Row]]:  # noqa: ANN401
    """The rows of a statement, some at a time; none at the end.

    Raises:
        QueryInterrupted: SQLite was at work for too long.
    """
    path, left = Path(datasette.databases[name].path), MOST_SECONDS
    with closing(connect_to_read(path, check_same_thread=False)) as connection:
        datasette._prepare_connection(connection, name)
        connection.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
        cursor, rows = None, [[None]]
        while rows:
            began = time.perf_counter()
            try:
                limit_ms = 1_000 * min(STEP_SECONDS, left)
                with sqlite_timelimit(connection, limit_ms):
                    cursor = cursor or connection.execute(sql, values)
                    rows = _taken(cursor)
            except sqlite3.OperationalError as error:
                if error.args != INTERRUPTED:
                    raise
                raise QueryInterrupted(error, sql, values) from error
            left -= time.perf_counter() - began
            yield rows


def _taken(cursor: sqlite3.Cursor) -> list[Row]:
    rows, room = [], CHARACTERS
    for row in islice(cursor, ROWS):
        rows.append([*row])
        room -= sum(len(value) for value in row if isinstance(value, str | bytes))
        if room < 0:
            break
    return rows


class _Whole:
    """Stands where Datasette's CSV has its view: asked for page after page, it reads on."""

    def __init__(self, view: DataView) -> None:
        self.ds: Datasette = view.ds
        self._view = view
        self._first: Page = {}
        self._chunks: Iterator[list[Row]] = iter(())

    async def data(self, request: Request, _next: str | None = None) -> Response | tuple[Any, ...]:
        """What a view's `data` gives, with the next rows and whether more may follow."""
        if _next is None:
            found = await self._view.data(request, _size=1)  # whether more follow is enough
            if isinstance(found, Response):
                return found
            self._first = _answered(found[0])
            if not (self._first.get("next") or self._first["truncated"]):
                return found[:3]
            self._chunks = self._statement()
        try:
            rows = await self._rows()
        except (sqlite3.Error, QueryInterrupted) as error:
            if _next is None:
                raise
            # Datasette would write the error into the file; one that breaks off is seen to be cut.
            raise asyncio.CancelledError from error
        more = "more" if rows else None
        return {**self._first, "rows": await self._labelled(rows), "next": more}, None, None

    def _statement(self) -> Iterator[list[Row]]:
        query, database = self._first["query"], self._first["database"]
        sql = query["sql"]
        if self._first.get("table"):
            sql = _LIMIT.sub("", sql)
        return _chunks(self.ds, database, sql, query["params"])

    async def _rows(self) -> list[Row]:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self.ds.executor, next, self._chunks, [])

    async def _labelled(self, rows: list[Row]) -> list[Row]:
        """What a number refers to beside it, where `_labels` asks for it."""
        names = self._first["columns"]
        for column in self._first.get("expanded_columns") or ():
            n = names.index(column)
            labels = await self.ds.expand_foreign_keys(
                self._first["database"], self._first["table"], column, [row[n] for row in rows]
            )
            for row in rows:
                if row[n] is not None:
                    row[n] = {"value": row[n], "label": labels.get((column, row[n]), "")}
        return rows


def _answered(page: Page) -> Page:
    """The page, unless its SQL failed, which would give an empty file, or there is none."""
    if "columns" not in page:
        raise DatasetteError(NO_SQL, status=400)
    if page.get("error"):
        raise DatasetteError(page["error"], title="Invalid SQL", status=400)
    return page


class _Pieces:
    """Collects what is written, row by row, and sends it in pieces of at least PIECE characters."""

    def __init__(self, writer: AsgiWriter) -> None:
        self._writer = writer
        self._parts: list[str] = []
        self._length = 0

    async def write(self, text: str) -> None:
        """Datasette's CSV calls this for each row."""
        self._parts.append(text)
        self._length += len(text)
        if self._length >= PIECE:
            await self.flush()

    async def flush(self) -> None:
        """Send what is there."""
        await self._writer.write("".join(self._parts))
        self._parts, self._length = [], 0


def _all_of_it(theirs: Function) -> Function:
    """Datasette's own still writes the file."""

    @wraps(theirs)
    async def as_csv(self: DataView, request: Request, database: str) -> Response | AsgiStream:
        one_page = "_next" in request.args or request.args.get(SIZE, "max") != "max"
        if one_page or isinstance(self, RowView):
            return await theirs(self, request, database)
        try:
            response = await theirs(_Whole(self), _asked_for_all(request), database)
        except QueryInterrupted as error:
            raise DatasetteError(TOO_LONG, title="SQL Interrupted", status=400) from error
        if isinstance(response, AsgiStream):
            is_asked = request.method != "HEAD"
            response.stream_fn = _in_pieces(response.stream_fn) if is_asked else _nothing
        return response

    return as_csv


async def _nothing(_writer: AsgiWriter) -> None:
    """All that HEAD asks for; Datasette would make the whole file."""


def _asked_for_all(request: Request) -> Request:
    """The same request in the words in which Datasette is asked for a file of all rows."""
    lacking = (f"{name}=on" for name in ALL_AS_A_FILE if name not in request.args)
    query = "&".join(filter(None, (request.query_string, *lacking)))
    return Request({**request.scope, "query_string": query.encode("latin-1")}, request.receive)


def _in_pieces(stream: Stream) -> Stream:
    async def streamed(writer: AsgiWriter) -> None:
        pieces = _Pieces(writer)
        await stream(pieces)
        await pieces.flush()

    return streamed


wrap(DataView, "as_csv", "self request database", _all_of_it)
