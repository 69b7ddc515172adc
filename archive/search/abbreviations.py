"""The abbreviations of `abbreviations.tsv`, by what a reader may type for them."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from archive.search.terms import WORD, Term, Words
from scraper.text import fold, normalise_tones

FILE = Path(__file__).with_name("abbreviations.tsv")


@dataclass(frozen=True, slots=True)
class Abbreviation:
    """`short` (XKLĐ) and the words that it stands for."""

    short: str
    long: str

    def other(self, typed: Words) -> Term:
        """The one of the two that was not typed."""
        text = self.long if typed == _key(self.short) else self.short
        return Term(tuple(WORD.findall(normalise_tones(text))))


@cache
def abbreviations() -> dict[Words, Abbreviation]:
    """All of them, under the folded words of either side.

    Raises:
        ValueError: a line of the file has no tab.
    """
    found: dict[Words, Abbreviation] = {}
    for line in FILE.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            short, _, long = line.partition("\t")
            if not long:
                raise ValueError(f"{FILE.name}: no tab in {line!r}")
            for text in (short, long):
                found.setdefault(_key(text), Abbreviation(short, long))
    return found


@cache
def shorts() -> frozenset[str]:
    """The short sides of all of them."""
    return frozenset(abbreviation.short for abbreviation in abbreviations().values())


@cache
def longest() -> int:
    """The number of words of the longest entry."""
    return max(map(len, abbreviations()))


def _key(text: str) -> Words:
    return tuple(WORD.findall(fold(normalise_tones(text))))
