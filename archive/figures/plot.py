"""Points of a small line chart, in the units of an SVG of fixed size."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from archive.figures.ticks import tick_step

WIDTH, HEIGHT = 400, 170
LEFT, RIGHT, TOP, BOTTOM = 56, 8, 12, 28


@dataclass(frozen=True, slots=True)
class Plot:
    """`lines` are `points` attributes, one a series; `ticks` are heights with their values."""

    lines: tuple[str, ...]
    last: tuple[tuple[float, float], ...]
    ticks: tuple[tuple[float, int], ...]


def plot(times: Sequence[str], *series: Sequence[int]) -> Plot:
    """Each series over `times` (ISO 8601, in order), on one scale of round numbers."""
    moments = [datetime.fromisoformat(t).timestamp() for t in times]
    low, high = min(map(min, series)), max(map(max, series))
    step = tick_step(max(high - low, 1))
    bottom = low // step * step
    top = max(-(-high // step) * step, bottom + step)
    span = moments[-1] - moments[0] or 1

    def x(moment: float) -> float:
        return round(LEFT + (moment - moments[0]) / span * (WIDTH - LEFT - RIGHT), 1)

    def y(value: int) -> float:
        return round(
            HEIGHT - BOTTOM - (value - bottom) / (top - bottom) * (HEIGHT - TOP - BOTTOM), 1
        )

    paths = [[(x(m), y(v)) for m, v in zip(moments, values, strict=True)] for values in series]
    return Plot(
        lines=tuple(" ".join(f"{a},{b}" for a, b in path) for path in paths),
        last=tuple(path[-1] for path in paths),
        ticks=tuple((y(value), value) for value in range(bottom, top + 1, step)),
    )
