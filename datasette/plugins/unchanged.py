"""What a reader has already is not sent again (RFC 9110, 8.8 and 13): a feed reader asks for hours.

Whole answers get an ETag of their bytes and their length; one that is sent as it is made gets
neither. Ranges are not served, and nothing says that they are.
"""

from collections.abc import Callable
from hashlib import sha256

from datasette import hookimpl
from datasette.app import Datasette

from archive.views.asgi import App, Message, Receive, Send

LARGEST = 2**20  # bytes that are put together where an answer comes in pieces
LENGTH, TAG = b"content-length", b"etag"
ABOUT_THE_BODY = (LENGTH, b"content-type", b"content-disposition")  # which a 304 has none of
READING = ("GET", "HEAD")
ANY, WEAK = b"*", b"W/"
Headers = list[tuple[bytes, bytes]]


class _Answer:
    """Holds an answer back until it is whole, or known to be too large for that."""

    def __init__(self, scope: Message, send: Send) -> None:
        self._known = _tags(scope["headers"])
        self._is_head = scope["method"] == "HEAD"
        self._send = send
        self._start: Message | None = None
        self._body = b""

    async def take(self, message: Message) -> None:
        """In place of the server's `send`."""
        if message["type"] == "http.response.start":
            if message["status"] == 200:
                self._start = message
                return
        elif self._start is not None:
            await self._part(message)
            return
        await self._send(message)

    async def end(self) -> None:
        """Let go of an answer that never got its body, so that it is seen to be cut."""
        if self._start is not None:
            await self._send(self._start)

    async def _part(self, message: Message) -> None:
        assert self._start is not None
        self._body += message.get("body", b"")
        is_small = _length(self._start) <= LARGEST
        if message.get("more_body") and is_small:
            return
        start, self._start = self._start, None
        is_unknown = self._is_head and not self._body  # Datasette leaves the page itself out
        if message.get("more_body") or is_unknown:
            await self._send(start)
            await self._send({**message, "body": self._body})
            return
        for one in _whole(start, self._body, self._known):
            await self._send(one)


def _whole(start: Message, body: bytes, known: set[bytes]) -> tuple[Message, Message]:
    headers = [(name.lower(), value) for name, value in start["headers"]]
    there = dict(headers)
    tag = there.get(TAG) or b'"%s"' % sha256(body).hexdigest()[:32].encode()
    headers += [] if TAG in there else [(TAG, tag)]
    end = {"type": "http.response.body", "body": body}
    if tag.removeprefix(WEAK) in known or ANY in known:
        kept = [(name, value) for name, value in headers if name not in ABOUT_THE_BODY]
        return {**start, "status": 304, "headers": kept}, {**end, "body": b""}
    headers += [] if LENGTH in there else [(LENGTH, str(len(body)).encode())]
    return {**start, "headers": headers}, end


def _length(start: Message) -> int:
    """The length that is said; of what is sent as it is made, too large to wait for."""
    said = {name.lower(): value for name, value in start["headers"]}.get(LENGTH, b"")
    return int(said) if said.isdigit() else LARGEST + 1


def _tags(headers: Headers) -> set[bytes]:
    """The tags of If-None-Match; of bytes that are compared whole, weak ones are as good."""
    listed = b",".join(value for name, value in headers if name == b"if-none-match")
    return {tag.strip().removeprefix(WEAK) for tag in listed.split(b",")} - {b""}


@hookimpl
def asgi_wrapper(datasette: Datasette) -> Callable[[App], App]:
    """Only around what is asked for to be read."""

    def wrap(app: App) -> App:
        async def wrapped(scope: Message, receive: Receive, send: Send) -> None:
            if scope["type"] != "http" or scope["method"] not in READING:
                await app(scope, receive, send)
                return
            answer = _Answer(scope, send)
            try:
                await app(scope, receive, answer.take)
            finally:
                await answer.end()

        return wrapped

    return wrap
