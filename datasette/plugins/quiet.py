"""No line of the server's log says what a reader searched for: that can tell who the source is."""

import logging
import re
import sqlite3
from functools import wraps
from typing import Any

from datasette import handle_exception, hookimpl
from datasette.app import Datasette
from datasette.database import Database

from archive.views.inplace import EXECUTE, Function, wrap
from archive.views.unexpected import where_raised

ACCESS, ERRORS = "uvicorn.access", "uvicorn.error"
PATH = 2  # of the record's arguments: client, method, path with its query, HTTP version, status
QUERY = re.compile(r"(?:\?|%3F).*", re.DOTALL | re.IGNORECASE)  # also of an address in the path


def without_query(record: logging.LogRecord) -> bool:
    """Cut the query off the address in a line of the access log; every line is kept."""
    if isinstance(record.args, tuple) and len(record.args) > PATH:
        path = QUERY.sub("", str(record.args[PATH]))
        record.args = (*record.args[:PATH], path, *record.args[PATH + 1 :])
    return True


def without_message(record: logging.LogRecord) -> bool:
    """A traceback ends without the message of its error; every record is kept."""
    error = record.exc_info[1] if record.exc_info else None
    if error is not None:
        record.exc_text = where_raised(error)
    return True


@hookimpl
def startup(datasette: Datasette) -> None:
    """Uvicorn has set its log up by then."""
    logging.getLogger(ACCESS).filters[:] = [without_query]
    logging.getLogger(ERRORS).filters[:] = [without_message]


def _silent(theirs: Function) -> Function:
    """Datasette would print SQL that fails with its parameters; the page shows it."""

    @wraps(theirs)
    async def execute(self: Database, *values: Any, **named: Any) -> Any:  # noqa: ANN401
        return await theirs(self, *values, **{**named, "log_sql_errors": False})

    return execute


wrap(Database, "execute", EXECUTE, _silent)
# Where rich is installed, Datasette prints the local variables of every error.
handle_exception.rich = None
# Datasette lets SQLite print what a function of ours raises: a line of the reader's words.
sqlite3.enable_callback_tracebacks(False)
