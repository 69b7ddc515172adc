"""How the archive itself writes words that are known without their marks."""

import sqlite3
from itertools import pairwise

from archive.search.abbreviations import abbreviations
from archive.search.language import Language
from archive.search.lookups import together
from archive.search.terms import WORD, Words
from scraper.text import fold


def as_written(
    connection: sqlite3.Connection, language: Language, words: Words, typed: Words
) -> str:
    """`words`, which are folded, with the marks that they have where they stand together.

    Words that stand beside none of the others are left as they are `typed`, where they are.
    """
    cuts = [at for at in range(1, len(words)) if words[at - 1 : at + 1] not in language.pairs]
    own = {fold(word): word for word in typed}
    found = []
    for start, end in pairwise([0, *cuts, len(words)]):
        part = words[start:end]
        is_own = len(part) == 1 and part[0] in own
        found.append(own[part[0]] if is_own else _spelt(connection, part, language.first_id))
    return " ".join(found)


def _spelt(connection: sqlite3.Connection, words: Words, first_id: int) -> str:
    found = together(connection, words, first_id)
    if found is not None:
        return " ".join(map(_lowered, WORD.findall(found)))
    if len(words) == 1:
        return words[0]
    half = len(words) // 2
    return " ".join(_spelt(connection, part, first_id) for part in (words[:half], words[half:]))


def _lowered(word: str) -> str:
    is_short = word.isupper() and (fold(word),) in abbreviations()
    return word if is_short else word.lower()
