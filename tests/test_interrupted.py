"""Runs that are killed, stopped, out of room or not alone: nothing is lost, nothing is twice."""

import random
import resource
import signal
import sqlite3
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.folder import database_path
from scraper.replica import Replica
from tests.commands import LIMIT, SLDTBXH, crawl, replica, run, start

ARTICLES = 16
SAID = {
    "articles": "SELECT id, title, published_at, byline, body_text, version, removed_at"
    " FROM articles ORDER BY id",
    "versions": "SELECT article_id, version, body_text FROM article_versions ORDER BY 1, 2",
    "series": "SELECT scope, period, updated_at, figures_hash FROM procedure_statistics"
    " ORDER BY 1, 2, 3, 4",
    "files": "SELECT id, sha256 FROM attachments ORDER BY id",
}
BIG = 60_000  # bytes: the largest file that the run without room may write


@pytest.fixture
def site() -> Iterator[Replica]:
    with replica(ARTICLES) as running:
        yield running


def said(folder: Path) -> dict[str, list[object]]:
    with sqlite3.connect(database_path(folder)) as db:
        return {name: db.execute(sql).fetchall() for name, sql in SAID.items()}


def kill(folder: Path, site: Replica, command: str, requests: int, after: float) -> bool:
    """Kill a run so many seconds after so many of its requests; whether it was still running."""
    site.requests.clear()
    process = start(folder, command, "--site", site.url, "--delay", "0")
    while len(site.requests) < requests and process.poll() is None:
        time.sleep(0.005)
    time.sleep(after)
    killed = process.poll() is None
    process.send_signal(signal.SIGKILL)
    _, err = process.communicate()
    assert "Traceback" not in err, err
    return killed


def check_killed(tmp_path: Path, site: Replica, times: int, seed: int) -> None:
    """Kill runs at moments by chance, run once more: all is as in an archive never disturbed.

    But for addresses: an article has those under which lists named it on the days of the visits.
    """
    rng = random.Random(seed)
    folder, clean = tmp_path / "killed", tmp_path / "clean"
    killed = 0
    for n in range(times):
        command = "crawl" if n < times // 2 else "refresh"
        if command == "refresh":
            site.publish(f"Bài mẫu thứ {n}")
        requests = rng.randrange(60 if command == "crawl" else 20)
        killed += kill(folder, site, command, requests, rng.uniform(0, 0.3))
        if n == times // 2 - 1:
            assert crawl(folder, site)[0] == 0
    assert killed >= times // 3
    code, _, err = run(folder, "refresh", "--site", site.url, "--delay", "0")
    assert code in (0, 1), err
    code, _, err = run(folder, "verify", "--jobs", "1")
    assert code == 0, err
    assert crawl(clean, site)[0] == 0
    found, wanted = said(folder), said(clean)
    for name in SAID:
        assert found[name] == wanted[name], name


def test_killed_ten_times(tmp_path: Path, site: Replica) -> None:
    check_killed(tmp_path, site, 10, 1)


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(2, 12))
def test_killed_hundreds_of_times(tmp_path: Path, site: Replica, seed: int) -> None:
    check_killed(tmp_path, site, 30, seed)


def test_a_rebuild_that_is_killed_changes_nothing(tmp_path: Path, site: Replica) -> None:
    """What it left is gone after the next run."""
    folder = tmp_path / "data"
    assert crawl(folder, site)[0] == 0
    before = said(folder)
    half = database_path(folder).with_name("archive.db.rebuild")
    for seen in (half, half.with_name(half.name + "-wal")):
        process = start(folder, "rebuild")
        while not seen.exists() and process.poll() is None:
            time.sleep(0.002)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        assert said(folder) == before
    assert run(folder, "refresh", "--site", site.url, "--delay", "0")[0] == 0
    assert not half.exists()
    assert run(folder, "verify", "--jobs", "1")[0] == 0


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
def test_a_refresh_told_to_stop(
    tmp_path: Path, site: Replica, number: signal.Signals, code: int
) -> None:
    folder = tmp_path / "data"
    assert crawl(folder, site)[0] == 0
    site.requests.clear()
    process = start(folder, "refresh", "--site", site.url, "--delay", "10")
    while len(site.requests) < 2:
        assert process.poll() is None, process.communicate()
        time.sleep(0.02)
    busy, _, err = run(folder, "refresh")
    assert busy == 75 and err.count("\n") == 1, err
    process.send_signal(number)
    _, err = process.communicate(timeout=LIMIT)  # its visit would last for minutes
    assert process.returncode == code, err
    assert "Traceback" not in err
    assert run(folder, "refresh", "--delay", "0")[0] == 0


