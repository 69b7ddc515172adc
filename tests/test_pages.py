"""Home, what this archive is, the data dictionary, its state: for people, in JSON, and empty."""

import re
from datetime import UTC, datetime, timedelta
from html import unescape
from pathlib import Path
from sqlite3 import Row

import pytest

from archive.db.database import connect
from archive.db.tables import TABLES, about, columns
from archive.db.units import UNITS_VI
from archive.health.health import STALE_AFTER, Health, health
from tests.datasette_pages import Pages
from tests.sample_archive import SITE, make

PAGES = ("/", "/gioi-thieu", "/tu-dien", "/tinh-trang", "/thong-ke", "/van-ban")
RUN_ENDED = datetime(2024, 5, 1, 0, 2, tzinfo=UTC)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("pages"))


@pytest.fixture(scope="module")
def pages(folder: Path) -> Pages:
    return Pages(folder)


@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_plain_and_safe(pages: Pages, path: str) -> None:
    page = pages.get(path)
    assert page.status_code == 200
    assert "script" not in page.headers["content-security-policy"]
    assert "<script" not in page.text and "style=" not in page.text
    assert page.text.count("<h1") >= 1 and '<html lang="vi">' in page.text


@pytest.mark.parametrize("path", PAGES)
def test_every_page_of_an_empty_archive(tmp_path: Path, path: str) -> None:
    connect(tmp_path / "archive.db").conn.close()
    assert Pages(tmp_path).get(path).status_code == 200


def test_home(pages: Pages) -> None:
    page = unescape(pages.get("/").text)
    for told in ("SỞ MẪU", "<dd>50</dd>", "26/02/2018", 'action="/tim-kiem"', 'href="/archive"',
                 'href="/tim-kiem?year=2020"', "Số bài đăng mỗi năm, từ 2018 đến 2022",
                 "Thay đổi gần đây", "Đăng lại", "Gỡ", 'href="/thay-doi.atom"'):  # fmt: skip
        assert told in page, told
    assert page.count('<p class="facts">') >= 15


def test_home_leaves_out_what_is_hidden(tmp_path: Path) -> None:
    folder = make(tmp_path / "archive")
    pages = Pages(folder)
    newest = pages.query("select id from articles order by published_date desc limit 1")[0]["id"]
    listed = f'<a href="/bai-viet/{newest}">'
    assert listed in pages.get("/").text.partition("Thay đổi gần đây")[0]
    db = connect(folder / "archive.db")
    row = {"url": "x", "article_id": newest, "reason": "mẫu", "hidden_at": "2024-05-09"}
    db.table("hidden_addresses").insert(row)
    db.conn.close()
    assert listed not in pages.get("/").text.partition("Thay đổi gần đây")[0]


def test_about_counts_what_is_there_and_what_is_not(pages: Pages) -> None:
    page = unescape(pages.get("/gioi-thieu").text)
    for told in (SITE, "50 bài viết", "5 bài không rõ ngày", "60 lưu từ chính trang gốc",
                 "50 articles", "60 captured from the site itself", 'lang="en"',
                 "1 bài được các bài khác nhắc", "1 tệp và ảnh"):  # fmt: skip
        assert told in page, told
    for heading in ("Cách làm", "Kho có gì", "Giới hạn của kho", "Đính chính", "Quyền",
                    "Method", "Coverage", "Gaps", "Corrections", "Rights"):  # fmt: skip
        assert heading in page


def test_about_counts_pages_that_are_not_the_page(tmp_path: Path) -> None:
    db = connect(make(tmp_path) / "archive.db")
    for n, outcome in enumerate(("skipped: login", "skipped: soft_404", "redirect"), 1):
        db.execute("UPDATE captures SET outcome = ? WHERE id = ?", [outcome, n])
    db.conn.close()
    page = unescape(Pages(tmp_path).get("/gioi-thieu").text)
    assert "2 bản lưu không phải trang" in page and "made no article: 2." in page


