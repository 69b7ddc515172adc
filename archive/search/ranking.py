"""The order of what a query finds: literal before loose, together before apart, title before text.

Each question of rank is a query of the index that stops at a bound, so that a word that stands in
most articles costs no more than another: of very many hits only the newest are looked at closely,
but all that have the words in their title are (as far as that bound).
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from archive.search.catalogue import Entries
from archive.search.query import NOTHING, PLACES, Query, Tier

COUNTED = 10_000  # hits that are counted; of more, "trên 10.000" is said
RANKED, TITLES, TOGETHER = 2_000, 1_000, 500  # hits that are looked at for each question
# bm25's weights, in the order of the index's columns: the title, the lead, the body, in both tiers.
_WEIGHTS = "10, 4, 1, 10, 4, 1"
# One row with everything: for each row Python's one lock would be let go and taken again.
_IDS = """
SELECT json_group_array(rowid) FROM (
    SELECT rowid FROM articles_fts WHERE articles_fts MATCH ? ORDER BY rowid DESC LIMIT ?)
"""
_RANKS = f"""
SELECT json_group_array(json_array(id, rank)) FROM (
    SELECT rowid AS id, round(bm25(articles_fts, {_WEIGHTS}), 2) AS rank
    FROM articles_fts WHERE articles_fts MATCH ? ORDER BY rowid DESC LIMIT ?)
"""
_UNBOUNDED = -1


@dataclass
class Ranking:
    """The hits of a query, in order, found tier by tier as far as is asked."""

    connection: sqlite3.Connection
    query: Query
    entries: Entries
    _ranks: dict[Tier, dict[int, float]] = field(default_factory=dict)

    def hits(self, *, bounded: bool) -> list[int]:
        """Ids of all articles that it finds; where `bounded`, no more than 10,001 of them.

        A day finds what was published on it too.
        """
        limit = COUNTED + 1 if bounded else _UNBOUNDED
        if self.query.groups:
            found, day = self._hits(limit), self.query.day
            known = set(found)
            return [*found, *(i for i in self._published(day) if i not in known)] if day else found
        excluded = set(self._ids(self.query.match_excluded(), _UNBOUNDED))
        return [i for i in self.entries if i not in excluded]

    def _published(self, day: int) -> Iterator[int]:
        return (i for i, entry in self.entries.items() if entry.day == day)

    def _hits(self, limit: int) -> list[int]:
        if self.query.is_broad:
            found = self._ids(self.query.match(Tier.FOLDED), limit)
            self._ranks[Tier.FOLDED] = dict.fromkeys(found[:RANKED], 0.0)
            return found
        if self.query.tiers == (Tier.FOLDED,) and len(self._ranked(Tier.FOLDED)) < RANKED:
            return list(self._ranked(Tier.FOLDED))
        return self._ids(self.query.match(Tier.FOLDED), limit)

    def best(self, ids: list[int], *, only: bool) -> Iterator[int]:
        """From the best on: all of `ids`, and where not `only` these, better ones that it finds.

        Those that are looked at in no tier stand last, the newest first.
        """
        wanted, done = set(ids), set[int]()
        for tier in self.query.tiers:
            for article_id in self._tier(tier):
                if article_id not in done and (not only or article_id in wanted):
                    done.add(article_id)
                    yield article_id
        rest = [i for i in ids if i in self.entries and i not in done]
        yield from sorted(rest, key=lambda i: (self.entries[i].day, i), reverse=True)

    def _tier(self, tier: Tier) -> Iterator[int]:
        """The tier's hits from the best on; each question is asked only where it is come to."""
        ranks = self._ranked(tier)
        if not ranks:
            return
        # Of what is typed without marks beside what is typed with them, the very same first.
        same = set(self._ids(self._very_same(tier), RANKED))

        def order(article_id: int) -> tuple[bool, float, int, int]:
            day = self.entries[article_id].day
            return article_id not in same, ranks.get(article_id, 0.0), -day, -article_id

        done = set[int]()
        for ids in self._answers(tier):
            found = self._known(ids, done)
            done |= found
            yield from sorted(found, key=order)
        yield from sorted(self._known(ranks, done), key=order)

    def _known(self, ids: Iterable[int], done: set[int]) -> set[int]:
        """Those that are in the catalogue, and not done yet."""
        return {i for i in ids if i in self.entries and i not in done}

    def _ranked(self, tier: Tier) -> dict[int, float]:
        """bm25 of the newest hits, the lower the better."""
        if tier not in self._ranks:
            match = self.query.match(tier)
            self._ranks[tier] = dict(self._json(_RANKS, match, RANKED))
        return self._ranks[tier]

    def _very_same(self, tier: Tier) -> str:
        is_mixed = tier is Tier.TYPED and self.query.is_mixed
        return self.query.match(Tier.WRITTEN) if is_mixed else NOTHING

    def _answers(self, tier: Tier) -> Iterator[list[int]]:
        """Some of the tier's hits and others, the best first; asked for one after another."""
        query = self.query
        # Words that are together have to stand in one column: a mixture of tiers asks for the fold.
        is_mixed = tier is Tier.TYPED and query.is_mixed
        own = Tier.FOLDED if is_mixed or tier is Tier.FOLDED else Tier.WRITTEN
        also = f" AND ({query.match(tier)})" if is_mixed or query.excluded else ""
        # A title that has the phrase has its words: where no two titles do, there is no order.
        if is_mixed:  # "lý do" is no "quản lý đô thị", though "do" may stand for "đô"
            titled = self._ids(query.match(Tier.WRITTEN, ("title",)), TITLES)
            if len(titled) > 1:
                phrase = query.match_phrase(Tier.WRITTEN, ("title",))
                yield self._ids(f"({phrase}){also}", TITLES)
            yield titled
            yield self._ids(f"({query.match_phrase(Tier.WRITTEN, PLACES)}){also}", TOGETHER)
        titled = self._ids(query.match(tier, ("title",)), TITLES)
        if query.is_several and (is_mixed or len(titled) > 1):
            yield self._ids(f"({query.match_phrase(own, ('title',))}){also}", TITLES)
        yield titled
        yield self._ids(query.match(tier, ("lead",)), TITLES)
        if query.is_several:
            yield self._ids(f"({query.match_phrase(own, ('lead', 'body'))}){also}", TOGETHER)
            yield self._ids(f"({query.match_near(own, 'body')}){also}", TOGETHER)

    def _ids(self, match: str, limit: int) -> list[int]:
        found: list[int] = self._json(_IDS, match, limit)
        return found

    def _json(self, sql: str, match: str, limit: int) -> Any:  # noqa: ANN401
        if match == NOTHING:
            return []
        return json.loads(self.connection.execute(sql, [match, limit]).fetchone()[0])
