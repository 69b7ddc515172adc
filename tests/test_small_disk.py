"""A disk that is full, or may only be read: said in one line, and nothing is lost.

Where no disk can be mounted, the largest file that a run may write is limited instead.
"""

import resource
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from archive.folder import database_path
from scraper.replica import Replica
from tests.commands import LIMIT, SLDTBXH, crawl, replica, run
from tests.smalldisk import MB, small_disk

ARTICLES = 12


@pytest.fixture
def site() -> Iterator[Replica]:
    with replica(ARTICLES) as running:
        yield running


def titles(folder: Path) -> list[tuple[int, str]]:
    with closing(sqlite3.connect(database_path(folder))) as db:
        return db.execute("SELECT id, title FROM articles ORDER BY id").fetchall()


def refresh(folder: Path, site: Replica) -> tuple[int, str, str]:
    return run(folder, "refresh", "--site", site.url, "--delay", "0")


def limited(folder: Path, site: Replica, largest: int) -> tuple[int, str, str]:
    """A refresh that may write no file larger than so many bytes."""
    done = subprocess.run(
        [str(SLDTBXH), "--archive", str(folder), "refresh", "--site", site.url, "--delay", "0"],
        capture_output=True, text=True, timeout=LIMIT, check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (largest, largest)),
    )  # fmt: skip
    return done.returncode, done.stdout, done.stderr


def check_full(done: tuple[int, str, str]) -> None:
    code, out, err = done
    assert (code, out) == (74, ""), err
    assert "make room" in err and err.count("\n") == 1, err


def check_whole(folder: Path, site: Replica) -> None:
    """With room again, another run makes the archive that was never disturbed."""
    code, _, err = refresh(folder, site)
    assert code in (0, 1), err
    assert titles(folder) == [(a.entry_id, a.title) for a in site.articles]
    code, _, said = run(folder, "verify", "--jobs", "1")
    assert code == 0, (err, said[:500])


@pytest.mark.parametrize("room", [MB // 8, 3 * MB // 2])
def test_a_first_visit_without_room(tmp_path: Path, site: Replica, room: int) -> None:
    with small_disk(tmp_path / "disk", room) as disk:
        folder = tmp_path / "disk" / "data"
        check_full(refresh(folder, site) if disk else limited(folder, site, room // 4))
        if disk:
            disk.change("size=64m")
        check_whole(folder, site)


@pytest.mark.parametrize("left", [0, 300_000])
def test_a_disk_that_fills_up_later(tmp_path: Path, site: Replica, left: int) -> None:
    with small_disk(tmp_path / "disk", 64 * MB) as disk:
        folder = tmp_path / "disk" / "data"
        assert crawl(folder, site)[0] == 0
        for n in range(20):
            site.publish(f"Bài mẫu thứ {n}")
        if disk:
            ballast = disk.fill(left)
            check_full(refresh(folder, site))
            ballast.unlink()
            assert len(titles(folder)) >= ARTICLES
        else:
            check_full(limited(folder, site, left))
        check_whole(folder, site)


def check_readable(folder: Path) -> None:
    """Whoever is given an archive on a disk, or a copy that nobody may change, can read it."""
    assert run(folder, "status")[0] == 0
    code, out, err = run(folder, "search", "mẫu", "--json")
    assert code == 0 and "Bài mẫu" in out, err
    code, out, err = run(folder, "serve", "--get", "/tim-kiem?q=mau")
    assert code == 0 and "/bai-viet/" in out and "can only be read" in err, err
    code, out, err = run(folder, "serve", "--get", "/archive/articles.json?_shape=array")
    assert code == 0 and out.count('"title"') == ARTICLES, err


def test_a_disk_that_may_only_be_read(tmp_path: Path, site: Replica) -> None:
    with small_disk(tmp_path / "disk", 64 * MB) as disk:
        folder = tmp_path / "disk" / "data"
        assert crawl(folder, site)[0] == 0
        if disk:
            disk.change("ro")
            for command in ("refresh", "crawl", "rebuild", "verify"):
                code, _, err = run(folder, command)
                assert code == 2 and "cannot be written" in err and err.count("\n") == 1, err
            check_readable(folder)
            disk.change("rw")
        check_whole(folder, site)
