"""The time of day beside a date: parts of the day, hours, time zones.

Patterns are for text as `dates` cleans it: folded, single blanks, plain signs.
"""

import re
from datetime import time, timedelta

from dateutil import tz

from scraper.notation.datenotes import Note

# The site's own zone. Việt Nam has kept +07:00 since 1975, so no table of zones is needed.
SITE_ZONE = tz.tzoffset(None, timedelta(hours=7))

# Signs that may stand between a day, its weekday, its time and its zone.
GAP = r"[ ,;:|/()\[\]@·•-]{0,8}+"

_MORNING = {12: 0} | {h: h for h in range(12)}
_AFTERNOON = {12: 12} | {h: h + 12 for h in range(1, 12)} | {h: h for h in range(13, 24)}
# The hour meant by an hour printed with a part of the day. One that is not there contradicts it
# or may be of two days ("12 giờ đêm"); a 24-hour clock with PM is a known defect of templates.
_PARTS = {
    "am": _MORNING,
    "sa": _MORNING,
    "sang": _MORNING,
    "pm": _AFTERNOON,
    "ch": _AFTERNOON,
    "chieu": _AFTERNOON,
    "trua": {10: 10, 11: 11, 12: 12, 1: 13, 2: 14, 13: 13, 14: 14},
    "toi": {h: h + 12 for h in range(5, 12)} | {h: h for h in range(17, 24)},
    "dem": {h: h for h in (*range(5), *range(19, 24))} | {h: h + 12 for h in range(7, 12)},
}
# "8:05 chiều" is a template's word for PM; "Chiều 26/3/2021, 8:05" is not surely in the evening.
_HOURS_OF_DAY_PARTS = {"chieu": range(12, 20)}
# A 12-hour clock without AM and PM shows at hours when no office publishes.
_EARLY = range(1, 7)
DAY_PART = r"(?:buoi )?(?:sang|trua|chieu|toi|dem)(?!\w)"
PART = rf"(?:(?:a\.?m\.?|p\.?m\.?|sa|ch)(?!\w)|{DAY_PART})"

_HERE = (
    r"ict|gio (?:chuan )?dong duong|gio (?:viet nam|ha noi)|indochina(?: standard)? time"
    r"|asia/(?:ho_chi_minh|saigon|bangkok)"
)
# Letters that name several zones, or that no page of Việt Nam should print: not understood.
_ELSEWHERE = r"[ecmp][sd]t|bst|cest|cet|hkt|ist|jst|kst|msk|sgt"
ZONE = (
    r"(?:z|(?:gmt|gtm|utc?)(?: ?[+-] ?\d{1,2}(?::?\d{2})?(?!\d)| ?\d+)?"
    rf"|{_HERE}|{_ELSEWHERE})(?!\w)"
)
# "08:00-11:00" are hours of work: with a colon, only a whole ISO time goes west of Greenwich.
OFFSET = (
    r"(?:[+-]\d{4}(?![\w.:/])|[+-]\d{2}(?![\w.:/-])"
    r"|(?:\+|(?:(?<=:\d\d:\d\d)|(?<=\.\d{3})|(?<=\.\d{6}))-)\d{2}:\d{2}(?![\w.:/]))"
)
_OFFSET = re.compile(r"(?:gmt|gtm|utc?|z)? ?(?:([+-]) ?(\d{1,2}):?(\d{2})?)?", re.ASCII)
_FARTHEST = timedelta(hours=14)


def time_of(clock: re.Match[str], day_part: str | None) -> time | None:
    """The time that the groups of `clock` print; None where there is no such time.

    The groups are `hour`, `minute`, `second`, `fraction`, and `part` or `ahead` for AM and its
    like. `day_part` is one printed with the day instead: "Chiều 26/3/2021, 3 giờ".
    """
    printed = {name: text for name, text in clock.groupdict().items() if text}
    minute = int(printed.get("minute", "0").replace("ruoi", "30"))
    second = int(printed.get("second", "0"))
    hour = _hour(int(printed["hour"]), minute, _part(clock), day_part)
    if hour is None or minute > 59 or second > 59:
        return None
    return time(hour, minute, second, int(printed.get("fraction", "")[:6].ljust(6, "0")))


def clock_notes(clock: re.Match[str], *, sure: bool) -> tuple[Note, ...]:
    """Notes on the time that `clock` prints; `sure` says that it cannot be a 12-hour clock."""
    hour, part = int(clock["hour"]), _part(clock)
    if hour == 24:
        return (Note.HOUR_24,)
    if part:
        midnight = hour == 12 and time_of(clock, None) == time()
        return (Note.MIDNIGHT_AM,) if midnight else ()
    return (Note.TWELVE_HOUR_CLOCK,) if hour in _EARLY and not sure else ()


def _part(clock: re.Match[str]) -> str | None:
    printed = clock.groupdict()
    return printed["part"] or printed.get("ahead")


def _hour(printed: int, minute: int, part: str | None, day_part: str | None) -> int | None:
    if part:
        return _PARTS[_key(part)].get(printed)
    if day_part:
        hour = _PARTS[_key(day_part)].get(printed, 24)
        return hour if hour in _HOURS_OF_DAY_PARTS.get(_key(day_part), range(24)) else None
    if printed == 24 and minute:  # Java's `kk` counts from 1 to 24; 24:00 may be either end
        return 0
    return printed if printed < 24 else None


def _key(part: str) -> str:
    return re.sub(r"buoi|[ .]", "", part)


def zone_of(printed: str | None) -> tz.tzoffset | None:
    """The zone that `printed` names, the site's own for None; None where it is not understood."""
    if printed is None or re.fullmatch(_HERE, printed):
        return SITE_ZONE
    found = _OFFSET.fullmatch(printed)
    if found is None:
        return None
    offset = timedelta(hours=int(found[2] or 0), minutes=int(found[3] or 0))
    return (
        tz.tzoffset(None, -offset if found[1] == "-" else offset) if offset <= _FARTHEST else None
    )
