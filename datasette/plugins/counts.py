"""/archive counts the rows of the tables that it describes, not of the archive's own business.

SQLite counts a table in one step, which no time limit breaks off: to count the search index all of
it is read, which took seconds.
"""

from functools import wraps

from datasette.database import Database, QueryInterrupted

from archive.db.tables import NAMES
from archive.views.inplace import Function, wrap
from archive.views.readerpages import DATABASE

COUNT = "SELECT count(*) FROM [{}]"


def _of_shown(theirs: Function) -> Function:
    """Rows of each table; None, for which Datasette says "many", where they are not counted."""

    @wraps(theirs)
    async def table_counts(self: Database, limit: int = 10) -> dict[str, int | None]:
        if self.name != DATABASE:
            found: dict[str, int | None] = await theirs(self, limit)
            return found
        return {name: await _count(self, name, limit) for name in await self.table_names()}

    return table_counts


async def _count(database: Database, name: str, limit: int) -> int | None:
    if name not in NAMES:
        return None
    try:
        found = await database.execute(COUNT.format(name), custom_time_limit=limit)
    except QueryInterrupted:
        return None
    return int(found.rows[0][0])


wrap(Database, "table_counts", "self limit", _of_shown)
