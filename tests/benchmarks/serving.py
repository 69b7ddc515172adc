"""`sldtbxh serve` and Datasette as it is shipped, in processes of their own."""

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from time import sleep

BIN = Path(sys.executable).parent
AS_SHIPPED = {
    "databases": {
        "archive": {"tables": {"articles": {"fts_table": "articles_fts", "fts_pk": "id"}}}
    }
}
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Server:
    """Where it listens, and its process."""

    port: int
    pid: int

    def cpu(self) -> float:
        """CPU seconds of all its threads so far, to a hundredth of a second."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / _TICKS

    def peak_memory(self) -> int:
        """The most bytes that it ever held, the database's pages that it maps included."""
        status = Path(f"/proc/{self.pid}/status").read_text()
        line = next(line for line in status.splitlines() if line.startswith("VmHWM:"))
        return int(line.split()[1]) * 1024


@contextmanager
def ours(archive: Path) -> Iterator[Server]:
    """`sldtbxh serve`."""
    with _served([str(BIN / "sldtbxh"), "--archive", str(archive), "serve"]) as server:
        yield server


@contextmanager
def as_shipped(archive: Path, folder: Path) -> Iterator[Server]:
    """`datasette` with its own settings, told only where the index is."""
    metadata = folder / "metadata.json"
    metadata.write_text(json.dumps(AS_SHIPPED))
    command = [str(BIN / "datasette"), "serve", str(archive / "archive.db")]
    with _served([*command, "--metadata", str(metadata)]) as server:
        yield server


@contextmanager
def _served(command: list[str]) -> Iterator[Server]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    process = subprocess.Popen(
        [*command, "--port", str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        _wait(port)
        yield Server(port, process.pid)
    finally:
        process.terminate()
        process.wait()


def _wait(port: int) -> None:
    """Until it answers."""
    for _ in range(600):
        connection = HTTPConnection("127.0.0.1", port, timeout=60)
        try:
            connection.request("GET", "/-/versions.json")
            connection.getresponse().read()
        except OSError:
            sleep(0.1)
        else:
            return
        finally:
            connection.close()
    raise TimeoutError(f"nobody answers on port {port}")
