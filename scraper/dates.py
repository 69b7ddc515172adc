"""Dates as Vietnamese pages print them: read where they are sure, else None, never a guess.

A new form is one more line in `DAYS` or `TIMES`; its example is its test. How a day and what
stands around it are put together is in `datereader`.
"""

from dataclasses import dataclass
from datetime import date, datetime

from scraper.notation.datereader import DateReader, Reading
from scraper.notation.daynames import ENGLISH_MONTH, MONTH, THANG

# Patterns are for cleaned text (see datereader.clean): folded, single blanks, plain - / : and '.

_D, _Y = r"(?P<day>\d{1,2})", r"(?P<year>\d{4})"
# No letter, digit or slash touches a date on the left (but "ngày" may, and a time with a dash), and
# no digit, slash or per cent sign on the right. The look ahead only saves time.
_LEFT = (
    r"(?=[\da-z])(?:(?<![\w/])|(?<=ngay|dang|nhat))(?<!\d\.)"
    r"(?:(?<!\w-)|(?<=:\d\d-)|(?!\d{1,4} ?-))"
)
# Beside a day's number: "số 26 tháng 3" is an issue, "Thứ 6 tháng 3" begins with a weekday.
_FREE = rf"(?=\d){_LEFT}(?<!№)(?<!№ )(?<!№: )(?<!trang )(?:(?<!thu )|(?![2-7]\D))"
_RIGHT = r"(?![\d_%/])(?!\.\d)(?!-\d+(?!\d| ?[:hg]|[/.]))"


@dataclass(frozen=True, slots=True)
class Form:
    """A way to print a day or a time: an example, what it reads as (ISO 8601), and a pattern.

    A day's pattern has the groups `day`, `month`, `year`, and `clock` where the time stands inside;
    a time's has `hour` and perhaps `minute`, `second`, `fraction`.
    """

    example: str
    value: str
    pattern: str


DAYS = (
    Form(
        "Thứ sáu, 26 / 03 / 2021",
        "2021-03-26",
        rf"{_FREE}{_D} ?(?P<sep>[/.-]) ?(?P<month>\d{{1,2}}) ?(?P=sep) ?{_Y}{_RIGHT}",
    ),
    Form(
        "26/3/21 15:13",
        "2021-03-26T15:13:00+07:00",
        rf"{_FREE}{_D}(?P<sep>[/-])(?P<month>\d{{1,2}})(?P=sep)(?P<year>\d\d){_RIGHT}",
    ),
    Form(
        "26.03.21",
        "2021-03-26",
        rf"{_FREE}(?P<day>\d\d)\.(?P<month>\d\d)\.(?P<year>\d\d){_RIGHT}",
    ),
    Form(
        "2021-03-26T08:13:00Z",
        "2021-03-26T15:13:00+07:00",
        rf"{_LEFT}{_Y}(?P<sep>[/.-])(?P<month>\d{{1,2}})(?P=sep){_D}{_RIGHT}",
    ),
    Form(
        "Ngày 25 tháng 3  năm 2021",
        "2021-03-25",
        rf"{_FREE}{_D} ?[/.-]? ?{THANG}{MONTH}(?: ?[,/.-]? ?nam ?:? ?| ?[ ,/.-] ?){_Y}{_RIGHT}",
    ),
    Form(
        "ngày 25, tháng 3, năm 2021",
        "2021-03-25",
        rf"(?<=ngay ){_D} ?, ?{THANG}{MONTH} ?,? ?(?:nam )?{_Y}{_RIGHT}",
    ),
    Form(
        "ngày 26/3 năm 2021",
        "2021-03-26",
        rf"{_FREE}{_D} ?[/.-] ?(?P<month>\d{{1,2}}) ?,? ?nam {_Y}{_RIGHT}",
    ),
    Form(
        "Tháng Ba 26, 2021",
        "2021-03-26",
        rf"{_LEFT}(?:thang|thg\.?|th(?=\d)) ?{MONTH} {_D}, ?{_Y}{_RIGHT}",
    ),
    Form(
        "Fri, 26 Mar 2021 15:13:00 +0700",
        "2021-03-26T15:13:00+07:00",
        rf"{_LEFT}{_D}(?:st|nd|rd|th)?[ /-]{ENGLISH_MONTH},?[ /-](?P<year>\d{{4}}|\d\d){_RIGHT}",
    ),
    Form(
        "March 26, 2021 3:13 PM",
        "2021-03-26T15:13:00+07:00",
        rf"{_LEFT}{ENGLISH_MONTH} {_D}(?:st|nd|rd|th)?,? {_Y}{_RIGHT}",
    ),
    Form(
        "Fri Mar 26 15:13:00 ICT 2021",
        "2021-03-26T15:13:00+07:00",
        rf"{_LEFT}{ENGLISH_MONTH} {_D} (?P<clock>\d\d:\d\d:\d\d(?: [a-z:+0-9-]{{1,9}})?) {_Y}"
        rf"{_RIGHT}",
    ),
    Form(
        "Ngày 26 03 2021",
        "2021-03-26",
        rf"(?:^|(?<=ngay ))(?P<day>\d\d) (?P<month>\d\d) {_Y}{_RIGHT}",
    ),
)

_H = r"(?P<hour>\d{1,2})"
TIMES = (
    Form(
        "26/03/2021 15:13:45",
        "2021-03-26T15:13:45+07:00",
        rf"{_H} ?: ?(?P<minute>\d\d)(?: ?: ?(?P<second>\d\d)(?:[.,](?P<fraction>\d{{1,9}}))?)?"
        r"(?: ?'| ?(?:h|gio)(?!\w))?(?![\d'])(?! ?:)",
    ),
    Form(
        "15 giờ 13 phút, ngày 26/3/2021",
        "2021-03-26T15:13:00+07:00",
        rf"{_H} ?(?:gio|h|g) ?(?P<minute>\d{{1,2}}|ruoi)(?: ?(?:phut|ph|p|')(?!\w))?"
        r"(?: ?(?P<second>\d{1,2}) ?(?:giay|s)(?!\w))?(?![\w'])(?! ?[:/])",
    ),
    Form(
        "8h ngày 26/03/2021",
        "2021-03-26T08:00:00+07:00",
        rf"{_H} ?(?:gio|h)(?![\w'])(?! (?:\d|kem|truoc|sau))",
    ),
)

_READER = DateReader([form.pattern for form in DAYS], [form.pattern for form in TIMES])


def parse_date(text: str) -> date | datetime | None:
    """The first date in `text`: aware, in +07:00, or a bare `date` where no time is printed.

    None where none is sure: relative times, no day or no year, spans, placeholders, impossible
    days and hours. Days come before months, as everywhere in Việt Nam; a time without a zone is
    the site's own.
    """
    return _READER.read(text).value


def read_date(text: str) -> Reading:
    """The same as `parse_date` with notes: `Reading(value, notes)`, see `datereader.Note`."""
    return _READER.read(text)
