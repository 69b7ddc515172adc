"""`export sqlite`: the backup, taken at any moment, and an archive restored from it."""

import shutil
import sqlite3
import threading
import time
from contextlib import closing
from pathlib import Path

import pytest
from sqlite_utils import Database

from archive.archive import open_archive
from archive.errors import Damaged
from archive.exporting.backup import back_up
from archive.folder import database_path
from archive.health.soundness import check_database
from archive.health.verify import verify
from archive.rebuilding.rebuild import rebuild
from archive.runs import FINISHED
from tests.commands import replica, run, start
from tests.dump import dump
from tests.exported_archive import SITE, check, exchange, make
from tests.test_archive import take


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make(tmp_path / "data")


def restored(folder: Path, backup: Path, target: Path) -> Path:
    """As README says: the copy of the database, the WARC files, the list of what is hidden."""
    target.mkdir()
    shutil.copy(backup, target / "archive.db")
    shutil.copytree(folder / "warc", target / "warc")
    if (folder / "hidden.jsonl").exists():
        shutil.copy(folder / "hidden.jsonl", target / "hidden.jsonl")
    return target


def findings(folder: Path) -> list[str]:
    return [str(finding) for finding in verify(folder, 1).findings]


def test_the_copy_is_the_database(folder: Path, tmp_path: Path) -> None:
    assert back_up(folder, tmp_path / "copy.db", overwrite=False) > 0
    assert dump(tmp_path / "copy.db") == dump(database_path(folder))


def test_a_restored_archive_is_sound_and_goes_on(folder: Path, tmp_path: Path) -> None:
    back_up(folder, tmp_path / "copy.db", overwrite=False)
    again = restored(folder, tmp_path / "copy.db", tmp_path / "again")
    assert findings(again) == []
    before = dump(database_path(again))
    rebuild(again)
    assert dump(database_path(again)) == before
    with open_archive(again, SITE, "crawl") as archive:
        assert archive.recovered == []
        take(archive, exchange("/moi", b"<p>new</p>", 20))
        archive.finish(FINISHED, 0)
    assert findings(again) == []


def test_what_a_run_stored_behind_the_copy_is_indexed(folder: Path, tmp_path: Path) -> None:
    """The database first, then the WARC files: a crawl goes on in between."""
    with open_archive(folder, SITE, "crawl") as archive:
        take(archive, exchange("/mot", b"<p>1</p>", 20))
        archive.commit()
        back_up(folder, tmp_path / "copy.db", overwrite=False)
        take(archive, exchange("/hai", b"<p>2</p>", 20))
        archive.commit()
        again = restored(folder, tmp_path / "copy.db", tmp_path / "again")
        archive.finish(FINISHED, 0)
    with open_archive(again, SITE, "crawl") as archive:
        assert archive.recovered == ["1 captures of an earlier run were indexed"]
        archive.finish(FINISHED, 0)
    assert findings(again) == []


def test_consistent_while_a_writer_commits_all_the_time(folder: Path, tmp_path: Path) -> None:
    stop = threading.Event()

    def write() -> None:
        with open_archive(folder, SITE, "crawl") as archive:
            for number in range(10_000):
                take(archive, exchange(f"/trang/{number}", b"<p>%d</p>" % number, 30))
                archive.commit()
                if stop.is_set():
                    break
            archive.finish(FINISHED, 0)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for number in range(5):
            back_up(folder, tmp_path / f"{number}.db", overwrite=False)
    finally:
        stop.set()
        writer.join()
    counts = []
    for number in range(5):
        with closing(sqlite3.connect(tmp_path / f"{number}.db")) as copy:
            assert [str(f) for f in check_database(Database(copy))] == []
            counts.append(copy.execute("SELECT count(*) FROM captures").fetchone()[0])
    assert counts == sorted(counts)


def test_a_damaged_database_is_told(folder: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(database_path(folder))) as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        size = db.execute("PRAGMA page_size").fetchone()[0]
        page = db.execute("SELECT rootpage FROM sqlite_master WHERE name = 'articles'").fetchone()[
            0
        ]
    with database_path(folder).open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\xff" * size)
    with pytest.raises(Damaged, match="rebuild"):
        back_up(folder, tmp_path / "copy.db", overwrite=False)
    assert not list(tmp_path.glob("copy*"))
    assert run(folder, "export", "sqlite", str(tmp_path / "copy.db"))[0] == 5


def test_a_crawl_goes_on_and_a_restored_archive_is_refreshed(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    with replica(12) as site:
        crawling = start(folder, "crawl", "--site", site.url, "--delay", "0.05")
        while not (database_path(folder).exists() and _captures(database_path(folder))):
            assert crawling.poll() is None
            time.sleep(0.1)
        for kind in ("wacz", "sqlite"):
            code, _, err = run(folder, "export", kind, str(tmp_path / f"x.{kind}"))
            assert (code, err) == (0, "")
        assert crawling.wait() in (0, 1)
        crawling.communicate()
        check(tmp_path / "x.wacz")
        again = restored(folder, tmp_path / "x.sqlite", tmp_path / "again")
        assert run(again, "refresh", "--site", site.url, "--delay", "0")[0] in (0, 1)
    assert run(again, "verify")[0] == 0
    assert _captures(database_path(again)) >= _captures(database_path(folder))


def _captures(path: Path) -> int:
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as db:
            return int(db.execute("SELECT count(*) FROM captures").fetchone()[0])
    except sqlite3.OperationalError:  # it is being made
        return 0
