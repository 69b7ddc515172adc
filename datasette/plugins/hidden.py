"""What is hidden is shown by no route: a notice in place of captured pages, records and files.

Everything else that readers and researchers see comes from tables, which have no word of it.
"""

import re
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

from datasette import hookimpl
from datasette.app import Datasette
from datasette.utils.asgi import Response

from archive.errors import ArchiveError
from archive.formats import day
from archive.hiding.withheld import Withheld, withheld_capture, withheld_file
from archive.views.articleview import read_id
from archive.views.readerpages import folder_of, readers

CAPTURE = re.compile(r"/ban-luu/(\d+)(?:/trang|\.warc)$")
FILE = re.compile(r"/tep/(\d+)/[^/]*$")
HEADING = "Nội dung đã được ẩn"
ITSELF = "Nội dung này đã được người giữ kho lưu trữ ẩn ngày {day}. Lý do: {reason}"
LISTS = (
    "Trang này nhắc đến một bài đã được người giữ kho lưu trữ ẩn ngày {day}, nên không được hiện."
    " Lý do ẩn bài: {reason}"
)
STATUS = 451  # Unavailable For Legal Reasons (RFC 7725)
Message = dict[str, Any]
Send = Callable[[Message], Awaitable[None]]
Receive = Callable[[], Awaitable[Message]]
App = Callable[[Message, Receive, Send], Awaitable[None]]


async def withheld(datasette: Datasette, path: str) -> Withheld | None:
    """Why what this path leads to is not shown; None where it is, or where it is something else."""
    capture, file = CAPTURE.search(path), FILE.search(path)
    try:
        if capture and (capture_id := read_id(capture[1])) is not None:
            work = partial(withheld_capture, folder=folder_of(datasette), capture_id=capture_id)
            return await readers(datasette).run(work)
        if file and (file_id := read_id(file[1])) is not None:
            return await readers(datasette).run(partial(withheld_file, attachment_id=file_id))
    except ArchiveError:  # its own page says that the record is damaged
        return None
    return None


@hookimpl(tryfirst=True)
def asgi_wrapper(datasette: Datasette) -> Callable[[App], App]:
    """Stands innermost, before every route."""

    def wrap(app: App) -> App:
        async def wrapped(scope: Message, receive: Receive, send: Send) -> None:
            path = scope.get("path", "") if scope["type"] == "http" else ""
            found = (
                await withheld(datasette, path)
                if CAPTURE.search(path) or FILE.search(path)
                else None
            )
            if found is None:
                await app(scope, receive, send)
                return
            words = ITSELF if found.itself else LISTS
            message = words.format(day=day(found.hidden_at), reason=found.reason)
            context = {"heading": HEADING, "message": message, "status": STATUS}
            page = await datasette.render_template("notice.html", context)
            await Response.html(page, status=STATUS).asgi_send(send)

        return wrapped

    return wrap
