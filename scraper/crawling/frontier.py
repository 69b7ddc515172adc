"""What a pass still asks for: each page once, under the address that was linked first.

Nothing here is kept between passes: what is found is a function of what the site answers.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable

from scraper.address import without_session
from scraper.records import Link
from scraper.site import Site
from scraper.urls import article_key, canonical, file_identity, is_trap, link_kind

# One article has up to ten addresses, and each visit adds to its counter: so many of them are
# visited in a pass that a reader's old link is known, and no more. An id tells for certain that
# two addresses are one article; a slug does not quite, so it gets more room.
ADDRESSES_BY_ID = 4
ADDRESSES_BY_SLUG = 10

MAX_VARIANTS = 200  # parameters that a page is asked for with, besides the pages of listings
MAX_STEPS = 25  # pages linked one from the other, neither listing nor article among them
MAX_PAGES = 20_000  # of them in a pass: a tree of pages without end is no site
MAX_HOPS = 5  # redirects, one after the other
_ALTERNATIVES = 2


class Frontier:
    """Decides which links are asked for, and remembers what was."""

    def __init__(self, site: Site, archived: Iterable[str] = ()) -> None:
        """`archived` are canonical addresses that earlier passes asked for."""
        self._site = site
        self._known: set[str] = set()
        self._asked: set[str] = set()
        self._addresses: Counter[str] = Counter()
        self._variants: Counter[str] = Counter()
        self._pages = 0
        self._others: defaultdict[str, list[str]] = defaultdict(list)
        self._tries: Counter[str] = Counter()
        self._failed: set[str] = set()
        for url in archived:
            self._has_room(link_kind(url, site), url)

    def admits(self, link: Link) -> str | None:
        """The address to ask for, or None: known, a trap, off the site or one too many.

        Two addresses of one page (with and without `/vi`, with a session, with the same file's
        time of rendering) are asked for once; the others wait for `other`.
        """
        url = without_session(link.url)
        if url in self._asked or not self._site.owns(url) or is_trap(url, self._site):
            return None
        key = self._key(url)
        if key in self._known:
            self._remember(key, url)
            return self._next(key) if key in self._failed else None
        if not self._has_room(link.kind, url):
            return None
        self._pages += link.kind == "page"
        if link.kind == "page" and self._pages > MAX_PAGES:
            return None
        self._known.add(key)
        self._asked.add(url)
        return url

    def admits_again(self, url: str) -> str | None:
        """An address to ask for whatever is known of its page, or None where that was done.

        Where a redirect leads to, which may be another address of the page that redirects (`/tin`
        to `/vi/tin`), and pages that a refresh looks at again.
        """
        url = without_session(url)
        if not self._site.owns(url) or is_trap(url, self._site) or url in self._asked:
            return None
        self._known.add(self._key(url))
        self._asked.add(url)
        return url

    def other(self, url: str) -> str | None:
        """Another address to ask for the page at `url`, which did not work; or None.

        Real portals link both `/tin` and `/vi/tin`, and one of them may be dead. An address that
        is linked only later is then admitted at once.
        """
        key = self._key(url)
        self._failed.add(key)
        return self._next(key)

    def _next(self, key: str) -> str | None:
        waiting = self._others[key]
        while waiting:
            if (url := waiting.pop(0)) not in self._asked:
                self._failed.discard(key)
                self._asked.add(url)
                return url
        return None

    def _remember(self, key: str, url: str) -> None:
        """Keep `url` for when the address asked for fails; a file gives the same by any name."""
        waiting = self._others[key] if key.startswith("http") else None
        if waiting is not None and url not in waiting and self._tries[key] < _ALTERNATIVES:
            self._tries[key] += 1
            waiting.append(url)

    def _key(self, url: str) -> str:
        return identity(url, self._site)

    def _has_room(self, kind: str, url: str) -> bool:
        if article := article_key(url):
            self._addresses[article] += 1
            return self._addresses[article] <= most_addresses(article)
        path, _, query = canonical(url, self._site).partition("?")
        if kind in ("page", "statistics") and query:
            self._variants[path] += 1
            return self._variants[path] <= MAX_VARIANTS
        return True


def identity(url: str, site: Site) -> str:
    """The same for two addresses of one page or file."""
    return file_identity(url) or canonical(url, site)


def most_addresses(article: str) -> int:
    """How many addresses of the article with this `article_key` are asked for."""
    return ADDRESSES_BY_ID if article.isdigit() else ADDRESSES_BY_SLUG
