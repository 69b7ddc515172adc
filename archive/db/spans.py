"""Rows that last: first seen, last seen, merged with what is stored in any order of arrival."""

from collections.abc import Iterable
from typing import Any

from sqlite_utils import Database

from archive.db.rows import Row, read_keys, write
from archive.db.tables import about, columns

# Columns that belong to the first and to the last sighting, where a table has them.
_OF_FIRST = {"problems": ("first_run_id",), "procedure_statistics": ("capture_id",)}
_OF_LAST = {"problems": ("run_id", "capture_id")}


def merge_spans(db: Database, table: type, sightings: Iterable[Row]) -> set[tuple[Any, ...]]:
    """Write each sighting into the span of its key; the keys that were not there before.

    A sighting is a row whose first_seen_at and last_seen_at may be the same moment.
    """
    name, key = about(table).name, about(table).key
    return merge_spans_in(db, name, key, [c.name for c in columns(table)], sightings)


def merge_spans_in(
    db: Database, name: str, key: tuple[str, ...], names: list[str], sightings: Iterable[Row]
) -> set[tuple[Any, ...]]:
    """The same for a hidden table, of which only name, key and columns are known."""
    fresh: dict[tuple[Any, ...], Row] = {}
    for row in sightings:
        k = tuple(row[part] for part in key)
        fresh[k] = _joined(name, fresh[k], row) if k in fresh else row
    there = read_keys(db, name, names, key, fresh)
    joined = {k: _joined(name, there[k], row) if k in there else row for k, row in fresh.items()}
    write(db, name, key, [row for k, row in joined.items() if there.get(k) != row])
    return fresh.keys() - there.keys()


def _joined(name: str, one: Row, other: Row) -> Row:
    """One row from two of the same key, the same whichever comes first."""
    of_first, of_last = _OF_FIRST.get(name, ()), _OF_LAST.get(name, ())
    first = min(one, other, key=lambda r: (r["first_seen_at"], *(r[c] or 0 for c in of_first)))
    last = max(one, other, key=lambda r: (r["last_seen_at"], *(r[c] or 0 for c in of_last)))
    joined = dict(first)
    joined["last_seen_at"] = last["last_seen_at"]
    joined.update({c: last[c] for c in of_last})
    return joined
