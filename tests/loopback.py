"""Servers on loopback, and a small site there whose every answer a test decides."""

import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self


@dataclass(frozen=True)
class Reply:
    body: bytes | str = ""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    media_type: str = "text/html; charset=UTF-8"
    cut: bool = False  # close the connection in the middle of the body


@dataclass(frozen=True)
class Asked:
    at: float  # time.monotonic()
    path: str
    headers: dict[str, str]


Pages = dict[str, Reply] | Callable[[str], Reply | None]


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ANN401
        """A client that goes away is no error; anything else is shown."""
        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(request, client_address)


class Serving:
    """Serves on a port of loopback, with handlers of the class `handler`, while it is entered."""

    def listen(self, handler: type[BaseHTTPRequestHandler]) -> None:
        self.asked: list[Asked] = []
        self._server = _Server(("127.0.0.1", 0), handler)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))

    def note(self, asked: BaseHTTPRequestHandler) -> Asked:
        headers = {name.lower(): value for name, value in asked.headers.items()}
        self.asked.append(Asked(time.monotonic(), asked.path, headers))
        return self.asked[-1]

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"


class Loopback(Serving):
    """Answers by `pages` (path and query, or a function of it); 404 for what it lacks."""

    def __init__(self, pages: Pages) -> None:
        self.pages = pages
        self.listen(self._handler())

    @property
    def paths(self) -> list[str]:
        return [asked.path for asked in self.asked]

    def reply(self, path: str) -> Reply:
        found = self.pages.get(path) if isinstance(self.pages, dict) else self.pages(path)
        return found or Reply("not here", 404)

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        site = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            wbufsize = 65536

            def do_GET(self) -> None:
                site.note(self)
                reply = site.reply(self.path)
                body = reply.body.encode() if isinstance(reply.body, str) else reply.body
                self.send_response(reply.status)
                for name, value in reply.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Type", reply.media_type)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body[: len(body) // 2] if reply.cut else body)
                self.close_connection = reply.cut

            def log_message(self, format: str, *args: object) -> None:
                pass

        return Handler


def page(*links: str, text: str = "Trang mẫu có vài dòng chữ để đọc.") -> Reply:
    """A page of the portal with these links."""
    anchors = "".join(f'<li><a href="{link}">Liên kết mẫu</a></li>' for link in links)
    return Reply(
        "<html><head><title>Trang mẫu</title></head><body class='portlet-boundary'>"
        f"<h1>Trang mẫu</h1><ul>{anchors}</ul><p>{text}</p></body></html>"
    )
