"""`/van-ban`: the legal documents that articles cite, and where each is cited."""

import sqlite3
from typing import Any
from urllib.parse import urlencode

from datasette import hookimpl
from datasette.app import Datasette
from datasette.utils.asgi import Request, Response

from archive.errors import ArchiveError
from archive.views.cited import any_documents, cited_documents, document_view
from archive.views.parameters import read_id, read_page
from archive.views.readerpages import Missing, readers

NO_DOCUMENT = "Kho không có văn bản này."
LAST_PAGE = 500
LONGEST = 100  # letters of a number that is looked for


async def documents(datasette: Datasette, request: Request) -> Response:
    """The most cited first; `q` is a part of a number, with marks or without."""
    sought = (request.args.get("q") or "").replace("\x00", "")[:LONGEST]
    page = read_page(request.args.get("page") or "", LAST_PAGE)
    found, more = await readers(datasette).run(lambda db: cited_documents(db, sought, page))
    context = {
        "documents": found,
        "sought": sought,
        "before": _query(sought, page - 1) if page > 1 else None,
        "after": _query(sought, page + 1) if more and page < LAST_PAGE else None,
    }
    return Response.html(await datasette.render_template("documents.html", context, request))


async def document(datasette: Datasette, request: Request) -> Response:
    """One document, with the words around each place that cites it."""
    document_id = read_id(request.url_vars["id"])
    view = None
    if document_id is not None:
        view = await readers(datasette).run(lambda db: document_view(db, document_id))
    if view is None:
        raise Missing(NO_DOCUMENT)
    return Response.html(await datasette.render_template("document.html", {"view": view}, request))


def _query(sought: str, page: int) -> str:
    wanted = {"q": sought, "page": page if page > 1 else ""}
    query = urlencode({name: value for name, value in wanted.items() if value})
    return f"?{query}" if query else ""


@hookimpl
def extra_template_vars(datasette: Datasette) -> dict[str, Any]:
    """`has_documents()`: whether there is anything that the navigation should lead to."""

    async def has_documents() -> bool:
        try:
            return await readers(datasette).run(any_documents)
        except (sqlite3.DatabaseError, ArchiveError):  # the page that needs it says what is wrong
            return False

    return {"has_documents": has_documents}


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    """The list and a page for each."""
    return [(r"^/van-ban$", documents), (r"^/van-ban/(?P<id>[^/.]+)$", document)]
