"""The command `sldtbxh` as a user runs it, and a replica that answers under its own address."""

import socket
import subprocess
import sys
from pathlib import Path

from scraper.replica import Replica

SLDTBXH = Path(sys.executable).with_name("sldtbxh")
LIMIT = 240  # seconds


def start(folder: Path, *arguments: str) -> "subprocess.Popen[str]":
    """The command, started on the archive in `folder`."""
    command = [str(SLDTBXH), "--archive", str(folder), *arguments]
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd="/"
    )


def run(folder: Path, *arguments: str) -> tuple[int, str, str]:
    """Exit code, standard output and standard error of the command, once it has ended."""
    process = start(folder, *arguments)
    out, err = process.communicate(timeout=LIMIT)
    assert "Traceback" not in err, err
    return process.returncode, out, err


def crawl(folder: Path, replica: Replica, *arguments: str) -> tuple[int, str, str]:
    """A crawl of the replica without delay."""
    return run(folder, "crawl", "--site", replica.url, "--delay", "0", *arguments)


def replica(articles: int = 60) -> Replica:
    """A replica whose absolute links lead to itself."""
    port = free_port()
    return Replica(articles, origin=f"http://127.0.0.1:{port}", port=port)


def free_port() -> int:
    """A port of 127.0.0.1 that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
