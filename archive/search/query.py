"""A reader's query as queries of the full-text index, in two tiers.

The index `articles_fts` (`archive/db/database.py`) has the text as written and its fold. FTS5's
syntax: https://www.sqlite.org/fts5.html#full_text_query_syntax. Only words reach it, each within
quotation marks, so nothing that is typed is taken for an operator.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from itertools import islice, product

from archive.search.abbreviations import Abbreviation, abbreviations, longest, shorts
from archive.search.asking import without_asking
from archive.search.terms import Term, Words, read_terms
from scraper.text import fold

PLACES = ("title", "lead", "body")
NOTHING = '""'  # a full-text query that is valid and finds nothing
NEAR_WORDS = 10
MOST_READINGS = 8
_FEW_LETTERS = 3
_DAY = re.compile(r"(0?[1-9]|[12][0-9]|3[01])/(0?[1-9]|1[0-2])/((?:19|20)[0-9]{2})")


class Tier(Enum):
    """How literally words are taken."""

    WRITTEN = "as written, marks or none"
    TYPED = "marks where they are typed, anything where they are not"
    FOLDED = "whatever the marks"


@dataclass(frozen=True, slots=True)
class Group:
    """Terms that stand for one thing, and what it is called otherwise."""

    terms: tuple[Term, ...]
    others: tuple[Term, ...] = ()
    abbreviation: Abbreviation | None = None


@dataclass(frozen=True, slots=True)
class Query:
    """What is sought: articles with every group and without any excluded term.

    `asking`: phrases that were typed too, and only ask.
    """

    groups: tuple[Group, ...]
    excluded: tuple[Term, ...] = ()
    asking: tuple[str, ...] = ()

    @property
    def terms(self) -> tuple[Term, ...]:
        """What was typed and is wanted."""
        return tuple(term for group in self.groups for term in group.terms)

    @property
    def widened(self) -> tuple[Abbreviation, ...]:
        """The abbreviations that it is widened by."""
        return tuple(g.abbreviation for g in self.groups if g.abbreviation)

    @property
    def tiers(self) -> tuple[Tier, ...]:
        """From the most literal; each finds all that the one before finds, and more."""
        marked = any(term.marked for term in self.terms)
        return (Tier.TYPED, Tier.FOLDED) if marked else (Tier.FOLDED,)

    @property
    def is_mixed(self) -> bool:
        """Whether some words are typed with marks and some without."""
        return len({term.marked for term in self.terms}) > 1

    @property
    def is_broad(self) -> bool:
        """Whether it asks for words that begin with so few letters that there are very many."""
        return any(term.beginning and len(term.words[-1]) < _FEW_LETTERS for term in self.terms)

    @property
    def day(self) -> int | None:
        """The day that is all it asks for (26/03/2021), as the number 20210326."""
        terms = self.terms
        if len(terms) != 1 or terms[0].quoted or self.excluded:
            return None
        found = _DAY.fullmatch("/".join(terms[0].words))
        return (
            int("".join(f"{int(part):02}" for part in reversed(found.groups()))) if found else None
        )

    @property
    def is_several(self) -> bool:
        """Whether more than one term has to come together."""
        return any(len(reading) > 1 for reading in self.readings())

    def readings(self) -> Iterator[tuple[Term, ...]]:
        """The terms in order, each group by one of its names."""
        names = ([g.terms, *((other,) for other in g.others)] for g in self.groups)
        for chosen in islice(product(*names), MOST_READINGS):
            yield tuple(term for terms in chosen for term in terms)

    def match(self, tier: Tier, places: tuple[str, ...] = PLACES) -> str:
        """All groups somewhere in these places, nothing excluded."""
        wanted = " AND ".join(_group(group, tier, places) for group in self.groups)
        without = "".join(f" NOT {_term(t, Tier.TYPED, PLACES)}" for t in self.excluded)
        return f"{wanted}{without}" if wanted else NOTHING

    def match_phrase(self, tier: Tier, places: tuple[str, ...]) -> str:
        """Everything that was typed, as one phrase; for queries of several terms."""
        phrases = " OR ".join(_joined(reading, tier) for reading in self.readings())
        return f"{_columns(tier, places)} : ({phrases})"

    def match_near(self, tier: Tier, place: str) -> str:
        """Everything that was typed, few words apart; for queries of several terms."""
        nears = " OR ".join(_near(reading, tier) for reading in self.readings())
        return f"{_columns(tier, (place,))} : ({nears})"

    def match_excluded(self) -> str:
        """What is not wanted."""
        return " OR ".join(_term(t, Tier.TYPED, PLACES) for t in self.excluded) or NOTHING


@lru_cache(maxsize=256)
def read_query(text: str, literal: frozenset[str] = frozenset()) -> Query:
    """The query that `text` asks, but for the abbreviations and questions named in `literal`."""
    terms = read_terms(text)
    excluded = tuple(term for term in terms if term.excluded)
    wanted, asking = without_asking([term for term in terms if not term.excluded], literal)
    return Query(tuple(_groups(wanted, literal)), excluded, asking)


def exact_query(text: str, places: tuple[str, ...] = PLACES) -> str:
    """The FTS5 query for `text` as a whole, each word in the tier that its marks ask for."""
    return _plain(text).match(Tier.TYPED, places)


def loose_query(text: str) -> str:
    """The FTS5 query for `text` as a whole, whatever its marks."""
    return _plain(text).match(Tier.FOLDED)


def _plain(text: str) -> Query:
    return read_query(text, shorts())


def _groups(terms: list[Term], literal: frozenset[str]) -> Iterator[Group]:
    at = 0
    while at < len(terms):
        found = _abbreviated(terms, at, literal)
        size, abbreviation, others = found or (1, None, ())
        yield Group(tuple(terms[at : at + size]), others, abbreviation)
        at += size


def _abbreviated(
    terms: list[Term], at: int, literal: frozenset[str]
) -> tuple[int, Abbreviation, tuple[Term, ...]] | None:
    """How many terms from `at` on are an abbreviation or what one stands for, the longest."""
    for size in range(min(longest(), len(terms) - at), 0, -1):
        some = terms[at : at + size]
        words = tuple(fold(word) for term in some for word in term.words)
        found = abbreviations().get(words)
        if found and found.short not in literal and not any(t.beginning for t in some):
            return size, found, found.others(words)
    return None


def _group(group: Group, tier: Tier, places: tuple[str, ...]) -> str:
    own = " AND ".join(_term(term, tier, places) for term in group.terms)
    others = "".join(f" OR {_term(other, tier, places)}" for other in group.others)
    return f"(({own}){others})" if others else own


def _term(term: Term, tier: Tier, places: tuple[str, ...]) -> str:
    taken = tier
    if tier is Tier.TYPED:
        taken = Tier.WRITTEN if term.marked else Tier.FOLDED
    forms = term.folded() if taken is Tier.FOLDED else term.written()
    sought = " OR ".join(_phrase(form, term.beginning) for form in forms)
    return f"{_columns(taken, places)} : {sought if len(forms) == 1 else f'({sought})'}"


def _columns(tier: Tier, places: Iterable[str]) -> str:
    ending = "_fold" if tier is Tier.FOLDED else ""
    return "{" + " ".join(f"{place}{ending}" for place in places) + "}"


def _phrase(words: Words, beginning: bool = False) -> str:
    return f'"{" ".join(words)}"' + ("*" if beginning else "")


def _first_form(term: Term, tier: Tier) -> Words:
    return (term.folded() if tier is Tier.FOLDED else term.written())[0]


def _joined(terms: tuple[Term, ...], tier: Tier) -> str:
    words = tuple(word for term in terms for word in _first_form(term, tier))
    return _phrase(words, terms[-1].beginning)


def _near(terms: tuple[Term, ...], tier: Tier) -> str:
    phrases = " ".join(_phrase(_first_form(term, tier), term.beginning) for term in terms)
    return f"NEAR({phrases}, {NEAR_WORDS})"
