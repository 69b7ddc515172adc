"""The state of the replica: its articles, its clock, its counters, what is broken."""

import bisect
import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import lru_cache, partial
from itertools import islice
from typing import overload

from scraper.replica import recipe
from scraper.replica.article import Article, number_of
from scraper.replica.sections import SECTIONS, Section

_CACHED_ARTICLES = 512
_RECENT = 30


@dataclass(frozen=True, slots=True)
class Breakage:
    """What is wrong with every answer under `path`; see `breakages.py` for the kinds.

    The first `after` requests are answered as ever.
    """

    kind: str
    path: str = "/"
    retry_after: int | None = None
    after: int = 0


class Portal:
    """Everything that the pages show. Safe to use from several threads."""

    def __init__(self, articles: int, origin: str, seed: int) -> None:
        self.origin = origin.rstrip("/")
        self.clock: datetime = recipe.OPENING
        self.breakage: Breakage | None = None
        self.robots: str | None = None
        self.lock = threading.RLock()
        self.gone: dict[int, str] = {}
        self.old_addresses: dict[str, str] = {}  # path: `301` or `404`
        self._total = articles
        self._changed: dict[int, Article] = {}
        self._renders: Counter[int] = Counter()
        self._serial = 0
        make = partial(recipe.article, total=articles, seed=seed)
        self._original = lru_cache(maxsize=_CACHED_ARTICLES)(make)
        count = len(SECTIONS)
        self._listed = [list(range(s.index or count, articles + 1, count)) for s in SECTIONS]

    def __len__(self) -> int:
        return self._total

    def next_serial(self) -> int:
        """The number of this request."""
        with self.lock:
            self._serial += 1
            return self._serial

    def milliseconds(self, serial: int) -> int:
        """The time of rendering as Liferay puts it in addresses; no two renderings share it."""
        return int(self.clock.timestamp()) * 1000 + serial

    def article(self, number: int) -> Article:
        """Article `number` as it is now, without its counter brought up to date."""
        return self._changed.get(number) or self._original(number)

    def current(self, number: int) -> Article:
        """Article `number` with the counter as it stands."""
        return replace(self.article(number), views=self.views(number))

    def views(self, number: int) -> int:
        """What the counter shows: renderings here, and other people's as the clock moves on."""
        article = self.article(number)
        days = (self.clock - max(recipe.OPENING, article.published_at)) // timedelta(days=1)
        return article.views + self._renders[number] + max(0, days) * (number % 5)

    def count_rendering(self, number: int) -> int:
        """Adds a view and returns the new count."""
        with self.lock:
            self._renders[number] += 1
            return self.views(number)

    def find(self, slug_or_id: str | int) -> Article | None:
        """The article of a slug (decoded) or entry id, removed or not; None for no such article."""
        if isinstance(slug_or_id, int):
            number = number_of(slug_or_id)
        else:
            tail = slug_or_id.rpartition("-")[2]
            number = int(tail) if tail.isdecimal() and len(tail) < 10 else None
        return self.article(number) if number and 0 < number <= self._total else None

    def listed(self, section: Section) -> list[int]:
        """Numbers of the section's articles, newest first."""
        with self.lock:
            return [n for n in reversed(self._listed[section.index]) if n not in self.gone]

    def older(self, article: Article, count: int) -> list[Article]:
        """The `count` next older articles of its section, newest first."""
        with self.lock:
            numbers = self._listed[article.section.index]
            before = range(bisect.bisect_left(numbers, article.number) - 1, -1, -1)
            there = (numbers[at] for at in before if numbers[at] not in self.gone)
            return [self.article(number) for number in islice(there, count)]

    def recent(self) -> list[int]:
        """Numbers of the newest articles of all sections."""
        found = []
        for number in range(self._total, 0, -1):
            if number not in self.gone:
                found.append(number)
            if len(found) == _RECENT:
                break
        return found

    def put(self, article: Article) -> None:
        """Stores a new or changed article."""
        with self.lock:
            old = self.article(article.number) if article.number <= self._total else None
            if old and old.section != article.section:
                self._listed[old.section.index].remove(article.number)
            if not old or old.section != article.section:
                bisect.insort(self._listed[article.section.index], article.number)
            self._total = max(self._total, article.number)
            self._changed[article.number] = article


class Articles(Sequence[Article]):
    """All articles, oldest first, removed ones too, each as it stands now; made when asked for."""

    def __init__(self, portal: Portal) -> None:
        self._portal = portal

    def __len__(self) -> int:
        return len(self._portal)

    @overload
    def __getitem__(self, index: int) -> Article: ...
    @overload
    def __getitem__(self, index: slice) -> "list[Article]": ...
    def __getitem__(self, index: int | slice) -> "Article | list[Article]":
        numbers = range(1, len(self) + 1)[index]
        if isinstance(numbers, range):
            return [self._portal.current(number) for number in numbers]
        return self._portal.current(numbers)

    def __iter__(self) -> Iterator[Article]:
        return (self._portal.current(number) for number in range(1, len(self) + 1))
