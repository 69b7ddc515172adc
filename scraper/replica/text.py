"""Sample sentences with their slots filled, deterministically."""

import random
import re
from collections.abc import Callable
from datetime import date, timedelta

from scraper.replica.sentences import COMMUNES, DISTRICTS

_DOCUMENTS = (
    ("Nghị quyết", "{n}/{y}/NQ-HĐND", "Hội đồng nhân dân tỉnh"),
    ("Kế hoạch", "{n}/KH-UBND", "Ủy ban nhân dân tỉnh"),
    ("Quyết định", "{n}/QĐ-UBND", "Ủy ban nhân dân tỉnh"),
    ("Nghị định", "{n}/{y}/NĐ-CP", "Chính phủ"),
    ("Thông tư", "{n}/{y}/TT-BLĐTBXH", "Bộ Lao động - Thương binh và Xã hội"),
)

_SLOT = re.compile(r"\{(\w+)\}")


def count(rng: random.Random, low: int = 11, high: int = 4200) -> str:
    """A count in Vietnamese notation: `298`, `1.758`."""
    return grouped(rng.randint(low, high))


def grouped(number: int) -> str:
    """`number` with dots between thousands."""
    return f"{number:,}".replace(",", ".")


def percent(rng: random.Random) -> str:
    """A share in Vietnamese notation: `63,44%`."""
    return f"{rng.randint(40, 99)},{rng.randint(0, 99):02d}%"


def document(rng: random.Random, on: date) -> tuple[str, str]:
    """A cited document issued before `on`: its number, and the words that cite it."""
    kind, pattern, issuer = rng.choice(_DOCUMENTS)
    issued = on - timedelta(days=rng.randint(20, 400))
    number = pattern.format(n=f"{rng.randint(1, 180):02d}", y=issued.year)
    return number, f"{kind} số {number} ngày {issued:%d/%m/%Y} của {issuer}"


def procedure_code(rng: random.Random) -> str:
    """A code as national procedures have it; these are made up."""
    return f"{rng.randint(1, 2)}.00{rng.randint(0, 9999):04d}"


_VALUES: dict[str, Callable[[random.Random], str]] = {
    "xa": lambda rng: rng.choice(COMMUNES),
    "huyen": lambda rng: rng.choice(DISTRICTS),
    "so": count,
    "it": lambda rng: str(rng.randint(2, 19)),
    "ty_le": percent,
    "tien": lambda rng: f"{rng.randint(20, 950)} triệu đồng",
    "luong": lambda rng: f"{rng.randint(5, 12)},{rng.randint(1, 9)} triệu đồng",
    "qua": lambda rng: f"{grouped(rng.randint(3, 20) * 100_000)} đồng",
}


class Filler:
    """Fills the slots of sample sentences for one article and remembers what it cited."""

    def __init__(self, rng: random.Random, number: int, on: date) -> None:
        self.rng, self.number, self.on = rng, number, on
        self.documents: list[str] = []
        self.codes: list[str] = []
        self._decks: dict[tuple[str, ...], list[str]] = {}

    def draw(self, sentences: tuple[str, ...]) -> str:
        """One of `sentences`, filled; none comes again before all have been drawn."""
        deck = self._decks.get(sentences)
        if not deck:
            deck = self._decks[sentences] = self.rng.sample(sentences, len(sentences))
        return self.fill(deck.pop())

    def fill(self, sentence: str) -> str:
        """`sentence` with every slot filled."""
        return _SLOT.sub(lambda slot: self._value(slot[1]), sentence)

    def _value(self, slot: str) -> str:
        rng = self.rng
        if slot == "vb":
            number, cited = document(rng, self.on)
            self.documents.append(number)
            return cited
        if slot == "ma":
            self.codes.append(procedure_code(rng))
            return self.codes[-1]
        if slot == "lan":
            return str(self.number)
        if slot == "nam":
            return str(self.on.year)
        if slot == "ngay":
            return f"{self.on - timedelta(days=rng.randint(0, 3)):%d/%m/%Y}"
        return _VALUES[slot](rng)
