"""/archive counts the rows of the tables that it describes, not of the archive's own business.

SQLite counts a table in one step, which no time limit breaks off: to count the search index all of
it is read, which took seconds.
"""

from functools import wraps

from datasette.database import Database, QueryInterrupted

from archive.db.tables import TABLES, about

SHOWN = frozenset(about(table).name for table in TABLES)
COUNT = "SELECT count(*) FROM [{}]"


@wraps(Database.table_counts)
async def table_counts(self: Database, limit: int = 10) -> dict[str, int | None]:
    """Rows of each table; None, for which Datasette says "many", where they are not counted."""
    return {name: await _count(self, name, limit) for name in await self.table_names()}


async def _count(database: Database, name: str, limit: int) -> int | None:
    if name not in SHOWN:
        return None
    try:
        found = await database.execute(COUNT.format(name), custom_time_limit=limit)
    except QueryInterrupted:
        return None
    return int(found.rows[0][0])


Database.table_counts = table_counts
