"""What is said where something is not there or cannot be read: a plain page, no traceback.

Datasette calls it a fault of its own, with a traceback, where a table's address asks what cannot be
answered: a column that lists are not sorted by, a row's key with a part too few.
"""

import sqlite3
import sys
from collections.abc import Awaitable, Callable, Generator
from errno import ENAMETOOLONG
from pathlib import Path
from traceback import extract_tb
from typing import Any

import datasette as installed
from datasette import handle_exception as datasettes_own
from datasette import hookimpl
from datasette.app import Datasette
from datasette.utils.asgi import BadRequest, Base400, NotFound, Request, Response
from datasette.views.base import DatasetteError

import archive
from archive.diskerrors import meaning_of
from archive.errors import ArchiveError, Busy, Damaged
from archive.views.readerpages import DATASETTE_PATHS
from archive.views.unexpected import where_raised

NOT_FOUND = "Không có trang này trong kho lưu trữ."
BUSY = "Kho đang bận, xin thử lại sau ít phút."
DAMAGED = (
    "Cơ sở dữ liệu của kho bị hỏng; xin báo cho người giữ kho. Các bản ghi gốc không mất vì thế."
)
OLDER = "Kho đang chờ được cập nhật cho bản phần mềm mới, nên chưa có trang này."
UNREADABLE = "Hiện không đọc được kho; xin báo cho người giữ kho."
MIGRATE = "archive.db was made by an older version: run 'sldtbxh refresh'"
FAILED = "Trang này có lỗi; lỗi đã được ghi lại."
NO_ROW = "Record not found"
NO_FILE = "File not found"
NO_PARAMETER = "A parameter of this address has a value that it cannot have"
NO_THROUGH = "_through must be a JSON object of table, column and value"
TITLES = {
    404: "Không tìm thấy",
    400: "Yêu cầu không đúng",
    451: "Nội dung đã được ẩn",
    503: "Tạm thời chưa xem được",
}
# What Datasette meets with where it reads JSON or numbers out of parameters.
NO_VALUE = (ValueError, LookupError, TypeError, OverflowError)
DATASETTES = str(Path(installed.__file__).parent)
OURS = str(Path(__file__).parent), str(Path(archive.__file__).parent)
Answer = Callable[[], Awaitable[Response]]


@hookimpl(hookwrapper=True)
def handle_exception(
    datasette: Datasette, request: Request, exception: Exception
) -> Generator[None, Any, None]:
    """Of several answers Datasette makes all, prints its traceback too, and sends the first."""
    outcome = yield
    path = request.scope.get("route_path") or request.path
    is_datasettes = path.startswith(DATASETTE_PATHS)
    answer = (_of_datasette if is_datasettes else _of_ours)(datasette, request, exception)
    outcome.force_result([answer])


def _of_ours(datasette: Datasette, request: Request, exception: Exception) -> Answer:
    """A page, or JSON in the shape of Datasette's."""
    status, message = _told(exception)

    async def answer() -> Response:
        if request.path.endswith(".json"):
            return Response.json({"ok": False, "error": message, "status": status}, status=status)
        context = {"status": status, "message": message, "heading": TITLES.get(status, "Có lỗi")}
        page = await datasette.render_template("notice.html", context, request=request)
        return Response.html(page, status=status)

    return answer


def _told(exception: Exception) -> tuple[int, str]:
    """Status and message."""
    if isinstance(exception, Base400):
        message = str(exception.args[0]) if exception.args else ""
        if exception.status == 404 and (not message or message.isascii()):  # Datasette's own words
            message = NOT_FOUND
        return exception.status, message
    if isinstance(exception, sqlite3.DatabaseError | ArchiveError):
        return _of_archive(exception)
    if _is_no_file(exception):
        return 404, NOT_FOUND
    _log(exception)
    return 500, FAILED


def _of_archive(exception: sqlite3.DatabaseError | ArchiveError) -> tuple[int, str]:
    """Status and words where the archive cannot be read; its keeper gets a line in the log.

    Not what SQLite says where that may have what was searched for.
    """
    meant = exception if isinstance(exception, ArchiveError) else meaning_of(exception)
    if isinstance(meant, Damaged):
        status, message, log = 500, DAMAGED, str(meant)
    elif meant and not isinstance(meant, Busy):
        status, message, log = 503, UNREADABLE, str(meant)
    elif str(exception).startswith("no such"):
        status, message, log = 503, OLDER, MIGRATE
    else:
        return 503, BUSY
    print(log, file=sys.stderr)
    return status, message


def _of_datasette(datasette: Datasette, request: Request, exception: Exception) -> Answer:
    """As Datasette shows what was asked wrongly, and, once logged, what nobody has foreseen."""
    shown: Exception | None = _asked_wrongly(request, exception)
    if shown is None and not isinstance(exception, Base400 | DatasetteError):
        _log(exception)
        shown = DatasetteError(str(exception))
    answer: Answer = datasettes_own.handle_exception(datasette, request, shown or exception)
    return answer


def _log(exception: Exception) -> None:
    print(where_raised(exception), end="", file=sys.stderr)


def _is_no_file(exception: Exception) -> bool:
    """Of /static and /-/static: a name that is too long for any."""
    return isinstance(exception, OSError) and exception.errno == ENAMETOOLONG


def _asked_wrongly(request: Request, exception: Exception) -> Base400 | None:
    if _is_no_file(exception):
        return NotFound(NO_FILE)
    if isinstance(exception, DatasetteError) and exception.status == 500:
        return BadRequest(exception.message)
    is_denied = getattr(exception, "sqlite_errorcode", None) == sqlite3.SQLITE_AUTH
    if is_denied or isinstance(exception, sqlite3.Warning | sqlite3.ProgrammingError):
        is_row = "pks" in request.url_vars
        return NotFound(NO_ROW) if is_row else BadRequest(str(exception))
    if request.query_string and isinstance(exception, NO_VALUE) and _by_datasette(exception):
        return BadRequest(NO_THROUGH if "_through" in request.args else NO_PARAMETER)
    return None


def _by_datasette(exception: Exception) -> bool:
    """Whether it was raised where Datasette reads what it was asked, and in no code of ours."""
    for frame in reversed(extract_tb(exception.__traceback__)):
        if frame.filename.startswith((DATASETTES, *OURS)):
            return frame.filename.startswith(DATASETTES)
    return False
