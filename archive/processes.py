"""Processes of this machine that work for this one."""

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import get_context, parent_process
from typing import TypeVar

from archive.stopping import whole

Task = TypeVar("Task")
Result = TypeVar("Result")


class Processes:
    """Up to `jobs` processes, started when there is work for them."""

    def __init__(self, jobs: int) -> None:
        self.workers = jobs
        self.fewest = 2 if jobs > 1 else sys.maxsize
        self._pool: ProcessPoolExecutor | None = None

    @whole()  # a process that starts is one that the pool knows, and ends
    def submit(self, work: Callable[[Task], Result], task: Task) -> Future[Result]:
        """The task's future; where the pool is broken already, that is what the future says."""
        try:
            if self._pool is None:
                self._pool = ProcessPoolExecutor(
                    self.workers, mp_context=get_context("spawn"), initializer=_begin
                )
            with _deaf():  # a process may start now, and inherits that
                return self._pool.submit(work, task)
        except BrokenProcessPool as error:
            broken: Future[Result] = Future()
            broken.set_exception(error)
            return broken

    def result(self, future: Future[Result]) -> Result:
        """What the task gave, once it has."""
        return future.result()

    def end(self) -> None:
        """End the processes, once each has done what it is at."""
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
            self._pool = None


@contextmanager
def _deaf() -> Iterator[None]:
    """Hear Ctrl-C a moment later: workers leave it to the process that they work for."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _begin() -> None:
    """A worker leaves Ctrl-C to the process that it works for, and ends when that one does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = parent_process()
    if parent:
        parent.join()
        os._exit(1)
