"""`sldtbxh verify`: each kind of damage is found, named, and what mends it is said."""

import gzip
import hashlib
import json
import shutil
import sqlite3
import subprocess
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from archive.folder import database_path, warc_files, warc_folder
from archive.health.verify import verify
from archive.warc.members import Record, walk
from archive.warc.partitions import partitions
from tests.commands import run
from tests.importing import SITE, said
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


def tear_a_capture(folder: Path) -> None:
    path = warc_files(folder)[1]
    path.write_bytes(path.read_bytes()[:1500])


def sql(statement: str) -> Callable[[Path], None]:
    def work(folder: Path) -> None:
        with sqlite3.connect(database_path(folder)) as connection:
            connection.execute(statement)

    return work


def forge(kind: str) -> Callable[[Path], None]:
    """Change a letter within the first record of this kind, and compress it again."""

    def work(folder: Path) -> None:
        path = warc_files(folder)[0]
        data = path.read_bytes()
        found = next(r for r in walk(path) if isinstance(r, Record) and r.kind == kind)
        end = found.offset + found.length
        content = bytearray(gzip.decompress(data[found.offset : end]))
        content[-5] ^= 1
        path.write_bytes(data[: found.offset] + gzip.compress(content) + data[end:])

    return work


def cut_within(folder: Path) -> None:
    """Bytes are lost in the middle of a file."""
    path = warc_files(folder)[0]
    data = path.read_bytes()
    path.write_bytes(data[:2000] + data[2100:])


RESTORE = "restore"
REBUILD = "'sldtbxh rebuild'"
DAMAGES = [
    (flip_a_byte, "damaged_record", RESTORE),
    (cut_within, "damaged_record", RESTORE),
    (forge("response"), "wrong_digest", RESTORE),
    (forge("request"), "wrong_digest", RESTORE),
    (forge("warcinfo"), "wrong_digest", RESTORE),
    (lose_a_file, "missing_file", RESTORE),
    (lose_a_file, "missing_file", REBUILD),
    (tear_the_tail, "torn_tail", RESTORE),
    (tear_the_tail, "torn_tail", REBUILD),
    (tear_a_capture, "torn_tail", RESTORE),
    (tear_a_capture, "torn_tail", REBUILD),
    (sql("UPDATE captures SET warc_offset = warc_offset + 1"), "index_lies", REBUILD),
    (sql("UPDATE captures SET sha256 = 'x'"), "index_lies", REBUILD),
    (sql("INSERT INTO captures SELECT 7, url, address, captured_at, status, media_type, bytes,"
         " payload_digest, sha256, source, source_uri, run_id, warc_file, 3, 9, outcome"
         " FROM captures LIMIT 1"), "index_lies", REBUILD),
    (sql("DELETE FROM captures WHERE id = (SELECT min(id) FROM captures)"), "not_indexed", REBUILD),
    (sql("DELETE FROM articles_fts_docsize"), "search_index", REBUILD),
    (sql("INSERT INTO articles_fts (articles_fts) VALUES ('delete-all')"), "search_index", REBUILD),
    (sql("UPDATE articles SET capture_id = 1"), "orphaned_row", REBUILD),
    (sql("DELETE FROM contents"), "orphaned_row", REBUILD),
    (lambda folder: database_path(folder).write_bytes(b"x" * 9000), "database", REBUILD),
    (lambda folder: database_path(folder).unlink(), "not_indexed", REBUILD),
]  # fmt: skip


@pytest.mark.parametrize(("damage", "kind", "mend"), DAMAGES)
def test_each_damage_is_named_and_mended_as_it_is_said(
    archive: Path, damage: Callable[[Path], None], kind: str, mend: str
) -> None:
    copy = archive.with_name("copy")
    shutil.copytree(archive, copy)
    before = said(archive)
    damage(archive)
    code, found = kinds(archive)
    assert code == 5
    assert kind in found
    code, _, err = run(archive, "verify")
    assert code == 5
    line = next(line for line in err.splitlines() if line.startswith(f"{kind}: "))
    assert mend in line
    if mend == RESTORE:
        for path in warc_files(copy):
            shutil.copy(path, archive / "warc" / path.name)
    assert run(archive, "rebuild")[0] == 0
    assert kinds(archive) == (0, set())
    if kind not in ("missing_file", "torn_tail") or mend == RESTORE:
        assert said(archive) == before


def test_any_number_of_processes_finds_the_same(
    archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    flip_a_byte(archive)
    tear_the_tail(archive)
    sql("UPDATE captures SET status = 404 WHERE id = (SELECT max(id) FROM captures)")(archive)
    alone = verify(archive, 1)
    assert len(alone.findings) >= 3
    monkeypatch.setattr("archive.health.verify.partitions", lambda p: partitions(p, size=500))
    done: list[int] = []
    for jobs in (1, 2):
        done.clear()
        assert verify(archive, jobs, done.append) == alone
        assert len(done) > 4
        assert sum(done) == alone.bytes


def test_manifest_is_what_sha256sum_says(archive: Path) -> None:
    code, out, _ = run(archive, "verify", "--manifest")
    assert code == 0
    done = subprocess.run(
        ["sha256sum", *(path.name for path in warc_files(archive))],
        cwd=archive / "warc", check=True, capture_output=True, text=True,
    )  # fmt: skip
    assert out.startswith(done.stdout)
    lines = [line.split("  ") for line in out.splitlines()]
    assert lines[-1][0] == hashlib.sha256(done.stdout.encode()).hexdigest()
    assert [name for _, name in lines] == [path.name for path in warc_files(archive)] + ["-"]


def test_no_archive(tmp_path: Path) -> None:
    assert run(tmp_path / "none", "verify")[0] == 2


NOTHING, EMPTY, FOREIGN, NOT_OURS = "nothing", "an empty folder", "another's database", "other WARC"
READING = (
    ["verify"], ["verify", "--manifest"], ["status"], ["search", "x"], ["rebuild"], ["serve"],
    ["export", "wacz", "{out}"], ["export", "sqlite", "{out}"], ["add-page", f"{SITE.origin}/a"],
)  # fmt: skip


@pytest.mark.parametrize("what", [NOTHING, EMPTY, FOREIGN, NOT_OURS])
def test_no_archive_is_left_as_it_was(tmp_path: Path, what: str) -> None:
    """Whatever reads an archive makes nothing, where there is none."""
    folder, out = tmp_path / "data", tmp_path / "out"
    if what != NOTHING:
        folder.mkdir()
    if what == FOREIGN:
        with closing(sqlite3.connect(database_path(folder))) as connection:
            connection.execute("CREATE TABLE a (b)")
    if what == NOT_OURS:
        warc_folder(folder).mkdir()
        (warc_folder(folder) / "a.warc.gz").write_bytes(gzip.compress(b"WARC/1.0\r\n"))
    before = sorted(tmp_path.rglob("*"))
    for command in READING:
        code, _, err = run(folder, *(part.format(out=out) for part in command))
        assert (code == 0) == ("--manifest" in command and what == NOT_OURS), command
        assert len(err.splitlines()) == 1 or code in (0, 5), command
        assert sorted(tmp_path.rglob("*")) == before, command
