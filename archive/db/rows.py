"""Rows of a table made what they should be, writing only those that differ."""

from collections.abc import Iterable, Sequence
from dataclasses import fields
from functools import lru_cache
from typing import Any

from sqlite_utils import Database

from archive.db.tables import about, columns

Row = dict[str, Any]
Key = tuple[Any, ...]

_MOST_VALUES = 500  # of one IN (...), well below SQLite's limit on parameters


def flat(record: Any) -> Row:  # noqa: ANN401
    """A record's fields by name; `asdict` takes ten times as long, for it copies the values."""
    return {field.name: getattr(record, field.name) for field in fields(record)}


def sync(
    db: Database, table: type, column: str, values: Sequence[Any], rows: Iterable[Row]
) -> None:
    """Make the rows whose `column` is among `values` exactly `rows`.

    Rows that are there already are not touched; those that are no longer wanted are deleted.
    """
    name, key = about(table).name, about(table).key
    names = [c.name for c in columns(table)]
    wanted = {tuple(row[k] for k in key): row for row in rows}
    there = {
        tuple(row[k] for k in key): row for row in read_values(db, name, names, column, values)
    }
    matching = " AND ".join(f'"{part}" = ?' for part in key)
    for k in there.keys() - wanted.keys():
        db.execute(f"DELETE FROM {name} WHERE {matching}", list(k))
    write(db, name, key, [row for k, row in wanted.items() if there.get(k) != row])


def sync_hidden(
    db: Database, name: str, names: Sequence[str], ids: Sequence[int], rows: Iterable[Row]
) -> None:
    """`sync` for a hidden table, keyed by the first of its columns `names`."""
    key = names[0]
    wanted = {row[key]: row for row in rows}
    there = {row[key]: row for row in read_values(db, name, names, key, ids)}
    for k in there.keys() - wanted.keys():
        db.execute(f'DELETE FROM {name} WHERE "{key}" = ?', [k])
    write(db, name, (key,), [row for k, row in wanted.items() if there.get(k) != row])


def write(db: Database, name: str, key: tuple[str, ...], rows: Iterable[Row]) -> None:
    """Insert the rows, or update those whose key is there. All of them have the same columns.

    Many in a statement: the search index works once a statement. sqlite-utils, which looks at each
    value and asks for the table's columns each time, takes three times as long.
    """
    listed = list(rows)
    if not listed:
        return
    names = tuple(listed[0])
    at_once = max(1, _MOST_VALUES // len(names))
    for start in range(0, len(listed), at_once):
        some = listed[start : start + at_once]
        db.execute(
            _upsert(name, key, names, len(some)), [row[name] for row in some for name in names]
        )


@lru_cache(maxsize=256)
def _upsert(name: str, key: tuple[str, ...], names: tuple[str, ...], count: int) -> str:
    """The statement that inserts or updates that many rows."""
    marks = ", ".join([f"({', '.join('?' * len(names))})"] * count)
    changed = ", ".join(f'"{n}" = excluded."{n}"' for n in names if n not in key)
    return (
        f"INSERT INTO {name} ({_quoted(names)}) VALUES {marks} ON CONFLICT ({_quoted(key)})"
        f" DO {f'UPDATE SET {changed}' if changed else 'NOTHING'}"
    )


def _quoted(names: Sequence[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


def read_keys(
    db: Database, name: str, names: Sequence[str], key: tuple[str, ...], keys: Iterable[Key]
) -> dict[Key, Row]:
    """The rows of these keys that are there, by key."""
    wanted = set(keys)
    found = read_values(db, name, names, key[0], sorted({k[0] for k in wanted}))
    rows = {tuple(row[part] for part in key): row for row in found}
    return {k: row for k, row in rows.items() if k in wanted}


def read_values(
    db: Database, name: str, names: Sequence[str], column: str, values: Sequence[Any]
) -> Iterable[Row]:
    """The columns `names` of the rows whose `column` is among `values`."""
    chosen = _quoted(names)
    for start in range(0, len(values), _MOST_VALUES):
        some = list(values[start : start + _MOST_VALUES])
        marks = ", ".join("?" * len(some))
        sql = f'SELECT {chosen} FROM {name} WHERE "{column}" IN ({marks})'
        for found in db.execute(sql, some):
            yield dict(zip(names, found, strict=True))
