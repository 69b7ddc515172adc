"""Work on all cores: processes read and parse, the one that asked for it stores."""

import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from itertools import chain, islice
from multiprocessing import get_context, parent_process
from typing import TypeVar

from archive.errors import ArchiveError

Task = TypeVar("Task")
Result = TypeVar("Result")

_AHEAD = 2  # tasks a worker has waiting, so that it never waits for the writer
_MOST_LOSSES = 3  # workers lost before the work is given up
_LOST = "worker processes were killed again and again, perhaps for lack of memory: try --jobs 1"


def all_cores() -> int:
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0))


class Workers:
    """Up to `jobs` processes that work for this one, started when there is work for them."""

    def __init__(self, jobs: int = 1) -> None:
        self._jobs = jobs
        self._pool: ProcessPoolExecutor | None = None
        self._losses = 0

    def __enter__(self) -> "Workers":
        return self

    def __exit__(self, *error: object) -> None:
        self._end()

    def in_order(
        self, work: Callable[[Task], Result], tasks: Iterable[Task]
    ) -> Iterator[tuple[Task, Result]]:
        """Each task with its result, in the order of the tasks.

        One job, or one task, is done in this very process. A worker that dies costs its work
        again, and nothing else; ArchiveError where that does not help.
        """
        rest = iter(tasks)
        first = list(islice(rest, 2))
        tasks = chain(first, rest)
        if self._jobs <= 1 or len(first) < 2:
            yield from ((task, work(task)) for task in tasks)
        else:
            yield from self._by_processes(work, tasks)

    def _by_processes(
        self, work: Callable[[Task], Result], tasks: Iterator[Task]
    ) -> Iterator[tuple[Task, Result]]:
        waiting: deque[tuple[Task, Future[Result]]] = deque()
        while True:
            for task in islice(tasks, self._jobs * _AHEAD - len(waiting)):
                waiting.append((task, self._submit(work, task)))
            if not waiting:
                return
            try:
                result = waiting[0][1].result()
            except BrokenProcessPool:
                self._count_loss()
                waiting = deque((task, self._submit(work, task)) for task, _ in waiting)
            else:
                yield waiting.popleft()[0], result

    def _submit(self, work: Callable[[Task], Result], task: Task) -> Future[Result]:
        """The task's future; where the pool is broken already, that is what the future says."""
        try:
            if self._pool is None:
                self._pool = _pool(self._jobs)
                with _deaf():  # the processes start now, and inherit that
                    return self._pool.submit(work, task)
            return self._pool.submit(work, task)
        except BrokenProcessPool as error:
            broken: Future[Result] = Future()
            broken.set_exception(error)
            return broken

    def _count_loss(self) -> None:
        self._losses += 1
        self._end()
        if self._losses > _MOST_LOSSES:
            raise ArchiveError(_LOST) from None

    def _end(self) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
            self._pool = None


def _pool(jobs: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(jobs, mp_context=get_context("spawn"), initializer=_begin)


@contextmanager
def _deaf() -> Iterator[None]:
    """Leave Ctrl-C unheard for a moment: workers leave it to the process that they work for."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _begin() -> None:
    """A worker leaves Ctrl-C to the process that it works for, and ends when that one does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = parent_process()
    if parent:
        parent.join()
        os._exit(1)
