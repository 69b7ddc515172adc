"""Tables that are the archive's own business, such as the search index, have no pages.

They may change at any time, and to count their rows all of them is read, which no time limit breaks
off: the index's page took ten seconds. SQL reads them.
"""

from datasette import hookimpl

from archive.db.tables import NAMES
from archive.views.readerpages import DATABASE


@hookimpl
def permission_allowed(action: str, resource: object) -> bool | None:
    """False for them, None leaves everything else to Datasette."""
    if action != "view-table" or not isinstance(resource, tuple):
        return None
    database, table = resource
    return False if database == DATABASE and table not in NAMES else None
