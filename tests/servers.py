"""`sldtbxh serve` as a process of its own."""

import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

PATIENCE = 120  # seconds until it answers, on a busy machine


@contextmanager
def serving(command: Path, folder: Path, port: int, log: Path) -> Iterator[str]:
    """The address of a server of the archive in `folder`; what it says goes to the file `log`.

    It says a line for each request: a pipe that nobody reads would stop it.
    """
    address = f"http://127.0.0.1:{port}"
    options = ["--archive", str(folder), "serve", "--port", str(port)]
    with log.open("w") as said:
        process = subprocess.Popen([str(command), *options], stdout=said, stderr=said)
    try:
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                httpx.get(address, timeout=PATIENCE)
                break
            except httpx.TransportError:
                assert process.poll() is None and time.monotonic() < deadline, log.read_text()
                time.sleep(0.1)
        yield address
    finally:
        process.kill()
        process.wait()
