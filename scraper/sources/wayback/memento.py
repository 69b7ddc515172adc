"""A replay of the Wayback Machine as the exchange that was captured once (RFC 7089)."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import requests

from scraper.decoding import LIMIT
from scraper.raw import Headers, Raw, header_text
from scraper.sources.wayback.gateway import LINKS

_AT = "Memento-Datetime"
_ORIGINAL = "x-archive-orig-"
_TYPE, _LOCATION, _CODING = "content-type", "location", "content-encoding"
_REPLAYED = re.compile(r"(?:^|/)\d{1,14}(?:[a-z]{2}_)?/(https?:.+)$", re.DOTALL)
# RFC 8288; requests' own reader ends an address at the first semicolon in it.
_CAPTURED = re.compile(r"<(https?://[^/\s>\[][^\s>]*)>\s*;\s*rel=\"?original\"?", re.IGNORECASE)
_GZIP = b"\x1f\x8b"


def as_raw(answer: requests.Response, url: str, source_uri: str) -> Raw | None:
    """The capture that `answer` replays; None where it does not say when it was made.

    Its address is the one that Wayback says was captured, which may differ from `url`, as asked
    for, in scheme, case or `www`. The payload is as captured, its content coding undone: which
    one it had, Wayback does not tell apart from its own.
    """
    at = _moment(answer.headers.get(_AT, ""))
    if at is None:
        return None
    payload = answer.content
    captured = _CAPTURED.search(answer.headers.get(LINKS, ""))
    return Raw(
        url=captured[1] if captured else url,
        captured_at=at,
        status=answer.status_code,
        headers=original_headers(answer.raw.headers.items(), payload),
        payload=payload[:LIMIT],
        reason=answer.reason or "",
        truncated="length" if len(payload) > LIMIT else None,
        source="wayback",
        source_uri=source_uri,
    )


def original_headers(pairs: Iterable[tuple[str, str]], payload: bytes) -> Headers:
    """The headers that the site sent: those that Wayback sets apart, and the payload's type.

    A content coding stays where the payload still has it.
    """
    given = [(name, header_text(value.encode("latin-1"))) for name, value in pairs]
    own = [
        (name[len(_ORIGINAL) :], value)
        for name, value in given
        if name.lower().startswith(_ORIGINAL)
    ]
    if not any(name.lower() == _TYPE for name, _ in own):
        own += [pair for pair in given if pair[0].lower() == _TYPE]
    if not payload.startswith(_GZIP):
        own = [pair for pair in own if pair[0].lower() != _CODING]
    return tuple(
        (name, _target(value) if name.lower() == _LOCATION else value) for name, value in own
    )


def _moment(text: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _target(location: str) -> str:
    """Where an archived redirect led, without the way over Wayback."""
    found = _REPLAYED.search(location)
    return found[1] if found else location
