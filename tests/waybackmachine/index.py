"""The CDX server: https://github.com/internetarchive/wayback, wayback-cdx-server/README.md."""

import json
import re
from collections.abc import Iterable, Iterator
from urllib.parse import parse_qs, quote_plus, unquote_plus

from tests.waybackmachine.holdings import FIELDS, Holdings, surt

Row = tuple[str, ...]


class BadQueryError(Exception):
    """A query that the server does not understand: 400."""


class Query:
    """One call's parameters, and the rows that answer it."""

    def __init__(self, query: str, cap: int) -> None:
        self._given = parse_qs(query, keep_blank_values=True, strict_parsing=bool(query))
        self._cap = cap
        if not self._one("url"):
            raise BadQueryError("The url= param is required")

    @property
    def limit(self) -> int:
        return int(self._one("limit") or self._cap)

    @property
    def host(self) -> str:
        return self._match()[0].partition(")")[0]

    @property
    def gzip(self) -> bool:
        return self._one("gzip") != "false"

    def answer(self, holdings: Holdings) -> str:
        """The body: rows, and the key with which to ask for the rest."""
        resolved = self._one("resolveRevisits") == "true"
        rows = list(self._collapsed(self._filtered(holdings.rows(resolved=resolved))))
        rows = rows[int(self._one("offset") or 0) :]
        most = min(abs(self.limit), self._cap)
        if self.limit < 0:
            return self._written(rows[-most:], None)
        more = len(rows) > most and self._one("showResumeKey") == "true"
        rows = rows[:most]
        return self._written(rows, _next_key(rows[-1]) if more and rows else None)

    def _one(self, name: str) -> str | None:
        return self._given.get(name, [None])[-1]

    def _match(self) -> tuple[str, str]:
        """The key to look for, and how."""
        url, how = self._one("url") or "", self._one("matchType")
        if url.startswith("*."):
            url, how = url[2:], "domain"
        elif url.endswith("/*"):
            url, how = url[:-2], "prefix" if url.count("/") > 1 else "host"
        how = how or "exact"
        if how not in ("exact", "prefix", "host", "domain"):
            raise BadQueryError(f"matchType {how}")
        key = surt(url if "//" in url else f"http://{url}")
        return (key, how) if how in ("exact", "prefix") else (key.partition(")")[0], how)

    def _matches(self, row: Row) -> bool:
        key, how = self._match()
        if how == "exact":
            return row[0] == key
        if how == "prefix":
            return row[0].startswith(key)
        host = re.split(r"[):]", row[0])[0]
        return host == key or (how == "domain" and host.startswith(f"{key},"))

    def _filtered(self, rows: Iterable[Row]) -> Iterator[Row]:
        low = (self._one("from") or "").ljust(14, "0")
        high = (self._one("to") or "").ljust(14, "9")
        key = self._one("resumeKey")
        if key is not None and key != quote_plus(unquote_plus(key)):
            raise BadQueryError("the resumeKey must be encoded twice")
        begin = unquote_plus(key) if key else ""
        for row in rows:
            if not self._matches(row) or not low <= row[1] <= high:
                continue
            if f"{row[0]} {row[1]}" >= begin and all(map(row_passes(row), self._filters())):
                yield row

    def _filters(self) -> list[str]:
        return self._given.get("filter", [])

    def _collapsed(self, rows: Iterable[Row]) -> Iterator[Row]:
        """Of rows beside each other that agree in a field, or its first letters, the first."""
        name, _, letters = (self._one("collapse") or "").partition(":")
        if not name:
            yield from rows
            return
        at, before = FIELDS.index(name), None
        for row in rows:
            value = row[at][: int(letters)] if letters else row[at]
            if value != before:
                yield row
            before = value

    def _written(self, rows: list[Row], key: str | None) -> str:
        names = [name for name in (self._one("fl") or ",".join(FIELDS)).split(",") if name]
        chosen = [[row[FIELDS.index(name)] for name in names] for row in rows]
        if self._one("output") == "json":
            return json.dumps([names, *chosen, *([[], [key]] if key else [])])
        lines = [" ".join(row) for row in chosen]
        return "".join(f"{line}\n" for line in [*lines, *(["", key] if key else [])])


class row_passes:  # noqa: N801
    """Whether a row passes a filter: `[!]field:regex` on the whole field, `~` for a part of it."""

    def __init__(self, row: Row) -> None:
        self._row = row

    def __call__(self, text: str) -> bool:
        within = text.startswith("~")
        name, _, wanted = text.removeprefix("~").partition(":")
        value = self._row[FIELDS.index(name.removeprefix("!"))]
        passes = wanted in value if within else re.fullmatch(wanted, value) is not None
        return passes != name.startswith("!")


def _next_key(row: Row) -> str:
    """What comes right behind a row, encoded: `com%2Ccnn%29%2F+2001041400593%3A`."""
    text = f"{row[0]} {row[1]}"
    return quote_plus(text[:-1] + chr(ord(text[-1]) + 1))
