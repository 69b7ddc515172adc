"""The replica over real HTTP on loopback: keep-alive, gzip, chunks, validators."""

import gzip
import hashlib
import socket
import sys
import threading
from datetime import UTC
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar

from scraper.replica import breakages, recipe, router
from scraper.replica.messages import Answer, visit
from scraper.replica.portal import Portal

_GZIP_LEVEL = 1
_GZIP_FROM = 1_024
_CHUNK = 16_384
_PORTAL_HEADERS = (
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "SAMEORIGIN"),
    ("X-XSS-Protection", "1"),
    ("Liferay-Portal", "Liferay Community Edition Portal 7.3.3 CE GA4 (Athanasius / Build 7303)"),
)
_PAGE_HEADERS = (
    ("Expires", "Thu, 01 Jan 1970 00:00:00 GMT"),
    ("Cache-Control", "private, no-cache, no-store, must-revalidate"),
    ("Pragma", "no-cache"),
)


class Server(ThreadingHTTPServer):
    """Listens on loopback; every connection is closed when it stops."""

    daemon_threads = False
    request_queue_size = 128

    def __init__(self, portal: Portal, port: int) -> None:
        self.portal = portal
        self.requests: list[tuple[str, str]] = []
        self.stopping = threading.Event()
        self._open: set[socket.socket] = set()
        super().__init__(("127.0.0.1", port), Handler)

    def get_request(self) -> tuple[socket.socket, Any]:
        """Remembers the connection, so that `stop` can end it."""
        connection, address = super().get_request()
        self._open.add(connection)
        return connection, address

    def shutdown_request(self, request: Any) -> None:  # noqa: ANN401
        """Forgets a connection that is over."""
        self._open.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ANN401
        """A client that goes away is no error here; anything else is shown."""
        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(request, client_address)

    def stop(self) -> None:
        """Ends serving and all connections."""
        self.stopping.set()
        self.shutdown()
        for connection in list(self._open):
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue
        self.server_close()


class Handler(BaseHTTPRequestHandler):
    """One connection."""

    protocol_version = "HTTP/1.1"
    wbufsize = 65_536
    disable_nagle_algorithm = True
    server: Server
    _NO_BODY: ClassVar = (204, 304)

    def do_GET(self) -> None:
        """A page, file or failure."""
        portal = self.server.portal
        self.server.requests.append((self.command, self.path))
        nth = len(self.server.requests)
        asked = visit(self.path, dict(self.headers.items()), portal.next_serial())
        fault = portal.breakage
        if fault and nth > fault.after and asked.raw_path.startswith(fault.path):
            found = breakages.broken(portal, asked, fault)
            self._send(found or router.answer(portal, asked), asked.language, fault.kind)
        else:
            self._send(router.answer(portal, asked), asked.language)

    def do_HEAD(self) -> None:
        """As a GET, without the body."""
        self.do_GET()

    def do_POST(self) -> None:
        """Forms (polls, login) are not taken."""
        self.server.requests.append((self.command, self.path))
        self.close_connection = True
        self._send(Answer(b"", 403), "vi")

    def date_time_string(self, timestamp: float | None = None) -> str:
        """The replica's own clock."""
        return format_datetime(self.server.portal.clock.astimezone(UTC), usegmt=True)

    def version_string(self) -> str:
        """What answers for the portal."""
        return "nginx"

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: `requests` has it all."""

    def _send(self, answer: Answer, language: str, fault: str = "") -> None:
        etag = f'W/"{hashlib.sha1(answer.body).hexdigest()[:20]}"'
        if answer.static and self._has_it(etag):
            answer = Answer(b"", 304, answer.media_type, answer.headers, static=True)
        body, encoding = self._encoded(answer)
        self.send_response(answer.status)
        for name, value in (*_PORTAL_HEADERS, *answer.headers):
            self.send_header(name, value)
        if answer.static:
            self.send_header("ETag", etag)
            self.send_header("Last-Modified", _last_modified())
            self.send_header("Cache-Control", "private, max-age=43200")
        else:
            self._page_headers(language)
        if answer.status not in self._NO_BODY:
            self.send_header("Content-Type", answer.media_type)
            if encoding:
                self.send_header("Content-Encoding", encoding)
                self.send_header("Vary", "Accept-Encoding")
        self._send_body(body, answer, fault, chunked=bool(encoding))

    def _page_headers(self, language: str) -> None:
        for name, value in _PAGE_HEADERS:
            self.send_header(name, value)
        locale = "en_US" if language == "en" else "vi_VN"
        self.send_header("Set-Cookie", "COOKIE_SUPPORT=true; Max-Age=31536000; Path=/; HttpOnly")
        self.send_header("Set-Cookie", f"GUEST_LANGUAGE_ID={locale}; Max-Age=31536000; Path=/")
        if "JSESSIONID" not in self.headers.get("Cookie", ""):
            session = hashlib.md5(repr(self.client_address).encode()).hexdigest().upper()
            self.send_header("Set-Cookie", f"JSESSIONID={session}; Path=/; HttpOnly")

    def _has_it(self, etag: str) -> bool:
        if known := self.headers.get("If-None-Match"):
            return etag in known
        since = self.headers.get("If-Modified-Since")
        return since == _last_modified()

    def _encoded(self, answer: Answer) -> tuple[bytes, str]:
        accepted = "gzip" in self.headers.get("Accept-Encoding", "")
        textual = answer.media_type.startswith("text/") or "xml;" in answer.media_type
        if accepted and textual and len(answer.body) >= _GZIP_FROM:
            return gzip.compress(answer.body, _GZIP_LEVEL, mtime=0), "gzip"
        return answer.body, ""

    def _send_body(self, body: bytes, answer: Answer, fault: str, *, chunked: bool) -> None:
        """Pages in chunks where the client can take them, as Tomcat does; the rest whole."""
        chunked = chunked and self.request_version == "HTTP/1.1" and fault not in ("slow", "cut")
        if chunked:
            self.send_header("Transfer-Encoding", "chunked")
        elif answer.status not in self._NO_BODY:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command == "HEAD" or answer.status in self._NO_BODY:
            return
        if fault == "cut":
            self.wfile.write(body[: len(body) // 2])
            self.close_connection = True
        elif fault == "slow":
            self._trickle(body)
        elif chunked:
            for at in range(0, len(body), _CHUNK):
                part = body[at : at + _CHUNK]
                self.wfile.write(b"%x\r\n%b\r\n" % (len(part), part))
            self.wfile.write(b"0\r\n\r\n")
        else:
            self.wfile.write(body)

    def _trickle(self, body: bytes) -> None:
        """A byte a second, until the client has enough or the replica stops."""
        self.close_connection = True
        for at in range(len(body)):
            self.wfile.write(body[at : at + 1])
            self.wfile.flush()
            if self.server.stopping.wait(1):
                return


def _last_modified() -> str:
    return format_datetime(recipe.FIRST_DAY.astimezone(UTC), usegmt=True)
