"""Rows as CSV that opens well in a spreadsheet and runs nothing there."""

import csv
import io
from collections.abc import Iterable, Sequence

BOM = "\ufeff"  # without it Excel takes the Vietnamese letters for another charset
# A cell that begins so is run as a formula (https://owasp.org/www-community/attacks/CSV_Injection).
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_NUMBER = frozenset("0123456789.,%")


def csv_text(rows: Iterable[Sequence[object]]) -> str:
    """The rows as a whole file, with a byte order mark."""
    return BOM + csv_lines(rows)


def csv_lines(rows: Iterable[Sequence[object]]) -> str:
    """The rows alone; text that a spreadsheet would run gets an apostrophe."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return out.getvalue()


def _cell(value: object) -> object:
    if not isinstance(value, str) or not value.lstrip(" \u00a0").startswith(_FORMULA):
        return value
    # A negative number is no formula.
    if value[0] in "+-" and value[1:] and _NUMBER.issuperset(value[1:]):
        return value
    return f"'{value}"
