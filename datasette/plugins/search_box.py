"""The search box on /archive/articles, with and without marks.

Datasette's own box does nothing here, because the index is not over `articles` itself: it would
send "dao tạo" to both tiers at once and find neither.
"""

from datasette import hookimpl
from datasette.app import Datasette
from datasette.filters import FilterArguments
from datasette.utils.asgi import BadRequest, Request

from archive.search.query import PLACES, exact_query

TABLE = "articles"
WHERE = "id in (select rowid from articles_fts where articles_fts match :{name})"
BOX = "_search"


@hookimpl(trylast=True)
def filters_from_request(
    request: Request, database: str, table: str, datasette: Datasette
) -> FilterArguments | None:
    """`?_search=` in all written columns, `?_search_title=` and the like in one."""
    if table != TABLE:
        return None
    found = FilterArguments([], extra_context={"supports_search": True, "search": ""})
    for key in request.args:
        text = request.args[key].strip()
        if key == BOX:
            found.extra_context["search"] = text
            columns = PLACES
        elif key.startswith(f"{BOX}_"):
            columns = (key.removeprefix(f"{BOX}_"),)
            if columns[0] not in PLACES:
                raise BadRequest(f"Cannot search by that column; these can be: {', '.join(PLACES)}")
        else:
            continue
        if text:
            _add(found, text, columns)
    return found


def _add(found: FilterArguments, text: str, columns: tuple[str, ...]) -> None:
    name = f"search_query_{len(found.params)}"
    found.where_clauses.append(WHERE.format(name=name))
    found.params[name] = exact_query(text, columns)
    found.human_descriptions.append(f'search matches "{text}"')
