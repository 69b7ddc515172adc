"""How dates, numbers and sizes are written for Vietnamese readers, and times for HTTP."""

from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime

VIETNAM = timezone(timedelta(hours=7))  # no summer time since 1979
_KIB = 1024
_UNITS = ("byte", "KB", "MB", "GB")


def day(text: str | None) -> str:
    """`2021-03-26…` as `26/03/2021`; a time in UTC gives the day in Viet Nam; '' for nothing."""
    if not text:
        return ""
    local = _local(text)
    return f"{local:%d/%m/%Y}" if local else "/".join(reversed(text[:10].split("-")))


def moment(text: str | None) -> str:
    """`15:13 ngày 26/03/2021` in Viet Nam; the day alone where no time is known; '' for nothing."""
    local = _local(text or "")
    return f"{local:%H:%M} ngày {local:%d/%m/%Y}" if local else day(text)


def number(value: float) -> str:
    """1234567 as `1.234.567`, 12.5 as `12,5`, to two places: shares are printed with as many."""
    shown = f"{value:,}" if isinstance(value, int) else f"{value:,.2f}".rstrip("0").rstrip(".")
    return shown.translate(str.maketrans(",.", ".,"))


def size(count: int) -> str:
    """71000 bytes as `69,3 KB`."""
    if count < _KIB:
        return f"{count} byte"
    amount, unit = float(count), 0
    while amount >= _KIB and unit < len(_UNITS) - 1:
        amount /= _KIB
        unit += 1
    return f"{number(round(amount, 1))} {_UNITS[unit]}"


def http_date(text: str) -> str:
    """Our own time as HTTP writes it: `Fri, 26 Mar 2021 08:13:00 GMT`."""
    return format_datetime(datetime.fromisoformat(text).astimezone(UTC), usegmt=True)


def _local(text: str) -> datetime | None:
    """The moment in Viet Nam; None where `text` is a bare date or no time at all."""
    if "T" not in text:
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found.astimezone(VIETNAM) if found.tzinfo else found
