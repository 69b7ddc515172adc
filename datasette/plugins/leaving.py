"""A download ends whose client has left, or takes it too slowly.

Datasette would go on making the rest of a large CSV for nobody. And a file is of one moment: for as
long as it is read, SQLite's log of what is written meanwhile can only grow.
"""

import asyncio
from collections.abc import Callable
from contextlib import suppress

from datasette import hookimpl
from datasette.app import Datasette

from archive.views.asgi import App, Message, Receive, Send

DOWNLOADS = ".csv"
MOST_SECONDS = 3_600  # 100 MB at 28 KB a second


async def _gone(receive: Receive) -> None:
    """Returns once the client has left."""
    while (await receive())["type"] != "http.disconnect":
        pass


@hookimpl
def asgi_wrapper(datasette: Datasette) -> Callable[[App], App]:
    """Only around CSV: nothing reads a body there."""

    def wrap(app: App) -> App:
        async def wrapped(scope: Message, receive: Receive, send: Send) -> None:
            if not scope.get("path", "").endswith(DOWNLOADS) or scope.get("method") != "GET":
                await app(scope, receive, send)
                return
            work = asyncio.ensure_future(app(scope, receive, send))
            gone = asyncio.ensure_future(_gone(receive))
            try:
                first = asyncio.FIRST_COMPLETED
                await asyncio.wait({work, gone}, timeout=MOST_SECONDS, return_when=first)
            finally:
                for task in (gone, work):
                    task.cancel()
                await asyncio.wait({gone})
                with suppress(asyncio.CancelledError):
                    await work  # raises what the page has raised

        return wrapped

    return wrap
