"""Workers of a Dask cluster, on any machines that its scheduler knows (`--scheduler ADDRESS`).

What they read is sent to them and what they found is sent back, so that they need no file of this
machine; the same version of this package is all that they share. Whoever can reach a scheduler
can run anything on it and on its workers: it belongs into a network of one's own, or behind TLS.
"""

import hashlib
import threading
import time
import warnings
from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

import archive
import scraper
from archive.errors import Unusable, WorkersLost
from archive.workers import Workers

if TYPE_CHECKING:
    from distributed import Client

Task = TypeVar("Task")
Result = TypeVar("Result")

_DISTRIBUTION = "sldtbxh-archive"
_SAME = [_DISTRIBUTION, "lxml", "nh3"]  # what decides how a page is read
_CONNECT = 10  # seconds until the scheduler has to answer
_STAFFED = 10  # seconds until it has to have a worker
_LOOK = 2.0  # seconds between two looks at whether anybody works
_PATIENCE = 60.0  # seconds without any worker until the work is given up
_QUIET = {"logging": dict.fromkeys(("distributed", "distributed.client"), "critical"),
          "distributed.admin.large-graph-warning-threshold": "1GB"}  # fmt: skip
_MISSING = "--scheduler needs Dask: run pip install 'sldtbxh-archive[cluster]'"
_NOBODY = "the Dask scheduler at {0} has no workers: start some with 'dask worker {0}'"
_OTHER = "{} has {} {}, here is {}: install the same version on every machine of the cluster"
_GONE = "{}; what was read is stored: see to the cluster, and run the same command again"
_LOST = _GONE.format("the Dask scheduler is gone")

_alone = threading.Lock()


class OtherVersionError(Exception):
    """A worker is not of this version."""


def cluster_at(address: str) -> Workers:
    """The workers of the scheduler at `address`.

    Unusable where Dask is not installed, no scheduler answers there, or scheduler or workers have
    other versions of Dask, of this package or of what it reads pages with.
    """
    try:
        import dask

        dask.config.set(_QUIET)
        from distributed import Client
        from distributed.comm.addressing import get_address_host_port
    except ImportError:
        raise Unusable(_MISSING) from None
    try:
        get_address_host_port(address)  # a Client does not end well where that is none
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # versions are looked at below
            client = Client(  # type: ignore[no-untyped-call]
                address, timeout=_CONNECT, set_as_default=False
            )
    except (OSError, ValueError, RuntimeError) as error:
        what = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise Unusable(
            f"no Dask scheduler answers at {address} ({what});"
            " start one with 'dask scheduler' and give its address"
        ) from None
    try:
        _check(client, address)
    except BaseException:
        client.close()  # type: ignore[no-untyped-call]
        raise
    return Workers(pool=Cluster(client))


def _check(client: "Client", address: str) -> None:
    """Unusable where nobody works there, or others than we are."""
    try:
        client.wait_for_workers(1, timeout=_STAFFED)
        found = cast(dict[str, Any], client.get_versions(packages=_SAME))
    except TimeoutError:
        raise Unusable(_NOBODY.format(address)) from None
    own = found["client"]["packages"]
    others = {"the scheduler": found["scheduler"]}
    others |= {f"the worker at {where}": told for where, told in found["workers"].items()}
    for who, told in others.items():
        for package in ("distributed", *_SAME):
            there = told["packages"].get(package)
            if there != own[package]:
                raise Unusable(_OTHER.format(who, there or "no", package, own[package]))


class Cluster:
    """The workers that a scheduler has; each does one task at a time."""

    fewest = 1

    def __init__(self, client: "Client") -> None:
        self._client = client
        self._executor = client.get_executor(pure=False)  # type: ignore[no-untyped-call]
        self.workers = 1
        self._looked = self._seen = time.monotonic()  # when somebody worked
        self._look()

    def submit(self, work: Callable[[Task], Result], task: Task) -> Future[Result]:
        """What the work is going to give, on a worker that is of this very version."""
        from distributed.client import ClosedClientError

        if time.monotonic() - self._looked > _LOOK:
            self._look()
        try:
            future: Future[Result] = self._executor.submit(_do, work, task, fingerprint())
        except ClosedClientError:  # the client closes itself where the scheduler is lost
            raise WorkersLost(_LOST) from None
        return future

    def result(self, future: Future[Result]) -> Result:
        """What the task gave; the scheduler has it done again where a worker was lost.

        WorkersLost where the scheduler is lost, or all workers for a minute, or workers died of
        the same task again and again; Unusable where one is not of this version.
        """
        from distributed import KilledWorker

        while True:
            try:
                return future.result(_LOOK)
            except TimeoutError:
                self._look()
            except OtherVersionError as error:
                raise Unusable(str(error)) from None
            except KilledWorker:
                raise WorkersLost(
                    _GONE.format("workers of the cluster died of the same records again and again,"
                                 " perhaps for lack of memory")
                ) from None  # fmt: skip
            except CancelledError:
                raise WorkersLost(_LOST) from None

    def end(self) -> None:
        """Take back what is not done, and leave."""
        from distributed.client import ClosedClientError

        with suppress(ClosedClientError):  # the client has closed itself, for the scheduler is lost
            self._executor.shutdown(wait=False)
        self._client.close()  # type: ignore[no-untyped-call]

    def _look(self) -> None:
        """Who works now? WorkersLost where nobody has for long."""
        self._looked = time.monotonic()
        try:
            self.workers = len(self._client.scheduler_info()["workers"])
        except (OSError, KeyError):  # a client without a scheduler knows of no workers
            raise WorkersLost(_LOST) from None
        if self.workers:
            self._seen = self._looked
        elif self._looked - self._seen > _PATIENCE:
            raise WorkersLost(_GONE.format("the cluster has no worker any more"))


@cache
def fingerprint() -> str:
    """The same for the same code of this package."""
    digest = hashlib.sha256()
    for package in (archive, scraper):
        root = Path(str(package.__file__)).parent
        for path in sorted(root.rglob("*.py")):
            digest.update(f"{path.relative_to(root)}\0".encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def _do(work: Callable[[Task], Result], task: Task, wanted: str) -> Result:
    """On a worker: its threads take turns, for reading is Python's own work."""
    if fingerprint() != wanted:
        raise OtherVersionError(
            _OTHER.format("a worker", "another state of", _DISTRIBUTION, wanted)
        )
    with _alone:
        return work(task)
