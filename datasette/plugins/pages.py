"""The home page, and the pages that say what this archive is and what its columns mean."""

from typing import Any

from datasette import hookimpl
from datasette.app import Datasette
from datasette.utils.asgi import Request, Response

from archive.db.tables import TABLES, about, columns
from archive.db.units import UNITS_VI
from archive.views.about import about_view
from archive.views.homeview import home_view
from archive.views.readerpages import readers

HEADERS = {"Cache-Control": "max-age=60"}


async def home(datasette: Datasette, request: Request) -> Response:
    """What the archive holds, its newest articles and changes, its years, and a search box."""
    context = {"view": await readers(datasette).run(home_view)}
    return await _page(datasette, request, "home.html", context)


async def what_it_is(datasette: Datasette, request: Request) -> Response:
    """Method, coverage, gaps, corrections and rights, in Vietnamese and English."""
    context = {"view": await readers(datasette).run(about_view)}
    return await _page(datasette, request, "about.html", context)


async def dictionary(datasette: Datasette, request: Request) -> Response:
    """Every table and column, from the very list that the database is made from."""
    tables = [(about(t), columns(t)) for t in TABLES if not about(t).hidden]
    return await _page(datasette, request, "dictionary.html", {"tables": tables, "units": UNITS_VI})


async def _page(
    datasette: Datasette, request: Request, template: str, context: dict[str, Any]
) -> Response:
    body = await datasette.render_template(template, context, request=request)
    return Response.html(body, headers=HEADERS)


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    """`/` stands before Datasette's own home page, which moves to /archive."""
    return [(r"^/$", home), (r"^/gioi-thieu$", what_it_is), (r"^/tu-dien$", dictionary)]
