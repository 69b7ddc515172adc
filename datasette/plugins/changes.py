"""`/thay-doi`: what was edited, removed and put back, newest first; the same as a feed."""

import sqlite3
from typing import Any
from urllib.parse import urlencode

from datasette import hookimpl
from datasette.app import Datasette
from datasette.utils.asgi import Request, Response

from archive.views import atom
from archive.views.changes import EDIT, NAMES, Change, changes
from archive.views.places import own_site
from archive.views.readerpages import addresses, readers

TITLE = "Thay đổi trên trang gốc"
SINCE = "2020"  # of the ids; it never changes


async def page(datasette: Datasette, request: Request) -> Response:
    """A page of changes; `sau` is the key of the last one before it."""
    behind = request.args.get("sau") or ""
    found, more = await readers(datasette).run(lambda connection: changes(connection, behind))
    rest = urlencode({"sau": found[-1].key}) if more else ""
    context = {"changes": found, "rest": rest, "behind": behind, "edit": EDIT}
    html = await datasette.render_template("changes.html", context, request=request)
    return Response.html(html)


async def feed(datasette: Datasette, request: Request) -> Response:
    """The newest changes as Atom."""

    def read(connection: sqlite3.Connection) -> tuple[str, list[Change]]:
        return own_site(connection).origin, changes(connection)[0]

    site, found = await readers(datasette).run(read)

    absolute = addresses(datasette, request)
    entries = [_entry(change, site, absolute(_path(change))) for change in found]
    body = atom.feed(
        atom.tag(site, SINCE, "thay-doi"),
        f"{TITLE} – {datasette.metadata('title')}",
        datasette.metadata("title"),
        found[0].at if found else atom.NEVER,
        absolute("/thay-doi.atom"),
        absolute("/thay-doi"),
        entries,
    )
    return Response(body, content_type=atom.CONTENT_TYPE)


def _entry(change: Change, site: str, link: str) -> atom.Entry:
    return atom.Entry(
        id=atom.tag(site, SINCE, f"thay-doi/{change.article_id}/{change.kind}/{change.at}"),
        title=f"{NAMES[change.kind]}: {change.title}",
        updated=change.at,
        link=link,
        summary=change.summary,
    )


def _path(change: Change) -> str:
    if change.kind == EDIT and change.before:
        query = urlencode({"cu": change.before, "moi": change.at}, safe=":")
        return f"/bai-viet/{change.article_id}/phien-ban?{query}"
    return f"/bai-viet/{change.article_id}"


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    """The page and its feed."""
    return [(r"^/thay-doi$", page), (r"^/thay-doi\.atom$", feed)]
