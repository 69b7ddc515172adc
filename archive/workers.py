"""Work on all cores, or many machines: others read and parse, who asked for it stores."""

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import BrokenExecutor, Future
from itertools import chain, islice
from typing import Protocol, TypeVar

from archive.errors import WorkersLost
from archive.processes import Processes

Task = TypeVar("Task")
Result = TypeVar("Result")

_AHEAD = 2  # tasks a worker has waiting, so that it never waits for the writer
_MOST_LOSSES = 3  # pools lost before the work is given up
_LOST = "worker processes were killed again and again, perhaps for lack of memory: try --jobs 1"


def all_cores() -> int:
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0))


class Pool(Protocol):
    """Where work is done: by processes of this machine, or on a cluster."""

    @property
    def workers(self) -> int:
        """How many work there now."""

    @property
    def fewest(self) -> int:
        """How many tasks there must be; fewer are done in this very process."""

    def submit(self, work: Callable[[Task], Result], task: Task) -> Future[Result]:
        """What the work is going to give."""

    def result(self, future: Future[Result]) -> Result:
        """What it gave; BrokenExecutor where everything that was submitted is lost."""

    def end(self) -> None:
        """Let everybody go; a later task finds others."""


class Workers:
    """Does tasks in their order, on up to `jobs` processes, or in `pool`."""

    def __init__(self, jobs: int = 1, pool: Pool | None = None) -> None:
        self._pool: Pool = pool or Processes(jobs)
        self._losses = 0

    def __enter__(self) -> "Workers":
        return self

    def __exit__(self, *error: object) -> None:
        self._pool.end()

    def in_order(
        self, work: Callable[[Task], Result], tasks: Iterable[Task]
    ) -> Iterator[tuple[Task, Result]]:
        """Each task with its result, in the order of the tasks.

        One job, or one task, is done in this very process. A worker that dies costs its work
        again, and nothing else; WorkersLost where that does not help.
        """
        rest = iter(tasks)
        first = list(islice(rest, 2))
        tasks = chain(first, rest)
        if len(first) < self._pool.fewest:
            yield from ((task, work(task)) for task in tasks)
        else:
            yield from self._by_pool(work, tasks)

    def _by_pool(
        self, work: Callable[[Task], Result], tasks: Iterator[Task]
    ) -> Iterator[tuple[Task, Result]]:
        pool = self._pool
        waiting: deque[tuple[Task, Future[Result]]] = deque()
        while True:
            room = max(1, pool.workers * _AHEAD) - len(waiting)
            for task in islice(tasks, max(0, room)):
                waiting.append((task, pool.submit(work, task)))
            if not waiting:
                return
            try:
                result = pool.result(waiting[0][1])
            except BrokenExecutor:
                self._count_loss()
                waiting = deque((task, pool.submit(work, task)) for task, _ in waiting)
            else:
                yield waiting.popleft()[0], result

    def _count_loss(self) -> None:
        self._losses += 1
        self._pool.end()
        if self._losses > _MOST_LOSSES:
            raise WorkersLost(_LOST) from None
