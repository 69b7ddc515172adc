"""What stands beside a day and makes it something else: a span, an address, a lunar date.

`before` and `after` are the cleaned text (see `dates`) on either side of the day, near it.
"""

import re

from scraper.notation.clock import GAP

# "5 - 7/3/2021", "ngày 5, 6 và 7/3/2021", "26/3 đến 7/4/2021": the first day is not the one found.
_SPAN_BEFORE = re.compile(
    r"(?:(?<![\w:/.])\d{1,2}(?: ?[/.-] ?\d{1,2}| thang \d{1,2})? ?(?:-|den(?: het)?|va|&) ?"
    r"(?:ngay )?|(?:\A|ngay )(?:\d{1,2} ?, ?){1,33}+)\Z",
    re.ASCII,
)
_SPAN_AFTER = re.compile(
    r" ?(?:-|~|den(?: het)?) ?(?:ngay )?\d{1,2}(?: ?[/.-] ?\d{1,2}|,? thang)(?! ?[:\d])", re.ASCII
)
_SIGN = r"(?::|gio(?!\w)|[hg](?![a-z]))"
_HOURS_BEFORE = re.compile(rf"\d ?{_SIGN} ?(?:\d{{1,2}} ?)?(?:phut )?(?:-|den) ?\Z", re.ASCII)
_HOURS_AFTER = re.compile(rf" ?(?:-|den) ?\d{{1,2}} ?{_SIGN}", re.ASCII)
_CLOCK_BEFORE = re.compile(
    rf"\d ?{_SIGN} ?(?:kem )?\d{{1,2}}(?: phut)?{GAP}(?:ngay{GAP})?\Z", re.ASCII
)
_CLOCK_AFTER = re.compile(
    rf"{GAP}(?:(?:vao )?(?:luc|hoi) )?\d{{1,3}} ?{_SIGN} ?(?:kem|\d)", re.ASCII
)
_LUNAR = re.compile(r"[ ,(]{0,3}am lich(?!\w)", re.ASCII)
# 12/3/21 may be a house in an alley.
_ADDRESS_BEFORE = re.compile(
    r"(?<!\w)(?:dia chi|nha|hem|ngo|ngach|kiet|duong|tai)[ :]{0,2}\Z", re.ASCII
)
_ADDRESS_AFTER = re.compile(r"[ ,]{0,2}(?:duong|pho|hem|ngo|kiet|ap|khu|to)(?!\w)", re.ASCII)


def ends_days(before: str) -> bool:
    """Whether the day is the last of several, or of a span."""
    return _SPAN_BEFORE.search(before) is not None


def starts_days(after: str) -> bool:
    """Whether the day is the first of a span."""
    return _SPAN_AFTER.match(after) is not None


def in_hours(before: str, after: str) -> bool:
    """Whether the time between `before` and `after` is the start or the end of a span."""
    return bool(_HOURS_BEFORE.search(before) or _HOURS_AFTER.match(after))


def has_unread_clock(before: str, after: str) -> bool:
    """Whether something like a time stands beside a day for which no time was read."""
    return bool(_CLOCK_BEFORE.search(before) or _CLOCK_AFTER.match(after))


def is_lunar(after: str) -> bool:
    """Whether the day is of the lunar calendar."""
    return _LUNAR.match(after) is not None


def is_address(before: str, after: str) -> bool:
    """Whether figures such as 12/3/21 are a house number."""
    return bool(_ADDRESS_BEFORE.search(before) or _ADDRESS_AFTER.match(after))
