"""What readers see where something is not there or cannot be read: a plain page, no traceback."""

import sqlite3
from collections.abc import Awaitable, Callable

from datasette import hookimpl
from datasette.app import Datasette
from datasette.utils.asgi import Base400, Request, Response

from archive.views.readerpages import DATASETTE_PATHS

NOT_FOUND = "Không có trang này trong kho lưu trữ."
BUSY = "Kho đang bận, xin thử lại sau ít phút."
TITLES = {
    404: "Không tìm thấy",
    400: "Yêu cầu không đúng",
    451: "Nội dung đã được ẩn",
    503: "Kho đang bận",
}


@hookimpl
def handle_exception(
    datasette: Datasette, request: Request, exception: Exception
) -> Callable[[], Awaitable[Response]] | None:
    """Answers for our own pages; None leaves Datasette's own to Datasette."""
    path = request.scope.get("route_path") or request.path
    if path.startswith(DATASETTE_PATHS) or path.endswith(".json"):
        return None
    if isinstance(exception, Base400):
        status, message = exception.status, str(exception.args[0]) if exception.args else ""
        if status == 404 and (not message or message.isascii()):  # Datasette's own words
            message = NOT_FOUND
    elif isinstance(exception, sqlite3.OperationalError):
        status, message = 503, BUSY
    else:
        return None

    async def answer() -> Response:
        context = {"status": status, "message": message, "heading": TITLES.get(status, "Có lỗi")}
        page = await datasette.render_template("notice.html", context, request=request)
        return Response.html(page, status=status)

    return answer
