"""What a reader should know of a date that was read."""

from enum import StrEnum


class Note(StrEnum):
    """A property of the print that makes a date less sure; never a silent repair."""

    WEEKDAY_CONTRADICTS = "weekday_contradicts"
    """The printed weekday is not that of the digits; the digits are taken."""
    TWO_DIGIT_YEAR = "two_digit_year"
    """21 is taken for 2021."""
    TWELVE_HOUR_CLOCK = "twelve_hour_clock"
    """One to six o'clock, and no sign that it is not of a 12-hour clock without AM and PM."""
    HOUR_24 = "hour_24"
    """24:05, as Java's `kk` prints 00:05 of the same day."""
    MIDNIGHT_AM = "midnight_am"
    """12:00 AM, which stands for "time unknown" on portals that migrated their articles."""
