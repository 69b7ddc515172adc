"""`sldtbxh serve` as a command: a real process over HTTP, beside a writer, and what it refuses."""

import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from archive import serve
from archive.db.database import connect, migrations
from archive.errors import Unusable
from tests.sample_archive import make

COMMAND = [str(Path(sys.executable).with_name("sldtbxh")), "serve"]
SECONDS = 120  # a machine may be busy


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("served"))


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        found: int = probe.getsockname()[1]
    return found


def get(address: str) -> httpx.Response:
    return httpx.get(address, timeout=SECONDS)


@pytest.fixture
def server(folder: Path, port: int) -> Iterator[subprocess.Popen[str]]:
    options = [
        "--archive",
        str(folder),
        "--port",
        str(port),
        "--setting",
        "max_returned_rows",
        "77",
    ]
    process = subprocess.Popen(COMMAND + options, stderr=subprocess.PIPE, text=True)
    deadline = time.monotonic() + SECONDS
    while True:
        try:
            get(f"http://127.0.0.1:{port}/")
            break
        except httpx.TransportError:
            assert process.poll() is None and time.monotonic() < deadline
            time.sleep(0.1)
    yield process
    process.kill()
    process.communicate()


@pytest.mark.parametrize(("stop", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_serves_beside_a_writer_until_stopped(
    folder: Path, port: int, server: subprocess.Popen[str], stop: signal.Signals, code: int
) -> None:
    address = f"http://127.0.0.1:{port}"
    assert get(f"{address}/-/settings.json").json()["max_returned_rows"] == 77
    assert get(f"{address}/static/site.css").headers["content-type"].startswith("text/css")
    db = connect(folder / "archive.db")
    title = f"Tiêu đề mới {code}"
    db.execute("BEGIN IMMEDIATE")
    db.execute("UPDATE articles SET title = ? WHERE id = 9", [title])
    row = f"{address}/archive/articles/9.json?_shape=array"
    assert get(row).json()[0]["title"] != title
    db.execute("COMMIT")
    assert get(row).json()[0]["title"] == title
    db.close()
    server.send_signal(stop)
    _, said = server.communicate(timeout=SECONDS)
    assert server.returncode == code
    assert "Traceback" not in said


def refused(*options: str) -> str:
    """The one line that the command ends with, at exit code 2."""
    done = subprocess.run(
        [*COMMAND, *options], capture_output=True, text=True, timeout=SECONDS, check=False
    )
    assert done.returncode == 2, done.stderr
    assert done.stdout == "" and done.stderr.count("\n") == 1, done.stderr
    return done.stderr


def test_no_archive(tmp_path: Path) -> None:
    assert "there is no archive.db at" in refused("--archive", str(tmp_path))
    assert "there is no archive.db at" in refused("--archive", str(tmp_path / "nowhere"))


def test_a_database_that_was_deleted(tmp_path: Path) -> None:
    (tmp_path / "warc").mkdir()
    (tmp_path / "warc" / "mau.warc.gz").touch()
    assert "sldtbxh rebuild" in refused("--archive", str(tmp_path))


def test_an_archive_without_tables(tmp_path: Path) -> None:
    (tmp_path / "archive.db").touch()
    assert "there is no archive.db" in refused("--archive", str(tmp_path))


def test_another_programs_database(tmp_path: Path) -> None:
    other = sqlite3.connect(tmp_path / "archive.db")
    other.execute("CREATE TABLE bookmarks (url)")
    other.close()
    assert "another program" in refused("--archive", str(tmp_path))


def test_no_database_at_all(tmp_path: Path) -> None:
    (tmp_path / "archive.db").write_bytes(b"not a database, " * 100)
    assert "is not an archive" in refused("--archive", str(tmp_path))


def test_another_site(folder: Path) -> None:
    for site in ("https://other.invalid", "no address at all"):
        refused("--archive", str(folder), "--site", site)
    said = refused("--archive", str(folder), "--site", "https://other.invalid")
    assert "is the archive of https://replica.invalid" in said


def test_an_archive_of_an_older_version(tmp_path: Path) -> None:
    db = connect(make(tmp_path) / "archive.db")
    db.execute(f"DELETE FROM {migrations.migrations_table} WHERE name = 'views_by_month'")
    db.conn.close()
    command = [*COMMAND, "--archive", str(tmp_path), "--get", "/tinh-trang.json"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=False)
    assert "was made by an older version" in done.stderr and "sldtbxh refresh" in done.stderr


def test_port_in_use(folder: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        said = refused("--archive", str(folder), "--port", str(port))
    assert f"cannot listen on 127.0.0.1 port {port}: Address already in use" in said


@pytest.mark.parametrize("host", ["no-such-host.invalid", "999.1.1.1", "x" * 300])
def test_a_host_that_is_none(folder: Path, host: str) -> None:
    with pytest.raises(Unusable, match="cannot listen on"):
        serve.run(folder, host, 0)


def test_an_option_that_nobody_has(folder: Path) -> None:
    command = [*COMMAND, "--archive", str(folder), "--port", "0", "--nonsense"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=False)
    assert done.returncode == 2
    assert "--nonsense" in done.stderr and "Traceback" not in done.stderr


def test_the_pages_are_never_the_installed_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "datasette" / "templates").mkdir(parents=True)
    monkeypatch.setattr(serve, "PAGES", (tmp_path / "_datasette", tmp_path / "datasette"))
    with pytest.raises(FileNotFoundError, match=r"metadata\.yaml"):
        serve.pages_folder()
