"""The period that a heading or a cell of statistics names: a year, a quarter or a month."""

import re

ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}

_OF = r"[\s/,.\-–(]*(?:của\s+)?(?:năm\s*)?"
_YEAR = r"(?P<year>(?:19|20)\d\d)(?![\d/])"
_QUARTER = re.compile(rf"\bquý\s*(?P<quarter>iv|i{{1,3}}|0?[1-4])\b(?:{_OF}{_YEAR})?")
_MONTH = re.compile(rf"\btháng\s*(?P<month>1[0-2]|0?[1-9])(?!\d|/\d{{1,2}}\b)(?:{_OF}{_YEAR})?")
_ANY_YEAR = re.compile(rf"\bnăm\s*{_YEAR}(?!\s*[-–]\s*(?:19|20)\d\d)")
_BARE_YEAR = re.compile(r"(?:19|20)\d\d")
_DAY = re.compile(
    r"\bngày\s*\d{1,2}\s*(?:tháng\s*\d{1,2}\s*(?:năm\s*\d{4})?|[/.-]\s*\d{1,2}(?:\s*[/.-]\s*\d{4})?)"
    r"|\b\d{1,2}/\d{1,2}/\d{4}\b"
)
_NTH, _AND = r"(?:iv|i{1,3}|0?[1-4])", r"\s*(?:,|và|&|\+|[-–])\s*"
# Spans that no year, quarter or month names: half-years, nine months, weeks, "up to", two quarters.
_OTHER_SPAN = re.compile(
    r"\b\d{1,2}\s*tháng\b|\b(?:sáu|chín|ba)\s+tháng\s+(?:đầu|cuối|năm)|\btuần\b|\btừ\s+(?:ngày|tháng|năm)"
    r"|\bđến\s+(?:hết\s+)?(?:ngày|tháng|năm|nay|quý)|\b(?:luỹ|lũy)\s+kế\b|\bgiai\s+đoạn\b"
    rf"|\bquý\s*{_NTH}{_AND}(?:quý\s*)?{_NTH}\b|\btháng\s*\d{{1,2}}{_AND}(?:tháng\s*)?\d{{1,2}}(?!\d)"
    rf"|\btháng\s*\d{{1,2}}{_OF}\d{{4}}{_AND}tháng\b|\bnăm\s*\d{{4}}{_AND}(?:năm\s*)?(?:19|20)\d\d\b"
    r"|\bđầu\s+năm\b|\bcuối\s+năm\b|\bnửa\s+(?:đầu|cuối)|\b(?:19|20)\d\d\s*[-–]\s*(?:19|20)\d\d\b"
)


def read_period(text: str, year: str | None = None) -> str | None:
    """The period in `text` as `YYYY`, `YYYY-Qn` or `YYYY-MM`; '' where none is named.

    `year` completes a bare "Tháng 3" or "Quý I". None where a span is named that has no such
    form (a half-year, a range, "up to"), or a quarter or month without any year.

    >>> read_period("Kết quả quý I/2021"), read_period("Tháng 3 năm 2021"), read_period("năm 2020")
    ('2021-Q1', '2021-03', '2020')
    """
    lowered = _DAY.sub("ngày ", text.lower())
    if _OTHER_SPAN.search(lowered):
        return None
    if found := _QUARTER.search(lowered):
        name = found["quarter"]
        return _of_year(found["year"] or year, f"-Q{ROMAN.get(name) or int(name)}")
    if found := _MONTH.search(lowered):
        return _of_year(found["year"] or year, f"-{int(found['month']):02}")
    if found := _ANY_YEAR.search(lowered):
        return found["year"]
    return ""


def read_cell_period(text: str, year: str | None = None) -> str | None:
    """As `read_period`, for a cell that may be the bare figure of a year."""
    if _BARE_YEAR.fullmatch(text.strip()):
        return text.strip()
    return read_period(text, year)


def _of_year(year: str | None, rest: str) -> str | None:
    return year + rest if year else None
