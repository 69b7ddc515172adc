"""What addresses of pages say: ids, moments, numbers of pages. Any text will do."""

from datetime import UTC, datetime

from archive.times import utc_text

_LARGEST_ID = 2**53


def read_id(text: str) -> int | None:
    """The id that an address names; None where no row can have it."""
    if not (text.isascii() and text.isdecimal() and len(text) <= len(str(_LARGEST_ID))):
        return None
    return int(text) if int(text) < _LARGEST_ID else None


def read_time(text: str) -> str | None:
    """A moment of the query string, UTC where it names no zone, as the database writes it.

    None where it is none.
    """
    try:
        found = datetime.fromisoformat(text.replace(" ", "+"))
        return utc_text(found if found.tzinfo else found.replace(tzinfo=UTC))
    except (ValueError, OverflowError):
        return None


def read_page(text: str, last: int) -> int:
    """The number of a page, from 1 to `last`; 1 of anything else."""
    good = text.isascii() and text.isdecimal() and len(text) <= len(str(last))
    return min(max(int(text), 1), last) if good else 1
