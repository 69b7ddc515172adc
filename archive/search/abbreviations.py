"""The abbreviations of `abbreviations.tsv`, by what a reader may type for them."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from archive.search.terms import WORD, Term, Words
from scraper.text import fold, normalise_tones

FILE = Path(__file__).with_name("abbreviations.tsv")


@dataclass(frozen=True, slots=True)
class Abbreviation:
    """`short` (LĐTBXH), the words that it stands for, and how else it is written (LĐ-TB&XH)."""

    short: str
    long: str
    also: tuple[str, ...] = ()

    @property
    def forms(self) -> tuple[str, ...]:
        """All that it is called."""
        return (self.short, self.long, *self.also)

    def others(self, typed: Words) -> tuple[Term, ...]:
        """All but the one that was typed."""
        texts = (text for text in self.forms if _key(text) != typed)
        return tuple(Term(tuple(WORD.findall(normalise_tones(text)))) for text in texts)


@cache
def abbreviations() -> dict[Words, Abbreviation]:
    """All of them, under the folded words of each of their forms.

    Raises:
        ValueError: a line of the file has no tab.
    """
    found: dict[Words, Abbreviation] = {}
    for line in FILE.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            short, *rest = line.split("\t")
            if not rest:
                raise ValueError(f"{FILE.name}: no tab in {line!r}")
            abbreviation = Abbreviation(short, rest[0], tuple(rest[1:]))
            for text in abbreviation.forms:
                found.setdefault(_key(text), abbreviation)
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