def test_the_dictionary_has_every_column_in_both_languages(pages: Pages) -> None:
    page = unescape(pages.get("/tu-dien").text)
    for table in TABLES:
        facts = about(table)
        assert f'id="{facts.name}"' in page and facts.vi in page and facts.en in page
        for column in columns(table):
            row = page.partition(f'id="{facts.name}.{column.name}"')[2].partition("</tr>")[0]
            assert column.vi in row and column.en in row, column.name
            assert column.unit is None or UNITS_VI[column.unit] in row


def test_below_a_path_of_another_site(folder: Path) -> None:
    pages = Pages(folder, "--setting", "base_url", "/kho/")
    for path in (*PAGES, "/bai-viet/1", "/ban-luu/1", "/tim-kiem?q=mẫu"):
        page = pages.get(path)
        assert page.status_code == 200, path
        links = re.findall(r'(?:href|src|action)="(/[^"]*)"', page.text)
        assert links and all(link.startswith("/kho/") for link in links), path
    assert "script" not in pages.get("/").headers["content-security-policy"]
    assert "sha256-" in pages.get("/archive/articles").headers["content-security-policy"]


def test_a_page_that_there_is_not(pages: Pages) -> None:
    page = pages.get("/khong-co-trang-nay")
    assert page.status_code == 404 and "Không có trang này trong kho" in page.text
    found = pages.get("/khong-co-trang-nay.json")
    assert found.status_code == 404 and found.json()["ok"] is False


def checked(folder: Path, now: datetime, *changes: str) -> Health:
    connection = connect(folder / "archive.db").conn
    connection.row_factory = Row
    connection.execute("BEGIN")
    for change in changes:
        connection.execute(change)
    found = health(connection, now)
    connection.execute("ROLLBACK")
    connection.close()
    return found


def test_healthy(folder: Path) -> None:
    found = checked(folder, RUN_ENDED + timedelta(hours=1))
    assert found.healthy and found.counts["articles"] == 50 and found.problems == {"warning": 1}
    assert (found.warc_files, found.warc_bytes) == (1, 60 * 900)


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ("UPDATE runs SET exit_code = 3, outcome = 'failed'", "never_done"),
        ("UPDATE runs SET exit_code = 5, outcome = 'failed'", "last_run_failed"),
        ("UPDATE problems SET severity = 'error'", "weekday"),
        ("DELETE FROM runs", "no_runs"),
    ],
)
def test_what_is_wrong(folder: Path, change: str, name: str) -> None:
    found = checked(folder, RUN_ENDED, change)
    assert not found.healthy
    assert name in {wrong.name for wrong in found.wrong}


def test_age(folder: Path) -> None:
    assert checked(folder, RUN_ENDED + STALE_AFTER).healthy
    late = checked(folder, RUN_ENDED + STALE_AFTER + timedelta(hours=12))
    assert [wrong.name for wrong in late.wrong] == ["stale"]
    imported = "UPDATE runs SET command = 'import'"
    assert checked(folder, RUN_ENDED + timedelta(days=999), imported).healthy


def test_a_run_under_way_is_not_wrong(folder: Path) -> None:
    going = (
        "INSERT INTO runs (id, command, pass_id, started_at)"
        " VALUES (67, 'crawl', 67, '2024-05-01T01:00:00.000000Z')"
    )
    found = checked(folder, RUN_ENDED + timedelta(hours=1), going)
    assert found.healthy and len(found.runs) == 2


def test_state_for_people_and_monitors(pages: Pages) -> None:
    told = pages.get("/tinh-trang.json")
    assert told.status_code == 200 and told.headers["content-type"].startswith("application/json")
    found = told.json()
    assert found["healthy"] is False and found["wrong"][0]["name"] == "stale"
    assert found["runs"][0]["command"] == "crawl" and found["counts"]["captures"] == 60
    page = unescape(pages.get("/tinh-trang").text)
    assert "1 điều không ổn" in page and found["wrong"][0]["vi"] in page
    assert 'href="/archive/problems?severity=warning"' in page
