"""Captures of a site in the records of WARC files, whoever wrote them.

wget writes a request before its response, warcio's descendants (pywb, Browsertrix, ourselves)
behind it; wget keeps the address in angle brackets, and wget and Heritrix keep the body in the
chunks in which it was sent; Browsertrix states SHA-256.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import quote

from scraper.raw import Headers, Raw
from scraper.site import Site
from scraper.sources import found as why
from scraper.sources.digests import is_digest, matches
from scraper.sources.found import Found, Revisit, Skip
from scraper.sources.hosts import on_site
from scraper.sources.message import Message, read_message, unchunked
from scraper.sources.records import TOO_LARGE, Broken, Record

IMPORT = "import"
_SOURCES = ("wayback", IMPORT)
_SOURCE = "x-source"  # as our own files say where a capture came from
_CAPTURES = ("response", "revisit", "resource")
_TRUNCATED = ("length", "time", "disconnect", "unspecified")
_NOT_MODIFIED = 304
_PLAIN = "application/octet-stream"

Item = Found | Revisit | Skip


@dataclass(frozen=True, slots=True)
class Place:
    """Whose captures are wanted, and the name of the file that they are looked for in."""

    site: Site
    file: str


class _SkipError(Exception):
    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(reason)
        self.skip = Skip(reason, detail)


def captures(records: Iterable[Record | Broken], place: Place) -> Iterator[Item]:
    """The captures of the site among the records; everything else that was one, as a Skip."""
    for group in _groups(records):
        request = next((r for r in group if isinstance(r, Record) and r.kind == "request"), None)
        for record in group:
            try:
                if isinstance(record, Broken):
                    yield _broken(record, place)
                elif record.kind in _CAPTURES:
                    yield _capture(record, request, place)
            except _SkipError as error:
                yield error.skip


def _groups(records: Iterable[Record | Broken]) -> Iterator[list[Record | Broken]]:
    """Records that belong together: each with those behind it that name one of them."""
    group: list[Record | Broken] = []
    ids: set[str] = set()
    for record in records:
        follows = record.fields.get("warc-concurrent-to") in ids
        if group and not follows:
            yield group
            group, ids = [], set()
        group.append(record)
        if isinstance(record, Record):
            ids.add(record.id)
    if group:
        yield group


def _broken(broken: Broken, place: Place) -> Skip:
    where = f"{place.file}, byte {broken.offset}"
    if broken.reason != TOO_LARGE:
        return Skip(why.DAMAGED, f"{where}: {broken.detail}")
    url = broken.fields.get("warc-target-uri", "")
    if on_site(url, place.site) is None:
        return Skip(why.FOREIGN)
    return Skip(why.TOO_LARGE, f"{where}: {url}, {broken.detail}")


def _capture(record: Record, request: Record | None, place: Place) -> Item:
    fields = record.fields
    where = f"{place.file}, byte {record.offset}"
    target = fields.get("warc-target-uri", "")
    if not target:
        raise _SkipError(why.INCOMPLETE, f"{where}: no address")
    if not target.strip("<").lower().startswith(("http:", "https:")):
        raise _SkipError(why.NOT_HTTP)
    url = on_site(target, place.site)
    if url is None:
        raise _SkipError(why.FOREIGN)
    asked = read_message(request.block) if request else None
    method = asked.start.split(b" ")[0].decode("latin-1") if asked else "GET"
    if method != "GET":
        raise _SkipError(why.NOT_GET)
    message = _message(record)
    body = unchunked(message.body) if message.chunked else message.body
    _check_block(record, where)
    raw = _raw(record, url, message, body, asked, where, place)
    _check_payload(record, raw, message, where)
    if record.kind == "revisit" and raw.status != _NOT_MODIFIED:
        return _revisit(record, raw, place)
    return Found(raw, _names(record))


def _message(record: Record) -> Message:
    if record.kind != "resource":
        return read_message(record.block)
    kind = record.fields.get("content-type", _PLAIN)
    return Message(b"HTTP/1.1 200 OK", (("Content-Type", kind),), record.block)


def _check_block(record: Record, where: str) -> None:
    block = record.fields.get("warc-block-digest", "")
    nothing = (b"",) if record.kind == "revisit" else ()  # wget states that, and it is no matter
    if not matches(block, record.block, *nothing):
        raise _SkipError(why.WRONG_DIGEST, f"{where}: the block's")


def _check_payload(record: Record, raw: Raw, message: Message, where: str) -> None:
    """Of the payload, or of the chunks that it came in."""
    payload = record.fields.get("warc-payload-digest", "")
    if record.kind == "revisit" or not payload or payload == raw.payload_digest:
        return
    if not matches(payload, raw.payload, message.body):
        raise _SkipError(why.WRONG_DIGEST, f"{where}: the payload's")


def _raw(
    record: Record,
    url: str,
    message: Message,
    body: bytes,
    asked: Message | None,
    where: str,
    place: Place,
) -> Raw:
    fields = record.fields
    at = _moment(fields.get("warc-date", ""))
    if at is None:
        raise _SkipError(why.INCOMPLETE, f"{where}: no date")
    headless = record.kind == "revisit" and not message.start
    status = message.status or (("HTTP/1.1", 200, "") if headless else None)
    if status is None:
        raise _SkipError(why.INCOMPLETE, f"{where}: no HTTP status")
    # A revisit is cut by definition: its payload is elsewhere.
    truncated = None if record.kind == "revisit" else fields.get("warc-truncated")
    source = fields.get(_SOURCE, IMPORT)
    return Raw(
        url=url,
        captured_at=at,
        status=status[1],
        headers=message.headers,
        payload=b"" if record.kind == "revisit" else body,
        reason=status[2],
        http_version=status[0],
        request_headers=_request_headers(asked),
        truncated=truncated if truncated in _TRUNCATED or not truncated else "unspecified",
        source=source if source in _SOURCES else IMPORT,
        source_uri=_source_uri(record, place),
    )


def _request_headers(asked: Message | None) -> Headers:
    return asked.headers if asked else ()


def _revisit(record: Record, raw: Raw, place: Place) -> Revisit:
    fields = record.fields
    url = fields.get("warc-refers-to-target-uri")
    names = [fields.get("warc-refers-to", ""), fields.get("warc-payload-digest", "")]
    return Revisit(
        raw,
        tuple(name for name in names if name),
        on_site(url, place.site) if url else raw.url,
        _moment(fields.get("warc-refers-to-date", "")),
        headless=not read_message(record.block).start,
    )


def _names(record: Record) -> tuple[str, ...]:
    digest = record.fields.get("warc-payload-digest", "")
    return tuple(name for name in (record.id, digest if is_digest(digest) else "") if name)


def _moment(text: str) -> datetime | None:
    """The time of a WARC-Date; to the microsecond, which is all that we keep."""
    try:
        moment = datetime.fromisoformat(text)
        moment = moment.astimezone(UTC) if moment.tzinfo else moment
    except (ValueError, OverflowError):
        return None
    return moment if moment.tzinfo else None


def _source_uri(record: Record, place: Place) -> str:
    """Where the capture came from in the first place, else the file and the record."""
    given = record.fields.get("warc-source-uri", "")
    if given and not any(letter.isspace() or not letter.isprintable() for letter in given):
        return given
    name = record.id.strip("<>")
    return f"file:{quote(place.file, errors='surrogateescape')}" + (
        f"#{quote(name, safe=':')}" if name else ""
    )
