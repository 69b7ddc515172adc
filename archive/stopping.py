"""A run told to stop by Ctrl-C or SIGTERM: it ends what it holds, then leaves."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

STOPS = {signal.SIGINT: 130, signal.SIGTERM: 143}


class Stopped(BaseException):
    """Raised wherever the run is when it is told to stop; `exit_code` is the contract's."""

    def __init__(self, exit_code: int) -> None:
        super().__init__(exit_code)
        self.exit_code = exit_code


@contextmanager
def stoppable() -> Iterator[None]:
    """Raise Stopped at the first signal; a second one while that is handled changes nothing."""

    def stop(number: int, frame: FrameType | None) -> None:
        for each in STOPS:
            signal.signal(each, signal.SIG_IGN)
        raise Stopped(STOPS[signal.Signals(number)])

    before = {number: signal.signal(number, stop) for number in STOPS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
