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
from archive.views.storedfile import StoredFile, stored_file

NO_FILE = "Kho không có tệp này."
DAMAGED = "Bản ghi gốc của tệp này bị hỏng hoặc thiếu trong kho."
POLICY = "sandbox; default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"


async def stored(datasette: Datasette, request: Request) -> Response:
    """The file's newest bytes; whatever its name in the address, it is found by its id."""
    file_id = read_id(request.url_vars["id"])
    folder = folder_of(datasette)

    def read(connection: sqlite3.Connection) -> StoredFile | None:
        if file_id is None:
            return None
        if why := withheld_file(connection, file_id):
            raise Hidden(why)
        return stored_file(connection, folder, file_id)

    try:
        found = await readers(datasette).run(read)
    except ArchiveError as error:
        raise Unreadable(DAMAGED) from error
    if found is None:
        raise Missing(NO_FILE)
    kind = "inline" if found.is_image else "attachment"
    headers = {
        "Content-Security-Policy": POLICY,
        "Cross-Origin-Opener-Policy": "unsafe-none",  # a sandboxed page is refused with any other
        "Content-Disposition": f"{kind}; filename*=UTF-8''{quote(found.name, safe='')}",
        "ETag": f'"{found.sha256}"',
        "Cache-Control": "no-cache",  # asked for again each time: it may have been hidden
    }
    return Response(found.body, headers=headers, content_type=found.content_type)


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    """The name is for people."""
    return [(r"^/tep/(?P<id>[^/]+)/(?P<name>[^/]*)$", stored)]
