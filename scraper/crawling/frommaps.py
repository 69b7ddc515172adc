"""Pages that sitemaps name: asked for a few at a time, and no more once they are all gone.

A sitemap may have been written by a program that was never right: fifty thousand dead addresses,
at a request a second, are fourteen hours.
"""

from collections import deque
from collections.abc import Iterable

from scraper.records import Link

AHEAD = 50  # asked for at once: the rest may prove not worth it
GONE_IN_A_ROW = 300  # from then on the rest is left


class FromMaps:
    """What sitemaps name and nobody has asked for yet."""

    def __init__(self, patience: int = GONE_IN_A_ROW) -> None:
        self.left = 0  # never to be asked for
        self._patience = patience
        self._waiting: deque[Link] = deque()
        self._under_way = 0
        self._gone = 0  # in a row

    def add(self, links: Iterable[Link]) -> None:
        """Links that a sitemap names."""
        self._waiting.extend(links)
        self._give_up()

    def take(self) -> Link | None:
        """The next to ask for; None where enough are under way, or none is left."""
        return self._waiting.popleft() if self._waiting and self._under_way < AHEAD else None

    def asked(self) -> None:
        """A link that was taken is asked for."""
        self._under_way += 1

    def answered(self, *, gone: bool) -> None:
        """One that was asked for has its answer."""
        self._under_way -= 1
        self._gone = self._gone + 1 if gone else 0
        self._give_up()

    def _give_up(self) -> None:
        if self._gone >= self._patience:
            self.left += len(self._waiting)
            self._waiting.clear()
