"""SQLite's functions of texts whose time is not bounded by the length of what they are given.

No limit of time breaks a function off. instr() and replace() of two texts that are nearly alike
take the product of their lengths, a minute for 2 MB; printf('%.*c', 2000000000, 'x') counts to two
thousand million before it fails. These here have the same results, at once, and make no text that
the connection would refuse: it is asked only when the whole text is there.
"""

import re
import sqlite3
from collections.abc import Callable
from functools import partial
from typing import Any

_WIDE = re.compile(r"%[^A-Za-z%]*(?:\*|[0-9]{4})")  # as wide as another argument says, or over 999
Value = str | bytes | int | float | None


def instr(text: Value, part: Value) -> int | None:
    """Where `part` begins in `text`, from 1; 0 where it is not; bytes of bytes, else characters."""
    if text is None or part is None:
        return None
    if isinstance(text, bytes) and isinstance(part, bytes):
        return text.find(part) + 1
    return _text(text).find(_text(part)) + 1


def replace(text: Value, old: Value, new: Value, *, most: int) -> str | None:
    """`text` with `new` for each `old`; OverflowError for more than `most` characters."""
    if text is None or old is None or new is None:
        return None
    whole, sought, put = _text(text), _text(old), _text(new)
    if not sought:
        return whole
    if len(whole) + whole.count(sought) * (len(put) - len(sought)) > most:
        raise OverflowError
    return whole.replace(sought, put)


def printf(most: int) -> Callable[..., Any]:
    """SQLite's own, of up to `most` characters in all, by patterns that name no width above 999."""
    own = sqlite3.connect(":memory:", check_same_thread=False)
    own.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, most)

    def called(pattern: Value = None, *values: Value) -> Any:  # noqa: ANN401
        if pattern is not None and _WIDE.search(_text(pattern)):
            raise ValueError
        if sum(len(value) for value in values if isinstance(value, str | bytes)) > most:
            raise OverflowError
        marks = ", ".join("?" * (1 + len(values)))
        return own.execute(f"SELECT printf({marks})", (pattern, *values)).fetchone()[0]

    return called


def _text(value: str | bytes | int | float) -> str:
    return value.decode(errors="replace") if isinstance(value, bytes) else str(value)


def replace_functions(connection: sqlite3.Connection) -> None:
    """Put these in place of SQLite's, within the length that the connection is limited to."""
    most = connection.getlimit(sqlite3.SQLITE_LIMIT_LENGTH)
    connection.create_function("instr", 2, instr, deterministic=True)
    connection.create_function("replace", 3, partial(replace, most=most), deterministic=True)
    own_printf = printf(most)
    for name in ("printf", "format"):
        connection.create_function(name, -1, own_printf, deterministic=True)
