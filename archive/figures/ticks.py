"""Round numbers for a chart's scale."""

_STEPS = (1, 2, 5)
_TICKS = 4


def tick_step(span: int) -> int:
    """The smallest of 1, 2, 5, 10, 20, … of which about four reach `span`."""
    power = 1
    while True:
        for step in _STEPS:
            if step * power * _TICKS >= span:
                return step * power
        power *= 10
