"""Which words this archive uses and which follow each other, to tell a slip from what was meant."""

import sqlite3
import threading
import time
from collections import Counter, defaultdict
from contextlib import closing
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import chain, pairwise
from math import log
from pathlib import Path

from archive.db.database import connect_to_read
from archive.db.stamp import Stamp, stamp
from archive.search.slips import sound
from archive.search.terms import WORD, Words
from scraper.text import fold

# As much text as tells the usual words and pairs of any archive: what is suggested is looked up
# in the index, so that nothing depends on what is left out.
MOST_TITLES = 20_000
MOST_WORDS = 400_000
PATIENCE_SECONDS = 600.0
_TITLES = "SELECT id, title FROM articles ORDER BY id DESC LIMIT ?"
_TEXTS = "SELECT body_fold FROM articles_search ORDER BY id DESC"
_UNSEEN = 0.1  # how often a word is taken to come that does not come in what was read
_SMOOTHING = 4.0  # a word before which this many pairs were seen tells as much as the word alone


@dataclass(frozen=True)
class Language:
    """How often words, and pairs of them, come in a part of the archive's text, folded."""

    words: Counter[str]
    pairs: Counter[Words]
    first_id: int = 0  # of the articles whose titles were read

    @cached_property
    def total(self) -> int:
        """All words that were read."""
        return self.words.total() or 1

    @cached_property
    def sounds(self) -> dict[str, list[str]]:
        """The words by what they sound like."""
        found = defaultdict(list)
        for word in self.words:
            found[sound(word)].append(word)
        return dict(found)

    def surprise(self, before: str | None, word: str) -> float:
        """How little `word` is expected, at the beginning or after another, in nats."""
        alone = max(self.words[word], _UNSEEN) / self.total
        if before is None:
            return -log(alone)
        pairs, befores = self.pairs[before, word], self.words[before]
        return -log((pairs + _SMOOTHING * alone) / (befores + _SMOOTHING))


def read_language(connection: sqlite3.Connection) -> Language:
    """Of the titles with the highest ids, and of as many texts as make up the number of words."""
    words, pairs, read = Counter[str](), Counter[Words](), 0
    titles = connection.execute(_TITLES, [MOST_TITLES]).fetchall()
    texts = (text or "" for (text,) in connection.execute(_TEXTS))
    for text in chain((fold(title or "") for _, title in titles), texts):
        found = WORD.findall(text)
        words.update(found)
        pairs.update(pairwise(found))
        read += len(found)
        if read > MOST_WORDS:
            break
    return Language(words, pairs, titles[-1][0] if titles else 0)


@dataclass
class Languages:
    """The language of one archive.db, read when it is first asked for, and again when it is old."""

    path: Path
    _language: Language | None = None
    _stamp: Stamp = ()
    _read_at: float = 0.0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def language(self) -> Language:
        """As it is now, or was some minutes ago; read by one at a time.

        By a connection of its own, as the catalogue's entries are.
        """
        if self._language is None or not (self._is_new() or self._lock.locked()):
            with self._lock:
                if self._language is None or not self._is_new():
                    now = stamp(self.path)
                    with closing(connect_to_read(self.path)) as connection:
                        self._language = read_language(connection)
                    self._stamp, self._read_at = now, time.monotonic()
        return self._language

    def _is_new(self) -> bool:
        is_young = time.monotonic() < self._read_at + PATIENCE_SECONDS
        return is_young or self._stamp == stamp(self.path)


@lru_cache(maxsize=8)
def languages(path: Path) -> Languages:
    """The one of the archive.db at `path`, whoever asks."""
    return Languages(path)
