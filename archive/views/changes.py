"""What was edited, removed and put back, newest first."""

import sqlite3
from dataclasses import dataclass

from archive.formats import number
from archive.views.comparison import edit_fields
from archive.views.differences import compare, counted
from archive.views.parameters import read_id

EDIT, REMOVAL, RETURN = "edit", "removal", "return"
PAGE_SIZE = 30
NAMES = {EDIT: "Sửa", REMOVAL: "Gỡ", RETURN: "Đăng lại"}

# Each kind by itself, so that only as many rows are read as are shown, however many there are;
# SQLite takes tables of a CROSS JOIN in their order: events before all articles.
_KIND = """
SELECT * FROM (
    SELECT '{kind}' AS kind, c.article_id, c.{time} AS at, {title}.title, a.published_date
    FROM {table} c CROSS JOIN articles a ON a.id = c.article_id
    WHERE {which} AND (:before = '' OR (c.{time}, c.article_id, '{kind}') < (:before, :id, :kind))
    ORDER BY at DESC, c.article_id DESC LIMIT :limit
)
"""
_EDITS = {
    "time": "observed_at",
    "title": "c",
    "table": "article_versions",
    "which": "c.version > 1",
}
_REMOVALS = {"time": "removed_at", "title": "a", "table": "article_removals", "which": "1"}
_RETURNS = {**_REMOVALS, "time": "returned_at", "which": "c.returned_at IS NOT NULL"}
_OF_KIND = {
    kind: _KIND.format(kind=kind, **where)
    for kind, where in ((EDIT, _EDITS), (REMOVAL, _REMOVALS), (RETURN, _RETURNS))
}
_ORDERED = "{} ORDER BY at DESC, article_id DESC, kind DESC LIMIT :limit"
_PAIR = (
    "SELECT * FROM article_versions WHERE article_id = ? AND observed_at <= ?"
    " ORDER BY observed_at DESC LIMIT 2"
)


@dataclass(frozen=True, slots=True)
class Change:
    """One event; `before` is the time of the version that an edit replaced; `summary` in words."""

    kind: str
    article_id: int
    at: str
    title: str
    published_date: str | None
    before: str | None
    summary: str

    @property
    def name(self) -> str:
        """What happened, in Vietnamese."""
        return NAMES[self.kind]

    @property
    def key(self) -> str:
        """Where a next page begins: behind this one."""
        return f"{self.at}~{self.article_id}~{self.kind}"


def changes(
    connection: sqlite3.Connection, behind: str = "", most: int = PAGE_SIZE, only: str | None = None
) -> tuple[list[Change], bool]:
    """Up to `most` changes behind the one with that `key`, and whether there are more.

    A key that is none begins at the newest; `only` is the kind that is wanted, None for all.
    """
    at, article_id, kind = _read_key(behind)
    values = {"before": at, "id": article_id, "kind": kind, "limit": most + 1}
    events = _ORDERED.format(" UNION ALL ".join([_OF_KIND[only]] if only else _OF_KIND.values()))
    rows = connection.execute(events, values).fetchall()
    return [_change(connection, row) for row in rows[:most]], len(rows) > most


def _read_key(key: str) -> tuple[str, int, str]:
    at, _, rest = key.partition("~")
    article_id, _, kind = rest.partition("~")
    number = read_id(article_id)
    return ("", 0, "") if number is None or kind not in NAMES else (at, number, kind)


def _change(connection: sqlite3.Connection, row: sqlite3.Row) -> Change:
    before, summary = None, ""
    if row["kind"] == EDIT:
        pair = connection.execute(_PAIR, [row["article_id"], row["at"]]).fetchall()
        if len(pair) > 1:
            new, old = pair
            before, summary = old["observed_at"], _summary(old, new)
    kind, article_id, at, title, published = row
    return Change(kind, article_id, at, title, published, before, summary)


def _summary(old: sqlite3.Row, new: sqlite3.Row) -> str:
    """`sửa tiêu đề; thêm 12 chữ, bớt 3 chữ`."""
    parts = [f"sửa {name.lower()}" for name in edit_fields(old, new)]
    added, removed = counted(compare(old["body_text"], new["body_text"]))
    if added or removed:
        parts.append(f"nội dung thêm {number(added)} chữ, bớt {number(removed)} chữ")
    return "; ".join(parts) or "sửa cách trình bày"
