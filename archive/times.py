"""Our own times: UTC, ISO 8601, always with microseconds, so that text sorts as time does."""

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]
"""What tells the time, in UTC: `now`, unless whole years are to pass in a test."""

_FORMAT = "%Y-%m-%dT%H:%M:%S.%fZ"


def utc_text(moment: datetime) -> str:
    """`2026-11-23T18:27:49.123456Z` for an aware moment."""
    local = moment.astimezone(UTC).replace(tzinfo=None)
    return f"{local.isoformat(timespec='microseconds')}Z"  # strftime takes ten times as long


def from_text(text: str) -> datetime:
    """The aware moment that `utc_text` wrote."""
    return datetime.strptime(text, _FORMAT).replace(tzinfo=UTC)


def now() -> datetime:
    """This moment, in UTC."""
    return datetime.now(UTC)
