"""`sldtbxh verify`: each kind of damage is found, named, and what mends it is said."""

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from archive.folder import database_path, warc_files
from tests.commands import run
from tests.test_archive import fill


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    fill(folder, range(1, 4))
    fill(folder, range(3, 6), day=1)
    return folder


def kinds(folder: Path) -> tuple[int, set[str]]:
    code, out, _ = run(folder, "verify", "--json", "--jobs", "1")
    return code, {finding["kind"] for finding in json.loads(out)["findings"]}


def test_a_sound_archive(archive: Path) -> None:
    code, out, err = run(archive, "verify")
    assert (code, err) == (0, "")
    assert "6 captures in 2 WARC files" in out


def flip_a_byte(folder: Path) -> None:
    path = warc_files(folder)[0]
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0xFF
    path.write_bytes(data)


def lose_a_file(folder: Path) -> None:
    warc_files(folder)[0].unlink()


def tear_the_tail(folder: Path) -> None:
    path = warc_files(folder)[1]
    path.write_bytes(path.read_bytes()[:-30])


def sql(statement: str) -> Callable[[Path], None]:
    def work(folder: Path) -> None:
        with sqlite3.connect(database_path(folder)) as connection:
            connection.execute(statement)

    return work


@pytest.mark.parametrize(
    ("damage", "kind"),
    [
        (flip_a_byte, "damaged_record"),
        (lose_a_file, "missing_file"),
        (tear_the_tail, "torn_tail"),
        (sql("UPDATE captures SET warc_offset = warc_offset + 1"), "index_lies"),
        (sql("UPDATE captures SET sha256 = 'x'"), "index_lies"),
        (sql("DELETE FROM captures WHERE id = (SELECT min(id) FROM captures)"), "not_indexed"),
        (sql("DELETE FROM articles_fts_docsize"), "search_index"),
        (sql("INSERT INTO articles_fts (articles_fts) VALUES ('delete-all')"), "search_index"),
        (sql("UPDATE articles SET capture_id = 1"), "orphaned_row"),
        (sql("DELETE FROM contents"), "orphaned_row"),
        (lambda folder: database_path(folder).write_bytes(b"x" * 9000), "database"),
    ],
)
def test_each_damage_is_named(archive: Path, damage: Callable[[Path], None], kind: str) -> None:
    damage(archive)
    code, found = kinds(archive)
    assert code == 5
    assert kind in found
    code, _, err = run(archive, "verify")
    assert code == 5
    assert kind in err
    assert "rebuild" in err


def test_rebuild_mends_what_the_database_lost(archive: Path) -> None:
    sql("DELETE FROM contents")(archive)
    sql("UPDATE captures SET warc_offset = 7")(archive)
    assert kinds(archive)[0] == 5
    assert run(archive, "rebuild")[0] == 0
    assert kinds(archive) == (0, set())


def test_manifest_is_what_sha256sum_says(archive: Path) -> None:
    code, out, _ = run(archive, "verify", "--manifest")
    assert code == 0
    lines = [line.split("  ") for line in out.splitlines()]
    assert [name for _, name in lines] == [path.name for path in warc_files(archive)] + ["-"]


def test_no_archive(tmp_path: Path) -> None:
    assert run(tmp_path / "none", "verify")[0] == 2
