"""The home page."""

from typing import Any

from datasette import hookimpl
from datasette.app import Datasette
from datasette.utils.asgi import Request, Response

DATABASE = "archive"
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


async def home(datasette: Datasette, request: Request) -> Response:
    """What the archive holds, its newest articles, and a search box."""
    database = datasette.get_database(DATABASE)
    counts = (await database.execute(COUNTS_SQL)).first()
    newest = (await database.execute(NEWEST_SQL)).rows
    context = {"counts": counts, "newest": newest}
    body = await datasette.render_template("home.html", context, request=request)
    return Response.html(body, headers=HEADERS)


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    """It stands before Datasette's own home page, which moves to /archive."""
    return [(r"^/$", home)]
