"""Reads a date: finds the day, then what stands before and after it, in cleaned text."""

import re
from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple

from scraper.notation import datetraps
from scraper.notation.clock import (
    DAY_PART,
    GAP,
    OFFSET,
    PART,
    SITE_ZONE,
    ZONE,
    clock_notes,
    time_of,
    zone_of,
)
from scraper.notation.datenotes import Note
from scraper.notation.daynames import WEEKDAY, month_of, weekday_of
from scraper.text import fold, squeeze

# Years that are printed; earlier and later ones are placeholders (0001, 1900, 9999).
_YEARS = range(1901, 2100)
# Two digits are surely of this century up to here; 75 may be 1975 or nothing.
_LAST_SHORT_YEAR = 40
# What stands for "no date": second 0 of Unix, in Việt Nam or west of Greenwich.
_EPOCH = (date(1970, 1, 1), date(1969, 12, 31))

_NEAR = 100  # characters on each side of a day that may belong to it
_LABEL = r"ngay(?: (?:dang|xuat ban|cap nhat|phat hanh|tao|gui))?"
_AT = r"(?:vao )?(?:luc|hoi)|gio|thoi gian|at|time"
_BEFORE_DAY = rf"(?:{WEEKDAY}{GAP})?(?:(?P<day_part>{DAY_PART}){GAP})?(?P<label>{_LABEL}{GAP})?\Z"
_AFTER_DAY = rf"(?:(?P<t>t)|{GAP}(?:{WEEKDAY}{GAP})?(?:(?:{_AT}){GAP})?(?:(?P<ahead>{PART}) ?)?)"
_AFTER_TIME = rf"(?: ?(?P<part>{PART}))?(?: ?(?P<offset>{OFFSET})|{GAP}(?P<zone>{ZONE}))?"
_NO_TIME_BEFORE = re.compile(_BEFORE_DAY, re.ASCII)
_WEEKDAY_AFTER = re.compile(GAP + WEEKDAY, re.ASCII)
_ZONE_AFTER = re.compile(rf" ?(?P<offset>{OFFSET})|{GAP}(?P<zone>{ZONE})", re.ASCII)

# Words whose fold is another word: "số" (number) is not "sở", "tới" (until) not "tối" (evening).
_HOMOGRAPHS = {"số": "№", "tới": "đến"}
_HOMOGRAPH = re.compile(r"\b(?:số|tới)\b", re.I)
_SIGNS = str.maketrans(
    dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d", "-")
    | dict.fromkeys("\u2044\u2215\uff0f", "/")
    | dict.fromkeys("\u2236\uff1a", ":")
    | dict.fromkeys("\u2018\u2019\u2032\u00b4`", "'")
)


class Reading(NamedTuple):
    """What a text says: `value` as of `dates.parse_date`, and what a reader should know of it."""

    value: date | datetime | None
    notes: tuple[Note, ...] = ()


_NOTHING = Reading(None)


def clean(text: str) -> str:
    """`text` as patterns of dates expect it: folded, single blanks, plain - / : and '."""
    marked = _HOMOGRAPH.sub(lambda word: _HOMOGRAPHS[word[0].lower()], squeeze(text))
    return fold(marked).translate(_SIGNS)


class DateReader:
    """Reads the first day in a text that one of the patterns `days` matches, with its time.

    A day has the groups `day`, `month`, `year`, and `clock` where the time stands inside; one of
    the patterns `times` has `hour` and perhaps `minute`, `second`, `fraction`.
    """

    def __init__(self, days: Iterable[str], times: Iterable[str]) -> None:
        clocks = [time + _AFTER_TIME for time in times]
        self._days = [re.compile(day, re.ASCII) for day in days]
        self._inside = [re.compile(clock, re.ASCII) for clock in clocks]
        self._before = [
            re.compile(rf"(?<!\w)(?<!\d[:./,]){clock}{GAP}{_BEFORE_DAY}", re.ASCII)
            for clock in clocks
        ]
        self._after = [re.compile(_AFTER_DAY + clock, re.ASCII) for clock in clocks]

    def read(self, text: str) -> Reading:
        """The first date in `text`, with notes; nothing where it is not sure."""
        cleaned = clean(text)
        days = [found for pattern in self._days if (found := pattern.search(cleaned))]
        if not days:
            return _NOTHING
        day = min(days, key=lambda found: (found.start(), -found.end()))
        before = cleaned[max(0, day.start() - _NEAR) : day.start()]
        return self._surrounded(day, before, cleaned[day.end() : day.end() + _NEAR]).reading()

    def _surrounded(self, day: re.Match[str], before: str, after: str) -> "_Surrounded":
        timed = next((found for p in self._before if (found := p.search(before))), None)
        lead = timed or _NO_TIME_BEFORE.search(before)
        assert lead is not None  # _NO_TIME_BEFORE matches at the end of any text
        trail = next((found for p in self._after if (found := p.match(after))), None)
        clocks = [clock for clock in (timed, trail) if clock]
        if "clock" in day.re.groupindex:
            inside = (pattern.fullmatch(day["clock"]) for pattern in self._inside)
            clocks = [clock for clock in inside if clock]
        return _Surrounded(day, lead, after, clocks)


