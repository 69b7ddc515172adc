"""A peer in an environment of its own: a process that times what it is asked to do."""

import subprocess
from pathlib import Path
from types import TracebackType

ROOT = Path(__file__).parents[2]
PYTHON = ROOT / ".venv-peers" / "bin" / "python"


class PeerFailedError(Exception):
    """The peer's process ended before it answered."""


class Peer:
    """The module `module` of this package, run by the peers' Python until the `with` block ends.

    `arguments` are for its command line; see `answers.py` for what it is asked and answers.
    """

    def __init__(self, module: str, *arguments: str) -> None:
        command = [str(PYTHON), "-W", "ignore", "-m", f"tests.benchmarks.{module}", *arguments]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT
        )

    def ask(self, task: str, *numbers: int) -> float:
        """The seconds that the peer took for a task."""
        assert self._process.stdin and self._process.stdout
        print(task, *numbers, file=self._process.stdin, flush=True)
        answer = self._process.stdout.readline()
        if not answer:
            raise PeerFailedError(f"{task}: the peer's process ended; its own words stand above")
        return float(answer)

    def __enter__(self) -> "Peer":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        assert self._process.stdin and self._process.stdout
        self._process.stdin.close()
        self._process.stdout.close()
        self._process.wait()
