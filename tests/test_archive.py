"""Keeping and rebuilding: nothing that was kept is lost, whatever happens in between."""

import multiprocessing
import os
import signal
import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from archive import archive as archive_module
from archive.archive import Archive, open_archive
from archive.errors import Busy, NothingCame, Unusable
from archive.folder import database_path, warc_files
from archive.rebuilding.rebuild import rebuild
from archive.runs import FINISHED
from scraper.crawling.items import read
from scraper.raw import Raw
from scraper.records import Problem
from scraper.site import Site
from tests.commands import run
from tests.dump import dump

SITE = Site.of("https://replica.invalid")
START = datetime(2021, 3, 26, 8, 13, tzinfo=UTC)
HTML = (("Content-Type", "text/html; charset=UTF-8"),)


def page(number: int, text: str = "Đoạn mẫu.") -> bytes:
    return f"""<html><head><title>Bài mẫu {number} - Sở Mẫu</title></head><body>
<div class="asset-full-content clearfix mb-5 show-asset-title">
<span class="asset-anchor lfr-asset-anchor" id="{number}"></span>
<div class="mb-2"><h4 class="component-title">
<span class="asset-title d-inline">Bài mẫu {number}</span></h4></div>
<div class="asset-content mb-3"><div class="journal-content-article">
<p>Tin mẫu</p><p>Thứ sáu, 26/03/2021, 15:13</p><p>Màu chữ Cỡ chữ</p><p>Bài mẫu {number}</p>
<p>{text}</p><p>Số lượt xem: {number}</p></div></div></div></body></html>""".encode()


def raw(number: int, *, text: str = "Đoạn mẫu.", day: float = 0, status: int = 200) -> Raw:
    at = START + timedelta(days=day, seconds=number)
    url = f"{SITE.origin}/tin-mau/-/asset_publisher/abcd/content/id/{number}"
    return Raw(url, at, status, HTML, page(number, text) if status == 200 else b"")


def take(archive: Archive, exchange: Raw) -> int:
    capture_id = archive.keep(exchange)
    crawled = read(exchange, SITE)
    archive.read(capture_id, crawled.capture, crawled.page)
    return capture_id


def fill(folder: Path, numbers: range, day: float = 0) -> None:
    with open_archive(folder, SITE, "crawl") as archive:
        for number in numbers:
            take(archive, raw(number, day=day))
        archive.finish(FINISHED, 0)


def counts(folder: Path) -> tuple[int, int]:
    rows = dump(database_path(folder))
    return len(rows["articles"]), len(rows["captures"])


def test_what_is_kept_can_be_read_back(tmp_path: Path) -> None:
    with open_archive(tmp_path, SITE, "crawl") as archive:
        take(archive, raw(1))
        archive.commit()
        kept = archive.kept_in_pass(raw(1).url)
        archive.finish(FINISHED, 0)
    assert kept is not None
    assert kept[1].payload == raw(1).payload


def test_rebuild_gives_the_same_rows(tmp_path: Path) -> None:
    fill(tmp_path, range(1, 8))
    with open_archive(tmp_path, SITE, "crawl") as archive:
        take(archive, raw(2, text="Đoạn đã sửa.", day=1))
        take(archive, raw(3, day=1, status=404))
        take(archive, raw(3, day=3, status=404))
        archive.note(Problem("warning", "mẫu", "Điều mẫu"), SITE.origin)
        archive.finish(FINISHED, 1)
    before = dump(database_path(tmp_path))
    database_path(tmp_path).unlink()
    rebuild(tmp_path)
    assert dump(database_path(tmp_path)) == before
    rebuild(tmp_path)
    assert dump(database_path(tmp_path)) == before


def test_the_same_bytes_are_kept_once_and_read_twice(tmp_path: Path) -> None:
    fill(tmp_path, range(1, 3))
    fill(tmp_path, range(1, 3), day=2)
    sizes = [path.stat().st_size for path in warc_files(tmp_path)]
    assert sizes[1] < sizes[0]
    before = dump(database_path(tmp_path))
    assert len(before["view_counts"]) == 4
    rebuild(tmp_path)
    assert dump(database_path(tmp_path)) == before


def killed(folder: Path, work: Callable[[Archive], None]) -> None:
    """Run `work` on the archive in a process that is killed without warning at its end."""

    def child() -> None:
        with open_archive(folder, SITE, "crawl") as archive:
            work(archive)
            os.kill(os.getpid(), signal.SIGKILL)

    process = multiprocessing.get_context("fork").Process(target=child)
    process.start()
    process.join()
    assert process.exitcode == -signal.SIGKILL


def test_killed_before_the_commit_loses_nothing(tmp_path: Path) -> None:
    def work(archive: Archive) -> None:
        for number in range(1, 6):
            take(archive, raw(number))
        archive.commit()
        for number in range(6, 11):
            take(archive, raw(number))
        archive.keep(raw(11))

    killed(tmp_path, work)
    with open_archive(tmp_path, SITE, "crawl") as archive:
        assert archive.recovered == ["6 captures of an earlier run were indexed"]
        assert archive.run.pass_id != archive.run.id
        archive.finish(FINISHED, 0)
    assert counts(tmp_path) == (11, 11)
    before = dump(database_path(tmp_path))
    rebuild(tmp_path)
    assert dump(database_path(tmp_path)) == before


def test_kept_but_not_read_is_read_at_the_next_opening(tmp_path: Path) -> None:
    def work(archive: Archive) -> None:
        archive.keep(raw(1))
        archive.commit()

    killed(tmp_path, work)
    fill(tmp_path, range(2, 3))
    assert counts(tmp_path) == (2, 2)


