"""How far a listing is read: until a page repeats one already read in this pass.

The portal answers a page number beyond the end with the last page again, so "empty" never comes;
a listing has come to its end when a page shows nothing new. Several publishers on one page have
numbers of their own, each with its own parameter.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from scraper.address import put_together, take_apart

MAX_PAGES = 5000  # beyond this a listing is taken to have no end
PATIENCE = 10  # pages in a row with nothing new: lists on one page may overlap

_CURRENT = re.compile(r"(?:.*_)?cur")

# One publisher's list: the page's path and the names of the numbers in the address.
Scope = tuple[str, tuple[str, ...]]


class Listings:
    """What each listing has shown so far in this pass."""

    def __init__(self) -> None:
        self._shown: defaultdict[str, set[str]] = defaultdict(set)
        self._by_scope: defaultdict[Scope, set[str]] = defaultdict(set)
        self._read: set[tuple[Scope, tuple[str, ...]]] = set()
        self._stale: defaultdict[Scope, int] = defaultdict(int)

    def goes_on(self, url: str, items: Iterable[str]) -> bool:
        """Whether the pager of the listing at `url`, which shows `items`, is worth following."""
        scope, number = scope_of(url)
        if number > MAX_PAGES:
            return False
        shown = tuple(items)
        repeated = (scope, shown) in self._read
        self._read.add((scope, shown))
        new = set(shown) - self._by_scope[scope] - self._shown[scope[0]]
        self._by_scope[scope] |= set(shown)
        if not scope[1]:
            self._shown[scope[0]] |= set(shown)
            return True
        self._stale[scope] = 0 if new else self._stale[scope] + 1
        return not repeated and self._stale[scope] < PATIENCE


def scope_of(url: str) -> tuple[Scope, int]:
    """The listing that `url` is a page of, and the page's number; 1 where it has none."""
    address = take_apart(url)
    numbers = {
        name: int(value)
        for name, value in address.query
        if _CURRENT.fullmatch(name) and value and value.isascii() and value.isdigit()
    }
    path = "/".join(address.page)
    return (path, tuple(sorted(numbers))), max(numbers.values(), default=1)


def missing_pages(url: str, pagers: Iterable[str]) -> Iterator[str]:
    """Addresses of the pages after `url` that its pager leaves out.

    Some pagers name only a few pages and the last one; where a link in `pagers` leads further on
    than to the following page of a listing, that following page is there too.
    """
    (path, own), number = scope_of(url)
    for pager in pagers:
        (other, names), linked = scope_of(pager)
        if other == path and len(names) == 1 and own in ((), names) and linked > number + 1:
            yield _numbered(pager, names[0], number + 1)


def next_pages(url: str, pagers: Iterable[str]) -> Iterator[str]:
    """Addresses of the page that follows `url` in each listing that its pager leads on in."""
    (path, own), number = scope_of(url)
    found: set[Scope] = set()
    for pager in pagers:
        scope, linked = scope_of(pager)
        names = scope[1]
        follows = scope[0] == path and len(names) == 1 and own in ((), names)
        if follows and linked > number and scope not in found:
            found.add(scope)
            yield _numbered(pager, names[0], number + 1)


def _numbered(url: str, name: str, number: int) -> str:
    query = put_together(
        (key, str(number) if key == name else value) for key, value in take_apart(url).query
    )
    return f"{url.partition('?')[0]}?{query}"
