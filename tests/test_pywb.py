"""Another program, pywb, indexes and replays what this one writes."""

import http.client
import json
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from scraper.raw import Raw
from tests.test_warcs import run_of_every_kind

PEERS = Path(__file__).parents[1] / ".venv-peers" / "bin"
WAIT = 60  # seconds for pywb to start on a busy machine


@dataclass(frozen=True)
class Replay:
    """pywb on 127.0.0.1 over one run's file, and what was written into it."""

    port: int
    warc: Path
    raws: list[Raw]

    def get(self, raw: Raw) -> tuple[http.client.HTTPResponse, bytes]:
        """The capture as pywb gives it, unrewritten."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=WAIT)
        stamp = raw.captured_at.strftime("%Y%m%d%H%M%S")
        target = f"/kho/{stamp}id_/{raw.url}"
        connection.request("GET", target, headers={"Accept-Encoding": "gzip"})
        response = connection.getresponse()
        body = response.read()
        connection.close()
        return response, body


@contextmanager
def replaying(home: Path, *added: str | Path) -> Iterator[int]:
    """The port of a pywb in the folder `home`, with what is `added` to its collection `kho`."""
    assert PEERS.is_dir(), "run 'make .venv-peers/ready' first: pywb has an environment of its own"
    for task in (["init", "kho"], ["add", *added]):
        subprocess.run([PEERS / "wb-manager", *task], cwd=home, check=True, capture_output=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with (home / "log").open("w") as log:
        server = subprocess.Popen(
            [PEERS / "wayback", "-b", "127.0.0.1", "-p", str(port)],
            cwd=home,
            stdout=log,
            stderr=log,
        )
    try:
        wait_for(port, server, home / "log")
        yield port
    finally:
        server.terminate()
        server.wait()


@pytest.fixture(scope="module")
def replay(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Replay]:
    warc, raws, _ = run_of_every_kind(tmp_path_factory.mktemp("warc"))
    with replaying(tmp_path_factory.mktemp("pywb"), "kho", warc) as port:
        yield Replay(port, warc, raws)


def wait_for(port: int, server: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + WAIT
    while time.monotonic() < until:
        assert server.poll() is None, log.read_text()
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError(f"pywb did not start in {WAIT} s: {log.read_text()}")


def test_pywb_indexes_each_capture(replay: Replay) -> None:
    ended = subprocess.run(
        [PEERS / "cdx-indexer", "-j", "-s", replay.warc], capture_output=True, text=True, check=True
    )
    assert ended.stderr == ""
    entries = [json.loads(line.split(" ", 2)[2]) for line in ended.stdout.splitlines()]
    digests = [raw.payload_digest.removeprefix("sha1:") for raw in replay.raws]
    digests[2] = digests[0]  # a 304 stands for the page that it calls unchanged
    assert sorted((e["url"], e["digest"]) for e in entries) == sorted(
        zip((raw.url for raw in replay.raws), digests, strict=True)
    )
    assert [e["mime"] for e in entries].count("warc/revisit") == 2


@pytest.mark.parametrize(
    "number", [0, 1, 3, 4], ids=["response", "revisit", "truncated", "imported"]
)
def test_pywb_serves_the_same_bytes(replay: Replay, number: int) -> None:
    raw = replay.raws[number]
    response, body = replay.get(raw)
    assert response.status == raw.status
    assert body == raw.payload
    assert response.getheader("Content-Encoding") == raw.header("Content-Encoding")
    assert response.getheader("Content-Type") == raw.header("Content-Type")
    assert response.getheader("Memento-Datetime")


def test_pywb_serves_a_304_as_one(replay: Replay) -> None:
    response, body = replay.get(replay.raws[2])
    assert (response.status, body) == (304, b"")
