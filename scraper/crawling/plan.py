"""What a refresh sets out with: what to look at again, and what is known already."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from scraper.crawling.frontier import identity, most_addresses
from scraper.records import Link
from scraper.site import Site
from scraper.urls import article_key


@dataclass(frozen=True, slots=True)
class Look:
    """An address to look at again, as it was requested before.

    `expected` is the outcome that its page had last; '' where it was none to count on.
    """

    url: str
    expected: str = ""


@dataclass(frozen=True, slots=True)
class Seen:
    """When an address was captured: the first time and the last."""

    first: datetime
    last: datetime


@dataclass(frozen=True, slots=True)
class Plan:
    """`sections` are looked at in every refresh, `due` because their time has come.

    `seen` has every address that was captured before this pass, by `identity`. A listing need not
    be read beyond what was first seen before `settled`: until then every listing was read to
    where an earlier reading had ended. At most `more` known pages that are not due are looked at
    because a sitemap says that they were changed. With `probe` the start pages are asked for
    first, and nothing else unless one of them is there. With `purged` pages that are gone are
    believed to be, however many they are.
    """

    sections: tuple[Look, ...] = ()
    due: tuple[Look, ...] = ()
    seen: Mapping[str, Seen] = field(default_factory=dict)
    settled: datetime | None = None
    more: int = 0
    probe: bool = False
    purged: bool = False


class Known:
    """What earlier passes asked for, and what of it needs no reading on."""

    def __init__(self, plan: Plan, site: Site) -> None:
        self._plan = plan
        self._site = site
        keys = filter(None, map(article_key, plan.seen))
        self._addresses: Counter[str] = Counter(keys)

    def has(self, url: str) -> bool:
        """Whether an earlier pass captured it, or so many addresses of its article."""
        return identity(url, self._site) in self._plan.seen or self._is_one_too_many(url)

    def is_settled(self, url: str) -> bool:
        """Whether it was captured before listings were last read to where they were known."""
        seen = self._plan.seen.get(identity(url, self._site))
        if seen is None:
            return self._is_one_too_many(url)
        return self._plan.settled is not None and seen.first < self._plan.settled

    def is_outdated(self, link: Link, now: datetime) -> bool:
        """Whether the page was changed since its last capture; a time to come is not believed."""
        seen = self._plan.seen.get(identity(link.url, self._site))
        return bool(seen and link.modified and seen.last < link.modified <= now)

    def _is_one_too_many(self, url: str) -> bool:
        article = article_key(url)
        return article is not None and self._addresses[article] >= most_addresses(article)
