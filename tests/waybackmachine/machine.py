"""The machine over real HTTP: index and replays, limits, and everything that can fail."""

import gzip
import socket
import struct
from collections import deque
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler
from urllib.parse import urlsplit

from tests.loopback import Asked, Serving
from tests.waybackmachine.holdings import Holdings
from tests.waybackmachine.index import BadQueryError, Query
from tests.waybackmachine.replays import Answer, replay

_INDEX = "/cdx/search/cdx"
_BLOCKED = "org.archive.util.io.RuntimeIOException: org.archive.wayback.exception."
_CHUNK = 2**14
_TEXT = (("Content-Type", "text/plain"),)


@dataclass(frozen=True)
class Fault:
    """What comes instead of an answer; `reset` and `cut` are ends of the connection.

    `later` is how long from then on nobody is to ask again, told as a date.
    """

    status: int = 503
    body: bytes = b"busy"
    headers: tuple[tuple[str, str], ...] = ()
    reset: bool = False
    cut: bool = False
    later: timedelta | None = None


@dataclass
class WaybackMachine(Serving):
    """Answers from `holdings`; the next answers of index or replays may be faults, None is none.

    `cap` is the most rows of a call, `slow_above` the limit from which a call takes too long;
    `blocked` and `excluded` are hosts as keys (`vn,gov,baclieu`).
    """

    holdings: Holdings = field(default_factory=Holdings)
    cap: int = 150_000
    slow_above: int | None = None
    blocked: dict[str, str] = field(default_factory=dict)
    excluded: set[str] = field(default_factory=set)
    index_faults: deque[Fault | None] = field(default_factory=deque)
    replay_faults: deque[Fault | None] = field(default_factory=deque)

    def __post_init__(self) -> None:
        self.listen(_handler(self))

    @property
    def cdx_url(self) -> str:
        return f"{self.url}{_INDEX}"

    @property
    def replay_url(self) -> str:
        return f"{self.url}/web"

    @property
    def index_calls(self) -> list[Asked]:
        return [asked for asked in self.asked if asked.path.startswith("/cdx")]

    @property
    def replays(self) -> list[Asked]:
        return [asked for asked in self.asked if asked.path.startswith("/web")]

    def answer(self, path: str, gzips: bool) -> Answer | Fault:
        parts = urlsplit(path)
        is_index = parts.path == _INDEX
        faults = self.index_faults if is_index else self.replay_faults
        if faults and (fault := faults.popleft()):
            return fault
        if is_index:
            return self._index(parts.query, gzips)
        return replay(path, self.holdings, self.excluded, self.url, gzips)

    def _index(self, text: str, gzips: bool) -> Answer:
        try:
            query = Query(text, self.cap)
            if (why := self.blocked.get(query.host)) is not None:
                said = f"{_BLOCKED}{why}"
                header = ("x-archive-wayback-runtime-error", said)
                return Answer(403, (*_TEXT, header), said.encode())
            if self.slow_above is not None and query.limit > self.slow_above:
                return Answer(504, _TEXT, b"Gateway Time-out")
            body = query.answer(self.holdings).encode()
        except (BadQueryError, ValueError) as error:
            return Answer(400, _TEXT, str(error).encode())
        if gzips and query.gzip:
            return Answer(200, (*_TEXT, ("Content-Encoding", "gzip")), gzip.compress(body, 1))
        return Answer(200, _TEXT, body)


def _handler(machine: WaybackMachine) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = 65536
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            headers = machine.note(self).headers
            found = machine.answer(self.path, "gzip" in headers.get("accept-encoding", ""))
            if isinstance(found, Fault) and found.reset:
                self._reset()
                return
            self.send_response(found.status, getattr(found, "reason", "") or None)
            for name, value in found.headers:
                as_sent = f"{name}: {value}\r\n".encode("utf-8", "surrogateescape")
                self._headers_buffer.append(as_sent)  # type: ignore[attr-defined]
            if isinstance(found, Fault):
                self._send_fault(found)
            else:
                self._send_chunks(found.body)

        def _send_fault(self, fault: Fault) -> None:
            if fault.later:
                until = format_datetime(datetime.now(UTC) + fault.later, usegmt=True)
                self.send_header("Retry-After", until)
            self.send_header("Content-Length", str(len(fault.body)))
            self.end_headers()
            self.wfile.write(fault.body[: len(fault.body) // 2] if fault.cut else fault.body)
            self.close_connection = fault.cut

        def _send_chunks(self, body: bytes) -> None:
            """As the service does."""
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            for at in range(0, len(body), _CHUNK):
                piece = body[at : at + _CHUNK]
                self.wfile.write(b"%x\r\n%b\r\n" % (len(piece), piece))
            self.wfile.write(b"0\r\n\r\n")

        def _reset(self) -> None:
            """Ends the connection with RST, as a broken proxy does."""
            self.close_connection = True
            on = struct.pack("ii", 1, 0)
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, on)
            self.connection.close()

        def send_response(self, code: int, message: str | None = None) -> None:
            """Without Server and Date of Python's."""
            self.send_response_only(code, message)

        def log_message(self, format: str, *args: object) -> None:
            pass

    return Handler
