"""An archive that cannot be read while it is served: a page in words, a line in the log."""

import shutil
from pathlib import Path

import pytest

from archive.db.database import connect, is_older, migrations
from archive.folder import database_path
from archive.views.readerdb import reader_db
from tests.datasette_pages import Pages
from tests.sample_archive import make
from tests.test_damaged_database import spoil
from tests.test_readerdb import ENDLESS

PAGES = ("/", "/tim-kiem?q=m%E1%BA%ABu", "/bai-viet/1", "/thong-ke", "/ban-luu/1", "/tinh-trang")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make(tmp_path / "archive")


def answers(pages: Pages, paths: tuple[str, ...], status: int, words: str) -> None:
    for path in paths:
        answer = pages.get(path)
        assert answer.status_code == status, path
        assert words in answer.text and "script" not in answer.headers["content-security-policy"]


def test_a_damaged_database(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    spoil(folder, ("articles", "captures"))
    pages = Pages(folder)
    answers(pages, PAGES, 500, "Cơ sở dữ liệu của kho bị hỏng")
    found = pages.get("/tim-kiem.json?q=m%E1%BA%ABu")
    assert found.status_code == 500 and found.json()["ok"] is False
    said = capsys.readouterr().err
    assert "run 'sldtbxh rebuild'" in said and "Traceback" not in said and "mẫu" not in said
    assert said.count("\n") == len(PAGES) + 1


def test_one_that_does_not_say_of_which_site_it_is_has_a_start(folder: Path) -> None:
    spoil(folder, ("archive_facts",))
    pages = Pages(folder)
    assert pages.get("/thong-ke").status_code == 200
    answers(pages, ("/tim-kiem.atom", "/gioi-thieu"), 500, "Cơ sở dữ liệu của kho bị hỏng")


def test_a_database_that_is_gone(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pages = Pages(folder)
    assert pages.get("/").status_code == 200
    database = database_path(folder)
    reader_db.cache_clear()  # as in a thread that has not read yet
    shutil.move(database, folder / "elsewhere.db")
    answers(pages, PAGES, 503, "Hiện không đọc được kho")
    said = capsys.readouterr().err
    assert "there is no archive.db" in said and "Traceback" not in said


def test_a_database_of_an_older_version(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert not is_older(database_path(folder))
    db = connect(database_path(folder))
    for name in ("insert", "delete", "update"):
        db.execute(f"DROP TRIGGER view_counts_{name}")
    db.execute("DROP TABLE view_steps")
    db.execute(f"DELETE FROM {migrations.migrations_table} WHERE name = 'views_by_month'")
    db.conn.close()
    assert is_older(database_path(folder))
    pages = Pages(folder)
    answers(pages, ("/thong-ke",), 503, "chờ được cập nhật")
    assert "run 'sldtbxh refresh'" in capsys.readouterr().err
    assert pages.get("/bai-viet/1").status_code == 200
    connect(database_path(folder)).conn.close()
    assert pages.get("/thong-ke").status_code == 200


def test_a_page_that_takes_too_long(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pages = Pages(folder)
    database = reader_db(database_path(folder))
    with monkeypatch.context() as patch:
        patch.setattr(database, "_limit", 0.0)
        patch.setattr("archive.views.homeview._YEARS", ENDLESS)
        answers(pages, ("/",), 503, "Kho đang bận")
    assert pages.get("/").status_code == 200
    assert capsys.readouterr().err == ""
