"""Figures in Vietnamese notation: a dot between thousands, a comma before decimals."""

import re

# Fifteen digits are below 2^53, so that JSON and SQLite keep every one of them.
_PLAIN = r"[0-9]{1,15}"
_GROUPED = r"[1-9][0-9]{0,2}(?:\.[0-9]{3}){1,4}"
_INTEGER = re.compile(rf"{_PLAIN}|{_GROUPED}")
_DECIMAL = re.compile(rf"({_PLAIN}|{_GROUPED}(?=,))(?:,([0-9]{{1,6}}))?\s?%")
# A dot before one or two digits cannot part thousands: "95.4%" is a decimal, "1.250%" may be both.
_DOTTED = re.compile(r"([0-9]{1,3})\.([0-9]{1,2})\s?%")


def parse_int(text: str) -> int | None:
    """The whole number that `text` is: "4.131" is 4131, "298" is 298, "05" is 5.

    None where it is not surely one: a sign, a comma, a blank inside (two figures side by side look
    the same), a scale word ("8,96 ngàn"), any other words.
    """
    stripped = text.strip()
    return int(stripped.replace(".", "")) if _INTEGER.fullmatch(stripped) else None


def parse_percent(text: str) -> float | None:
    """The percentage that `text` is, in percent: "99,71 %" is 99.71, "95%" is 95.0.

    None where it is not surely one: no per cent sign, a sign before it, "1.250%", any words.
    """
    stripped = text.strip()
    found = _DOTTED.fullmatch(stripped) or _DECIMAL.fullmatch(stripped)
    return float(f"{found[1].replace('.', '')}.{found[2] or 0}") if found else None
