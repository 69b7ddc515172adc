"""Words of a query that only ask: who types a question wants the articles that answer it."""

from archive.search.terms import Term, Words
from scraper.text import fold

PHRASES = (
    "làm thế nào để", "làm thế nào", "như thế nào", "thế nào", "làm sao để", "ra sao",
    "là bao nhiêu", "bao nhiêu", "bao giờ", "là gì", "là ai", "ở đâu", "khi nào",
    "vì sao", "tại sao", "có phải", "hay không",
)  # fmt: skip
_ASKING = {tuple(fold(phrase).split()): phrase for phrase in PHRASES}
_LONGEST = max(map(len, _ASKING))


def without_asking(
    terms: list[Term], literal: frozenset[str] = frozenset()
) -> tuple[list[Term], tuple[str, ...]]:
    """The terms without those that only ask, and what these are; all where no others are left.

    `literal`: phrases that are to be taken as they are. Words within quotation marks ask nothing.
    """
    kept, asking = list[Term](), list[str]()
    at = 0
    while at < len(terms):
        found = _phrase_at(terms, at)
        size = len(found) or 1
        if found and _ASKING[found] not in literal:
            asking.append(_ASKING[found])
        else:
            kept += terms[at : at + size]
        at += size
    return (kept, tuple(asking)) if kept else (terms, ())


def _phrase_at(terms: list[Term], at: int) -> Words:
    """The longest phrase that begins there, folded; () for none."""
    words: Words = ()
    longest: Words = ()
    for term in terms[at : at + _LONGEST]:
        if len(term.words) > 1 or term.quoted or term.beginning:
            break
        words = (*words, fold(term.words[0]))
        longest = words if words in _ASKING else longest
    return longest
