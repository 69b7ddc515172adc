"""Hiding an article: its words leave every table and the index, and come back in the end."""

import shutil
import zlib
from pathlib import Path

import pytest

from archive.archive import open_archive
from archive.db.database import connect
from archive.errors import Busy, Unusable
from archive.folder import database_path, locked
from archive.health.verify import verify
from archive.hiding.hidden import FILE, NOTICE, NOTICE_TITLE, read_orders
from archive.hiding.hide import hide, unhide
from archive.rebuilding.rebuild import rebuild
from archive.runs import FINISHED
from tests.commands import run
from tests.dump import dump
from tests.secret_archive import (
    FILE_PATH,
    SECRETS,
    SITE,
    URL,
    make,
    page,
    path_of,
    raw,
    secret,
    secret_text,
    take,
)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("made"))


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "archive"))


def everything(folder: Path) -> str:
    """Every value of every table, the index's blocks and packed contents among them, as text."""
    db = connect(database_path(folder))
    found = []
    for name in db.table_names():
        for row in db.execute(f'SELECT * FROM "{name}"'):
            found += [_text(value) for value in row]
    db.conn.close()
    return "\n".join(found)


def _text(value: object) -> str:
    if not isinstance(value, bytes):
        return str(value)
    try:
        return zlib.decompress(value).decode()
    except zlib.error:
        return value.decode(errors="replace")


def folds(word: str) -> tuple[str, str]:
    return word, word.lower()


def assert_withheld(folder: Path) -> None:
    text = everything(folder)
    for word in SECRETS:
        for form in folds(word):
            assert form not in text, form
    assert "Bài khác" in text and NOTICE_TITLE in text and NOTICE in text
    assert_not_on_disk(folder)


def assert_not_on_disk(folder: Path) -> None:
    """Nor in pages that are free now: whoever copies the file copies those too."""
    for path in folder.glob("archive.db*"):
        for word in SECRETS:
            assert not any(form.encode() in path.read_bytes() for form in folds(word)), path.name


def test_the_sample_has_every_secret(folder: Path) -> None:
    text = everything(folder)
    for word in SECRETS:
        assert word in text


def test_no_table_has_a_word_of_it(folder: Path) -> None:
    assert hide(folder, URL, " vì  đời tư ") == URL
    assert_withheld(folder)
    db = connect(database_path(folder))
    assert db.execute("SELECT title, body_text, word_count FROM articles WHERE id = 1").fetchone() \
        == (NOTICE_TITLE, NOTICE, 0)  # fmt: skip
    assert (
        db.execute("SELECT count(*) FROM article_versions WHERE article_id = 1").fetchone()[0] == 2
    )
    assert db.execute("SELECT title FROM related_articles").fetchall() == [(NOTICE_TITLE,)]
    rows = db.execute(
        "SELECT url, article_id, attachment_id IS NOT NULL, reason FROM hidden_addresses"
        " ORDER BY url"
    ).fetchall()
    assert [row[1:] for row in rows] == [(1, 1, "vì đời tư"), (1, 0, "vì đời tư")]
    assert rows[1][0] == URL and FILE_PATH in rows[0][0]
    db.conn.close()


def test_unhide_brings_everything_back(folder: Path) -> None:
    before = dump(database_path(folder))
    hide(folder, URL, "đời tư")
    assert unhide(folder, URL) == [URL]
    assert dump(database_path(folder)) == before
    assert read_orders(folder) == {}
    assert (folder / FILE).read_text("utf-8").count("\n") == 2


def test_a_rebuild_obeys(folder: Path) -> None:
    hide(folder, URL, "đời tư")
    before = dump(database_path(folder))
    rebuild(folder)
    assert dump(database_path(folder)) == before
    database_path(folder).unlink()
    rebuild(folder)
    assert dump(database_path(folder)) == before
    assert_withheld(folder)


def test_unhidden_after_a_rebuild(folder: Path) -> None:
    before = dump(database_path(folder))
    hide(folder, URL, "đời tư")
    rebuild(folder)
    unhide(folder, URL)
    assert dump(database_path(folder)) == before


def test_a_later_crawl_obeys(folder: Path) -> None:
    """The same article edited, under another address too, and listed by another page."""
    hide(folder, URL, "đời tư")
    line = f"<li><a href='{SITE.origin}{path_of(1)}'>Tiêuđềkín (01/03/2021)</a></li>"
    with open_archive(folder, SITE, "crawl") as archive:
        take(archive, secret(5, "Bảnsaukín lần ba"))
        take(archive, raw("/muc-khac/-/asset_publisher/wxyz/content/id/1",
                          page(1, "Tiêuđềkín", secret_text("Bảnsaukín lần ba")), 6))  # fmt: skip
        take(archive, raw(path_of(3), page(3, "Bài ba", "<p>Đoạn ba.</p>", line), 6))
        archive.finish(FINISHED, 0)
    assert_withheld(folder)
    before = dump(database_path(folder))
    rebuild(folder)
    assert dump(database_path(folder)) == before
    db = connect(database_path(folder))
    assert db.execute("SELECT max(version) FROM article_versions WHERE article_id = 1").fetchone() \
        == (3,)  # fmt: skip
    db.conn.close()
    unhide(folder, SITE.origin + "/muc-khac/-/asset_publisher/wxyz/content/id/1")
    assert all(word in everything(folder) for word in SECRETS)


