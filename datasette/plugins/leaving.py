"""A download whose client has left ends.

Datasette would go on making the rest of a large CSV for nobody.
"""

import asyncio
from collections.abc import Callable
from contextlib import suppress

from datasette import hookimpl
from datasette.app import Datasette

from archive.views.asgi import App, Message, Receive, Send

DOWNLOADS = ".csv"


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
                await asyncio.wait({work, gone}, return_when=asyncio.FIRST_COMPLETED)
            finally:
                for task in (gone, work):  # the second may raise what the page has raised
                    task.cancel()
                    with suppress(asyncio.CancelledError):
                        await task

        return wrapped

    return wrap
