"""`/bai-viet/<id>/phien-ban`: every version of an article, any two compared word by word."""

import sqlite3
from typing import Any

from datasette import hookimpl
from datasette.app import Datasette
from datasette.utils.asgi import Request, Response

from archive.views.articleview import new_id
from archive.views.comparison import Comparison, comparison
from archive.views.parameters import read_id
from archive.views.readerpages import NO_ARTICLE, Missing, readers


async def versions(datasette: Datasette, request: Request) -> Response:
    """`cu` and `moi` are times of versions; by default the last two."""
    article_id = read_id(request.url_vars["id"])
    if article_id is None:
        raise Missing(NO_ARTICLE)

    def read(connection: sqlite3.Connection) -> Comparison | int | None:
        found = comparison(connection, article_id, request.args.get("cu"), request.args.get("moi"))
        return found or new_id(connection, article_id)

    found = await readers(datasette).run(read)
    if found is None:
        raise Missing(NO_ARTICLE)
    if isinstance(found, int):
        query = f"?{request.query_string}" if request.query_string else ""
        target = datasette.urls.path(f"/bai-viet/{found}/phien-ban{query}")
        return Response.redirect(target, status=301)
    context = {"compared": found, "article_id": article_id}
    page = await datasette.render_template("versions.html", context, request=request)
    return Response.html(page)


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    """One page."""
    return [(r"^/bai-viet/(?P<id>[^/.]+)/phien-ban$", versions)]
