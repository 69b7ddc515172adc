"""`export wacz`: all of the archive, or what a search finds, in a file that others can read."""

import json
import subprocess
import zipfile
from pathlib import Path

import pytest

from archive.exporting.wacz import export_wacz
from archive.folder import warc_files
from tests.commands import run
from tests.exported_archive import (
    ARTICLE,
    BACKGROUND,
    FILE,
    MOVED,
    OTHER,
    PICTURE,
    SECOND_STYLE,
    SITE,
    STYLE,
    WORD,
    check,
    first_day,
    later_days,
    lines,
    make,
    pages,
)
from tests.importing import said, take
from tests.test_pywb import PEERS

OF_THE_ARTICLE = {ARTICLE, STYLE, SECOND_STYLE, PICTURE, MOVED, BACKGROUND, FILE}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("export") / "data")


@pytest.fixture(scope="module")
def whole(folder: Path) -> Path:
    path = folder.parent / "whole.wacz"
    export_wacz(folder, path, None, overwrite=False)
    return path


@pytest.fixture(scope="module")
def found(folder: Path) -> Path:
    path = folder.parent / "found.wacz"
    export_wacz(folder, path, WORD, overwrite=False)
    return path


def paths(wacz: Path) -> set[str]:
    return {fields["url"].removeprefix(SITE.origin) for _, _, fields in lines(wacz)}


def test_the_whole_archive_has_its_very_files(folder: Path, whole: Path) -> None:
    check(whole)
    with zipfile.ZipFile(whole) as file:
        names = [n for n in file.namelist() if n.startswith("archive/")]
        assert names == [f"archive/{path.name}" for path in warc_files(folder)]
        for path in warc_files(folder):
            assert file.read(f"archive/{path.name}") == path.read_bytes()


def test_each_capture_but_a_304_is_in_the_index(whole: Path) -> None:
    raws = [raw for raw in first_day() + later_days() if raw.status != 304]
    found = [(fields["url"], stamp, fields["status"], fields["digest"])
             for _, stamp, fields in lines(whole)]  # fmt: skip
    expected = [
        (r.url, f"{r.captured_at:%Y%m%d%H%M%S%f}"[:17], str(r.status), r.payload_digest)
        for r in raws
    ]
    assert sorted(found) == sorted(expected)


def test_the_index_is_what_cdxj_indexer_makes_of_the_same_files(
    folder: Path, whole: Path, tmp_path: Path
) -> None:
    done = subprocess.run(
        [PEERS / "cdxj-indexer", "-s", *warc_files(folder)],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    theirs = [line.split(" ", 2) for line in done.stdout.splitlines()]
    expected = [(key, stamp, json.loads(fields)) for key, stamp, fields in theirs]
    ours = [(key, stamp[:14], fields) for key, stamp, fields in lines(whole)]
    unseen = [line for line in expected if line[2]["status"] == "304"]
    assert len(unseen) == 1
    assert ours == [line for line in expected if line not in unseen]


def test_py_wacz_finds_both_valid(whole: Path, found: Path) -> None:
    for path in (whole, found):
        done = subprocess.run(
            [PEERS / "wacz", "validate", "-f", path], capture_output=True, text=True, check=False
        )
        assert (done.returncode, done.stderr) == (0, "")
        assert "the passed WACZ is valid" in done.stdout


def test_pages_have_titles_texts_and_times(whole: Path) -> None:
    header, home, *articles = pages(whole)
    assert header["format"] == "json-pages-1.0" and header["hasText"]
    assert home["url"] == SITE.origin + "/" and home["title"] == "Trang đầu"
    assert [a["title"] for a in articles] == ["Bài một", "Bài một", "Bài hai", "Bài hai"]
    assert "đã sửa" not in articles[0]["text"] and "đã sửa" in articles[1]["text"]
    assert articles[1]["ts"].startswith("2021-03-29T08:13:00.")
    stamps = {(fields["url"], stamp[:14]) for _, stamp, fields in lines(whole)}
    for page in (home, *articles):
        stamp = "".join(c for c in page["ts"] if c.isdigit())[:14]
        assert (page["url"], stamp) in stamps


def test_a_query_takes_what_its_articles_need_and_no_more(found: Path) -> None:
    check(found)
    assert paths(found) == OF_THE_ARTICLE
    assert {page["title"] for page in pages(found)[1:]} == {"Bài một"}
    captures = [fields["status"] for _, _, fields in lines(found)
                if fields["url"] == SITE.origin + ARTICLE]  # fmt: skip
    assert captures == ["200", "200", "200", "410"]


def test_import_of_the_whole_gives_the_same_archive(
    folder: Path, whole: Path, tmp_path: Path
) -> None:
    result = take(tmp_path / "kho", whole)
    assert result.exit_code == 1
    (line,) = result.lines
    assert line.startswith("warning: too_large: cut at the size limit")
    assert line.endswith("/lon")
    without = ("source", "source_uri", "own_visits", "visit")
    theirs = said(tmp_path / "kho", *without)
    for name, rows in said(folder, *without).items():
        if name != "observations":  # a visit is one of our own only
            assert theirs[name] == rows, name


def test_import_of_a_query_gives_the_same_articles(
    folder: Path, found: Path, tmp_path: Path
) -> None:
    result = take(tmp_path / "kho", found)
    assert (result.exit_code, result.lines, dict(result.skipped)) == (0, [], {})
    theirs = said(tmp_path / "kho")
    ours = said(folder)
    for name in ("articles", "article_versions", "article_attachments"):
        assert theirs[name] == [row for row in ours[name] if row.startswith("(1, ")], name
    assert len(ours["article_versions"]) == 2 + 2


def test_other_words_find_the_other_article(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "x.wacz"
    code, out, err = run(folder, "export", "wacz", str(path), "--query", '"chuyện khác"')
    assert (code, err) == (0, "")
    assert out == f"2 captures, {path.stat().st_size} bytes: {path}\n"
    check(path)
    assert paths(path) == {OTHER}
