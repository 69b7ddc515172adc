"""The footer's particulars: who answers for the site and how to reach them."""

import re
from collections.abc import Sequence
from functools import lru_cache

from scraper.records import SiteDetails

# What stands right before a colon, in lower case.
LABELS = {
    "responsible": (
        "chịu trách nhiệm", "chịu trách nhiệm chính", "chịu trách nhiệm nội dung",
        "chịu trách nhiệm xuất bản", "chịu trách nhiệm quản lý", "trưởng ban biên tập",
    ),
    "address": ("địa chỉ", "địa chỉ liên hệ", "địa chỉ cơ quan", "trụ sở", "trụ sở chính"),
    "phone": ("điện thoại", "điện thoại liên hệ", "đt", "tel", "telephone", "đường dây nóng"),
    "fax": ("fax",),
    "email": ("email", "e-mail", "thư điện tử", "hộp thư", "hộp thư điện tử"),
}  # fmt: skip
# Words that belong to a label that they stand before.
BEFORE = ("người", "số")
_KINDS = {label: kind for kind, labels in LABELS.items() for label in labels}
_LABELS = tuple(sorted(_KINDS, key=len, reverse=True))
# A name of an authority or of its site, in a line of its own or before the first label.
_NAME = re.compile(
    r"\b(?:cổng|trang|website|cơ quan|(?:ủy|uỷ) ban|ubnd|sở|chi cục|cục|ban|trung tâm)\s(?=.{3})",
    re.I,
)
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_PHONE = re.compile(r"[\d(+][\d\s().+\-–—/,;]*\d")
_EDGES = " \t\xa0-–—|;,:•*"
# The footer stands on the last lines of a page; each of its lines follows closely.
LINES_WITHIN = 40
GAP = 2
# Letters before a colon that a label may take.
LONGEST = 40
MAX_NAME = 160
# Lines that are remembered: the last ones are the same on every page.
REMEMBERED = 512
MAX_VALUE = 300


def read_site_details(lines: Sequence[str]) -> SiteDetails | None:
    """The particulars on the last lines of a page; None where fewer than two of them are there.

    `lines` are visible lines; several particulars may stand on one, or a label above its value.
    """
    first = max(len(lines) - LINES_WITHIN, 0)
    places = [n for n in range(first, len(lines)) if _labels(lines[n])]
    block = _last_block(places)
    if not block:
        return None
    above = lines[block[0] - 1] if block[0] else ""
    return _read(above, tuple(lines[block[0] : block[-1] + 1 + GAP]))


@lru_cache(maxsize=REMEMBERED)
def _read(above: str, lines: tuple[str, ...]) -> SiteDetails | None:
    """The particulars in `lines`, below the line `above`."""
    values, before = _values(lines)
    name = _name(before) or _name(above)
    if len(values) < 2 or ("phone" not in values and "email" not in values):
        return None
    return SiteDetails(name=name, **values)


@lru_cache(maxsize=REMEMBERED)
def _labels(text: str) -> tuple[tuple[str, int, int], ...]:
    """The labels in `text`: kind, start, and where the value begins, behind the colon."""
    found = []
    at = text.find(":")
    while at >= 0:
        if label := _label_before(text, at):
            found.append((*label, at + 1))
        at = text.find(":", at + 1)
    return tuple(found)


def _label_before(text: str, colon: int) -> tuple[str, int] | None:
    """Kind and start of the label that ends at a colon."""
    first = max(colon - LONGEST, 0)
    before = text[first:colon].lower().rstrip()
    label = next((label for label in _LABELS if before.endswith(label)), None)
    if label is None or before.removesuffix(label)[-1:].isalnum():
        return None
    rest = before.removesuffix(label)
    for word in BEFORE:
        if rest.endswith(f"{word} "):
            rest = rest.removesuffix(f"{word} ")
    return _KINDS[label], first + len(rest)


def _last_block(places: list[int]) -> list[int]:
    """The last run of lines with labels that are close together."""
    block = places[-1:]
    for place in reversed(places[:-1]):
        if block[0] - place > GAP:
            break
        block.insert(0, place)
    return block


def _values(lines: Sequence[str]) -> tuple[dict[str, str], str]:
    """Each label's value, cleaned, and what stands before the first label on its line."""
    text = "\n".join(lines)
    found = _labels(text)
    ends = [start for _, start, _ in found[1:]] + [len(text)]
    values: dict[str, str] = {}
    for (kind, _, start), end in zip(found, ends, strict=True):
        value = _clean(kind, text[start:end])
        if value and kind not in values:
            values[kind] = value
    return values, text[: found[0][1]].rpartition("\n")[2]


def _clean(kind: str, text: str) -> str:
    """The value on the label's line, else on the one below; of a number only the numbers."""
    value = next((part.strip(_EDGES) for part in text.split("\n") if part.strip(_EDGES)), "")
    value = " ".join(value.split())
    if kind in ("phone", "fax", "email"):
        found = (_EMAIL if kind == "email" else _PHONE).search(value)
        return " ".join(found[0].split()) if found else ""
    return value if len(value) <= MAX_VALUE else ""


def _name(text: str) -> str | None:
    """The name at the end of `text`; after other words only where it is in capitals."""
    for found in _NAME.finditer(text):
        name = " ".join(text[found.start() :].split()).strip(_EDGES)
        if len(name) <= MAX_NAME and (name.isupper() or not text[: found.start()].strip(_EDGES)):
            return name
    return None
