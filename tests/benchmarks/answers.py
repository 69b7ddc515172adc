"""What a peer's process does: a task and numbers on a line, the seconds it took on another.

Imports nothing of the project's: it runs where that is not installed.
"""

import gc
import sys
from collections.abc import Callable, Mapping
from time import process_time

Task = Callable[..., None]


def answer(tasks: Mapping[str, Task]) -> None:
    """Do what the lines of standard input say, until it ends. Times are CPU seconds."""
    answers, sys.stdout = sys.stdout, sys.stderr  # what a peer prints is no answer
    for line in sys.stdin:
        name, *numbers = line.split()
        gc.collect()
        began = process_time()
        tasks[name](*map(int, numbers))
        print(process_time() - began, file=answers, flush=True)
