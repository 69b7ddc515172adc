"""`/bai-viet/<id>`: one article in the version of its time, its citation and its tables."""

import sqlite3
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlencode

from datasette import hookimpl
from datasette.app import Datasette
from datasette.utils.asgi import Request, Response
from markupsafe import Markup

from archive.figures.plot import plot
from archive.views import citations
from archive.views.articleview import (
    MOST_CAPTURES,
    ArticleView,
    article_view,
    new_id,
)
from archive.views.pagetable import table_rows
from archive.views.parameters import read_id, read_time
from archive.views.places import Local, Prefixed, file_path, own_site, url_path
from archive.views.readerpages import NO_ARTICLE, Missing, folder_of, readers
from archive.views.spreadsheet import csv_text
from scraper.replaying.anchors import Places, Reading, anchored

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {"Content-Security-Policy": POLICY, "Cache-Control": "max-age=60"}
DESCRIBED = 200  # characters for previews elsewhere


@dataclass(frozen=True, slots=True)
class Asked:
    """Which article, in which version, and what stands before every path."""

    article_id: int
    at: str | None
    folder: Path
    prefixed: Prefixed

    def path(self, version: str, ending: str = "") -> str:
        """The address of this article's version."""
        query = urlencode({"v": version}, safe=":")
        return self.prefixed(f"/bai-viet/{self.article_id}{ending}?{query}")

    def file(self, attachment_id: int, name: str) -> str:
        """The address of an archived file."""
        return self.prefixed(file_path(attachment_id, name))

    def elsewhere(self, url: str) -> str:
        """What is known here of an address of the old site."""
        return self.prefixed(url_path(url))


class Found(NamedTuple):
    """An article, and its body as it is shown."""

    view: ArticleView
    body: Reading


async def article(datasette: Datasette, request: Request) -> Response:
    """The page."""
    asked = _asked(datasette, request)
    found = await readers(datasette).run(partial(_read, asked))
    if not isinstance(found, Found):
        return _moved(found, asked, request)
    view, body = found
    source = _source(datasette, request, asked, view)
    context = {
        "view": view,
        "body": Markup(body.html),
        "loose_tables": [t for t in view.tables if t["position"] > body.tables],
        "asked": asked,
        "source": source,
        "cite_vietnamese": citations.vietnamese(source),
        "cite_plain": citations.plain(source),
        "picture": _picture(datasette, request, asked, view),
        "description": " ".join(view.shown["body_text"].split())[:DESCRIBED],
        "chart": _chart(view),
        "most_captures": MOST_CAPTURES,
    }
    page = await datasette.render_template("article.html", context, request=request)
    return Response.html(page, headers=HEADERS)


async def ris(datasette: Datasette, request: Request) -> Response:
    """The citation as a file for reference managers."""
    asked = _asked(datasette, request)
    found = await readers(datasette).run(partial(_view, asked))
    if not isinstance(found, ArticleView):
        return _moved(found, asked, request, ".ris")
    text = citations.ris(_source(datasette, request, asked, found))
    headers = {"Content-Disposition": f'attachment; filename="bai-viet-{asked.article_id}.ris"'}
    return Response(text, headers=headers, content_type="application/x-research-info-systems")


async def table(datasette: Datasette, request: Request) -> Response:
    """One of the version's tables as CSV."""
    asked = _asked(datasette, request)
    number = read_id(request.url_vars["number"])

    def read(connection: sqlite3.Connection) -> list[list[str]] | int | None:
        rows = table_rows(connection, asked.article_id, asked.at, number or 0)
        return new_id(connection, asked.article_id) if rows is None else rows

    rows = await readers(datasette).run(read)
    if rows is None:
        raise Missing("Bài này không có bảng đó.")
    if isinstance(rows, int):
        return _moved(rows, asked, request, f"/bang-{number}.csv")
    name = f"bai-viet-{asked.article_id}-bang-{number}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(csv_text(rows), headers=headers, content_type="text/csv; charset=utf-8")


def _asked(datasette: Datasette, request: Request) -> Asked:
    article_id = read_id(request.url_vars["id"])
    given = request.args.get("v")
    at = read_time(given) if given else None
    if article_id is None or (given and at is None):
        raise Missing(NO_ARTICLE)
    return Asked(article_id, at, folder_of(datasette), lambda path: str(datasette.urls.path(path)))


def _view(asked: Asked, connection: sqlite3.Connection) -> ArticleView | int | None:
    """The article; else the id that it has now; else None."""
    found = article_view(connection, asked.article_id, asked.at)
    return found or new_id(connection, asked.article_id)


def _read(asked: Asked, connection: sqlite3.Connection) -> Found | int | None:
    """The same with its body."""
    view = _view(asked, connection)
    if not isinstance(view, ArticleView):
        return view
    local = Local(connection, asked.folder, own_site(connection), asked.prefixed)
    version = view.shown["observed_at"]
    known = {row["position"] for row in view.tables}
    places = Places(
        file=local.file,
        page=local.page,
        size=local.size,
        cite=lambda name: f"{asked.path(version)}#{name}",
        table=lambda n: asked.path(version, f"/bang-{n}.csv") if n in known else None,
    )
    return Found(view, anchored(view.shown["body_html"], places))


def _moved(found: int | None, asked: Asked, request: Request, ending: str = "") -> Response:
    """Two articles that were found to be one: the former id leads to the other for ever."""
    if found is None:
        raise Missing(NO_ARTICLE)
    query = f"?{request.query_string}" if request.query_string else ""
    return Response.redirect(asked.prefixed(f"/bai-viet/{found}{ending}{query}"), status=301)


def _source(
    datasette: Datasette, request: Request, asked: Asked, view: ArticleView
) -> citations.Source:
    capture = view.capture
    permanent = asked.path(view.shown["observed_at"])
    return citations.Source(
        title=view.shown["title"],
        department=view.department,
        byline=view.shown["byline"],
        published_at=view.shown["published_at"],
        original=capture["url"] if capture else view.article["url"],
        captured_at=view.shown["observed_at"],
        sha256=capture["sha256"] if capture else "",
        permanent=datasette.absolute_url(request, permanent),
    )


def _picture(datasette: Datasette, request: Request, asked: Asked, view: ArticleView) -> str | None:
    """The whole address of its first archived image, for previews elsewhere."""
    for row in view.files:
        if row["id"] and row["media"] == "image" and not view.hidden:
            return str(datasette.absolute_url(request, asked.file(row["id"], row["file_name"])))
    return None


def _chart(view: ArticleView) -> Any:  # noqa: ANN401
    """The counter over time, and the same without our own visits; None with less than two."""
    if len(view.views) < 2:
        return None
    counted = [row["views"] for row in view.views]
    net = [row["views"] - row["own_visits"] for row in view.views]
    return plot([row["observed_at"] for row in view.views], counted, net)


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    """The page, the citation, the tables."""
    return [
        (r"^/bai-viet/(?P<id>[^/.]+)$", article),
        (r"^/bai-viet/(?P<id>[^/.]+)\.ris$", ris),
        (r"^/bai-viet/(?P<id>[^/.]+)/bang-(?P<number>[^/.]+)\.csv$", table),
    ]
