"""Sample sentences with their slots filled, deterministically."""

import random
from datetime import date, timedelta

from scraper.replica.sentences import COMMUNES, DISTRICTS

_DOCUMENTS = (
    ("Nghị quyết", "{n}/{y}/NQ-HĐND", "Hội đồng nhân dân tỉnh"),
    ("Kế hoạch", "{n}/KH-UBND", "Ủy ban nhân dân tỉnh"),
    ("Quyết định", "{n}/QĐ-UBND", "Ủy ban nhân dân tỉnh"),
    ("Nghị định", "{n}/{y}/NĐ-CP", "Chính phủ"),
    ("Thông tư", "{n}/{y}/TT-BLĐTBXH", "Bộ Lao động - Thương binh và Xã hội"),
)


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


class Filler:
    """Fills the slots of sample sentences for one article and remembers what it cited."""

    def __init__(self, rng: random.Random, number: int, on: date) -> None:
        self.rng, self.number, self.on = rng, number, on
        self.documents: list[str] = []
        self.codes: list[str] = []

    def fill(self, sentence: str) -> str:
        """`sentence` with every slot filled."""
        rng = self.rng
        values = {
            "xa": rng.choice(COMMUNES),
            "huyen": rng.choice(DISTRICTS),
            "so": count(rng),
            "ty_le": percent(rng),
            "tien": f"{rng.randint(2, 950)} triệu đồng",
            "nam": str(self.on.year),
            "ngay": f"{self.on - timedelta(days=rng.randint(0, 3)):%d/%m/%Y}",
            "lan": str(self.number),
        }
        if "{vb}" in sentence:
            number, values["vb"] = document(rng, self.on)
            self.documents.append(number)
        if "{ma}" in sentence:
            values["ma"] = procedure_code(rng)
            self.codes.append(values["ma"])
        return sentence.format_map(values)
