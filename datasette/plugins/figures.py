"""`/thong-ke`: figures, each with a sentence, a chart, its table and its rows as CSV."""

import asyncio
from pathlib import Path
from typing import Any

from datasette import hookimpl
from datasette.app import Datasette
from datasette.utils.asgi import Request, Response

from archive.db.stamp import Stamp, stamp
from archive.figures import articlefigures, officefigures
from archive.figures.figures import Figure, Maker
from archive.views.readerdb import ReaderDb
from archive.views.readerpages import Missing, archive_db, readers
from archive.views.spreadsheet import csv_text

GROUPS: tuple[tuple[str, tuple[Maker, ...]], ...] = (
    ("Thủ tục hành chính",
     (officefigures.department, officefigures.by_field, officefigures.late_by_field)),
    ("Bài viết", (articlefigures.by_month, articlefigures.by_section)),
    ("Người đọc",
     (articlefigures.most_read, articlefigures.views_over_time, officefigures.visits)),
)  # fmt: skip
HEADERS = {"Cache-Control": "max-age=60"}
NO_FIGURE = "Không có số liệu này."
Groups = list[tuple[str, list[Figure]]]


_making = asyncio.Lock()
_made: dict[Path, tuple[Stamp, Groups]] = {}  # of each archive.db that is served: one


async def figures(datasette: Datasette) -> Groups:
    """All figures, made anew where the database has changed, once for all who wait."""
    path = archive_db(datasette)
    async with _making:
        now = stamp(path)
        if path not in _made or _made[path][0] != now:
            _made[path] = now, await _make(readers(datasette))
        return _made[path][1]


async def _make(database: ReaderDb) -> Groups:
    """A figure at a time, so that each has the whole time limit."""
    return [(title, [await database.run(make) for make in makers]) for title, makers in GROUPS]


async def page(datasette: Datasette, request: Request) -> Response:
    """All of them."""
    context = {"groups": await figures(datasette)}
    body = await datasette.render_template("figures.html", context, request=request)
    return Response.html(body, headers=HEADERS)


async def rows(datasette: Datasette, request: Request) -> Response:
    """One figure's rows as CSV."""
    name = request.url_vars["name"]
    found = [f for _, some in await figures(datasette) for f in some if f.name == name]
    if not found:
        raise Missing(NO_FIGURE)
    headers = {**HEADERS, "Content-Disposition": f'attachment; filename="{name}.csv"'}
    text = csv_text([found[0].header, *found[0].rows])
    return Response(text, headers=headers, content_type="text/csv; charset=utf-8")


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    """The page, and each figure's CSV."""
    return [(r"^/thong-ke$", page), (r"^/thong-ke/(?P<name>[^/.]+)\.csv$", rows)]