def test_a_list_that_names_it_by_an_address_that_was_never_captured(folder: Path) -> None:
    """Before it is hidden and after, and the title comes back."""
    link = "/muc-khac/-/asset_publisher/wxyz/content/id/1"
    line = f"<li><a href='{SITE.origin}{link}'>Tiêuđềkín (01/03/2021)</a></li>"

    def take_list(number: int) -> None:
        with open_archive(folder, SITE, "crawl") as archive:
            text = page(number, f"Bài {number}", f"<p>Đoạn {number}.</p>", line)
            take(archive, raw(path_of(number), text, number))
            archive.finish(FINISHED, 0)

    take_list(3)
    hide(folder, URL, "đời tư")
    assert_withheld(folder)
    take_list(4)
    assert_withheld(folder)
    before = dump(database_path(folder))
    rebuild(folder)
    assert dump(database_path(folder)) == before
    unhide(folder, URL)
    listed = [row for row in dump(database_path(folder))["related_articles"] if link in row]
    assert len(listed) == 2 and all("Tiêuđềkín" in row for row in listed)
    before = dump(database_path(folder))
    rebuild(folder)
    assert dump(database_path(folder)) == before


def test_a_run_that_is_under_way_obeys_at_its_next_commit(folder: Path) -> None:
    with open_archive(folder, SITE, "crawl") as archive:
        with pytest.raises(Busy, match="next commit"):
            hide(folder, URL, "đời tư")
        assert any("Thânbàikín" in row for row in dump(database_path(folder))["articles"])
        archive.finish(FINISHED, 0)
    assert_withheld(folder)


def test_the_same_words_elsewhere_stay(folder: Path) -> None:
    with open_archive(folder, SITE, "crawl") as archive:
        take(archive, raw(path_of(9), page(9, "Tiêuđềkín", secret_text()), 1))
        archive.finish(FINISHED, 0)
    before = dump(database_path(folder))
    hide(folder, URL, "đời tư")
    rows = dump(database_path(folder))
    assert sum("Thânbàikín" in row for row in rows["articles"]) == 1
    assert not any("mau.pdf" in row for row in rows["hidden_addresses"])
    unhide(folder, URL)
    assert dump(database_path(folder)) == before


def test_a_file_alone(folder: Path) -> None:
    before = dump(database_path(folder))
    hide(folder, SITE.origin + FILE_PATH, "đời tư")
    rows = dump(database_path(folder))
    assert len(rows["hidden_addresses"]) >= 1
    assert rows["articles"] == before["articles"]
    rebuild(folder)
    assert dump(database_path(folder)) == rows
    unhide(folder, SITE.origin + FILE_PATH)
    assert dump(database_path(folder)) == before


def test_the_hidden_archive_is_sound(folder: Path) -> None:
    hide(folder, URL, "đời tư")
    assert verify(folder, 1).findings == []


def test_what_cannot_be_hidden(folder: Path) -> None:
    for url in (SITE.origin + "/khong-co", "https://khac.invalid/x", "không phải địa chỉ", ""):
        with pytest.raises(Unusable):
            hide(folder, url, "đời tư")
    with pytest.raises(Unusable, match="--reason"):
        hide(folder, URL, "  ")
    with pytest.raises(Unusable, match="is not hidden"):
        unhide(folder, URL)
    assert not (folder / FILE).exists()


def test_a_list_that_an_editor_left_without_its_last_end_of_line(folder: Path) -> None:
    hide(folder, URL, "đời tư")
    path = folder / FILE
    path.write_text(path.read_text("utf-8").rstrip("\n"), "utf-8")
    unhide(folder, URL)
    assert len(path.read_text("utf-8").splitlines()) == 2
    assert read_orders(folder) == {}


@pytest.mark.parametrize(
    "line", ["{", "[]", '{"action": "hide"}', '{"at":1,"action":"hide","url":"x"}']
)
def test_a_list_that_cannot_be_read_stops_every_writer(folder: Path, line: str) -> None:
    (folder / FILE).write_text(line + "\n")
    with pytest.raises(Unusable, match="line 1"):
        hide(folder, URL, "đời tư")
    with pytest.raises(Unusable, match="line 1"):
        rebuild(folder)


def test_the_command(folder: Path) -> None:
    code, out, err = run(folder, "hide", URL, "--reason", "đời tư")
    assert (code, out, err) == (0, f"hidden: {URL}\n", "")
    assert run(folder, "hide", URL)[0] == 2
    with locked(folder):
        code, out, err = run(folder, "unhide", URL)
        assert code == 75 and "next commit" in err
    code, out, err = run(folder, "unhide", URL)
    assert code == 2 and "is not hidden" in err
