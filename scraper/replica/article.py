"""An article of the replica: what is true of it, for pages to show and tests to check."""

from dataclasses import dataclass, field
from datetime import date, datetime

from scraper.replica.blocks import Block, Image, Linked, Table
from scraper.replica.sections import GROUP_ID, Section

_FIRST_ID, _ID_STEP = 40_000, 37
_WEEKDAYS = ("hai", "ba", "tư", "năm", "sáu", "bảy")


def entry_id_of(number: int) -> int:
    """The portal's id of article `number`: rising, with gaps, as other content takes ids too."""
    return _FIRST_ID + _ID_STEP * number + number * number * 7 % 31


def number_of(entry_id: int) -> int | None:
    """The article that has this id; None where no article can have it."""
    number = (entry_id - _FIRST_ID) // _ID_STEP
    return number if number > 0 and entry_id_of(number) == entry_id else None


def weekday(day: date) -> str:
    """`Thứ sáu`, `Chủ nhật`: as Java 8 prints it in vi_VN."""
    return "Chủ nhật" if day.weekday() == 6 else f"Thứ {_WEEKDAYS[day.weekday()]}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One article.

    `published` is an aware time (+07:00), or a date where the page prints `12:00 AM`;
    `published_text` is what the page prints. `category` and `byline` are None where the page
    shows none. `views` is the counter as the last rendering showed it. `quirks` names what is
    unusual about its page: see `recipe.py`.
    """

    number: int
    entry_id: int
    title: str
    slug: str
    section: Section
    published: date | datetime
    published_at: datetime
    published_text: str
    byline: str | None
    blocks: tuple[Block, ...]
    quirks: frozenset[str] = frozenset()
    documents: tuple[str, ...] = ()
    procedures: tuple[str, ...] = ()
    views: int = 0
    changed_at: datetime
    lead: str | None = field(default=None)

    @property
    def category(self) -> str | None:
        """The section as the page prints it."""
        return None if "no_category" in self.quirks else self.section.name

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The text as a reader sees it, a line a paragraph; cells separated by tabs; no byline."""
        return tuple(line for block in self.blocks for line in block.lines)

    @property
    def tables(self) -> tuple[Table, ...]:
        """Tables in the body."""
        return tuple(block.table for block in self.blocks if block.table)

    @property
    def files(self) -> tuple[Linked, ...]:
        """Files that the body links to."""
        return tuple(block.file for block in self.blocks if block.file)

    @property
    def images(self) -> tuple[Image, ...]:
        """Images that the body shows."""
        return tuple(block.image for block in self.blocks if block.image)

    @property
    def display_page(self) -> bool:
        """Whether it has a page of its own (`/-/SLUG`), and so is in the sitemap."""
        return self.number % 3 == 0

    @property
    def path(self) -> str:
        """The address that lists link to."""
        return f"{self.section.publisher}/content/{self.slug}"

    @property
    def id_path(self) -> str:
        """The address by entry id."""
        return f"{self.section.publisher}/content/id/{self.entry_id}"

    @property
    def addresses(self) -> tuple[str, ...]:
        """Every path that shows it, without language and /web/guest prefixes."""
        own = (f"/-/{self.slug}",) if self.display_page else ()
        return (self.path, f"{self.path}/{GROUP_ID}", self.id_path, *own)
