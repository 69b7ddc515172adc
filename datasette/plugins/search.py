"""`/tim-kiem`: the search, as a page, JSON, CSV and an Atom feed."""

import asyncio
import sqlite3
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from datasette import hookimpl
from datasette.app import Datasette
from datasette.utils.asgi import AsgiStream, AsgiWriter, Request, Response
from markupsafe import Markup, escape

from archive.errors import ArchiveError
from archive.formats import day
from archive.search.asked import NAMES, PAGE_SIZE, SORTS, Asked, asked_of
from archive.search.catalogue import Counts, catalogue
from archive.search.language import languages
from archive.search.pasted import destination, pasted_address, words_of
from archive.search.search import (
    NEWLY_SEEN,
    Found,
    all_hits,
    listed,
    rows_of,
    search,
)
from archive.views import atom
from archive.views.narrowing import chips, facets, sorts
from archive.views.places import own_site
from archive.views.readerpages import DATABASE, addresses, archive_db, readers
from archive.views.spreadsheet import csv_lines, csv_text

PATH = "/tim-kiem"
IN_FEED = 50
SINCE = "2000"  # of the feed's ids; it never changes
# What is searched for is nobody else's business: no cache on the way keeps it.
HEADERS = {"Cache-Control": "private, max-age=60"}
CSV_HEADER = {
    "id": "mã bài", "title": "tiêu đề", "category": "chuyên mục", "published_date": "ngày đăng",
    "byline": "đơn vị", "view_count": "lượt xem", "changed_at": "lần sửa cuối (UTC)",
    "removed_at": "bị gỡ (UTC)", "url": "địa chỉ gốc",
}  # fmt: skip
CSV_PAGE = "trang trong kho"
CSV_ROWS = 1_000  # read and sent at a time: all articles as one text took seconds
_spreadsheets = asyncio.Lock()


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found; for an address of the old site, where it leads or that it is not here.

    `values` are all that there are to narrow to, where too much was found to be counted.
    """

    found: Found
    values: Counts
    leads_to: str | None = None
    missing: str | None = None
    words: str = ""


async def page(datasette: Datasette, request: Request) -> Response:
    """The page; an address of the old site leads to its article or captures."""
    asked = _asked(request)
    answer: Answer = await _run(datasette, partial(_answer, asked))
    if answer.leads_to:
        return Response.redirect(datasette.urls.path(answer.leads_to))
    found = answer.found
    context = {
        "asked": asked,
        "found": found,
        "answer": answer,
        "facets": facets(found, answer.values, partial(_link, datasette)),
        "chips": chips(asked),
        "sorts": sorts(asked),
        "link": partial(_link, datasette),
        "marked": _marked,
        "page_size": PAGE_SIZE,
    }  # fmt: skip
    text = await datasette.render_template("search.html", context, request=request)
    return Response.html(text, headers=HEADERS)


async def as_json(datasette: Datasette, request: Request) -> Response:
    """A page of hits with all counts."""
    asked = _asked(request)
    found: Found = await _run(datasette, partial(_search, asked))

    absolute = addresses(datasette, request)
    following = asked.changed(page=asked.page + 1)
    return Response.json(
        {
            **found.told(),
            "query": asked.text,
            "page": asked.page,
            "pages": found.pages,
            "next": absolute(_path(following, ".json")) if asked.page < found.pages else None,
            "facets": {name: dict(c.most_common()) for name, c in found.counts.items()},
            "results": [
                {**hit.told(), "page": absolute(f"/bai-viet/{hit.row['id']}")} for hit in found.hits
            ],
        },
        headers=HEADERS,
    )


async def as_csv(datasette: Datasette, request: Request) -> AsgiStream:
    """All hits as they are now, for a spreadsheet."""
    absolute = addresses(datasette, request)
    ids: list[int] = []
    if request.method == "GET":  # nobody sees what HEAD would read
        ids = await _run_alone(datasette, partial(_all_hits, _asked(request)))

    async def stream(writer: AsgiWriter) -> None:
        await writer.write(csv_text([[*CSV_HEADER.values(), CSV_PAGE]]))
        for start in range(0, len(ids), CSV_ROWS):
            some = partial(_csv, ids[start : start + CSV_ROWS], absolute)
            try:
                await writer.write(await _run_alone(datasette, some))
            except sqlite3.Error as error:
                # What breaks off is seen to be cut; an answer with an error has begun as a file.
                raise asyncio.CancelledError from error

    headers = {**HEADERS, "Content-Disposition": 'attachment; filename="tim-kiem.csv"'}
    return AsgiStream(stream, headers=headers, content_type="text/csv; charset=utf-8")


async def as_atom(datasette: Datasette, request: Request) -> Response:
    """The articles that match, those that the archive saw last first."""
    asked = _asked(request).changed(sort=NEWLY_SEEN)
    rows, site = await _run(datasette, partial(_feed, asked))
    own = asked.changed(sort=SORTS[0])
    absolute = addresses(datasette, request)
    name = datasette.metadata("title")
    body = atom.feed(
        atom.tag(site, SINCE, f"tim-kiem?{urlencode(own.parameters())}"),
        f"{own.text or 'Mọi bài'} – {name}",
        name,
        max(map(_updated, rows), default=atom.NEVER),
        absolute(_path(own, ".atom")),
        absolute(_path(own)),
        [_entry(row, site, absolute(f"/bai-viet/{row['id']}")) for row in rows],
    )
    return Response(body, headers=HEADERS, content_type=atom.CONTENT_TYPE)


def _entry(row: sqlite3.Row, site: str, link: str) -> atom.Entry:
    """An article; its id stays when it is edited."""
    facts = (day(row["published_date"]) or "không rõ ngày", row["category"])
    removed = "đã bị gỡ" if row["removed_at"] else None
    return atom.Entry(
        id=atom.tag(site, SINCE, f"bai-viet/{row['id']}"),
        title=row["title"],
        updated=_updated(row),
        link=link,
        summary=" · ".join(fact for fact in (*facts, removed) if fact),
        category=row["category"] or "",
    )


def _updated(row: sqlite3.Row) -> str:
    return str(row["changed_at"] or row["first_seen_at"])


def _asked(request: Request) -> Asked:
    return asked_of({name: request.args.getlist(name) for name in NAMES})


async def _run(datasette: Datasette, work: Callable[[Path, sqlite3.Connection], Any]) -> Any:  # noqa: ANN401
    return await readers(datasette).run(partial(work, archive_db(datasette)))


async def _run_alone(datasette: Datasette, work: Callable[[Path, sqlite3.Connection], Any]) -> Any:  # noqa: ANN401
    """The same for spreadsheets, one at a time: readers' pages have the other threads."""
    async with _spreadsheets:
        return await _run(datasette, work)


