"""Rounds in which every contender has its turn, so that a noisy machine is noisy for all."""

import gc
import statistics
from collections.abc import Callable, Mapping

Timed = Callable[[int], float]
Seconds = dict[str, list[float]]


def in_turn(contenders: Mapping[str, Timed], rounds: int) -> Seconds:
    """The seconds that each contender says it took, one figure a round.

    A contender is called with the number of the round. Who begins changes from round to round.
    """
    names = list(contenders)
    found: Seconds = {name: [] for name in names}
    for number in range(rounds):
        first = number % len(names)
        for name in names[first:] + names[:first]:
            gc.collect()
            found[name].append(contenders[name](number))
    return found


def ratio(one: list[float], other: list[float]) -> float:
    """How many times `other` is in `one`: the median over the rounds, each by itself."""
    return statistics.median(a / b for a, b in zip(one, other, strict=True))
