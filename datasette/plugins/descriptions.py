"""Describes every table and column of the archive to Datasette, from `archive/db/tables.py`.

Units stand in the descriptions, not under Datasette's own key `units`: with that, 0.65 shows 1758
views as "1.758 kilo…" and evaluates what a stranger types into a filter as arithmetic.
"""

import sqlite3
from typing import Any
from urllib.parse import urlsplit
from weakref import WeakKeyDictionary

from datasette import hookimpl
from datasette.app import Datasette

from archive.db.tables import TABLES, Column, about, columns, sortable
from archive.db.units import UNITS_VI
from archive.views.readerpages import DATABASE

SEPARATOR = " · "
TITLE = "Kho lưu trữ"
ANSWERED = (None, "databases", "source", "source_url", "title")
SITE_SQL = "SELECT value FROM archive_facts WHERE name = 'site'"

_found: WeakKeyDictionary[Datasette, dict[str, Any]] = WeakKeyDictionary()


def describe(column: Column) -> str:
    """Vietnamese, then English, each with the unit where there is one."""
    if column.unit is None:
        return f"{column.vi}{SEPARATOR}{column.en}"
    return f"{column.vi} ({UNITS_VI[column.unit]}){SEPARATOR}{column.en} ({column.unit})"


def table_metadata(table: type) -> dict[str, Any]:
    """A table's metadata in Datasette's own terms."""
    facts = about(table)
    found: dict[str, Any] = {
        "title": facts.name,
        "description": f"{facts.vi}{SEPARATOR}{facts.en}",
        "columns": {column.name: describe(column) for column in columns(table)},
        "facets": list(facts.facets),
    }
    if (names := sortable(table)) is not None:
        found["sortable_columns"] = names
    if facts.sort_desc:
        found["sort_desc"] = facts.sort_desc
    if facts.hidden:
        found["hidden"] = True
    return found


def _metadata(site: str | None) -> dict[str, Any]:
    tables = {about(table).name: table_metadata(table) for table in TABLES}
    found: dict[str, Any] = {"title": TITLE, "databases": {DATABASE: {"tables": tables}}}
    if site:
        host = urlsplit(site).netloc
        found |= {"title": f"{TITLE} {host}", "source": host, "source_url": site}
    return found


@hookimpl
async def startup(datasette: Datasette) -> None:
    """Learn which site the archive is of."""
    if DATABASE not in datasette.databases:
        return
    database = datasette.get_database(DATABASE)
    try:
        site = (await database.execute(SITE_SQL, log_sql_errors=False)).first()
    except sqlite3.DatabaseError:  # not noted yet; or damaged, which the page that needs it says
        site = None
    _found[datasette] = _metadata(site and site[0])


@hookimpl
def get_metadata(datasette: Datasette, key: str | None) -> dict[str, Any]:
    """Datasette merges metadata.yaml over this; it asks many times a page, so it is made once.

    Nothing here bears on the other keys, and for permissions Datasette would copy it once a table.
    """
    if key not in ANSWERED:
        return {}
    if datasette not in _found:
        _found[datasette] = _metadata(None)
    return _found[datasette]
