"""How article NUMBER is made: everything follows from its number, the seed and the total.

Quirks: `midnight` (prints 12:00 AM), `twelve_hour` (3:13 PM), `no_byline`, `no_category`,
`no_counter`, `table`, `list`, `image`, `drop_cap`, `word`, `attachment`, `double_escaped`, `nfd`,
`combining`, `lead` (marked as one), `broken_lines`, `encoded_slug`.
"""

import random
import re
import unicodedata
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone

from scraper.replica import blocks, files, text
from scraper.replica.article import Article, entry_id_of, weekday
from scraper.replica.blocks import Block, Table, Writer
from scraper.replica.sections import SECTIONS, Section
from scraper.replica.sentences import BYLINES, COMMUNES, DISTRICTS, GENERAL, PROCEDURE

ZONE = timezone(timedelta(hours=7))
FIRST_DAY = datetime(2017, 6, 1, tzinfo=ZONE)
OPENING = datetime(2021, 3, 29, 8, 0, tzinfo=ZONE)  # the replica's clock when it starts
_MIGRATION = datetime(2018, 3, 1, tzinfo=ZONE)  # articles before came from an older portal
_DAY_STARTS, _DAY_MINUTES = 7 * 60 + 30, 9 * 60

# quirk: (one in how many, which of them); together they meet in many ways.
_QUIRKS = {
    "no_byline": (5, 2), "no_category": (7, 3), "no_counter": (19, 6), "table": (6, 1),
    "list": (4, 1), "image": (3, 0), "drop_cap": (10, 4), "word": (8, 5), "attachment": (5, 0),
    "double_escaped": (11, 6), "nfd": (13, 7), "combining": (17, 8), "lead": (10, 9),
    "broken_lines": (12, 10), "encoded_slug": (15, 11),
}  # fmt: skip
_WRITERS: dict[str, Writer] = {
    "word": blocks.word, "nfd": blocks.decomposed, "combining": blocks.combining,
}  # fmt: skip
_LATER = GENERAL[2:]
_NOT_SLUG = re.compile(r"[^a-z0-9đ]+")
_SLUG_LENGTH = 120


def article(number: int, total: int, seed: int) -> Article:
    """Article `number` (from 1) of `total` that are there when the replica starts."""
    rng = random.Random(f"{seed}/{number}")
    section = SECTIONS[number % len(SECTIONS)]
    moment = _moment(number, total, rng)
    quirks = _quirks(number, moment)
    if "midnight" in quirks:
        moment = moment.replace(hour=0, minute=0)
    filler = text.Filler(rng, number, moment.date())
    title = filler.fill(rng.choice(section.topic.titles))
    body = tuple(_body(section, quirks, filler))
    return Article(
        number=number,
        entry_id=entry_id_of(number),
        title=title,
        slug=slug(title, number, encoded="encoded_slug" in quirks),
        section=section,
        published=moment.date() if "midnight" in quirks else moment,
        published_at=moment,
        published_text=printed(moment, quirks),
        byline=None if "no_byline" in quirks else rng.choice(BYLINES),
        blocks=body,
        quirks=quirks,
        documents=tuple(filler.documents),
        procedures=tuple(filler.codes),
        views=rng.randint(12, 3000),
        changed_at=moment,
        lead=next(b.lines[0] for b in body if b.lines) if "lead" in quirks else None,
    )


def slug(title: str, number: int, *, encoded: bool = False) -> str:
    """The title in an address; the number at its end is what Liferay adds to a repeated one."""
    folded = unicodedata.normalize("NFD", title.lower())
    letters = "".join(c for c in folded if not unicodedata.combining(c))
    words = _NOT_SLUG.sub("-", letters).strip("-")[:_SLUG_LENGTH].rstrip("-")
    return f"{words.replace('đ', '%C4%91' if encoded else 'd')}-{number}"


def printed(moment: datetime, quirks: frozenset[str] = frozenset()) -> str:
    """`Thứ sáu, 26/03/2021, 15:13`; migrated articles have a 12-hour clock."""
    day = f"{weekday(moment)}, {moment:%d/%m/%Y}"
    if "midnight" in quirks:
        return f"{day}, 12:00 AM"
    if "twelve_hour" in quirks:
        return f"{day}, {moment.hour % 12 or 12}:{moment:%M} {'PM' if moment.hour > 11 else 'AM'}"
    return f"{day}, {moment:%H:%M}"


