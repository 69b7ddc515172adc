"""`/url/<address>` and `/timemap/link/<address>`: any address that the old site had."""

import sqlite3
from functools import partial
from typing import Any
from urllib.parse import unquote

from datasette import hookimpl
from datasette.app import Datasette
from datasette.utils.asgi import Request, Response

from archive.views import memento
from archive.views.captureview import captures_of
from archive.views.oldaddress import captures_path, leads_to
from archive.views.places import here, own_site, url_path
from archive.views.readerpages import Missing, addresses, readers
from scraper.sources.hosts import on_site

NONE = "Kho không có bản lưu nào của địa chỉ này."


async def address(datasette: Datasette, request: Request) -> Response:
    """To the article that the address showed, else to its captures, else to its file."""
    url = _asked(request)
    found = await readers(datasette).run(partial(_leads_to, url))
    return Response.redirect(datasette.urls.path(found or captures_path(url)))


async def timemap(datasette: Datasette, request: Request) -> Response:
    """All captures of the address, in the form of RFC 7089."""
    url = _asked(request)
    rows = await readers(datasette).run(partial(_captures, url))
    if not rows:
        raise Missing(NONE)

    absolute = addresses(datasette, request)

    def place(row: sqlite3.Row) -> str:
        return absolute(f"/ban-luu/{row['id']}/trang")

    own = absolute(f"/timemap/link{url_path(url).removeprefix('/url')}")
    text = memento.timemap(rows[0]["url"], rows, place, own)
    return Response(text, content_type=memento.LINK_FORMAT)


def _asked(request: Request) -> str:
    """The address in the path, with the query that belongs to it.

    One as a person pastes it or as a link here writes it; a server in between may have made one
    slash of two.
    """
    text = request.url_vars["address"]
    if request.query_string:
        text += f"?{request.query_string}"
    if not text.lower().startswith(("http:", "https:")):
        text = unquote(text) if text.lower().startswith(("http%3a", "https%3a")) else text
    scheme, colon, rest = text.partition(":")
    if scheme.lower() in ("http", "https") and colon:
        return f"{scheme}://{rest.lstrip('/')}"
    return text


def _leads_to(url: str, connection: sqlite3.Connection) -> str | None:
    site = own_site(connection)
    return leads_to(connection, here(_whole(url, connection), site), site)


def _captures(url: str, connection: sqlite3.Connection) -> list[sqlite3.Row]:
    return captures_of(connection, _whole(url, connection), own_site(connection))


def _whole(url: str, connection: sqlite3.Connection) -> str:
    """An address without its scheme is the old site's: `host/path`, or a path."""
    if "://" in url:
        return url
    site = own_site(connection)
    return on_site(f"https://{url}", site) or f"{site.origin}/{url.lstrip('/')}"


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    """Both take the whole rest of the path."""
    return [(r"^/url/(?P<address>.+)$", address), (r"^/timemap/link/(?P<address>.+)$", timemap)]
