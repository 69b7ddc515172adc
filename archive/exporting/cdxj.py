"""The index of an export: a line for each capture that can be replayed, in the order of its keys.

CDXJ as py-wacz and pywb write it: `KEY TIME {"url": …, "offset": …}`. A time has milliseconds: of
a revisit ReplayWeb.page seeks the very moment that it refers to, and pywb passes over the rest.
A 304 has no line: there is nothing to be seen in it, and what it calls unchanged has its own.
It is not compressed in blocks, of which ReplayWeb.page finds the right one by keys of its own
that differ from pywb's (`%2B` in the names of files); so it reads all of it when it first opens it.
"""

import json
import re
import sqlite3
from collections.abc import Iterator

from archive.exporting.copying import Copied
from archive.exporting.surt import surt

_NOT_MODIFIED = 304
_REVISIT = "warc/revisit"
_PARAMETERS = re.compile(r"[;\s]")
_TABLE = "CREATE TEMP TABLE lines (line TEXT)"
_LINES = "SELECT line FROM lines ORDER BY line"


class Index:
    """Lines, in a temporary table of the connection until they are sorted."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        connection.execute(_TABLE)

    def add(self, copied: Copied, file: str, offset: int) -> None:
        """A capture whose record begins at `offset` of `file`."""
        raw = copied.raw
        if raw.status == _NOT_MODIFIED or raw.method != "GET":
            return
        stamp = f"{raw.captured_at:%Y%m%d%H%M%S}{raw.captured_at.microsecond // 1000:03}"
        media_type = _PARAMETERS.split(raw.header("Content-Type") or "", maxsplit=1)[0]
        fields = {
            "url": raw.url,
            "mime": _REVISIT if copied.is_revisit else media_type if media_type.isascii() else "",
            "status": str(raw.status),
            "digest": copied.digest,
            "length": str(copied.length),
            "offset": str(offset),
            "filename": file,
        }
        told = json.dumps({name: value for name, value in fields.items() if value})
        line = f"{surt(raw.url)} {stamp} {told}"
        self._connection.execute("INSERT INTO lines VALUES (?)", [line])

    def lines(self) -> Iterator[bytes]:
        """In order."""
        for (line,) in self._connection.execute(_LINES):
            yield f"{line}\n".encode()
