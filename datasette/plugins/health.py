"""`/tinh-trang` and `/tinh-trang.json`: whether the archive is well, for people and monitors."""

from functools import partial
from typing import Any

from datasette import hookimpl
from datasette.app import Datasette
from datasette.utils.asgi import Request, Response

from archive.health.health import Health, health
from archive.times import now
from archive.views.readerpages import readers

HEADERS = {"Cache-Control": "no-cache"}


async def page(datasette: Datasette, request: Request) -> Response:
    """For people."""
    context = {"health": await _health(datasette)}
    body = await datasette.render_template("health.html", context, request=request)
    return Response.html(body, headers=HEADERS)


async def as_json(datasette: Datasette, request: Request) -> Response:
    """For a monitor: status 200 whatever `healthy` is, so that an answer is told from none."""
    return Response.json((await _health(datasette)).as_json(), headers=HEADERS)


async def _health(datasette: Datasette) -> Health:
    return await readers(datasette).run(partial(health, now=now()))


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    """Both."""
    return [(r"^/tinh-trang$", page), (r"^/tinh-trang\.json$", as_json)]
