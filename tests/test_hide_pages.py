"""Hiding an article: no route of the site has a word of it, its bytes answer 451."""

import re
from dataclasses import replace
from html import unescape
from pathlib import Path
from urllib.parse import urldefrag, urlsplit

import pytest

from archive.archive import open_archive
from archive.db.database import connect
from archive.db.tables import TABLES, about
from archive.folder import database_path
from archive.hiding.hidden import NOTICE_TITLE
from archive.hiding.hide import hide, unhide
from archive.rebuilding.rebuild import rebuild
from archive.runs import FINISHED
from tests.datasette_pages import Pages
from tests.secret_archive import SECRETS, SITE, URL, make, path_of, raw, take

LINK = re.compile(r"""(?:href|src|action)=["']([^"']+)["']""")
STARTS = ("/", "/tim-kiem?q=kin", "/thay-doi", "/thay-doi.atom", "/van-ban", "/thong-ke",
          "/tinh-trang", "/gioi-thieu", "/tu-dien", "/bai-viet/1", "/archive", f"/url/{URL}",
          f"/timemap/link/{URL}")  # fmt: skip
MOST_PAGES = 600
REASON = "Yêu cầu mẫu về đời tư"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Hidden, and rebuilt since."""
    folder = make(tmp_path_factory.mktemp("archive"))
    hide(folder, URL, REASON)
    rebuild(folder)
    return folder


@pytest.fixture(scope="module")
def pages(folder: Path) -> Pages:
    return Pages(folder)


def reached(pages: Pages, starts: tuple[str, ...]) -> dict[str, str]:
    """Every page that links of ours lead to, by address; of a path in /archive one query."""
    found: dict[str, str] = {}
    waiting, seen = list(starts), set(starts)
    while waiting and len(found) < MOST_PAGES:
        path = waiting.pop(0)
        answer = pages.get(path)
        found[path] = answer.text
        if not answer.headers.get("content-type", "").startswith("text/html"):
            continue
        for link in LINK.findall(answer.text):
            target = urldefrag(unescape(link)).url.removeprefix("http://localhost")
            key = urlsplit(target).path if target.startswith("/archive") else target
            if target.startswith("/") and not target.startswith("//") and key not in seen:
                seen.add(key)
                waiting.append(target)
    return found


def assert_no_word(path: str, text: str) -> None:
    for word in SECRETS:
        for form in (word, word.lower()):
            assert form not in text, f"{form} in {path}"


def test_no_page_that_a_link_leads_to(pages: Pages) -> None:
    found = reached(pages, STARTS)
    assert len(found) > 60
    for path, text in found.items():
        assert_no_word(path, text)


def test_the_walk_would_find_it(tmp_path: Path) -> None:
    folder = make(tmp_path / "archive")
    found = reached(Pages(folder), ("/bai-viet/1", "/tim-kiem?q=khac"))
    for word in SECRETS:
        assert any(word in text for text in found.values()), word


@pytest.mark.parametrize("form", ["json?_shape=array&_size=max", "csv?_stream=on"])
def test_no_table_in_any_form(pages: Pages, folder: Path, form: str) -> None:
    for name in every_table(folder):
        answer = pages.get(f"/archive/{name}.{form}")
        assert answer.status_code in (200, 400, 403, 404), name
        assert_no_word(name, answer.text)


def every_table(folder: Path) -> list[str]:
    db = connect(database_path(folder))
    names = [n for n in db.table_names() if not n.startswith("sqlite_")]
    db.conn.close()
    assert {about(table).name for table in TABLES} < set(names)
    return names


def test_no_sql_sees_it(pages: Pages, folder: Path) -> None:
    for name in every_table(folder):
        columns = [
            row["name"] for row in pages.query(f"select name from pragma_table_info('{name}')")
        ]
        for column in columns:
            for word in SECRETS:
                for form in (word, word.lower()):
                    sql = f'select count(*) as n from "{name}" where instr("{column}", \'{form}\')'
                    assert pages.query(sql) == [{"n": 0}], (name, column)
    for word in SECRETS:
        sql = f"select rowid from articles_fts where articles_fts match '{word.lower()}'"
        assert pages.query(sql) == []


@pytest.mark.parametrize("word", SECRETS[:2])
def test_no_search_finds_it(pages: Pages, word: str) -> None:
    assert pages.search(word) == set()
    for form in ("", ".json", ".csv", ".atom"):
        answer = pages.get(f"/tim-kiem{form}", q=word)
        assert answer.status_code == 200
        assert "/bai-viet/1" not in answer.text


def captures(folder: Path, where: str) -> list[int]:
    db = connect(database_path(folder))
    found = [row[0] for row in db.execute(f"SELECT id FROM captures WHERE {where}")]
    db.conn.close()
    assert found
    return found


def test_captures_answer_451(pages: Pages, folder: Path) -> None:
    for capture_id in captures(folder, f"address = '{URL}'"):
        for ending in ("/trang", ".warc"):
            answer = pages.get(f"/ban-luu/{capture_id}{ending}")
            assert answer.status_code == 451
            assert REASON in answer.text and "Nội dung đã được ẩn" in answer.text
            assert answer.headers["x-content-type-options"] == "nosniff"
            assert "script" not in answer.headers["content-security-policy"]
        bar = pages.get(f"/ban-luu/{capture_id}")
        assert REASON in bar.text and "<iframe" not in bar.text


def test_pages_that_list_it_answer_451(pages: Pages, folder: Path) -> None:
    """The list of articles, and the neighbour's "Tin đã đưa"."""
    for capture_id in captures(folder, "outcome != 'attachment' AND address NOT LIKE '%/id/1'"):
        for ending in ("/trang", ".warc"):
            answer = pages.get(f"/ban-luu/{capture_id}{ending}")
            assert answer.status_code == 451
            assert "nhắc đến một bài" in answer.text


