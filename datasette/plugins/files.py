"""`/tep/<attachment_id>/<name>`: a stored file; images are shown, everything else is kept."""

import sqlite3
from typing import Any
from urllib.parse import quote

from datasette import hookimpl
from datasette.app import Datasette
from datasette.utils.asgi import Request, Response

from archive.errors import ArchiveError
from archive.hiding.withheld import withheld_file
from archive.views.parameters import read_id
from archive.views.readerpages import Hidden, Missing, Unreadable, folder_of, readers
from archive.views.storedfile import StoredFile, read_file, stored_file

NO_FILE = "Kho không có tệp này."
DAMAGED = "Bản ghi gốc của tệp này bị hỏng hoặc thiếu trong kho."
POLICY = "sandbox; default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"


async def stored(datasette: Datasette, request: Request) -> Response:
    """The file's newest bytes, or that they are those that the reader has.

    Whatever its name in the address, it is found by its id.
    """
    file_id = read_id(request.url_vars["id"])
    folder = folder_of(datasette)

    def read(connection: sqlite3.Connection) -> tuple[StoredFile, bytes | None]:
        if file_id is None:
            raise Missing(NO_FILE)
        if why := withheld_file(connection, file_id):
            raise Hidden(why)
        found = stored_file(connection, file_id)
        if found is None:
            raise Missing(NO_FILE)
        known = _is_known(request, found)
        return found, None if known else read_file(connection, folder, found)

    try:
        found, body = await readers(datasette).run(read)
    except ArchiveError as error:
        raise Unreadable(DAMAGED) from error
    kind = "inline" if found.is_image else "attachment"
    headers = {
        "Content-Security-Policy": POLICY,
        "Cross-Origin-Opener-Policy": "unsafe-none",  # a sandboxed page is refused with any other
        "Content-Disposition": f"{kind}; filename*=UTF-8''{quote(found.name, safe='')}",
        "ETag": _tag(found),
        "Cache-Control": "no-cache",  # asked again each time: it may have been hidden
        "Accept-Ranges": "none",
    }
    if body is None:
        return Response(b"", 304, headers=headers, content_type=found.content_type)
    headers["Content-Length"] = str(len(body))  # so that a reader sees how much is left
    return Response(body, headers=headers, content_type=found.content_type)


def _tag(file: StoredFile) -> str:
    return f'"{file.sha256}"'


def _is_known(request: Request, file: StoredFile) -> bool:
    """Whether `If-None-Match` (RFC 9110, 13.1.2) names these bytes; no tag has a comma."""
    asked = str(request.headers.get("if-none-match", ""))
    tags = {tag.strip().removeprefix("W/") for tag in asked.split(",")}
    return not tags.isdisjoint({_tag(file), "*"})


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    """The name is for people."""
    return [(r"^/tep/(?P<id>[^/]+)/(?P<name>[^/]*)$", stored)]
