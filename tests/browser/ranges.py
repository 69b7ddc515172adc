"""A folder on loopback, with parts of files where they are asked for (RFC 9110, 14.2)."""

import re
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

TYPES = {".js": "text/javascript", ".html": "text/html; charset=utf-8"}
_RANGE = re.compile(r"bytes=(\d*)-(\d*)")


@contextmanager
def served(files: Mapping[str, Path]) -> Iterator[str]:
    """The address at which the files answer, each by its path."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_HEAD(self) -> None:
            self.do_GET()

        def do_GET(self) -> None:
            path = files.get(urlsplit(self.path).path)
            data = path.read_bytes() if path else b""
            first, last, status = 0, len(data), 200 if path else 404
            if found := _RANGE.fullmatch(self.headers.get("Range", "")):
                first, last, status = *_part(found[1], found[2], len(data)), 206
            self.send_response(status)
            self.send_header("Content-Type", TYPES.get(path.suffix if path else "", "x/x"))
            self.send_header("Accept-Ranges", "bytes")
            self.send_header("Content-Length", str(last - first))
            if status == 206:
                self.send_header("Content-Range", f"bytes {first}-{last - 1}/{len(data)}")
            self.end_headers()
            if self.command == "GET":
                self.wfile.write(data[first:last])

        def log_message(self, *given: object) -> None:
            """Nobody reads it."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


def _part(first: str, last: str, size: int) -> tuple[int, int]:
    if not first:
        return max(size - int(last), 0), size
    return int(first), min(int(last) + 1, size) if last else size