@pytest.mark.parametrize("link", [
    f"https&#x3a;&#x2f;&#x2f;replica.invalid{path_of(1).replace('/', '&#x2f;')}",
    path_of(1).replace("/", "\\/"), path_of(1).replace("/", "%2F"),
    "/muc-khac/-/asset_publisher/wxyz/content/id/1?redirect=x",
])  # fmt: skip
def test_a_link_is_found_however_it_is_written(tmp_path: Path, link: str) -> None:
    line = f"<li><a href='{{}}'>{SECRETS[0]}</a></li>"
    lists = [raw("/muc-a", line.format(link).encode()),
             raw("/muc-b", line.format(path_of(11)).encode())]  # fmt: skip
    folder = make(tmp_path / "archive")
    with open_archive(folder, SITE, "crawl") as archive:
        for exchange in lists:
            take(archive, exchange)
        archive.finish(FINISHED, 0)
    hide(folder, URL, REASON)
    pages = Pages(folder)
    for name, status in (("a", 451), ("b", 200)):
        (capture_id,) = captures(folder, f"address LIKE '%/muc-{name}'")
        assert pages.get(f"/ban-luu/{capture_id}/trang").status_code == status


def test_what_a_304_calls_unchanged_answers_451(tmp_path: Path) -> None:
    folder = make(tmp_path / "archive")
    with open_archive(folder, SITE, "crawl") as archive:
        take(archive, replace(raw("/tin-mau", b"", 4), status=304))
        archive.finish(FINISHED, 0)
    pages = Pages(folder)
    (capture_id,) = captures(folder, "status = 304")
    assert SECRETS[0] in pages.get(f"/ban-luu/{capture_id}/trang").text
    hide(folder, URL, REASON)
    for ending in ("/trang", ".warc"):
        answer = pages.get(f"/ban-luu/{capture_id}{ending}")
        assert answer.status_code == 451
        assert_no_word(ending, answer.text)


def test_its_file_answers_451(pages: Pages, folder: Path) -> None:
    for capture_id in captures(folder, "outcome = 'attachment'"):
        assert pages.get(f"/ban-luu/{capture_id}/trang").status_code == 451
    for row in pages.query("select distinct attachment_id from article_attachments"):
        assert pages.get(f"/tep/{row['attachment_id']}/mau.pdf").status_code == 451


def test_its_own_page_says_so(pages: Pages) -> None:
    page = pages.get("/bai-viet/1")
    assert page.status_code == 200
    assert NOTICE_TITLE in page.text and REASON in page.text


def test_its_own_page_says_so_once(pages: Pages) -> None:
    page = pages.get("/bai-viet/1").text.partition("<body")[2]
    assert page.count(REASON) == 1 and "hidden_addresses" not in page
    assert ".warc" not in page


def test_unhidden_under_a_running_site(tmp_path: Path) -> None:
    folder = make(tmp_path / "archive")
    pages = Pages(folder)
    assert SECRETS[1] in pages.get("/bai-viet/1").text
    capture_id = captures(folder, f"address = '{URL}'")[0]
    hide(folder, URL, REASON)
    assert SECRETS[1] not in pages.get("/bai-viet/1").text
    assert pages.get(f"/ban-luu/{capture_id}/trang").status_code == 451
    unhide(folder, URL)
    assert SECRETS[1] in pages.get("/bai-viet/1").text
    assert SECRETS[1] in pages.get(f"/ban-luu/{capture_id}/trang").text
