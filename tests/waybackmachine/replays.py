"""Replays: captures with their own status and headers, and pages of the machine's own."""

import gzip
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime

from tests.waybackmachine.holdings import Held, Holdings, surt

_PATH = re.compile(r"/web/(\d{1,14})id_/(.+)", re.DOTALL)
_HTML = "text/html; charset=utf-8"
_NOT_ARCHIVED = "<html><body><h1>Hrm.</h1><p>The page is not archived.</p></body></html>"
_EXCLUDED = (
    "<html><body><h1>Sorry.</h1><p>This URL has been excluded from the Wayback Machine.</p>"
    "</body></html>"
)


@dataclass(frozen=True)
class Answer:
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    reason: str = ""


def replay(path: str, holdings: Holdings, excluded: set[str], base: str, gzips: bool) -> Answer:
    """What `/web/{time}id_/{address}` answers."""
    found = _PATH.fullmatch(path)
    if found is None:
        return _own(404, _NOT_ARCHIVED)
    timestamp, url = found[1], found[2]
    if surt(url).partition(")")[0] in excluded:
        return _own(200, _EXCLUDED)
    there = holdings.of(url)
    if not there:
        return _own(404, _NOT_ARCHIVED)
    exact = [capture for capture in there if capture.timestamp == timestamp]
    if exact:
        same = [capture for capture in exact if capture.url == url]
        return _memento((same or exact)[0], base, gzips)
    nearest = min(there, key=lambda c: abs(int(c.timestamp) - int(timestamp.ljust(14, "0"))))
    target = f"{base}/web/{nearest.timestamp}id_/{nearest.url}"
    reason = f"found capture at {nearest.timestamp}"
    headers = (("Location", target), ("X-Archive-Redirect-Reason", reason))
    return Answer(302, (("Content-Type", "text/plain"), *headers), b"", "FOUND")


def _own(status: int, page: str) -> Answer:
    return Answer(status, (("Content-Type", _HTML), ("Server", "nginx")), page.encode())


def _memento(held: Held, base: str, gzips: bool) -> Answer:
    at = datetime.strptime(held.timestamp, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    headers: list[tuple[str, str]] = [("Server", "nginx"), ("X-Archive-Src", "MAU-00001.warc.gz")]
    coded = False
    for name, value in held.headers:
        match name.lower():
            case "content-type":
                headers.append((name, value))
            case "location":
                headers.append((name, f"{base}/web/{held.timestamp}id_/{value}"))
            case "content-encoding":
                coded = True
            case _:
                headers.append((f"x-archive-orig-{name.lower()}", value))
    headers += [
        ("Memento-Datetime", format_datetime(at, usegmt=True)),
        ("Link", _links(held, base)),
    ]
    body = held.body
    if coded:  # the known defect: the coding twice, once without a value
        headers += [("content-encoding", ""), ("Content-Encoding", "gzip")]
    elif gzips and body and not held.media_type.startswith("image/"):
        body = gzip.compress(body, 1, mtime=0)
        headers.append(("Content-Encoding", "gzip"))
    return Answer(held.status, tuple(headers), body, held.reason)


def _links(held: Held, base: str) -> str:
    first = f'<{base}/web/20010101000000/{held.url}>; rel="first memento"; datetime="Mon, 01 Jan"'
    return (
        f'<{held.url}>; rel="original", <{base}/web/timemap/link/{held.url}>; rel="timemap";'
        f' type="application/link-format", <{base}/web/{held.url}>; rel="timegate", {first}'
    )
