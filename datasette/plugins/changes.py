"""`/thay-doi`: what was edited, removed and put back, newest first; the same as a feed."""

import sqlite3
from functools import partial
from typing import Any
from urllib.parse import urlencode

from datasette import hookimpl
from datasette.app import Datasette
from datasette.utils.asgi import Request, Response

from archive.views import atom
from archive.views.changes import EDIT, NAMES, REMOVAL, RETURN, Change, changes
from archive.views.places import own_site
from archive.views.readerpages import addresses, readers

TITLE = "Thay đổi trên trang gốc"
SINCE = "2020"  # of the ids; it never changes
WORDS = {EDIT: "sua", REMOVAL: "go", RETURN: "dang-lai"}  # of each kind, in addresses
KINDS: dict[str | None, str] = {None: "Tất cả", **NAMES}


async def page(datasette: Datasette, request: Request) -> Response:
    """A page of changes; `loai` is their kind, `sau` the key of the last one before it."""
    behind = request.args.get("sau") or ""
    kind = _kind(request)
    found, more = await readers(datasette).run(partial(changes, behind=behind, only=kind))
    context = {
        "changes": found,
        "rest": _address("/thay-doi", kind, found[-1].key) if more else "",
        "behind": behind,
        "own": _address("/thay-doi", kind),
        "feed": _address("/thay-doi.atom", kind),
        "kinds": [(KINDS[name], _address("/thay-doi", name), name == kind) for name in KINDS],
    }
    html = await datasette.render_template("changes.html", context, request=request)
    return Response.html(html)


async def feed(datasette: Datasette, request: Request) -> Response:
    """The newest changes as Atom; `loai` is their kind."""
    kind = _kind(request)

    def read(connection: sqlite3.Connection) -> tuple[str, list[Change]]:
        return own_site(connection).origin, changes(connection, only=kind)[0]

    site, found = await readers(datasette).run(read)

    absolute = addresses(datasette, request)
    entries = [_entry(change, site, absolute(_path(change))) for change in found]
    title = f"{TITLE}: {KINDS[kind].lower()}" if kind else TITLE
    body = atom.feed(
        atom.tag(site, SINCE, _address("thay-doi", kind)),
        f"{title} – {datasette.metadata('title')}",
        datasette.metadata("title"),
        found[0].at if found else atom.NEVER,
        absolute(_address("/thay-doi.atom", kind)),
        absolute(_address("/thay-doi", kind)),
        entries,
    )
    return Response(body, content_type=atom.CONTENT_TYPE)


def _kind(request: Request) -> str | None:
    """The kind that is asked for; None for all."""
    asked = request.args.get("loai")
    return next((kind for kind, word in WORDS.items() if word == asked), None)


def _address(path: str, kind: str | None, behind: str = "") -> str:
    asked = {"loai": WORDS[kind] if kind else "", "sau": behind}
    query = urlencode({name: value for name, value in asked.items() if value})
    return f"{path}{'?' if query else ''}{query}"


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
