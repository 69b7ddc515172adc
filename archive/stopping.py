"""A run told to stop by Ctrl-C or SIGTERM: it ends what it holds, then leaves."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

STOPS = {signal.SIGINT: 130, signal.SIGTERM: 143}


class Stopped(BaseException):
    """Raised wherever the run is when it is told to stop, but for what is to be done whole.

    `exit_code` is the contract's.
    """

    def __init__(self, exit_code: int) -> None:
        super().__init__(exit_code)
        self.exit_code = exit_code


class _Heard:
    """Where a signal finds out how many blocks are being done whole, and leaves its Stopped."""

    def __init__(self) -> None:
        self.blocks = 0
        self.waiting: Stopped | None = None


_heard = _Heard()


@contextmanager
def stoppable() -> Iterator[None]:
    """Raise Stopped at the first signal; a second one while that is handled changes nothing."""

    def stop(number: int, frame: FrameType | None) -> None:
        for each in STOPS:
            signal.signal(each, signal.SIG_IGN)
        _heard.waiting = Stopped(STOPS[signal.Signals(number)])
        _raise_waiting()

    before = {number: signal.signal(number, stop) for number in STOPS}
    try:
        yield
    finally:
        _heard.waiting = None
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def whole() -> Iterator[None]:
    """What is begun here is done to its end, and only then Stopped is raised, if it is due.

    An error of its own goes first. This is for steps that take moments and between which what
    this process holds does not fit together: whoever catches Stopped goes on with that.
    """
    _heard.blocks += 1
    try:
        yield
    finally:
        _heard.blocks -= 1
    _raise_waiting()


def _raise_waiting() -> None:
    waiting = _heard.waiting
    if waiting and not _heard.blocks:
        _heard.waiting = None
        raise waiting
