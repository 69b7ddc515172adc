"""A chart of columns, a value for each step of time, in the units of an SVG of fixed size."""

from collections.abc import Sequence
from dataclasses import dataclass

from archive.figures.ticks import tick_step

LEFT, TOP = 72, 12
_BELOW = 34  # room for the labels under the columns
_FULL = 0.8  # of each step is column, the rest is gap
_CHARACTER = 13  # of a label, as wide as on the smallest screen


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
    """`ticks` are heights with their values; `labels` are places with their texts."""

    width: int
    height: int
    columns: tuple[Column, ...]
    ticks: tuple[tuple[float, int], ...]
    labels: tuple[tuple[float, str], ...]

    @property
    def floor(self) -> int:
        """Where zero is."""
        return self.height - _BELOW


def column_chart(
    labels: Sequence[str],
    values: Sequence[int],
    *,
    top: int | None = None,
    width: int = 640,
    height: int = 240,
) -> ColumnChart:
    """Columns from zero to `top` (the largest value by default); labels as far as there is room."""
    floor, span = height - _BELOW, width - LEFT
    step = tick_step(max(top or max(values), 1))
    highest = -(-max(top or max(values), 1) // step) * step
    room = span / len(values)

    def y(value: int) -> float:
        return round(floor - value / highest * (floor - TOP), 1)

    columns = tuple(
        Column(round(LEFT + i * room + room * (1 - _FULL) / 2, 1), y(value),
               round(room * _FULL, 1), round(floor - y(value), 1), label, value)
        for i, (label, value) in enumerate(zip(labels, values, strict=True))
    )  # fmt: skip
    every = -(-_CHARACTER * (max(map(len, labels)) + 1) // max(int(room), 1))
    places = ((c.x + c.width / 2, c.label) for c in columns[:: max(every, 1)])
    shown = tuple((round(x, 1), t) for x, t in places if x + len(t) * _CHARACTER / 2 <= width)
    ticks = tuple((y(value), value) for value in range(0, highest + 1, step))
    return ColumnChart(width, height, columns, ticks, shown)
