"""What was meant by words that are typed wrongly, the likeliest first.

A reading of them costs what its slips cost and how little its words are expected one after another
(a noisy channel and a model of pairs: Kernighan, Church and Gale 1990); the cheapest are found from
left to right, a few kept at each word.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from heapq import nsmallest

from archive.search.abbreviations import abbreviations
from archive.search.language import Language
from archive.search.slips import KEYS, LETTER, SOUND, keys, letters, most_slips, slips, sound
from archive.search.terms import Words

BLANK = 2.0  # a blank that is missing or too many
MOST_WORDS = 12  # longer texts are not looked at
KEPT = 8  # readings, at each word
_MOST_NEAR = 12  # words that one is taken for
_MOST_JOINED = 3
_SHORTEST_SPLIT, _LONGEST_SPLIT = 2, 60
_LONGEST_PART = 20
_UNKNOWN = 6.0  # a word that is nowhere: it finds nothing
_CONVINCING = 4.0  # likelier than what is typed, in nats, for each word of it that is known
_LEFT_OUT = 18.0  # the same, done without
_ALPHABET = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True, order=True)
class Reading:
    """Folded words that may have been meant, and what it costs to believe so, in nats."""

    cost: float
    words: Words


@dataclass(frozen=True, slots=True)
class Corrector:
    """Reads words by what an archive's language expects.

    `is_known` says of a word whether any article has it.
    """

    language: Language
    is_known: Callable[[str], bool]

    def is_convincing(self, typed: Words, meant: Reading) -> bool:
        """Whether so much speaks for what may be meant that words which are known are wrong."""
        known = list(map(self.is_known, typed))
        doubts = sum(
            _CONVINCING if is_known else -_LEFT_OUT
            for word, is_known in zip(typed, known, strict=True)
            if word not in meant.words
        )
        return meant.words == typed or meant.cost + doubts <= self._expected(None, typed)

    def readings(self, words: Words, *, thorough: bool) -> list[Reading]:
        """The likeliest of them, what is typed among them where it is likely.

        `thorough`: two slips in a word are looked for too, which takes some milliseconds a word.
        """
        if not words or len(words) > MOST_WORDS:
            return []
        best: list[list[Reading]] = [[Reading(0.0, ())], *([] for _ in words)]
        for at in range(len(words)):
            for size, option in self._options(words, at, thorough):
                for before in best[at]:
                    last = before.words[-1] if before.words else None
                    cost = before.cost + option.cost + self._expected(last, option.words)
                    best[at + size].append(Reading(cost, before.words + option.words))
            best[at + 1] = _cheapest(best[at + 1])
        return best[-1]

    def _expected(self, before: str | None, words: Words) -> float:
        cost = 0.0
        for word in words:
            cost += self.language.surprise(before, word)
            before = word
        return cost

    def _options(self, words: Words, at: int, thorough: bool) -> Iterator[tuple[int, Reading]]:
        """How the words from `at` on may be read: how many of them, and as what."""
        for reading in self._of_one(words[at], thorough):
            yield 1, reading
        for size in range(2, min(_MOST_JOINED, len(words) - at) + 1):
            joined = "".join(words[at : at + size])
            if joined in self.language.words or (joined,) in abbreviations():
                yield size, Reading(BLANK * (size - 1), (joined,))

    def _of_one(self, word: str, thorough: bool) -> list[Reading]:
        known = self.language.words
        is_known = word in known or self.is_known(word)
        without = [] if is_known else [Reading(_LEFT_OUT, ())]
        if word.isdecimal():
            return [Reading(0.0, (word,)), *without]
        costs = {word: 0.0 if is_known else _UNKNOWN}
        for other, cost in self._near(word, thorough):
            if other in known:
                costs[other] = min(cost, costs.get(other, cost))
        likely = nsmallest(_MOST_NEAR, costs, key=lambda w: costs[w] + self._expected(None, (w,)))
        found = [Reading(costs[other], (other,)) for other in likely]
        return [*found, *without, *([] if word in known else self._split(word))]

    def _near(self, word: str, thorough: bool) -> Iterator[tuple[str, float]]:
        """Words that it may stand for, known or not, and what that costs."""
        meant = keys(word)
        if meant != word:
            yield meant, KEYS
        for other in self.language.sounds.get(sound(word), ()):
            yield other, SOUND
        most = most_slips(word)
        if most:
            for other in _one_slip(word):
                yield other, LETTER
        if thorough and most > 1 and word not in self.language.words:
            own = letters(word)
            for other in self.language.words:
                if (
                    abs(len(other) - len(word)) <= most
                    and (letters(other) ^ own).bit_count() <= 2 * most
                    and slips(word, other) <= most
                ):
                    yield other, LETTER * most

    def _split(self, word: str) -> list[Reading]:
        """It as several words between which blanks are missing."""
        if not _SHORTEST_SPLIT <= len(word) <= _LONGEST_SPLIT:
            return []
        known = self.language.words
        best: list[list[Reading]] = [[Reading(0.0, ())], *([] for _ in word)]
        for start in range(len(word)):
            for before in best[start]:
                for end in range(start + 1, min(start + _LONGEST_PART, len(word)) + 1):
                    part = word[start:end]
                    if part in known:
                        last = before.words[-1] if before.words else None
                        cost = before.cost + BLANK + self._expected(last, (part,))
                        best[end].append(Reading(cost, (*before.words, part)))
            best[start + 1] = nsmallest(2, best[start + 1])
        return [
            Reading(BLANK * (len(found.words) - 1), found.words)
            for found in best[-1]
            if len(found.words) > 1
        ]


def _cheapest(readings: list[Reading]) -> list[Reading]:
    found: dict[Words, Reading] = {}
    for reading in sorted(readings):
        found.setdefault(reading.words, reading)
    return list(found.values())[:KEPT]


def _one_slip(word: str) -> Iterator[str]:
    """All that is one letter more, less or other, or has two neighbours changed."""
    cuts = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    for a, b in cuts:
        if len(b) > 1:
            yield a + b[1] + b[0] + b[2:]
        if b:
            yield a + b[1:]
        for letter in _ALPHABET:
            yield a + letter + b
            if b:
                yield a + letter + b[1:]