def test_torn_tail_is_cut_and_said(tmp_path: Path) -> None:
    fill(tmp_path, range(1, 4))
    path = warc_files(tmp_path)[0]
    with path.open("ab") as file:
        file.write(path.read_bytes()[:100])
    with open_archive(tmp_path, SITE, "crawl") as archive:
        assert "a torn tail of 100 bytes was cut" in archive.recovered[0]
        archive.finish(FINISHED, 0)
    assert counts(tmp_path) == (3, 3)


def test_what_is_cut_is_kept_aside_where_it_is_no_mere_beginning(tmp_path: Path) -> None:
    fill(tmp_path, range(1, 4))
    path = warc_files(tmp_path)[0]
    whole = path.read_bytes()
    path.write_bytes(whole + b"\0" * 50)
    code, _, err = run(tmp_path, "rebuild")
    assert code == 0 and "a torn tail of 50 bytes was cut" in err
    assert path.read_bytes() == whole
    assert path.with_name(path.name + ".torn").read_bytes() == b"\0" * 50
    assert run(tmp_path, "verify")[0] == 0


def test_a_file_that_was_read_is_not_read_at_each_opening(tmp_path: Path) -> None:
    """Years of daily runs are thousands of files; what is damaged there is for `verify` to find."""
    fill(tmp_path, range(1, 4))
    path = warc_files(tmp_path)[0]
    path.write_bytes(path.read_bytes()[:-100] + b"\0" * 100)
    with open_archive(tmp_path, SITE, "crawl") as archive:
        assert archive.recovered == []
        archive.finish(FINISHED, 0)


def test_killed_in_the_end_of_a_run_that_is_not_believed(tmp_path: Path) -> None:
    """What a run with exit code 3 found gone stays, also where only the WARC says so."""
    fill(tmp_path, range(1, 2))
    with open_archive(tmp_path, SITE, "crawl") as archive:
        take(archive, raw(1, day=1, status=404))
        archive.finish(FINISHED, 0)
    database, copy = database_path(tmp_path), tmp_path / "copy"

    def work(archive: Archive) -> None:
        take(archive, raw(1, day=3, status=404))
        archive.settle()
        archive.db.execute("VACUUM INTO ?", [str(copy)])
        archive.finish("failed", NothingCame.exit_code)

    killed(tmp_path, work)
    for path in tmp_path.glob("archive.db*"):
        path.unlink()
    copy.rename(database)
    fill(tmp_path, range(2, 3), day=4)
    with sqlite3.connect(database) as connection:
        sql = "SELECT count(*) FROM articles WHERE removed_at IS NOT NULL"
        assert connection.execute(sql).fetchone() == (0,)
    before = dump(database)
    rebuild(tmp_path)
    assert dump(database) == before


def test_what_nobody_reads_is_read_at_the_end(tmp_path: Path) -> None:
    with open_archive(tmp_path, SITE, "crawl") as archive:
        archive.keep(
            Raw(f"{SITE.origin}/robots.txt", START, 200, (("Content-Type", "text/plain"),), b"x")
        )
        archive.finish(FINISHED, 0)
    assert "'robots'" in dump(database_path(tmp_path))["captures"][0]


def test_a_second_run_waits_for_nobody(tmp_path: Path) -> None:
    def other() -> None:
        with open_archive(tmp_path, SITE, "crawl"):
            ready.set()
            done.wait(60)

    context = multiprocessing.get_context("fork")
    ready, done = context.Event(), context.Event()
    process = context.Process(target=other)
    process.start()
    assert ready.wait(60)
    with pytest.raises(Busy), open_archive(tmp_path, SITE, "crawl"):
        pass
    done.set()
    process.join()


def test_another_sites_archive_is_refused(tmp_path: Path) -> None:
    fill(tmp_path, range(1, 2))
    other = Site.of("https://khac.invalid")
    with (
        pytest.raises(Unusable, match=r"archive of https://replica\.invalid"),
        open_archive(tmp_path, other, "crawl"),
    ):
        pass
    database_path(tmp_path).unlink()
    with pytest.raises(Unusable), open_archive(tmp_path, other, "crawl"):
        pass


def test_a_better_parser_reads_every_page_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(tmp_path, range(1, 4))
    before = dump(database_path(tmp_path))
    monkeypatch.setattr(archive_module, "parser_fingerprint", lambda: "another")
    with open_archive(tmp_path, SITE, "crawl") as archive:
        assert archive.recovered == ["the parser has changed: every page was read again"]
        archive.finish(FINISHED, 0)
    after = dump(database_path(tmp_path))
    assert after["article_versions"] == before["article_versions"]


def test_a_database_deleted_under_a_reader_is_made_anew(tmp_path: Path) -> None:
    fill(tmp_path, range(1, 4))
    path = database_path(tmp_path)
    reader = sqlite3.connect(path)
    assert reader.execute("SELECT count(*) FROM articles").fetchone() == (3,)
    before = dump(path)
    assert path.with_name("archive.db-shm").exists()
    path.unlink()
    code, _, err = run(tmp_path, "rebuild")
    reader.close()
    assert code == 0, err
    assert dump(path) == before


def test_a_type_that_is_no_text_is_kept(tmp_path: Path) -> None:
    """A header is bytes: one that is no UTF-8 stays so in the WARC, and is text in the row."""
    ill = (("Content-Type", "text/html\udcff; charset=utf-8"),)
    with open_archive(tmp_path, SITE, "crawl") as archive:
        take(archive, Raw(f"{SITE.origin}/x", START, 200, ill, b"<p>x</p>"))
        archive.finish(FINISHED, 0)
    before = dump(database_path(tmp_path))
    assert "text/htmlÿ" in before["captures"][0]
    rebuild(tmp_path)
    assert dump(database_path(tmp_path)) == before
