"""What was edited, removed and put back, newest first."""

import sqlite3
from dataclasses import dataclass

from archive.views.comparison import edit_fields
from archive.views.differences import compare, counted
from archive.views.formats import number

EDIT, REMOVAL, RETURN = "edit", "removal", "return"
PAGE_SIZE = 30
NAMES = {EDIT: "Sửa", REMOVAL: "Gỡ", RETURN: "Đăng lại"}

# `changed_at` is indexed, and few articles have one; versions by time are not, and many are.
_EVENTS = f"""
SELECT kind, article_id, at, title, published_date FROM (
    SELECT '{EDIT}' AS kind, v.article_id, v.observed_at AS at, v.title, a.published_date
    FROM articles a JOIN article_versions v ON v.article_id = a.id
    WHERE a.changed_at IS NOT NULL AND v.version > 1
    UNION ALL
    SELECT '{REMOVAL}', r.article_id, r.removed_at, a.title, a.published_date
    FROM article_removals r JOIN articles a ON a.id = r.article_id
    UNION ALL
    SELECT '{RETURN}', r.article_id, r.returned_at, a.title, a.published_date
    FROM article_removals r JOIN articles a ON a.id = r.article_id
    WHERE r.returned_at IS NOT NULL
)
WHERE :before = '' OR (at, article_id, kind) < (:before, :id, :kind)
ORDER BY at DESC, article_id DESC, kind DESC LIMIT :limit
"""
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
    connection: sqlite3.Connection, behind: str = "", most: int = PAGE_SIZE
) -> tuple[list[Change], bool]:
    """Up to `most` changes behind the one with that `key`, and whether there are more.

    A key that is none begins at the newest.
    """
    at, article_id, kind = _read_key(behind)
    values = {"before": at, "id": article_id, "kind": kind, "limit": most + 1}
    rows = connection.execute(_EVENTS, values).fetchall()
    return [_change(connection, row) for row in rows[:most]], len(rows) > most


def _read_key(key: str) -> tuple[str, int, str]:
    at, _, rest = key.partition("~")
    article_id, _, kind = rest.partition("~")
    if kind not in NAMES or not article_id.isascii() or not article_id.isdecimal():
        return "", 0, ""
    return (at, int(article_id), kind) if len(article_id) < len(str(2**53)) + 1 else ("", 0, "")


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
