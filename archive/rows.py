"""Rows of a table made what they should be, writing only those that differ."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlite_utils import Database

from archive.tables import about, columns

Row = dict[str, Any]

_MOST_VALUES = 500  # of one IN (...), well below SQLite's limit on parameters


def sync(db: Database, table: type, column: str, values: Sequence[Any], rows: Iterable[Row]) -> int:
    """Make the rows whose `column` is among `values` exactly `rows`; the number of rows written.

    Rows that are there already are not touched; those that are no longer wanted are deleted.
    """
    name, key = about(table).name, about(table).key
    names = [c.name for c in columns(table)]
    wanted = {tuple(row[k] for k in key): row for row in rows}
    there = {tuple(row[k] for k in key): row for row in _read(db, name, names, column, values)}
    changed = [row for k, row in wanted.items() if there.get(k) != row]
    for k in there.keys() - wanted.keys():
        db.execute(
            f"DELETE FROM {name} WHERE " + " AND ".join(f'"{part}" = ?' for part in key), list(k)
        )
    write(db, name, key, changed)
    return len(changed)


def merge(db: Database, table: type, rows: Mapping[tuple[Any, ...], Row]) -> int:
    """Write the rows, by key, that are new or differ; the number of rows written."""
    name, key = about(table).name, about(table).key
    names = [c.name for c in columns(table)]
    firsts = sorted({k[0] for k in rows})
    there = {tuple(r[k] for k in key): r for r in _read(db, name, names, key[0], firsts)}
    changed = [row for k, row in rows.items() if there.get(k) != row]
    write(db, name, key, changed)
    return len(changed)


def write(db: Database, name: str, key: tuple[str, ...], rows: Iterable[Row]) -> None:
    """Insert the rows, or update those whose key is there."""
    listed = list(rows)
    if listed:
        db.table(name).upsert_all(listed, pk=key[0] if len(key) == 1 else key)


def _read(
    db: Database, name: str, names: Sequence[str], column: str, values: Sequence[Any]
) -> Iterable[Row]:
    chosen = ", ".join(f'"{n}"' for n in names)
    for start in range(0, len(values), _MOST_VALUES):
        some = list(values[start : start + _MOST_VALUES])
        marks = ", ".join("?" * len(some))
        sql = f'SELECT {chosen} FROM {name} WHERE "{column}" IN ({marks})'
        for found in db.execute(sql, some):
            yield dict(zip(names, found, strict=True))
