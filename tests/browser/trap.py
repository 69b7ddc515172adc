"""A proxy that lets nothing through and notes which hosts were asked for."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

ANSWER = b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
LONGEST = 65_536


@dataclass
class Trap:
    """Its address, and the request lines that came."""

    address: str = ""
    asked: list[str] = field(default_factory=list)


@contextmanager
def trap() -> Iterator[Trap]:
    """A trap on a port of its own."""
    found = Trap()

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            line = self.rfile.readline(LONGEST).decode("latin-1").strip()
            if line:
                found.asked.append(line)
                self.wfile.write(ANSWER)

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        found.address = f"127.0.0.1:{server.server_address[1]}"
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield found
        server.shutdown()