def _moment(number: int, total: int, rng: random.Random) -> datetime:
    """Spread evenly from the first day to the opening, in order of number, in office hours."""
    share = (number - 1 + rng.random() * 0.9) / total
    days, part = divmod((OPENING - FIRST_DAY - timedelta(days=1)) / timedelta(days=1) * share, 1)
    minutes = _DAY_STARTS + int(part * _DAY_MINUTES)
    return FIRST_DAY + timedelta(days=int(days), minutes=minutes)


def _quirks(number: int, moment: datetime) -> frozenset[str]:
    found = {name for name, (every, rest) in _QUIRKS.items() if number % every == rest}
    if moment < _MIGRATION:
        found.add("twelve_hour" if number % 3 == 0 else "midnight")
    return frozenset(found)


def _body(section: Section, quirks: frozenset[str], filler: text.Filler) -> Iterator[Block]:
    rng, topic = filler.rng, section.topic
    write = next((w for name, w in _WRITERS.items() if name in quirks), blocks.spaced(rng))
    if "word" in quirks:
        yield blocks.word_comment()
    yield _opening(f"{filler.fill(rng.choice(topic.openings))} {filler.fill(GENERAL[0])}", quirks)
    cited = f"{filler.fill(GENERAL[1])} " if filler.number % 4 != 3 else ""
    yield blocks.paragraph(cited + filler.draw(topic.sentences), write)
    for title in rng.sample(topic.headings, 2):
        yield blocks.heading(title)
        paragraphs = [_mixed(filler, topic.sentences) for _ in range(rng.randint(2, 4))]
        if "broken_lines" in quirks:
            yield blocks.broken_lines(paragraphs)
        else:
            yield from (blocks.paragraph(one, write) for one in paragraphs)
    yield from _extras(section, quirks, filler)
    yield blocks.paragraph(_mixed(filler, topic.sentences), write)
    if "attachment" in quirks:
        yield from _attachments(filler)


def _opening(words: str, quirks: frozenset[str]) -> Block:
    if "lead" in quirks:
        return blocks.lead(words)
    return blocks.drop_cap(words) if "drop_cap" in quirks else blocks.paragraph(words)


def _extras(section: Section, quirks: frozenset[str], filler: text.Filler) -> Iterator[Block]:
    rng, topic = filler.rng, section.topic
    listed = [filler.fill(item) for item in topic.items]
    if "list" in quirks:
        yield blocks.items(f"{item};" for item in listed)
    else:
        yield from (blocks.paragraph(f"* {item}") for item in listed[:2])
    if "table" in quirks:
        yield blocks.table(_table(section, rng), head=filler.number % 4 == 1)
    if "image" in quirks:
        yield blocks.image(files.article_image(filler.number))
    if "double_escaped" in quirks:
        shown = (
            f"Giai đoạn {filler.on.year} &ndash; {filler.on.year + 4}: số liệu mẫu &amp; ghi chú."
        )
        yield blocks.paragraph(shown, blocks.double_escaped)
    if filler.number % 9 == 1:
        yield blocks.paragraph(filler.fill(rng.choice(PROCEDURE)))


def _attachments(filler: text.Filler) -> Iterator[Block]:
    for position, kind in enumerate(("pdf", "docx")[: 1 + filler.number % 2]):
        linked = files.article_file(filler.number, kind, filler.on)
        yield blocks.attachment(linked, absolute=position == 1)


def _mixed(filler: text.Filler, own: tuple[str, ...]) -> str:
    """Five sentences, of the topic and general ones."""
    return " ".join(filler.draw(kind) for kind in (own, own, _LATER, own, _LATER))


def _table(section: Section, rng: random.Random) -> Table:
    columns = section.topic.columns
    rows = tuple(
        (place, text.count(rng), text.count(rng), text.percent(rng))
        for place in (*DISTRICTS, *rng.sample(COMMUNES, 2))
    )
    caption = section.topic.table if rng.random() < 0.5 else None
    return Table(caption, columns, rows)