def test_a_disk_without_room(tmp_path: Path, site: Replica) -> None:
    """Also while a reader has the database open."""
    folder = tmp_path / "data"
    command = [str(SLDTBXH), "--archive", str(folder), "refresh", "--site", site.url,
               "--delay", "0"]  # fmt: skip
    full = subprocess.run(
        command, capture_output=True, text=True, timeout=LIMIT,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (BIG, BIG)),
    )  # fmt: skip
    assert full.returncode == 74, full.stderr
    assert full.stderr.count("\n") == 1 and "Traceback" not in full.stderr
    assert crawl(folder, site)[0] == 0
    assert len(said(folder)["articles"]) == ARTICLES
    assert run(folder, "verify", "--jobs", "1")[0] == 0


def test_an_archive_of_a_newer_version(tmp_path: Path, site: Replica) -> None:
    """Its columns may be of any kind: it is not written to, and a rebuild makes it this one's."""
    folder = tmp_path / "data"
    assert crawl(folder, site)[0] == 0
    with sqlite3.connect(database_path(folder)) as db:
        sql = "INSERT INTO _sqlite_migrations VALUES (99, 'archive', 'of_tomorrow', '')"
        db.execute(sql)
    for command in ("refresh", "crawl", "verify"):
        code, _, err = run(folder, command)
        assert code == 2 and "newer version (of_tomorrow)" in err and err.count("\n") == 1
    assert run(folder, "status")[0] == 0
    assert run(folder, "rebuild")[0] == 0
    assert run(folder, "refresh", "--site", site.url, "--delay", "0")[0] == 0


def test_standard_output_that_is_full(tmp_path: Path, site: Replica) -> None:
    folder = tmp_path / "data"
    assert crawl(folder, site)[0] == 0
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [str(SLDTBXH), "--archive", str(folder), "status"], stdout=full,
            stderr=subprocess.PIPE, text=True, check=False,
        )  # fmt: skip
    assert done.returncode == 74 and done.stderr.count("\n") == 1
    assert "standard output" in done.stderr


def test_readers_read_while_a_refresh_writes(tmp_path: Path, site: Replica) -> None:
    folder = tmp_path / "data"
    assert crawl(folder, site)[0] == 0
    for n in range(20):
        site.publish(f"Bài mẫu thứ {n}")
    errors: list[str] = []
    done = threading.Event()

    def read() -> None:
        uri = f"file:{database_path(folder)}?mode=ro"
        while not done.is_set():
            try:
                with sqlite3.connect(uri, uri=True) as db:
                    db.execute("SELECT count(*), max(body_text) FROM articles").fetchall()
            except sqlite3.Error as error:
                errors.append(str(error))

    readers = [threading.Thread(target=read) for _ in range(2)]
    for reader in readers:
        reader.start()
    code, out, err = run(folder, "refresh", "--site", site.url, "--delay", "0", "-v")
    done.set()
    for reader in readers:
        reader.join()
    assert (code, err, errors) == (0, "", [])
    assert "20 new" in out


def test_silent_on_success_and_a_line_in_the_log(tmp_path: Path, site: Replica) -> None:
    folder = tmp_path / "data"
    assert run(folder, "refresh", "--site", site.url, "--delay", "0") == (0, "", "")
    assert run(folder, "refresh", "--delay", "0") == (0, "", "")
    lines = (folder / "refresh.log").read_text().splitlines()
    assert len(lines) == 2 and all("exit 0" in line for line in lines)
    site.break_("maintenance")
    code, out, err = run(folder, "refresh", "--delay", "0")
    assert (code, out) == (3, "") and err.count("\n") == 1
    assert "exit 3" in (folder / "refresh.log").read_text().splitlines()[-1]
    code, out, _ = run(folder, "status", "--json")
    assert code == 0 and '"healthy": true' in out
