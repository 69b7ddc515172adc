"""Points of a small line chart, in the units of an SVG of fixed size."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from archive.figures.ticks import tick_step
from archive.formats import number

WIDTH, HEIGHT = 400, 170
RIGHT, TOP, BOTTOM = 8, 12, 28
_CHARACTER = 9  # of the scale, as wide as on the smallest screen
_GAP = 8  # between the scale and the lines


@dataclass(frozen=True, slots=True)
class Plot:
    """`lines` are `points` attributes, one a series; `ticks` are heights with their values.

    The lines stand between `left` and `right`; what is left of them is room for the scale.
    """

    left: int
    lines: tuple[str, ...]
    last: tuple[tuple[float, float], ...]
    ticks: tuple[tuple[float, int], ...]
    width: int = WIDTH
    height: int = HEIGHT

    @property
    def right(self) -> int:
        """Where the lines end."""
        return self.width - RIGHT


def plot(times: Sequence[str], *series: Sequence[int]) -> Plot:
    """Each series over `times` (ISO 8601, in order), on one scale of round numbers."""
    moments = [datetime.fromisoformat(t).timestamp() for t in times]
    low, high = min(map(min, series)), max(map(max, series))
    step = tick_step(max(high - low, 1))
    bottom = low // step * step
    top = max(-(-high // step) * step, bottom + step)
    span = moments[-1] - moments[0] or 1
    left = len(number(top)) * _CHARACTER + _GAP

    def x(moment: float) -> float:
        return round(left + (moment - moments[0]) / span * (WIDTH - left - RIGHT), 1)

    def y(value: int) -> float:
        return round(
            HEIGHT - BOTTOM - (value - bottom) / (top - bottom) * (HEIGHT - TOP - BOTTOM), 1
        )

    paths = [[(x(m), y(v)) for m, v in zip(moments, values, strict=True)] for values in series]
    return Plot(
        left=left,
        lines=tuple(" ".join(f"{a},{b}" for a, b in path) for path in paths),
        last=tuple(path[-1] for path in paths),
        ticks=tuple((y(value), value) for value in range(bottom, top + 1, step)),
    )