def _search(asked: Asked, path: Path, connection: sqlite3.Connection) -> Found:
    return search(connection, catalogue(path), asked)


def _all_hits(asked: Asked, path: Path, connection: sqlite3.Connection) -> list[int]:
    return all_hits(connection, catalogue(path), asked)


def _csv(
    ids: list[int], absolute: Callable[[str], str], _path: Path, connection: sqlite3.Connection
) -> str:
    return csv_lines(
        [*(row[name] for name in CSV_HEADER), absolute(f"/bai-viet/{row['id']}")]
        for row in rows_of(connection, ids)
    )


def _feed(
    asked: Asked, path: Path, connection: sqlite3.Connection
) -> tuple[list[sqlite3.Row], str]:
    return listed(connection, catalogue(path), asked, IN_FEED), own_site(connection).origin


def _answer(asked: Asked, path: Path, connection: sqlite3.Connection) -> Answer:
    address = pasted_address(connection, asked.text)
    leads_to = destination(connection, address) if address else None
    found = _search(asked, path, connection)
    uncounted = found.is_more and not found.counts
    return Answer(
        found,
        catalogue(path).values() if uncounted else {},
        leads_to,
        missing=None if leads_to else address,
        words=words_of(address) if address else "",
    )


def _link(datasette: Datasette, asked: Asked, ending: str = "") -> str:
    return str(datasette.urls.path(_path(asked, ending)))


def _path(asked: Asked, ending: str = "") -> str:
    query = urlencode(asked.parameters())
    return f"{PATH}{ending}{'?' if query else ''}{query}"


def _marked(pieces: list[tuple[str, bool]]) -> Markup:
    """The text with its hits marked."""
    return Markup("").join(
        Markup("<mark>{}</mark>").format(piece) if hit else escape(piece) for piece, hit in pieces
    )


@hookimpl
async def startup(datasette: Datasette) -> None:
    """The first search need not wait for what is kept in memory."""
    if DATABASE in datasette.databases:
        with suppress(sqlite3.DatabaseError, ArchiveError):  # the page that needs it tells
            await _run(datasette, lambda path, _: catalogue(path).values())
            await _run(datasette, lambda path, _: languages(path).language())


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    """The page, and the same for machines."""
    return [
        (r"^/tim-kiem$", page),
        (r"^/tim-kiem\.json$", as_json),
        (r"^/tim-kiem\.csv$", as_csv),
        (r"^/tim-kiem\.atom$", as_atom),
    ]
