"""`/ban-luu/<id>`: a capture: our bar, the page as it came in a frame, its record in the WARC."""

import sqlite3
from itertools import groupby
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from datasette import hookimpl
from datasette.app import Datasette
from datasette.utils.asgi import Request, Response

from archive.errors import ArchiveError
from archive.formats import day
from archive.hiding.withheld import withheld_capture
from archive.views import memento
from archive.views.captureview import (
    MOST_LISTED,
    OUTCOMES,
    SOURCES,
    CaptureView,
    capture_view,
    captures_of,
    nearest,
)
from archive.views.parameters import read_id, read_time
from archive.views.places import here, own_site, url_path
from archive.views.readerpages import (
    Hidden,
    Missing,
    Unreadable,
    addresses,
    folder_of,
    readers,
)
from archive.views.replayed import Replayed, is_shown, replayed, shown_instead
from archive.warc.excerpt import warc_records
from scraper.site import Site

BAR = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; "
    "frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
}
# A reader's own click may lead from the frame to another page here: all its links do, or none.
SANDBOX = "allow-top-navigation-by-user-activation"
FRAME = {
    "Content-Security-Policy": f"sandbox {SANDBOX}; default-src 'none'; img-src 'self' data:; "
    "style-src 'self' 'unsafe-inline'; form-action 'none'; base-uri 'none'; "
    "frame-ancestors 'self'",
    "Cross-Origin-Opener-Policy": "unsafe-none",  # a sandboxed page is refused with any other
    "X-DNS-Prefetch-Control": "off",
}
MOST_TOGETHER = 40  # captures of an address in one list; more stand month by month
NO_CAPTURE = "Kho không có bản lưu này."
DAMAGED = "Bản ghi gốc của bản lưu này bị hỏng hoặc thiếu trong kho, nên không hiện ra được."


async def bar(datasette: Datasette, request: Request) -> Response:
    """What was captured, when, from where; and the page in a frame."""
    capture_id = _id(request)

    def read(connection: sqlite3.Connection) -> tuple[CaptureView | None, Any]:
        view = capture_view(connection, capture_id)
        return view, view and shown_instead(connection, view.capture)

    view, instead = await readers(datasette).run(read)
    if view is None:
        raise Missing(NO_CAPTURE)
    capture = view.capture
    context = {
        "view": view,
        "instead": instead,
        "shown": is_shown((instead or capture)["media_type"]),
        "outcome": OUTCOMES.get(capture["outcome"], capture["outcome"]),
        "source": SOURCES.get(capture["source"], capture["source"]),
        "most_listed": MOST_LISTED,
        "sandbox": SANDBOX,
        "here": urlencode({"url": capture["url"]}),
        "timemap": _timemap(datasette, request, capture["url"]),
    }
    page = await datasette.render_template("capture.html", context, request=request)
    return Response.html(page, headers=BAR)


async def frame(datasette: Datasette, request: Request) -> Response:
    """The page as captured, harmless, with the headers of a memento."""
    capture_id = _id(request)
    folder = folder_of(datasette)

    def read(connection: sqlite3.Connection) -> tuple[CaptureView, Replayed]:
        view = _open(connection, folder, capture_id)
        prefixed = datasette.urls.path
        return view, replayed(connection, folder, view.capture, lambda path: str(prefixed(path)))

    view, shown = await _read(datasette, read)

    absolute = addresses(datasette, request)

    def address(row: sqlite3.Row) -> str:
        return absolute(f"/ban-luu/{row['id']}/trang")

    capture = view.capture
    timemap = _timemap(datasette, request, capture["url"])
    headers = {**FRAME, **memento.headers(capture, view.all, address, timemap)}
    if shown.is_kept:
        headers["Content-Disposition"] = "attachment"
    status = capture["status"] if 400 <= capture["status"] < 600 else 200
    return Response(shown.body, status, headers=headers, content_type=shown.content_type)


async def record(datasette: Datasette, request: Request) -> Response:
    """The capture's records of the WARC."""
    capture_id = _id(request)
    folder = folder_of(datasette)

    def read(connection: sqlite3.Connection) -> bytes:
        return warc_records(connection, folder, _open(connection, folder, capture_id).capture)

    body = await _read(datasette, read)
    headers = {"Content-Disposition": f'attachment; filename="{capture_id}.warc"'}
    return Response(body, headers=headers, content_type="application/warc")


async def listed(datasette: Datasette, request: Request) -> Response:
    """All captures of `url`; with `luc`, a moment, straight to the nearest."""
    url = (request.args.get("url") or "").strip()
    at = read_time(request.args.get("luc") or "")

    def read(connection: sqlite3.Connection) -> tuple[Site, list[sqlite3.Row], Any]:
        site = own_site(connection)
        found = nearest(connection, here(url, site), at) if at else None
        return site, captures_of(connection, url, site) if url else [], found

    site, rows, found = await readers(datasette).run(read)
    if found:
        return Response.redirect(datasette.urls.path(f"/ban-luu/{found['id']}"))
    context = {
        "url": url,
        "rows": rows,
        "most_listed": MOST_LISTED,
        "months": _months(rows) if len(rows) > MOST_TOGETHER else [],
        "original": url if url.startswith(("http://", "https://")) else "",
        "own": site.owns(url),
        "outcomes": OUTCOMES,
        "sources": SOURCES,
        "timemap": _timemap(datasette, request, url),
    }
    page = await datasette.render_template("captures.html", context, request=request)
    return Response.html(page, status=404 if url and not rows else 200)


def _months(rows: list[sqlite3.Row]) -> list[tuple[str, list[sqlite3.Row]]]:
    """Captures by their month in Vietnam (`03/2021`), the newest first."""
    found = groupby(reversed(rows), lambda row: day(row["captured_at"])[len("dd/") :])
    return [(month, list(some)) for month, some in found]


def _id(request: Request) -> int:
    found = read_id(request.url_vars["id"])
    if found is None:
        raise Missing(NO_CAPTURE)
    return found


def _open(connection: sqlite3.Connection, folder: Path, capture_id: int) -> CaptureView:
    """The capture where its bytes, or those that a 304 calls unchanged, may be shown."""
    view = capture_view(connection, capture_id)
    if view is None:
        raise Missing(NO_CAPTURE)
    shown = shown_instead(connection, view.capture) or view.capture
    if why := withheld_capture(connection, folder, shown["id"]):
        raise Hidden(why)
    return view


async def _read(datasette: Datasette, read: Any) -> Any:  # noqa: ANN401
    try:
        return await readers(datasette).run(read)
    except ArchiveError as error:
        raise Unreadable(DAMAGED) from error


def _timemap(datasette: Datasette, request: Request, url: str) -> str:
    path = f"/timemap/link{url_path(url).removeprefix('/url')}"
    return addresses(datasette, request)(path)


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    """The bar, the frame, the record, and the list of an address's captures."""
    return [
        (r"^/ban-luu$", listed),
        (r"^/ban-luu/(?P<id>[^/.]+)$", bar),
        (r"^/ban-luu/(?P<id>[^/.]+)/trang$", frame),
        (r"^/ban-luu/(?P<id>[^/.]+)\.warc$", record),
    ]
