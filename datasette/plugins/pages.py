"""The readers' first pages: home and search."""

from typing import Any

from datasette import hookimpl
from datasette.app import Datasette
from datasette.utils.asgi import Request, Response

from archive.search import COUNT_SQL, RANKED_SQL, exact_query, excerpt, loose_query, mark

DATABASE = "archive"
PAGE_SIZE = 20
LAST_PAGE = 500
NEWEST = 10
POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
HEADERS = {"Content-Security-Policy": POLICY, "Cache-Control": "max-age=60"}

COUNTS_SQL = """
SELECT (SELECT count(*) FROM articles) AS articles,
       (SELECT count(*) FROM article_versions) AS versions,
       (SELECT count(*) FROM captures) AS captures,
       (SELECT count(*) FROM articles WHERE removed_at IS NOT NULL) AS removed,
       (SELECT min(published_date) FROM articles) AS first_day,
       (SELECT max(published_date) FROM articles) AS last_day,
       (SELECT max(captured_at) FROM captures) AS last_capture,
       (SELECT name FROM site_details ORDER BY observed_at DESC LIMIT 1) AS department
"""
NEWEST_SQL = f"""
SELECT id, title, category, published_date, removed_at FROM articles
ORDER BY published_date DESC, id DESC LIMIT {NEWEST}
"""


def day(text: str | None) -> str:
    """`2021-03-26T…` as `26/03/2021`; '' for nothing."""
    return "/".join(reversed(text[:10].split("-"))) if text else ""


def number(value: int) -> str:
    """1234567 as `1.234.567`."""
    return f"{value:,}".replace(",", ".")


async def home(datasette: Datasette, request: Request) -> Response:
    """What the archive holds, its newest articles, and a search box."""
    database = datasette.get_database(DATABASE)
    counts = (await database.execute(COUNTS_SQL)).first()
    newest = (await database.execute(NEWEST_SQL)).rows
    return await _page(datasette, request, "home.html", {"counts": counts, "newest": newest})


async def search(datasette: Datasette, request: Request) -> Response:
    """Articles that have all the words, those with the marks as typed first."""
    text = (request.args.get("q") or "").strip()
    page = _page_number(request.args.get("page") or "1")
    database = datasette.get_database(DATABASE)
    sought = {"loose": loose_query(text), "exact": exact_query(text)}
    paging = {"limit": PAGE_SIZE, "offset": (page - 1) * PAGE_SIZE}
    total = (await database.execute(COUNT_SQL, sought)).first()[0]
    found = [_hit(row, text) for row in await database.execute(RANKED_SQL, sought | paging)]
    more = page < LAST_PAGE and page * PAGE_SIZE < total
    context = {"query": text, "total": total, "hits": found, "page": page, "more": more}
    context["start"] = paging["offset"] + 1
    return await _page(datasette, request, "search.html", context)


def _page_number(text: str) -> int:
    good = text.isdecimal() and len(text) <= len(str(LAST_PAGE))
    return min(max(int(text), 1), LAST_PAGE) if good else 1


def _hit(row: Any, text: str) -> dict[str, Any]:  # noqa: ANN401
    title = mark(row["title"], text)
    return {"row": row, "title": title, "excerpt": mark(excerpt(row["body_text"], text), text)}


async def _page(
    datasette: Datasette, request: Request, template: str, context: dict[str, Any]
) -> Response:
    context |= {"day": day, "number": number, "title": datasette.metadata("title")}
    body = await datasette.render_template(template, context, request=request)
    return Response.html(body, headers=HEADERS)


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    """`/` stands before Datasette's own home page, which moves to /archive."""
    return [(r"^/$", home), (r"^/tim-kiem$", search)]
