"""An archive of any number of generated articles, for measuring the search.

No sentence means anything. Words follow Zipf's law, most are of two syllables, and each article
keeps to a topic of its own, so that common words stand in most articles, phrases in many and
selective words in a few, as in the text of a real department.
"""

import random
import re
from bisect import bisect
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import accumulate, islice, product
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from archive.db.database import connect, set_fact
from archive.db.rows import write
from archive.db.tables import Articles, about, columns
from scraper.replica import sentences
from scraper.text import fold, normalise_tones

SITE = "https://replica.invalid"
FIRST_DAY, DAYS = date(2008, 1, 1), 6500
SYLLABLES, WORDS, NAMES, TOPICS = 6_000, 12_000, 3_000, 400
SHORTEST, LONGEST = 400, 1_200  # syllables of an article
CATEGORIES, BYLINES = 24, 12
BATCH = 500
_ONSETS = (
    "b", "c", "ch", "d", "đ", "g", "gi", "h", "kh", "l", "m", "n", "ng", "nh", "ph", "qu", "r",
    "s", "t", "th", "tr", "v", "x",
)  # fmt: skip
_RIMES = (
    "anh", "ao", "at", "au", "âm", "ân", "ên", "êu", "iêm", "iên", "iêu", "inh", "oa", "oan",
    "oai", "oang", "ôi", "ông", "ơi", "ơn", "ua", "uân", "ui", "uông", "uyên", "ươi", "ương",
    "ươu",
)  # fmt: skip
_TONES = ("", "\u0300", "\u0301", "\u0309", "\u0303", "\u0323")
_SYLLABLE = re.compile(r"[^\W\d_]+")


@dataclass
class Language:
    """Syllables and words, the most frequent first; names, each in a few articles."""

    rng: random.Random
    syllables: list[str] = field(init=False)
    words: list[str] = field(init=False)
    names: list[str] = field(init=False)

    def __post_init__(self) -> None:
        said = " ".join(str(value) for value in vars(sentences).values() if type(value) is tuple)
        for topic in sentences.TOPICS:
            said += " ".join((*topic.sentences, *topic.titles, *topic.items))
        common = sorted(set(_SYLLABLE.findall(said.lower())))
        made = [
            normalise_tones(onset + rime[0] + tone + rime[1:])
            for onset, rime, tone in product(_ONSETS, _RIMES, _TONES)
        ]
        self.rng.shuffle(common)
        self.rng.shuffle(made)
        self.syllables = [*common, *made][:SYLLABLES]
        weights = zipf(len(self.syllables))
        first, second = (
            self.rng.choices(self.syllables, cum_weights=weights, k=WORDS) for _ in "ab"
        )
        self.names = [
            a + b for a, b in zip(*(self.rng.choices(made, k=NAMES) for _ in "ab"), strict=True)
        ]
        self.words = list(dict.fromkeys(f"{a} {b}" for a, b in zip(first, second, strict=True)))


def zipf(count: int) -> list[float]:
    """Cumulative weights: the word of rank r comes with a frequency of 1 / (r + 3)."""
    return list(accumulate(1 / (rank + 3) for rank in range(count)))


def make(folder: Path, articles: int) -> Path:
    """The archive's folder, with that many articles; the same ones each time."""
    folder.mkdir(parents=True)
    db = connect(folder / "archive.db")
    set_fact(db, "site", SITE)
    names = [column.name for column in columns(Articles)]
    rows = generated(articles)
    while batch := list(islice(rows, BATCH)):
        with db.atomic():
            write(
                db, about(Articles).name, ("id",), [{n: row.get(n) for n in names} for row in batch]
            )
            _index(db, batch)
    db.execute("INSERT INTO articles_fts (articles_fts) VALUES ('optimize')")
    db.execute("ANALYZE")
    db.close()
    return folder


def generated(articles: int) -> Iterator[dict[str, Any]]:
    """Rows of `articles`, by id."""
    rng = random.Random(20200326)
    language = Language(rng)
    common, rare = zipf(len(language.words)), len(language.words) // 20
    topics = [rng.sample(language.words[rare:], 30) for _ in range(TOPICS)]
    for number in range(1, articles + 1):
        topic = rng.choice(topics)
        length = rng.randint(SHORTEST, LONGEST) // 2
        words = [
            rng.choice(topic)
            if rng.random() < 0.2
            else language.words[bisect(common, rng.random() * common[-1])]
            for _ in range(length)
        ]
        words += rng.sample(language.names, 2)
        title = " ".join([*rng.sample(topic, 2), *words[:3]])
        yield _row(rng, number, articles, title.capitalize(), _paragraphs(words))


def _paragraphs(words: list[str]) -> str:
    lines = (" ".join(words[at : at + 30]).capitalize() + "." for at in range(0, len(words), 30))
    return "\n".join(lines)


def _row(rng: random.Random, number: int, articles: int, title: str, body: str) -> dict[str, Any]:
    day = (FIRST_DAY + timedelta(days=DAYS * number // articles)).isoformat()
    return {
        "id": number,
        "url": f"{SITE}/-/bai-{number}",
        "slug": f"bai-{number}",
        "title": title,
        "category": f"Chuyên mục {rng.randrange(CATEGORIES)}",
        "byline": f"PHÒNG {rng.randrange(BYLINES)}",
        "published_at": f"{day}T08:00:00+07:00",
        "published_date": day,
        "published_text": day,
        "year": int(day[:4]),
        "body_text": body,
        "body_html": "".join(f"<p>{line}</p>" for line in body.splitlines()),
        "word_count": len(body.split()),
        "view_count": rng.randrange(20_000),
        "first_seen_at": f"{day}T02:00:00.000000Z",
        "last_seen_at": "2025-12-01T02:00:00.000000Z",
        "changed_at": f"{day}T09:00:00.000000Z" if rng.random() < 0.03 else None,
        "removed_at": "2025-12-01T02:00:00.000000Z" if rng.random() < 0.02 else None,
        "version": 1,
        "capture_id": number,
    }


def _index(db: Database, rows: list[dict[str, Any]]) -> None:
    for row in rows:
        texts = [normalise_tones(row[name]) for name in ("title", "body_text")]
        written = [texts[0], "", texts[1]]
        db.execute(
            "INSERT INTO articles_search VALUES (?, ?, ?, ?, ?, ?, ?)",
            [row["id"], *written, *map(fold, written)],
        )