class _Surrounded(NamedTuple):
    """A day as it was found, what belongs to it before, what stands after, and its times."""

    found: re.Match[str]
    lead: re.Match[str]
    after: str
    clocks: list[re.Match[str]]

    def reading(self) -> Reading:
        day = self.day()
        if day is None or self.is_doubtful():
            return _NOTHING
        notes = self.day_notes(day)
        if not self.clocks:
            return Reading(day, notes)
        moments = {self.moment(day, clock) for clock in self.clocks}
        moment, clock_notes = moments.pop()
        if moments or moment is None:  # a time on each side, and they differ
            return _NOTHING
        return Reading(moment, notes + clock_notes)

    def day(self) -> date | None:
        year = int(self.found["year"])
        if self.is_short:
            year = 2000 + year if year <= _LAST_SHORT_YEAR else 0
        try:
            day = date(year, month_of(self.found["month"]), int(self.found["day"]))
        except ValueError:
            return None
        return day if year in _YEARS and day not in _EPOCH else None

    @property
    def is_short(self) -> bool:
        return len(self.found["year"]) == 2

    def is_doubtful(self) -> bool:
        before, after = self.lead.string, self.after
        if datetraps.is_lunar(after):
            return True
        if (
            self.lead not in self.clocks
            and not self.lead["weekday"]
            and datetraps.ends_days(before)
        ):
            return True
        return not self.clocks and (
            datetraps.starts_days(after)
            or datetraps.has_unread_clock(before, after)
            or (self.is_short and datetraps.is_address(before, after))
            or (self.may_count_months() and not self.lead["weekday"] and not self.lead["label"])
        )

    def may_count_months(self) -> bool:
        # "6 tháng năm 2021" is six months of 2021 in reports, and 6 May 2021 as Java prints it.
        found = self.found
        return found["month"] == "nam" and "nam nam" not in found[0] and int(found["day"]) <= 12

    def day_notes(self, day: date) -> tuple[Note, ...]:
        trail = _WEEKDAY_AFTER.match(self.after)
        weekday = self.lead["weekday"] or (trail["weekday"] if trail else None)
        contradicts = weekday is not None and weekday_of(weekday) != day.isoweekday()
        return (Note.WEEKDAY_CONTRADICTS,) * contradicts + (Note.TWO_DIGIT_YEAR,) * self.is_short

    def moment(self, day: date, clock: re.Match[str]) -> Reading:
        """`day` at the time that `clock` prints; nothing where that cannot be."""
        text, day_part = clock.string, self.lead["day_part"]
        if datetraps.in_hours(text[: clock.start("hour")], text[clock.end() :]):
            return _NOTHING
        printed = clock["offset"] or clock["zone"]
        if not printed and clock is self.lead and (apart := _ZONE_AFTER.match(self.after)):
            printed = apart["offset"] or apart["zone"]
        at, zone = time_of(clock, day_part), zone_of(printed)
        if at is None or zone is None:
            return _NOTHING
        moment = datetime.combine(day, at, zone).astimezone(SITE_ZONE)
        if moment.date() in _EPOCH:
            return _NOTHING
        return Reading(
            moment, clock_notes(clock, sure=bool(day_part or printed or clock.groupdict().get("t")))
        )
