"""What a reader asks of the search: the text, filters, order and page, to and from an address."""

import re
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from archive.search.catalogue import HAS, Filters
from archive.search.marking import Marker, marker
from archive.search.query import Query, read_query
from archive.search.terms import MOST_CHARACTERS
from archive.views.parameters import read_page

PAGE_SIZE = 20
LAST_PAGE = 500  # as far as hits are counted
SORTS = ("relevance", "date", "views")
NAMES = ("q", "category", "year", "from", "to", "byline", "has", "sort", "page", "literal")
_LONGEST_VALUE = 300
_YEAR = re.compile(r"[0-9]{4}")


@dataclass(frozen=True, slots=True)
class Asked:
    """A search: the text as typed, and everything else that its address says.

    `literal`: its abbreviations that it is not to be widened by, and its words that only ask but
    are to be found too. `page` from 1.
    """

    text: str = ""
    filters: Filters = field(default_factory=Filters)
    sort: str = SORTS[0]
    page: int = 1
    literal: tuple[str, ...] = ()

    @property
    def query(self) -> Query:
        """The text, understood."""
        return read_query(self.text, frozenset(self.literal))

    @property
    def marker(self) -> Marker:
        """What marks its words."""
        return marker(self.text, frozenset(self.literal))

    @property
    def is_empty(self) -> bool:
        """Whether what is typed has no word to search for; nothing typed asks for everything."""
        return (
            bool(self.text)
            and not self.query.groups
            and not self.query.excluded
            and not self.filters.any
        )

    def changed(self, **changes: Any) -> "Asked":  # noqa: ANN401
        """The same search with other fields, from its first page on unless `page` is given."""
        own = {name: changes.pop(name) for name in ("text", "sort", "literal") if name in changes}
        page = changes.pop("page", 1)
        return replace(self, **own, page=page, filters=replace(self.filters, **changes))

    def parameters(self) -> list[tuple[str, str]]:
        """What an address says of it; what is as usual is left out."""
        kept = self.filters
        pairs = [
            ("q", self.text),
            ("category", kept.category),
            ("year", kept.year),
            ("from", kept.first_day),
            ("to", kept.last_day),
            ("byline", kept.byline),
        ]
        pairs += [("has", name) for name in kept.has]
        pairs += [
            ("sort", self.sort if self.sort != SORTS[0] else ""),
            ("page", str(self.page) if self.page > 1 else ""),
        ]
        pairs += [("literal", name) for name in self.literal]
        return [(name, value) for name, value in pairs if value]


def asked_of(arguments: dict[str, list[str]]) -> Asked:
    """The search that the parameters of an address ask for; what cannot be meant is left out.

    `q`, `category`, `year`, `from`, `to`, `byline`, `has` (repeatable), `sort`, `page`, and
    `literal` (repeatable) for abbreviations and words that only ask, taken as typed.
    """

    def first(name: str, longest: int = _LONGEST_VALUE) -> str:
        return next(iter(arguments.get(name, [])), "").replace("\0", "").strip()[:longest]

    text, sort, page = first("q", MOST_CHARACTERS), first("sort"), first("page")
    filters = Filters(
        category=first("category"),
        year=first("year") if _YEAR.fullmatch(first("year")) else "",
        first_day=_day(first("from")),
        last_day=_day(first("to")),
        byline=first("byline"),
        has=tuple(name for name in HAS if name in arguments.get("has", [])),
    )
    return Asked(
        text=text,
        filters=filters,
        sort=sort if sort in SORTS else SORTS[0],
        page=read_page(page, LAST_PAGE),
        literal=_literal(text, arguments.get("literal", [])),
    )


def _literal(text: str, names: list[str]) -> tuple[str, ...]:
    """Those of the names that the text has; a search box keeps them when the text is another.

    Words that an abbreviation is not seen in any more may be understood in another way.
    """
    kept: tuple[str, ...] = ()
    while more := _understood(read_query(text, frozenset(kept))).intersection(names):
        kept = (*kept, *sorted(more))
    return kept


def _understood(query: Query) -> set[str]:
    return {*(abbreviation.short for abbreviation in query.widened), *query.asking}


def _day(text: str) -> str:
    """A day as YYYY-MM-DD, of that or of DD/MM/YYYY; '' of anything else."""
    parts = text.split("/")
    try:
        return date.fromisoformat(
            "-".join(reversed(parts)) if len(parts) == 3 else text
        ).isoformat()
    except ValueError:
        return ""
