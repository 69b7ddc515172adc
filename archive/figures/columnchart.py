"""A chart of columns, a value for each step of time, in the units of an SVG of fixed size."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from archive.figures.ticks import tick_step
from archive.formats import number

TOP = 12
_BELOW = 40  # room for the marks under the columns
_FULL = 0.8  # of each step is column, the rest is gap
_CHARACTER = 15  # of a mark or of the scale, as wide as on the smallest screen
_GAP = 8  # between the scale and the columns


@dataclass(frozen=True, slots=True)
class Column:
    """One rectangle, and what it says."""

    x: float
    y: float
    width: float
    height: float
    label: str
    value: int


@dataclass(frozen=True, slots=True)
class ColumnChart:
    """`ticks` are heights with their values; `marks` are places with their texts.

    What is left of `left` is room for the scale.
    """

    width: int
    height: int
    left: int
    columns: tuple[Column, ...]
    ticks: tuple[tuple[float, int], ...]
    marks: tuple[tuple[float, str], ...]

    @property
    def floor(self) -> int:
        """Where zero is."""
        return self.height - _BELOW


def column_chart(
    labels: Sequence[str],
    values: Sequence[int],
    *,
    marks: Sequence[str] = (),
    top: int | None = None,
    width: int = 640,
    height: int = 240,
) -> ColumnChart:
    """Columns from zero to `top` (the largest value by default).

    `marks` stand under the columns, as far as there is room: a text for each, "" for none; by
    default they are the labels.
    """
    step = tick_step(max(top or max(values), 1))
    highest = -(-max(top or max(values), 1) // step) * step
    left = len(number(highest)) * _CHARACTER + _GAP
    floor, room = height - _BELOW, (width - left) / len(values)

    def y(value: int) -> float:
        return round(floor - value / highest * (floor - TOP), 1)

    columns = tuple(
        Column(round(left + i * room + room * (1 - _FULL) / 2, 1), y(value),
               round(room * _FULL, 1), round(floor - y(value), 1), label, value)
        for i, (label, value) in enumerate(zip(labels, values, strict=True))
    )  # fmt: skip
    ticks = tuple((y(value), value) for value in range(0, highest + 1, step))
    places = [(c.x + c.width / 2, mark) for c, mark in zip(columns, marks or labels, strict=True)]
    shown = _apart([(round(x, 1), mark) for x, mark in places if mark], width)
    return ColumnChart(width, height, left, columns, ticks, shown)


def _apart(marks: Sequence[tuple[float, str]], width: int) -> tuple[tuple[float, str], ...]:
    """Every mark, every second, every third …, so that none touches another or the edge."""
    longest = max((len(text) for _, text in marks), default=0) + 1
    nearest = min((b - a for (a, _), (b, _) in pairwise(marks)), default=width)
    every = math.ceil(longest * _CHARACTER / nearest)
    return tuple((x, t) for x, t in marks[::every] if x + len(t) * _CHARACTER / 2 <= width)
