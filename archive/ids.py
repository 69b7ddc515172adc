"""Ids and hashes: functions of content, the same whatever the order of arrival."""

import hashlib
import json
from typing import Any

_ID_BITS = 53  # exact in JavaScript and in every JSON reader


def content_id(*parts: str) -> int:
    """A positive integer below 2^53 from the parts' SHA-256."""
    digest = hashlib.sha256("\x1f".join(parts).encode()).digest()
    return int.from_bytes(digest[:8], "big") >> (64 - _ID_BITS)


def local(url: str, origin: str) -> str:
    """The address without the site's own origin, so that it is the same wherever the site stood."""
    return url.removeprefix(origin) if url.startswith(f"{origin}/") else url


def origin_of(url: str) -> str:
    """Scheme and host of a canonical address."""
    return "/".join(url.split("/", 3)[:3])


def content_hash(value: Any) -> str:  # noqa: ANN401
    """SHA-256 in hex (32 digits) of any JSON value, whatever the order of its keys."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:32]
