"""WARC files that were moved away: said once, a refresh goes on, nothing that is here is lost."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlite_utils import Database

from archive import archive as archive_module
from archive.archive import open_archive
from archive.db.database import connect_to_read
from archive.folder import database_path, warc_files
from archive.health.verify import verify
from archive.runs import FINISHED
from archive.times import now
from archive.warc.indexing import read_raw
from scraper.replica import Replica
from tests.dump import dump
from tests.simulation import Life
from tests.test_archive import SITE, fill, raw, take


@pytest.fixture
def life(tmp_path: Path) -> Iterator[Life]:
    with Replica(12) as site:
        found = Life(site, tmp_path / "data")
        assert found.refresh() == 0, found.said
        yield found


def move_away(folder: Path, number: int = 0) -> tuple[Path, Path]:
    """The file, and where it is now."""
    file = warc_files(folder)[number]
    return file, file.rename(folder.parent / file.name)


def test_a_refresh_without_an_old_file_works_and_says_what_is_missing(life: Life) -> None:
    file, away = move_away(life.folder)
    new = life.replica.publish()
    assert life.day() == 1
    (line,) = life.said[-1].splitlines()
    assert file.name in line and "restore" in line and "rebuild" in line
    assert life.told() == ["missing_warc_files"]
    articles = [row.partition(",")[0] for row in dump(database_path(life.folder))["articles"]]
    assert len(articles) == 13 and f"({new.entry_id}" in articles
    assert (life.day(), life.said[-1], life.told()) == (0, "", ["missing_warc_files"])
    away.rename(file)
    assert (life.day(), life.told()) == (0, [])
    assert not verify(life.folder, 1).findings


def test_a_link_to_a_disk_that_is_not_there(life: Life) -> None:
    file, away = move_away(life.folder)
    file.symlink_to(away.with_name("không có"))
    assert [life.day() for _ in range(2)] == [1, 0]
    file.unlink()
    file.symlink_to(away)
    assert (life.day(), life.told()) == (0, [])
    assert not verify(life.folder, 1).findings


def test_what_lay_in_a_missing_file_is_kept_once_more(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    fill(folder, range(1, 3))
    fill(folder, range(1, 3), day=1)  # as revisits of the first
    file, away = move_away(folder)
    with open_archive(folder, SITE, "crawl", lambda: now() + timedelta(days=1)) as archive:
        ids = [take(archive, raw(1, day=day)) for day in (2, 3)]
        archive.finish(FINISHED, 0)
    db = Database(connect_to_read(database_path(folder)))
    assert {read_raw(db, folder, capture).payload for capture in ids} == {raw(1).payload}
    db.conn.close()
    away.rename(file)
    assert not verify(folder, 1).findings


def test_a_new_parser_waits_for_a_missing_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its articles would be gone from the database until somebody notices."""
    folder = tmp_path / "data"
    fill(folder, range(1, 4))
    fill(folder, range(4, 6), day=1)
    before = dump(database_path(folder))["articles"]
    file, away = move_away(folder)
    monkeypatch.setattr(archive_module, "parser_fingerprint", lambda: "another")
    with open_archive(folder, SITE, "crawl") as archive:
        archive.finish(FINISHED, 0)
        assert [line.split(":")[1] for line in archive.new_problems()] == [
            " missing_warc_files", " parser_waits"
        ]  # fmt: skip
    assert dump(database_path(folder))["articles"] == before
    away.rename(file)
    with open_archive(folder, SITE, "crawl") as archive:
        archive.finish(FINISHED, 0)
        assert archive.recovered == ["the parser has changed: every page was read again"]
    assert dump(database_path(folder))["articles"] == before


def test_a_pass_goes_on_without_the_file_that_it_began_with(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    with open_archive(folder, SITE, "crawl") as archive:
        take(archive, raw(1))
        archive.finish("stopped", 143)
    move_away(folder)
    with open_archive(folder, SITE, "crawl") as archive:
        assert archive.run.pass_id != archive.run.id
        assert archive.kept_in_pass(raw(1).url) is None
        archive.finish(FINISHED, 1)
