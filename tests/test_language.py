"""The words of an archive in memory: as they are, not as a page that began before saw them."""

import sqlite3
from pathlib import Path

import pytest

from archive.db.database import connect
from archive.search import language
from archive.search.language import languages
from archive.views.readerdb import ReaderDb
from tests.sample_archive import make

TITLE = "UPDATE articles SET title = 'Chữlạkhácthường' WHERE id = 1"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return make(tmp_path) / "archive.db"


def test_words_and_pairs_are_those_of_titles_and_texts(path: Path) -> None:
    found = languages(path).language()
    assert found.words["tao"] and found.pairs["dao", "tao"]
    assert found.total == found.words.total()
    assert found.surprise("dao", "tao") < found.surprise(None, "tao") < found.surprise(None, "zzz")


def test_what_was_written_after_a_page_began_is_not_missed(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(language, "PATIENCE_SECONDS", 0.0)

    def asked_late() -> int:
        return languages(path).language().words["chulakhacthuong"]

    def page(connection: sqlite3.Connection) -> int:
        connection.execute("SELECT count(*) FROM articles").fetchone()
        writing = connect(path)
        writing.execute(TITLE)
        writing.conn.close()
        return asked_late()

    assert ReaderDb(path).run_here(page) == 1
    assert asked_late() == 1


def test_it_is_read_again_only_where_something_was_written(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = languages(path).language()
    writing = connect(path)
    writing.execute(TITLE)
    assert languages(path).language() is first  # for some minutes
    monkeypatch.setattr(language, "PATIENCE_SECONDS", 0.0)
    second = languages(path).language()
    assert second is not first and second is languages(path).language()
    writing.conn.close()
