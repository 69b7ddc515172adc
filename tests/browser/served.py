"""An archive served by the real command, for as long as it is needed."""

import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from tests.commands import SLDTBXH, free_port

SECONDS = 120  # a machine may be busy
PAUSE = 0.1


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address at which `sldtbxh serve` answers for the archive in `folder`."""
    port = free_port()
    command = [str(SLDTBXH), "serve", "--archive", str(folder), "--port", str(port)]
    with (folder / "serve.log").open("w") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, cwd="/")
        try:
            address = f"http://127.0.0.1:{port}"
            _wait(process, address, folder)
            yield address
        finally:
            process.terminate()
            process.wait(SECONDS)


def _wait(process: "subprocess.Popen[bytes]", address: str, folder: Path) -> None:
    deadline = time.monotonic() + SECONDS
    while True:
        try:
            httpx.get(f"{address}/-/versions.json", timeout=SECONDS)
            return
        except httpx.TransportError:
            said = (folder / "serve.log").read_text()
            assert process.poll() is None and time.monotonic() < deadline, said
            time.sleep(PAUSE)
