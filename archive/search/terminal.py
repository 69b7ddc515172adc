"""`sldtbxh search`: the site's search in a terminal."""

import json
import sys
from pathlib import Path

import click

from archive.db.database import connect_to_read
from archive.folder import database_path
from archive.formats import day, number
from archive.options import archive_option, owned_archive, site_option
from archive.search.asked import PAGE_SIZE, asked_of
from archive.search.catalogue import catalogue
from archive.search.ranking import COUNTED
from archive.search.search import Found, Hit
from archive.search.search import search as find
from archive.search.suggestions import Suggestion

_CONTROL = dict.fromkeys([*range(32), *range(127, 160)], " ")


def search_archive(archive: Path, text: str, limit: int) -> Found:
    """The first `limit` hits in the archive in the folder `archive`."""
    path = database_path(archive)
    connection = connect_to_read(path)
    try:
        return find(connection, catalogue(path), asked_of({"q": [text]}), limit)
    finally:
        connection.close()


@click.command(
    name="search",
    epilog='Example: sldtbxh search "đào tạo nghề" --limit 5',
    context_settings={"ignore_unknown_options": True},
)
@archive_option
@site_option
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
@click.option("--limit", type=click.IntRange(1, COUNTED), default=PAGE_SIZE, show_default=True,
              help="How many articles to show.")  # fmt: skip
@click.argument("query", nargs=-1, required=True)
def search(
    archive: Path | None, site: str | None, as_json: bool, limit: int, query: tuple[str, ...]
) -> None:
    """Search the articles, with marks or without; nothing found is no error.

    "a phrase", -word to leave out, tuyển* for all words that begin so, 18/2020/NQ-HĐND; an address
    of the old site finds its article.
    """
    if unknown := [word for word in query if word.startswith("--")]:
        raise click.NoSuchOption(unknown[0])
    text = " ".join(query)
    found = search_archive(owned_archive(archive, site), text, limit)
    if as_json:
        told = {**found.told(), "query": text, "results": [hit.told() for hit in found.hits]}
        json.dump(told, sys.stdout, ensure_ascii=False, indent=2)
        click.echo()
        return
    for hit in found.hits:
        click.echo(_lines(hit))
    click.echo(f"{_counted(found)}, {len(found.hits)} shown", err=True)
    if found.asked.query.widened:
        names = "; ".join(f"{a.short} = {a.long}" for a in found.asked.query.widened)
        click.echo(f"searched for both: {names}", err=True)
    if found.asked.query.asking:
        click.echo(f"not searched for: {'; '.join(found.asked.query.asking)}", err=True)
    if found.suggested:
        texts = "; ".join(f"{one.text} ({_counted(one)})" for one in found.suggested)
        click.echo(f"did you mean: {texts}", err=True)


def _counted(found: Found | Suggestion) -> str:
    return f"{'more than ' if found.is_more else ''}{number(found.total)} articles"


def _lines(hit: Hit) -> str:
    """Three lines, and nothing in them that a terminal would obey."""
    row = hit.row
    facts = (day(row["published_date"]), row["category"], row["byline"], row["url"])
    lines = (
        f"{row['id']}  {row['title']}",
        f"    {' · '.join(fact for fact in facts if fact)}",
        f"    {_plain(hit.excerpt)}",
    )
    return "\n".join(line.translate(_CONTROL) for line in lines)


def _plain(pieces: list[tuple[str, bool]]) -> str:
    return "".join(piece for piece, _ in pieces)
