"""`sldtbxh crawl` over HTTP, from the outside."""

import signal
import sqlite3
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from archive.folder import database_path
from scraper.replica import Article, Replica
from scraper.text import squeeze
from tests.commands import LIMIT, crawl, free_port, replica, run, start
from tests.dump import dump


@pytest.fixture(scope="module")
def site() -> Iterator[Replica]:
    with replica() as running:
        yield running


@pytest.fixture(scope="module")
def archive(site: Replica, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("crawl") / "data"
    code, out, err = crawl(folder, site)
    assert (code, err) == (0, ""), err
    assert "60 new" in out
    return folder


def query(folder: Path, sql: str) -> list[Any]:
    with sqlite3.connect(database_path(folder)) as connection:
        return connection.execute(sql).fetchall()


FACTS = ("title", "category", "byline", "published_at", "published_text")
EXPECTED = {"published_at": "published"}


@pytest.mark.parametrize("name", FACTS)
def test_every_article_is_what_the_site_says(site: Replica, archive: Path, name: str) -> None:
    found = dict(query(archive, f"SELECT id, {name} FROM articles"))
    assert len(found) == len(site.articles) == 60
    wrong = {a.entry_id: (found[a.entry_id], expected(a, name)) for a in site.articles
             if found[a.entry_id] != expected(a, name)}  # fmt: skip
    assert not wrong


def expected(article: Article, name: str) -> object:
    value: object = getattr(article, EXPECTED.get(name, name))
    return value.isoformat() if isinstance(value, date) else value


def test_every_paragraph_is_there(site: Replica, archive: Path) -> None:
    bodies = dict(query(archive, "SELECT id, body_text FROM articles"))
    for article in site.articles:
        for paragraph in article.paragraphs:
            text = squeeze(unescape(paragraph))
            assert text in squeeze(bodies[article.entry_id]), article.entry_id


def test_every_cited_document_is_there(site: Replica, archive: Path) -> None:
    sql = "SELECT DISTINCT article_id, number FROM article_documents"
    found = set(query(archive, sql))
    printed = {(a.entry_id, number) for a in site.articles for number in a.documents}
    assert printed and found == printed
    orphans = "SELECT id FROM documents EXCEPT SELECT document_id FROM article_documents"
    assert query(archive, orphans) == []


def test_no_article_has_two_versions(archive: Path) -> None:
    assert query(archive, "SELECT count(*), max(version) FROM article_versions") == [(60, 1)]


def test_own_visits_are_what_the_site_counted(site: Replica, archive: Path) -> None:
    sql = "SELECT article_id, max(own_visits) FROM view_counts GROUP BY 1"
    visits = dict(query(archive, sql))
    last = dict(query(archive, "SELECT id, view_count FROM articles"))
    for article in site.articles:
        if last[article.entry_id] is not None:
            assert last[article.entry_id] in (article.views, article.views - 1), article.entry_id
            asked = sum(str(article.entry_id) in t or article.slug in t for _, t in site.requests)
            assert 0 < visits[article.entry_id] <= asked


def test_no_trap_is_requested(site: Replica, archive: Path) -> None:
    asked = [target for _, target in site.requests]
    traps = (
        "portal/login",
        "print",
        "pop_up",
        "/en/",
        "formDate",
        "jsessionid",
        "redirect=",
        "lich-cong-tac",
    )
    assert not [t for t in asked if any(trap in t for trap in traps)]


def test_nothing_is_fetched_twice(site: Replica, archive: Path) -> None:
    twice = {t: n for (_, t), n in Counter(site.requests).items() if n > 1}
    assert not twice


def test_figures_of_widget_and_statistics_pages(site: Replica, archive: Path) -> None:
    figures, at = site.results
    names = ("received", "resolved", "early", "on_time", "late")
    widget = query(archive, f"SELECT {', '.join(names)} FROM procedure_statistics"
                   f" WHERE updated_at LIKE '{at:%Y-%m-%dT%H:%M}%'")  # fmt: skip
    assert (
        figures.received,
        figures.resolved,
        figures.early,
        figures.on_time,
        figures.late,
    ) in widget
    periods = {row[0] for row in query(archive, "SELECT DISTINCT period FROM procedure_statistics")}
    assert len(periods) > 3
    assert query(archive, "SELECT count(*) FROM tables")[0][0]
    assert query(archive, "SELECT count(*) FROM procedures")[0][0]


def test_images_and_files_are_kept_once(archive: Path) -> None:
    sql = "SELECT count(*), count(DISTINCT sha256) FROM attachments"
    files, _ = query(archive, sql)[0]
    assert int(str(files)) > 10
    missing = query(archive, "SELECT url FROM article_attachments WHERE attachment_id NOT IN"
                    " (SELECT id FROM attachments)")  # fmt: skip
    assert not missing


def test_rebuild_is_the_same(archive: Path) -> None:
    before = dump(database_path(archive))
    code, _, err = run(archive, "rebuild")
    assert (code, err) == (0, "")
    assert dump(database_path(archive)) == before


GROWING = {"captures", "observations", "view_counts", "runs", "payloads", "site_traffic",
           "file_captures", "details_seen", "archive_facts", "warc_files"}  # fmt: skip


def test_a_second_crawl_adds_observations_and_nothing_else(tmp_path: Path) -> None:
    with replica(20) as site:
        crawl(tmp_path / "data", site)
        first = dump(database_path(tmp_path / "data"))
        site.requests.clear()
        code, out, err = crawl(tmp_path / "data", site)
        assert (code, err) == (0, "")
        assert "articles: 0 new, 0 changed, 0 removed" in out
    second = dump(database_path(tmp_path / "data"))
    grown = {name for name in first if len(second[name]) != len(first[name])}
    assert grown <= GROWING
    assert second["article_versions"] == first["article_versions"]


def wait_for(site: Replica, process: "subprocess.Popen[str]", requests: int) -> None:
    """Until the crawl has asked so often; it must not end before that."""
    while len(site.requests) < requests:
        assert process.poll() is None, process.communicate()
        time.sleep(0.02)


def test_killed_and_started_again_goes_on_where_it_was(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    with replica(30) as site:
        process = start(folder, "crawl", "--site", site.url, "--delay", "0.02")
        wait_for(site, process, 40)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        before = len(site.requests)
        code, _, err = crawl(folder, site)
        assert code == 0, err
        again = [t for (_, t), n in Counter(site.requests).items() if n > 1]
        assert before >= 40
        assert len(again) <= 1  # the answer that was on its way
    assert query(folder, "SELECT count(*), max(version) FROM articles") == [(30, 1)]
    assert query(folder, "SELECT count(DISTINCT pass_id) FROM runs") == [(1,)]


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
def test_told_to_stop_it_stops_cleanly(tmp_path: Path, number: signal.Signals, code: int) -> None:
    with replica(30) as site:
        process = start(tmp_path / "data", "crawl", "--site", site.url, "--delay", "0.05")
        wait_for(site, process, 10)
        process.send_signal(number)
        _, err = process.communicate(timeout=LIMIT)
    assert process.returncode == code, err
    assert "Traceback" not in err
    assert query(tmp_path / "data", "SELECT outcome, exit_code FROM runs") == [("stopped", code)]


def one_line(err: str) -> bool:
    return err.count("\n") == 1 and err.startswith("sldtbxh: ")


@pytest.mark.parametrize(
    "address", ["khong phai dia chi", "ftp://a.invalid", "https://a.invalid/b", "https://a:b"]
)
def test_an_address_that_is_none(tmp_path: Path, address: str) -> None:
    code, _, err = run(tmp_path / "data", "crawl", "--site", address)
    assert code == 2, err
    assert one_line(err)


def test_a_site_that_does_not_answer(tmp_path: Path) -> None:
    code, _, err = run(
        tmp_path / "data", "crawl", "--site", f"http://127.0.0.1:{free_port()}", "--delay", "0"
    )
    assert code == 3, err
    assert "refuses the connection" in err


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    code, _, err = run(
        tmp_path / "file" / "data", "crawl", "--site", "http://127.0.0.1:9", "--delay", "0"
    )
    assert code == 2, err
    assert one_line(err)


def test_an_archive_of_another_site(tmp_path: Path, archive: Path) -> None:
    code, _, err = run(archive, "crawl", "--site", "https://khac.invalid")
    assert code == 2, err
    assert one_line(err)


def test_a_database_of_another_program(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    with sqlite3.connect(database_path(folder)) as connection:
        connection.execute("CREATE TABLE cua_nguoi_khac (x)")
    code, _, err = run(folder, "crawl", "--site", "http://127.0.0.1:9")
    assert code == 2, err
    assert one_line(err)
    (folder / "archive.db").write_bytes(b"khong phai SQLite" * 400)
    code, _, err = run(folder, "crawl", "--site", "http://127.0.0.1:9")
    assert code in (2, 5), err
    assert one_line(err)


@pytest.mark.parametrize("how", ["maintenance", "login", "garbage", "parked", "503"])
def test_a_broken_site_touches_no_article(tmp_path: Path, how: str) -> None:
    folder = tmp_path / "data"
    with replica(8) as site:
        assert crawl(folder, site)[0] == 0
        before = dump(database_path(folder))
        site.break_(how)
        code, _, err = crawl(folder, site)
        assert code == 3, (code, err)
    after = dump(database_path(folder))
    for table in ("articles", "article_versions", "view_counts", "procedure_statistics", "tables"):
        assert after[table] == before[table], table


def test_edit_removal_and_move_are_seen(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    with replica(12) as site:
        assert crawl(folder, site)[0] == 0
        edited, moved = site.articles[0].entry_id, site.articles[1].entry_id
        site.edit(edited)
        site.move(moved)
        new = site.publish()
        code, out, err = crawl(folder, site)
        assert code == 0, err
    assert "1 new, 1 changed" in out
    rows: dict[int, int] = dict(query(folder, "SELECT id, version FROM articles"))
    assert rows[edited] == 2
    assert rows[moved] == 1
    assert rows[new.entry_id] == 1
    assert len(rows) == 13
