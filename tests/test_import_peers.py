"""Files that other programs made of the replica: wget, pywb's recorder, py-wacz."""

import gzip
import http.client
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.folder import warc_files
from scraper.replica import Replica
from tests.commands import crawl, free_port, replica, run
from tests.importing import raws, rows
from tests.test_pywb import PEERS, WAIT, wait_for

PAGES = ("/", "/tin-chuyen-nganh", "/viec-lam", "/thong-ke/viec-lam")


@pytest.fixture(scope="module")
def site() -> Iterator[Replica]:
    with replica(12) as running:
        yield running


def take(folder: Path, site: Replica, *paths: Path) -> tuple[int, str, str]:
    code, out, err = run(folder, "import", "--site", site.url, *map(str, paths))
    assert code in (0, 1)
    return code, out, err


def wget(folder: Path, site: Replica, name: str, *options: str) -> Path:
    program = shutil.which("wget")
    assert program, "wget is missing: run 'sudo apt-get install wget'"
    command = [program, "-q", "-e", "robots=off", f"--warc-file={name}", *options]
    subprocess.run([*command, *(site.url + path for path in PAGES)], cwd=folder, check=False)
    return next(folder.glob(f"{name}.warc*"))


@pytest.mark.parametrize("options", [[], ["--no-warc-compression"]])
def test_wget(tmp_path: Path, site: Replica, options: list[str]) -> None:
    source = wget(tmp_path, site, "mau", *options)
    code, out, err = take(tmp_path / "kho", site, source)
    assert (code, err) == (0, "")
    assert out.splitlines()[0].startswith("4 captures imported")
    for raw in raws(tmp_path / "kho"):
        assert dict(raw.request_headers)["User-Agent"].startswith("Wget/")
        assert raw.http_version == "HTTP/1.1"
        assert len(raw.payload) > 1000


def test_wget_that_knows_what_it_had(tmp_path: Path, site: Replica) -> None:
    first = wget(tmp_path, site, "mau", "--warc-cdx")
    again = wget(tmp_path, site, "lai", "--warc-dedup=mau.cdx")
    code, out, err = take(tmp_path / "kho", site, again, first)
    assert (code, err) == (0, "")
    assert out.splitlines()[0].startswith("8 captures imported")


def test_what_warcio_compressed_again(tmp_path: Path, site: Replica) -> None:
    """A gzip file of one member becomes one of a member a record: the same captures."""
    (tmp_path / "in").mkdir()
    found = wget(tmp_path / "in", site, "mau", "--no-warc-compression")
    whole = tmp_path / "mau.warc.gz"
    whole.write_bytes(gzip.compress(found.read_bytes()))
    target = tmp_path / "lai.warc.gz"
    command = [str(PEERS / "warcio"), "recompress", str(whole), str(target)]
    subprocess.run(command, check=True, capture_output=True)
    assert take(tmp_path / "kho", site, target)[1].startswith("4 captures imported")
    code, out, err = take(tmp_path / "kho", site, whole, found)
    assert (code, err) == (0, "")
    assert "8 skipped: here already" in out


def test_a_mirror_that_wget_made(tmp_path: Path, site: Replica) -> None:
    wget(tmp_path, site, "x", "--no-warc-compression", "-x", "-P", "mirror", "-E")
    code, out, _ = take(tmp_path / "kho", site, tmp_path / "mirror")
    assert out.splitlines()[0].startswith("4 captures imported")
    assert code == 0


def test_pywb_records(tmp_path: Path, site: Replica) -> None:
    subprocess.run([PEERS / "wb-manager", "init", "kho"], cwd=tmp_path, check=True)
    (tmp_path / "config.yaml").write_text(
        "collections:\n  live: $live\nrecorder:\n  source_coll: live\n"
    )
    port = free_port()
    with (tmp_path / "log").open("w") as log:
        server = subprocess.Popen(
            [PEERS / "wayback", "-b", "127.0.0.1", "-p", str(port)],
            cwd=tmp_path, stdout=log, stderr=log,
        )  # fmt: skip
        try:
            wait_for(port, server, tmp_path / "log")
            for path in PAGES:
                _get(port, f"/kho/record/id_/{site.url}{path}")
            source = _written(tmp_path, len(PAGES))
        finally:
            server.terminate()
            server.wait()
    code, out, err = take(tmp_path / "ours", site, source)
    assert (code, err) == (0, "")
    assert out.splitlines()[0].startswith("4 captures imported")


def _get(port: int, path: str) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=WAIT)
    connection.request("GET", path)
    assert connection.getresponse().read()
    connection.close()


def _written(folder: Path, count: int) -> Path:
    """The recorder's file, once it has that many responses."""
    until = time.monotonic() + WAIT
    while time.monotonic() < until:
        for path in (folder / "collections" / "kho" / "archive").glob("*.warc.gz"):
            listed = subprocess.run(
                [PEERS / "warcio", "index", "-f", "warc-type", path], capture_output=True, text=True
            )
            if listed.stdout.count('"response"') == count:
                return path
        time.sleep(0.2)
    raise AssertionError("pywb recorded nothing")


def test_a_wacz_that_py_wacz_made_of_our_own_crawl(tmp_path: Path, site: Replica) -> None:
    assert crawl(tmp_path / "crawl", site)[0] in (0, 1)
    files = [str(path) for path in warc_files(tmp_path / "crawl")]
    target = tmp_path / "mau.wacz"
    subprocess.run(
        [PEERS / "wacz", "create", "-o", str(target), "--detect-pages", *files],
        cwd=tmp_path, check=True, capture_output=True,
    )  # fmt: skip
    take(tmp_path / "kho", site, target)
    sql = "SELECT id, url, payload_digest, outcome FROM captures ORDER BY id"
    assert rows(tmp_path / "kho", sql) == rows(tmp_path / "crawl", sql)
