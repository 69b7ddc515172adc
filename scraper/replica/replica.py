"""The replica as tests and the demo use it: start it, ask it over HTTP, change it, break it."""

import threading
from dataclasses import replace
from datetime import datetime, timedelta
from types import TracebackType
from urllib.parse import unquote

from scraper.replica import blocks, breakages, recipe, statistics
from scraper.replica.article import Article, entry_id_of
from scraper.replica.portal import Articles, Breakage, Portal
from scraper.replica.sections import SECTIONS, Section
from scraper.replica.server import Server
from scraper.replica.statistics import Figures, StatisticsPage

DEFAULT_ORIGIN = "https://replica.invalid"
DEFAULT_ARTICLES = 60
_REMOVED = ("404", "410", "soft_404", "home")
_SAMPLE = (
    "Đây là bài mẫu vừa được đăng trên cổng thông tin thử nghiệm.",
    "Nội dung của bài mẫu này không nói về người hay việc có thật.",
)


class Replica:
    """A stand-in of the site, served on loopback while the `with` block lasts.

    `articles` are there at the start; `origin` is what absolute links begin with; the same
    `seed` gives the same site; `port` 0 takes a free one.
    """

    def __init__(
        self,
        articles: int = DEFAULT_ARTICLES,
        origin: str = DEFAULT_ORIGIN,
        seed: int = 1,
        port: int = 0,
    ) -> None:
        self.portal = Portal(articles, origin, seed)
        self.articles = Articles(self.portal)
        self._server = Server(self.portal, port)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,))

    def __enter__(self) -> "Replica":
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.stop()
        self._thread.join()

    @property
    def url(self) -> str:
        """`http://127.0.0.1:PORT`."""
        return f"http://127.0.0.1:{self._server.server_port}"

    @property
    def origin(self) -> str:
        """What the replica's absolute links begin with."""
        return self.portal.origin

    @property
    def requests(self) -> list[tuple[str, str]]:
        """Method and target of every request so far, in order of arrival; may be cleared."""
        return self._server.requests

    @property
    def clock(self) -> datetime:
        """The replica's own time, +07:00; it moves by `advance` only."""
        return self.portal.clock

    @property
    def robots(self) -> str | None:
        """The text of robots.txt; None is Liferay's default, which allows all."""
        return self.portal.robots

    @robots.setter
    def robots(self, text: str | None) -> None:
        self.portal.robots = text

    @property
    def statistics(self) -> tuple[StatisticsPage, ...]:
        """The statistics pages, with the figures that they print."""
        return statistics.PAGES

    @property
    def results(self) -> tuple[Figures, datetime]:
        """What the widget "Kết quả giải quyết" prints now, and its own time (no zone)."""
        return statistics.widget(self.clock)

    def article(self, entry_id: int) -> Article:
        """The article of an entry id as it stands; KeyError where there is none."""
        found = self.portal.find(entry_id)
        if found is None:
            raise KeyError(entry_id)
        return self.portal.current(found.number)

    def publish(
        self,
        title: str = "Bài mẫu mới đăng",
        section: Section = SECTIONS[0],
        paragraphs: tuple[str, ...] = _SAMPLE,
        byline: str | None = "TỔ BIÊN TẬP",
    ) -> Article:
        """A new article, at the replica's present time, on top of its section's list."""
        number = len(self.portal) + 1
        now = self.portal.clock.replace(second=0, microsecond=0)
        new = Article(
            number=number,
            entry_id=entry_id_of(number),
            title=title,
            slug=recipe.slug(title, number),
            section=section,
            published=now,
            published_at=now,
            published_text=recipe.printed(now),
            byline=byline,
            blocks=tuple(blocks.paragraph(text) for text in paragraphs),
            changed_at=now,
        )
        self.portal.put(new)
        return new

    def edit(
        self,
        entry_id: int,
        *,
        title: str | None = None,
        paragraphs: tuple[str, ...] | None = None,
        byline: str | None = None,
    ) -> Article:
        """What an editor does to an article; with nothing given, a paragraph is added.

        The address stays, as in Liferay.
        """
        article = self.article(entry_id)
        body = article.blocks
        if paragraphs is not None:
            body = tuple(blocks.paragraph(text) for text in paragraphs)
        elif title is None and byline is None:
            body = (*body, blocks.paragraph(f"Bài mẫu được bổ sung ngày {self.clock:%d/%m/%Y}."))
        changed = replace(
            self.portal.article(article.number),
            title=title or article.title,
            byline=byline or article.byline,
            blocks=body,
            lead=article.lead if body[: len(article.blocks)] == article.blocks else None,
            changed_at=self.clock,
        )
        self.portal.put(changed)
        return self.article(entry_id)

    def remove(self, entry_id: int, how: str = "404") -> None:
        """Takes an article off the lists; its addresses answer 404, 410, soft_404 or home."""
        if how not in _REMOVED:
            raise ValueError(f"how is one of {', '.join(_REMOVED)}, not {how!r}")
        self.portal.gone[self.article(entry_id).number] = how

    def restore(self, entry_id: int) -> None:
        """Undoes `remove`."""
        self.portal.gone.pop(self.article(entry_id).number, None)

    def move(
        self,
        entry_id: int,
        *,
        section: Section | None = None,
        title_of_address: str | None = None,
        old: str = "301",
    ) -> Article:
        """Gives an article another section or slug (`title_of_address`, or both).

        The old addresses answer 301 to the new one, or 404; the entry id stays.
        """
        if old not in ("301", "404"):
            raise ValueError(f"old is 301 or 404, not {old!r}")
        before = self.article(entry_id)
        slug = before.slug
        if title_of_address is not None:
            slug = recipe.slug(title_of_address, before.number)
        self.portal.put(
            replace(
                self.portal.article(before.number), section=section or before.section, slug=slug
            )
        )
        after = self.article(entry_id)
        for path in set(before.addresses) - set(after.addresses):
            self.portal.old_addresses[unquote(path)] = old
        for path in after.addresses:
            self.portal.old_addresses.pop(unquote(path), None)
        return after

    def break_(
        self, kind: str, path: str = "/", retry_after: int | None = None, after: int = 0
    ) -> None:
        """Everything under `path` fails from now on; the kinds are in `breakages.py`.

        It is as ever until there are more than `after` in `requests`.
        """
        if kind not in breakages.KINDS:
            raise ValueError(f"kind is one of {', '.join(breakages.KINDS)}, not {kind!r}")
        self.portal.breakage = Breakage(kind, path, retry_after, after)

    def heal(self) -> None:
        """Ends what `break_` began."""
        self.portal.breakage = None

    def advance(self, by: timedelta) -> None:
        """Moves the replica's clock on."""
        self.portal.clock += by
