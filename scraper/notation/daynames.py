"""Names of days and months, Vietnamese and English, as patterns for folded text and as numbers."""

import re

_WEEKDAYS = {
    "2": 1, "3": 2, "4": 3, "5": 4, "6": 5, "7": 6,
    "hai": 1, "ba": 2, "tu": 3, "nam": 4, "sau": 5, "bay": 6, "chu": 7, "chua": 7, "cn": 7,
    "mon": 1, "tue": 2, "wed": 3, "thu": 4, "fri": 5, "sat": 6, "sun": 7,
}  # fmt: skip
_MONTHS = {
    "mot": 1, "gieng": 1, "hai": 2, "ba": 3, "tu": 4, "bon": 4, "nam": 5, "sau": 6, "bay": 7,
    "tam": 8, "chin": 9, "muoi": 10, "muoi mot": 11, "muoi hai": 12, "chap": 12,
    "jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6, "jul": 7, "aug": 8, "sep": 9,
    "oct": 10, "nov": 11, "dec": 12,
}  # fmt: skip

# "Thứ sáu", "Thứ 6", "Th 6", "T.6", "T6", "Chủ nhật", "CN", "Friday", "Fri".
WEEKDAY = (
    r"(?<!\w)(?P<weekday>thu ?(?:hai|ba|tu|nam|sau|bay|[2-7])|th?\.? ?[2-7]|(?:chu|chua) ?nhat"
    r"|c\.?n|mon(?:day)?|tue(?:s|sday)?|wed(?:nesday)?|thu(?:rs?|rsday)?(?! [a-z])|fri(?:day)?"
    r"|sat(?:urday)?|sun(?:day)?)(?!\w)"
)
# "tháng", "thg 3" of Java and ICU, "Th3" of WordPress.
THANG = r"(?:(?:thang|thg\.?) ?|th\.?(?=\d))"
MONTH = (
    r"(?P<month>\d{1,2}|muoi mot|muoi hai|muoi|mot|gieng|hai|ba|tu|bon|nam|sau|bay|tam|chin|chap)"
)
ENGLISH_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_VIETNAMESE = re.compile(r"thu ?(hai|ba|tu|nam|sau|bay|[2-7])|th?\W{0,2}([2-7])|(chua?) ?nhat")


def month_of(printed: str) -> int:
    """The number of the month that `printed` names; 0 where there is none such."""
    if printed.isdigit():
        return int(printed)
    return _MONTHS.get(printed) or _MONTHS.get(printed[:3], 0)


def weekday_of(printed: str) -> int:
    """1 for Monday to 7 for Sunday, for what `WEEKDAY` has matched."""
    found = _VIETNAMESE.fullmatch(printed)
    name = (found[1] or found[2] or found[3]) if found else printed.replace(".", "")[:3]
    return _WEEKDAYS[name]
