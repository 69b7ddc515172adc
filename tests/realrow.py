"""A line of the table that `tests.real` prints."""

from typing import NamedTuple


class Row(NamedTuple):
    """What was checked, what was found, and whether that is right."""

    what: str
    found: str
    ok: bool
