"""Single questions to the index: whether, how often and how something is found."""

import re
import sqlite3

from archive.search.query import PLACES, Query, Tier
from archive.search.terms import Words
from scraper.text import fold

_ANY = "SELECT 1 FROM articles_fts WHERE articles_fts MATCH ? LIMIT 1"
_MANY = "SELECT count(*) FROM (SELECT 1 FROM articles_fts WHERE articles_fts MATCH ? LIMIT ?)"
_ONE = (
    "SELECT title, lead, body FROM articles_search WHERE id = (SELECT rowid FROM articles_fts"
    " WHERE articles_fts MATCH ? AND rowid >= ? LIMIT 1)"
)
_FOLDED = "{" + " ".join(f"{place}_fold" for place in PLACES) + "}"
_APART = r"[\W_]+"


def finds(connection: sqlite3.Connection, query: Query, places: tuple[str, ...] = PLACES) -> bool:
    """Whether any article has all of it in these places, whatever the marks."""
    found = connection.execute(_ANY, [query.match(Tier.FOLDED, places)]).fetchone()
    return found is not None


def count(connection: sqlite3.Connection, query: Query, most: int) -> int:
    """How many articles it finds; `most` where they are more."""
    found = connection.execute(_MANY, [query.match(Tier.FOLDED), most]).fetchone()
    return int(found[0])


def together(connection: sqlite3.Connection, words: Words, first_id: int = 0) -> str | None:
    """Folded words as some text has them one after another, from the first to the last letter.

    None where none does. `first_id`: of the articles that are looked at.
    """
    phrase = f'{_FOLDED} : "{" ".join(words)}"'
    row = connection.execute(_ONE, [phrase, first_id]).fetchone()
    if row is None:
        return None
    sought = re.compile(rf"(?<![^\W_]){_APART.join(map(re.escape, words))}(?![^\W_])")
    for text in row:
        if found := sought.search(fold(text or "")):
            return str(text[found.start() : found.end()])
    return None
