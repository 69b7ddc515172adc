"""What no page can answer is refused before any is asked: this site is there to be read.

Datasette takes every method for GET on pages of plugins, and fails with a traceback where a host, a
cookie or a protocol is not what it expects.
"""

import re
from collections.abc import Callable
from http.cookies import CookieError, SimpleCookie

from datasette import hookimpl
from datasette.app import Datasette
from datasette.utils.asgi import Response

from archive.views.asgi import App, Message, Receive, Send

METHODS = ("GET", "HEAD")
SIGNED_IN = "/-/"  # Datasette's own forms, for who runs it with --root
# It stands in links, feeds and headers.
HOST = re.compile(r"(?:[\w.-]+|\[[\da-f:.]+\])?(?::\d{1,5})?", re.ASCII | re.IGNORECASE)
BACKSLASH = b"\\"  # browsers take it for a slash, and two for another host
ONLY_READ = "Method not allowed: this site is there to be read."
NO_HOST = "The Host header is no host."
NO_PATH = "The address is none."
Headers = list[tuple[bytes, bytes]]


@hookimpl
def asgi_wrapper(datasette: Datasette) -> Callable[[App], App]:
    """Inside what adds the security headers, outside everything else."""
    own_forms = datasette.setting("base_url").rstrip("/") + SIGNED_IN

    def wrap(app: App) -> App:
        async def wrapped(scope: Message, receive: Receive, send: Send) -> None:
            if scope["type"] == "websocket":
                await send({"type": "websocket.close"})
                return
            if scope["type"] == "http":
                if refusal := _refusal(scope, own_forms):
                    await refusal.asgi_send(send)
                    return
                scope = {**scope, "headers": _readable(scope["headers"])}
            await app(scope, receive, send)

        return wrapped

    return wrap


def _refusal(scope: Message, own_forms: str) -> Response | None:
    if scope["method"] not in METHODS and not scope["path"].startswith(own_forms):
        return Response.text(ONLY_READ, status=405, headers={"Allow": ", ".join(METHODS)})
    hosts = [value.decode("latin-1") for name, value in scope["headers"] if name == b"host"]
    if not all(map(HOST.fullmatch, hosts)):
        return Response.text(NO_HOST, status=400)
    if BACKSLASH in scope.get("raw_path", b""):
        return Response.text(NO_PATH, status=400)
    return None


def _readable(headers: Headers) -> Headers:
    """Without cookies that cannot be read."""
    return [(n, value) for n, value in headers if n != b"cookie" or _is_cookie(value)]


def _is_cookie(value: bytes) -> bool:
    """Datasette reads it as one charset, its guard of forms as another."""
    try:
        for charset in ("latin-1", "utf-8"):
            SimpleCookie(value.decode(charset))
    except (CookieError, UnicodeDecodeError):
        return False
    return True
