"""An archive.db that SQLite cannot read any more: said in one line, mended by a rebuild."""

import sqlite3
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from archive.archive import open_archive
from archive.folder import database_path, warc_files
from archive.runs import FINISHED
from tests.commands import run
from tests.test_archive import HTML, SITE, START, fill, raw, take


def spoil(folder: Path, tables: Iterable[str]) -> None:
    """Overwrite the first page of each of these tables."""
    path = database_path(folder)
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA journal_mode = DELETE")
    size = connection.execute("PRAGMA page_size").fetchone()[0]
    roots = dict(connection.execute("SELECT name, rootpage FROM sqlite_master"))
    connection.close()
    with path.open("r+b") as file:
        for name in tables:
            file.seek((roots[name] - 1) * size)
            file.write(b"\xff" * size)


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    fill(folder, range(1, 4))
    return folder


@pytest.mark.parametrize("command", [["status"], ["search", "mẫu"], ["crawl"], ["refresh"]])
def test_pages_of_tables_are_damaged(archive: Path, command: list[str]) -> None:
    spoil(archive, ("captures", "articles", "runs"))
    code, out, err = run(archive, *command)
    assert (code, out) == (5, "")
    (line,) = err.splitlines()
    assert "archive.db is damaged" in line
    assert "rebuild" in line


def test_rebuild_mends_it(archive: Path) -> None:
    spoil(archive, ("captures", "articles", "runs"))
    code, _, err = run(archive, "rebuild")
    assert code == 0 and "restart" not in err  # changed in place: a server shows it
    assert run(archive, "verify")[0] == 0


@pytest.mark.parametrize("lost", [Path.unlink, lambda path: path.write_bytes(b"\xff" * 9000)])
def test_a_server_does_not_see_a_new_file(archive: Path, lost: Callable[[Path], object]) -> None:
    lost(database_path(archive))
    code, _, err = run(archive, "rebuild")
    assert code == 0 and "where 'sldtbxh serve' runs, restart it" in err
    assert run(archive, "verify")[0] == 0


def test_verify_says_it_once(archive: Path) -> None:
    database_path(archive).write_bytes(b"\xff" * 9000)
    code, _, err = run(archive, "verify")
    assert code == 5
    assert err.count("rebuild") == 1


def test_the_first_page_is_damaged(archive: Path) -> None:
    """It is the archive's own, for its WARC files are there; without them nobody can know."""
    database_path(archive).write_bytes(b"\xff" * 9000)
    code, _, err = run(archive, "status")
    assert code == 5
    assert "rebuild" in err
    for path in warc_files(archive):
        path.unlink()
    code, _, err = run(archive, "status")
    assert code == 2
    assert "is not an archive" in err


def test_a_page_is_asked_for_as_a_whole_where_its_record_is_gone(tmp_path: Path) -> None:
    """A refresh must not take a file that was moved away for a site that does not answer."""
    marked = replace(raw(1), headers=(*HTML, ("ETag", '"1"')))
    later = START + timedelta(days=1)
    with open_archive(tmp_path, SITE, "crawl", lambda: START) as opened:
        take(opened, marked)
        opened.finish(FINISHED, 0)
    with open_archive(tmp_path, SITE, "crawl", lambda: later) as opened:
        assert opened.validators(marked.url) == {"If-None-Match": '"1"'}
        warc_files(tmp_path)[0].unlink()
        assert opened.validators(marked.url) == {}
