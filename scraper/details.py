"""The footer's particulars: who answers for the site and how to reach them."""

import re
from collections.abc import Sequence

from scraper.records import SiteDetails

# In the order in which they are tried at one place.
LABELS = {
    "responsible": (
        r"(?:người )?chịu trách nhiệm(?: (?:chính|nội dung|xuất bản|quản lý))?"
        r"|trưởng ban biên tập"
    ),
    "address": r"(?:địa chỉ|trụ sở)(?: (?:cơ quan|liên hệ|chính))?",
    "phone": r"(?:số )?điện thoại(?: liên hệ)?|đt|tel(?:ephone)?|đường dây nóng",
    "fax": r"(?:số )?fax",
    "email": r"e-?mail|thư điện tử|hộp thư(?: điện tử)?",
}
_LABEL = re.compile(
    "|".join(rf"(?P<{name}>(?<!\w)(?:{label})\s*[:：])" for name, label in LABELS.items()), re.I
)
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
MAX_NAME = 160
MAX_VALUE = 300


def read_site_details(lines: Sequence[str]) -> SiteDetails | None:
    """The particulars on the last lines of a page; None where fewer than two of them are there.

    `lines` are visible lines; several particulars may stand on one, or a label above its value.
    """
    first = max(len(lines) - LINES_WITHIN, 0)
    places = [i for i in range(first, len(lines)) if _LABEL.search(lines[i])]
    block = _last_block(places)
    if not block:
        return None
    values, before = _values([*lines[block[0] : block[-1] + 1 + GAP]], len(block))
    name = _name(before) or (_name(lines[block[0] - 1]) if block[0] else None)
    if len(values) < 2 or ("phone" not in values and "email" not in values):
        return None
    return SiteDetails(name=name, **values)


def _last_block(places: list[int]) -> list[int]:
    """The last run of lines with labels that are close together."""
    block = places[-1:]
    for place in reversed(places[:-1]):
        if block[0] - place > GAP:
            break
        block.insert(0, place)
    return block


def _values(lines: list[str], labelled: int) -> tuple[dict[str, str], str]:
    """Each label's value, cleaned, and what stands before the first label on its line."""
    text = "\n".join(lines)
    found = list(_LABEL.finditer(text))
    ends = [m.start() for m in found[1:]] + [len(text)]
    values: dict[str, str] = {}
    for match, end in zip(found, ends, strict=True):
        kind = match.lastgroup or ""
        value = _clean(kind, text[match.end() : end])
        if value and kind not in values:
            values[kind] = value
    return values, text[: found[0].start()].rpartition("\n")[2]


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
