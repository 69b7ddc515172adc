"""How values look in Datasette's tables: ids and addresses as links, tables as tables.

Everything else, `body_html` too, is left to Datasette, which shows it as escaped text.
"""

import json
import re
from typing import Any
from urllib.parse import urlencode

from datasette import hookimpl
from datasette.app import Datasette
from datasette.utils import tilde_encode
from markupsafe import Markup, escape

from archive.db.tables import TABLES, about
from archive.views.readerpages import DATABASE

MOST_ROWS = 200
MOST_CELLS = 5_000

# Every column that names a row of another table: article_id, capture_id, run_id, …
REFERENCES = {column: other for table in TABLES for column, other in about(table).references}
REFERENCES |= {"pass_id": "runs", "old_capture_id": "captures"}
# One that may name a row: a file that articles link to was perhaps never captured.
PERHAPS = {"attachment_id": ("attachments", "id")}
_CODE = re.compile(r"[1-3]\.\d{6}")
# Addresses of the old site, and where the archive knows more of them.
LOOK_UPS = {
    ("captures", "url"): ("captures", "url", "mọi bản lưu"),
    ("related_articles", "related_url"): ("article_urls", "url", "bài trong kho"),
    ("problems", "url"): ("article_urls", "url", "bài trong kho"),
}


@hookimpl
def render_cell(
    value: Any,  # noqa: ANN401
    column: str,
    table: str | None,
    database: str,
    datasette: Datasette,
) -> Markup | None:
    """None leaves the cell to Datasette."""
    if database != DATABASE:
        return None
    if href := _href(value, column, datasette):
        return Markup('<a href="{}">{}</a>').format(href, value)
    if isinstance(value, str) and table and (table, column) in LOOK_UPS:
        return _address(value, *LOOK_UPS[(table, column)], datasette)
    if isinstance(value, str) and column in ("header", "rows") and value.startswith("["):
        return _cells(value)
    return None


def _href(value: Any, column: str, datasette: Datasette) -> str | None:  # noqa: ANN401
    """Where the row is that the value names."""
    if isinstance(value, int) and column in PERHAPS:
        other, key = PERHAPS[column]
        return f"{datasette.urls.table(DATABASE, other)}?{urlencode({key: value})}"
    is_code = column == "code" and isinstance(value, str) and _CODE.fullmatch(value)
    if is_code or (isinstance(value, int) and column in REFERENCES):
        return str(datasette.urls.row(DATABASE, REFERENCES[column], tilde_encode(str(value))))
    return None


def _address(
    value: str, other: str, column: str, label: str, datasette: Datasette
) -> Markup | None:
    if not value.startswith(("http://", "https://")):
        return None
    look_up = f"{datasette.urls.table(DATABASE, other)}?{urlencode({column: value})}"
    return Markup('<a href="{}" rel="external noreferrer">{}</a> · <a href="{}">{}</a>').format(
        value, value, look_up, label
    )


def _cells(value: str) -> Markup | None:
    """A JSON array of cells on one line; an array of rows as a table that opens on demand."""
    try:
        found = json.loads(value)
    except (ValueError, RecursionError):  # of a researcher's own SQL
        return None
    if not found or not all(isinstance(row, list) for row in found):
        return Markup(" | ").join(escape(cell) for cell in found) if found else None
    width = max(len(row) for row in found) or 1
    shown = found[: min(MOST_ROWS, MOST_CELLS // width + 1)]
    rows = Markup("").join(
        Markup("<tr>{}</tr>").format(
            Markup("").join(Markup("<td>{}</td>").format(cell) for cell in row)
        )
        for row in shown
    )
    more = Markup("<p>… {} dòng nữa trong JSON, CSV</p>").format(len(found) - len(shown))
    return Markup(
        "<details><summary>{} dòng × {} cột</summary><table>{}</table>{}</details>"
    ).format(len(found), width, rows, more if len(shown) < len(found) else "")
