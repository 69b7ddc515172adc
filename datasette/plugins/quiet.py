"""No line of the server's log says what a reader searched for: that can tell who the source is."""

import logging
from functools import wraps
from typing import Any

from datasette import hookimpl
from datasette.app import Datasette
from datasette.database import Database

LOGGER = "uvicorn.access"
PATH = 2  # of the record's arguments: client, method, path with its query, HTTP version, status

_MARK = "quiet"  # wraps() hands it on; Datasette loads this file anew for each server

_execute = Database.execute


def without_query(record: logging.LogRecord) -> bool:
    """Cut the query off the address in a line of the access log; every line is kept."""
    if isinstance(record.args, tuple) and len(record.args) > PATH:
        path = str(record.args[PATH]).partition("?")[0]
        record.args = (*record.args[:PATH], path, *record.args[PATH + 1 :])
    return True


@hookimpl
def startup(datasette: Datasette) -> None:
    """Uvicorn has set its log up by then."""
    logging.getLogger(LOGGER).filters[:] = [without_query]


@wraps(_execute)
async def execute(self: Database, *values: Any, **named: Any) -> Any:  # noqa: ANN401
    """Datasette's own, which would print SQL that fails with its parameters; the page shows it."""
    return await _execute(self, *values, **{**named, "log_sql_errors": False})


if not hasattr(Database.execute, _MARK):
    setattr(execute, _MARK, True)
    Database.execute = execute
