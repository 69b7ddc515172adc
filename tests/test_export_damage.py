"""A damaged archive is exported as far as it is sound; what is not is named, and exit 5."""

import gzip
import shutil
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path

import pytest

from archive.archive import open_archive
from archive.exporting.wacz import Exported, export_wacz
from archive.folder import database_path, warc_files
from archive.hiding.hide import hide
from archive.runs import FINISHED
from scraper.raw import Raw
from tests.commands import run
from tests.exported_archive import (
    ARTICLE,
    OTHER,
    SITE,
    WORD,
    check,
    exchange,
    first_day,
    lines,
    make,
)
from tests.importing import take
from tests.test_archive import take as keep


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("made"))


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "data"))


def export(folder: Path, query: str | None = None) -> tuple[Exported, Path]:
    path = folder.parent / "x.wacz"
    done = export_wacz(folder, path, query, overwrite=True)
    check(path)
    return done, path


def place(folder: Path, path: str) -> tuple[Path, int, int]:
    """The first record of this address."""
    sql = (
        "SELECT warc_file, warc_offset, warc_length FROM captures WHERE url = ?"
        " ORDER BY captured_at"
    )
    with closing(sqlite3.connect(database_path(folder))) as db:
        file, offset, length = db.execute(sql, [SITE.origin + path]).fetchone()
    return folder / "warc" / file, offset, length


def flip(path: Path, at: int) -> None:
    data = bytearray(path.read_bytes())
    data[at] ^= 0xFF
    path.write_bytes(data)


@pytest.mark.parametrize("query", [None, WORD])
def test_a_flipped_byte_costs_one_record_and_its_revisits(folder: Path, query: str | None) -> None:
    file, offset, length = place(folder, ARTICLE)
    whole = {fields["url"] + stamp for _, stamp, fields in lines(export(folder, query)[1])}
    flip(file, offset + length // 2)
    done, path = export(folder, query)
    left = {fields["url"] + stamp for _, stamp, fields in lines(path)}
    assert sorted(whole - left) == [
        f"{SITE.origin}{ARTICLE}2021032{day}081300123" for day in (6, 7)
    ]
    assert f"{file.name} byte {offset}: " in done.damaged[0]
    assert len(done.damaged) == 2  # the 304 of it has nothing to say
    result = take(folder.parent / "kho", path)
    # Of the whole, the page that had been cut is told of; what an article needs has none.
    assert [line.split(":")[1] for line in result.lines] == ([] if query else [" too_large"])
    assert dict(result.skipped) == {}
    code, out, err = run(folder, "export", "wacz", str(path), "--overwrite")
    assert code == 5 and "verify" in err.splitlines()[-1] and str(path) in out


def test_a_missing_file(folder: Path) -> None:
    warc_files(folder)[0].unlink()
    done, path = export(folder)
    assert len(done.damaged) > len(first_day()) - 1
    assert "No such file" in done.damaged[0]
    assert {fields["url"] for _, _, fields in lines(path)} >= {SITE.origin + OTHER}


@pytest.mark.parametrize(
    "tail", [b"\x1f\x8b\x08torn", b"", gzip.compress(b"WARC/1.1\r\nx", mtime=0)]
)
def test_a_torn_tail_is_no_damage(folder: Path, tail: bytes) -> None:
    """A run is writing, or was killed: what the database does not know is not exported."""
    before = lines(export(folder)[1])
    with warc_files(folder)[-1].open("ab") as file:
        file.write(tail)
    done, path = export(folder)
    assert done.damaged == []
    assert lines(path) == before


def test_a_file_that_is_cut(folder: Path) -> None:
    file, offset, _ = place(folder, "/ban-sao.png")
    with file.open("r+b") as cut:
        cut.truncate(offset + 20)
    done, _ = export(folder)
    assert [line.rpartition(": ")[2] for line in done.damaged] == [
        SITE.origin + path for path in ("/ban-sao.png", "/lon", ARTICLE, OTHER)
    ]


@pytest.mark.parametrize("column", ["warc_offset = warc_offset + 1", "url = url || 'x'",
                                    "warc_file = '../../etc/passwd'"])  # fmt: skip
def test_an_index_that_lies(folder: Path, column: str) -> None:
    with closing(sqlite3.connect(database_path(folder))) as db, db:
        db.execute(f"UPDATE captures SET {column} WHERE url LIKE '%/nen.png'")
    done, path = export(folder)
    assert 1 <= len(done.damaged) <= 2
    with zipfile.ZipFile(path) as file:
        assert not [name for name in file.namelist() if ".." in name]


def test_headers_and_addresses_that_mean_ill(tmp_path: Path) -> None:
    ill = "text/html\udcff; charset=x"
    folder = tmp_path / "data"
    paths = [
        "/a%00b",
        "/%F0%9F%98%80?%FF",
        "/'\";--",
        "/{}[]|\\^`<>",
        "/" + "d" * 5000,
        "/đường?ô=ơ",
    ]
    with open_archive(folder, SITE, "crawl") as archive:
        for number, odd in enumerate(paths):
            keep(archive, exchange(odd, b"<p>%d</p>" % number, headers=(("Content-Type", ill),)))
        keep(
            archive,
            Raw("http://www.replica.invalid:80/x", first_day()[0].captured_at, 200, (), b"x"),
        )
        archive.finish(FINISHED, 0)
    done, path = export(folder)
    assert done.damaged == []
    assert {SITE.origin + odd for odd in paths} < {fields["url"] for _, _, fields in lines(path)}


def test_queries_that_find_nothing(folder: Path, tmp_path: Path) -> None:
    for query in ("", " ", '"', "\x01", "khôngcógì", "*", "a" * 10_000):
        code, out, err = run(folder, "export", "wacz", str(tmp_path / "x"), f"--query={query}")
        assert (code, out, len(err.splitlines())) == (2, "", 1)
    assert not (tmp_path / "x").exists()


def test_a_list_of_what_is_hidden_that_cannot_be_read(folder: Path, tmp_path: Path) -> None:
    hide(folder, SITE.origin + OTHER, "mẫu")
    with (folder / "hidden.jsonl").open("a") as file:
        file.write("{\n")
    for kind in ("wacz", "sqlite"):
        code, out, err = run(folder, "export", kind, str(tmp_path / "x"))
        assert (code, out, len(err.splitlines())) == (2, "", 1) and "line 2" in err
