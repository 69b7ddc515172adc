"""`sldtbxh refresh`: what it asks for, what it sees, and what it does not believe."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlite_utils import Database

from archive.crawling.ending import ENDED
from archive.crawling.refresh import Bounds
from archive.crawling.schedule import addresses, schedule
from archive.db.database import connect_to_read
from archive.folder import database_path
from archive.rebuilding.rebuild import rebuild
from scraper.replica import Replica
from tests.backfilling import service
from tests.dump import dump
from tests.simulation import ARTICLES, Life, asked, days, query
from tests.waybackmachine import WaybackMachine
from tests.waybackmachine.crawled import Crawler

TRUTH = ("articles", "article_versions", "article_removals", "view_counts", "procedure_statistics",
         "tables", "site_details", "polls")  # fmt: skip
FAILURES = ("maintenance", "503", "500", "403", "login", "parked", "garbage", "cut")


def test_the_first_refresh_is_a_crawl(life: Life) -> None:
    assert query(life, "SELECT command FROM runs") == [("crawl",)]
    assert query(life, "SELECT count(*) FROM articles") == [(ARTICLES,)]


@pytest.mark.parametrize("how", FAILURES)
def test_a_site_that_was_not_there_is_asked_again(tmp_path: Path, how: str) -> None:
    """Its notice is not taken for its page until the end of time, or of the day."""
    with Replica(4) as site:
        life = Life(site, tmp_path / "data")
        for _ in range(2):  # the first visit, which is a crawl, and a refresh
            site.break_(how)
            assert life.refresh() == 3, life.said
            site.heal()
            site.advance(timedelta(hours=1))
            assert life.refresh() == 0, life.said
            site.advance(timedelta(days=1))
        assert query(life, "SELECT count(*), max(version) FROM articles") == [(4, 1)]


def test_where_nothing_changed_only_sections_are_asked_for(life: Life) -> None:
    assert life.day() == 0
    paths = asked(life)
    assert len(paths) < 20 and "/" in paths and "/viec-lam" in paths
    assert not [p for p in paths if "/content/" in p or "cur=" in p or "/documents/" in p]


def test_news_is_there_the_next_day(life: Life) -> None:
    new = [life.replica.publish(f"Bài mẫu thứ {n}").entry_id for n in range(25)]
    assert life.day() == 0
    found = {row[0] for row in query(life, "SELECT id FROM articles")}
    assert set(new) <= found
    assert len(asked(life)) < 75


def test_of_a_known_list_only_the_new_part_is_read(life: Life) -> None:
    for n in range(40):
        life.replica.publish(f"Bài mẫu thứ {n}")
    life.day()
    life.replica.publish("Bài mẫu cuối")
    life.day()
    pages = [p for p in asked(life) if "cur=" in p and p.startswith("/tin-chuyen-nganh")]
    assert len(pages) <= 1


def test_an_edit_of_a_young_article_is_seen_the_next_day(life: Life) -> None:
    new = life.replica.publish()
    life.day()
    life.replica.edit(new.entry_id)
    life.day()
    life.day()
    assert query(life, f"SELECT version FROM articles WHERE id = {new.entry_id}") == [(2,)]


def test_an_old_article_is_looked_at_again_within_three_months(life: Life) -> None:
    old = life.replica.articles[1]
    life.replica.edit(old.entry_id)
    life.replica.advance(timedelta(days=91))
    assert life.day() == 0
    assert query(life, f"SELECT version FROM articles WHERE id = {old.entry_id}") == [(2,)]


def test_a_sitemap_tells_of_an_edit(life: Life) -> None:
    old = next(a for a in life.replica.articles if a.display_page)
    life.replica.advance(timedelta(hours=1))
    life.replica.edit(old.entry_id)
    life.day()
    assert query(life, f"SELECT version FROM articles WHERE id = {old.entry_id}") == [(2,)]


@pytest.mark.parametrize("how", ["404", "410", "soft_404", "home"])
def test_gone_twice_is_removed_and_may_come_back(life: Life, how: str) -> None:
    gone = life.replica.articles[0].entry_id
    life.replica.remove(gone, how)
    life.replica.advance(timedelta(days=91))
    assert life.day() == 0, life.said
    assert query(life, "SELECT * FROM article_removals") == []
    first = life.replica.clock
    days(life, 2)
    removed = query(life, f"SELECT removed_at FROM articles WHERE id = {gone}")[0][0]
    assert removed[:10] == f"{first:%Y-%m-%d}"
    life.replica.restore(gone)
    life.replica.advance(timedelta(days=31))
    assert life.day() == 0
    assert query(life, f"SELECT removed_at FROM articles WHERE id = {gone}") == [(None,)]
    assert query(life, "SELECT count(*), count(returned_at) FROM article_removals") == [(1, 1)]
    assert query(life, "SELECT max(version) FROM articles") == [(1,)]


@pytest.mark.parametrize("old", ["301", "404"])
def test_a_moved_article_stays_one(life: Life, old: str) -> None:
    moved = life.replica.articles[3].entry_id
    life.replica.move(moved, title_of_address="Địa chỉ mẫu mới", old=old)
    life.replica.advance(timedelta(days=91))
    days(life, 3)
    assert query(life, "SELECT count(*), max(version) FROM articles") == [(ARTICLES, 1)]
    assert query(life, "SELECT * FROM article_removals") == []


def test_at_most_so_many_pages_are_looked_at_again(life: Life) -> None:
    days(life, 1)
    sections = len(asked(life))
    life.bounds = Bounds(revisits=10)
    life.replica.advance(timedelta(days=91))
    assert life.day() == 0
    assert sections < len(asked(life)) <= sections + 10


@pytest.mark.parametrize("how", FAILURES)
def test_what_is_not_the_site_touches_nothing(life: Life, how: str) -> None:
    life.replica.advance(timedelta(days=91))
    before = dump(database_path(life.folder))
    life.replica.break_(how)
    assert life.day() == 3, (life.codes, life.said)
    assert len(asked(life)) < 40
    after = dump(database_path(life.folder))
    assert {t: after[t] for t in TRUTH} == {t: before[t] for t in TRUTH}
    life.replica.heal()
    assert life.day() == 0
    assert query(life, "SELECT max(version), count(removed_at) FROM articles") == [(1, 0)]


def test_a_site_that_fails_midway_is_left_alone(life: Life) -> None:
    life.replica.advance(timedelta(days=91))
    life.replica.break_("maintenance", "/viec-lam/-/")
    life.day()
    assert query(life, "SELECT max(version), count(removed_at) FROM articles") == [(1, 0)]


def test_a_site_that_fails_midway_is_told(life: Life) -> None:
    """Most pages were as ever, then fifteen in a row were not: there is no use in asking on."""
    life.replica.advance(timedelta(days=91))
    life.day()
    whole = len(asked(life))
    life.replica.advance(timedelta(days=91))
    life.replica.break_("maintenance", after=whole - 20)
    assert life.day() == 1
    assert "cut_short" in life.said[-1] and "15 maintenance" in life.said[-1]
    assert len(asked(life)) < whole
    outcome = query(life, "SELECT outcome FROM runs ORDER BY started_at DESC LIMIT 1")
    assert outcome == [("failed",)]
    life.replica.heal()
    assert life.day() == 0
    assert query(life, "SELECT max(version), count(removed_at) FROM articles") == [(1, 0)]


def test_all_articles_gone_at_once_are_not_removed_before_a_week(life: Life) -> None:
    for article in life.replica.articles:
        life.replica.remove(article.entry_id, "home")
    life.replica.advance(timedelta(days=91))
    assert days(life, 7) <= {3, 4}  # 4 on the day on which the lists are empty
    assert "gone" in life.said[-1]
    assert query(life, "SELECT * FROM article_removals") == []
    days(life, 8)
    assert query(life, "SELECT count(*) FROM articles WHERE removed_at IS NULL") == [(0,)]
    before = dump(database_path(life.folder))
    rebuild(life.folder)
    assert dump(database_path(life.folder)) == before


def test_the_end_of_a_site(life: Life) -> None:
    before = dump(database_path(life.folder))
    life.replica.break_("parked")
    assert days(life, 30) == {3}
    assert life.day() == 0
    assert "has ended" in life.said[-1]
    assert asked(life).count("/") == 1 and len(asked(life)) <= 2
    assert (life.day(), life.said[-1]) == (0, "")
    after = dump(database_path(life.folder))
    assert {t: after[t] for t in TRUTH} == {t: before[t] for t in TRUTH}
    assert query(life, f"SELECT severity FROM problems WHERE kind = '{ENDED}'") == [("note",)]
    assert life.told() == []
    life.replica.heal()
    new = life.replica.publish().entry_id
    assert life.day() == 0
    assert query(life, f"SELECT count(*) FROM articles WHERE id = {new}") == [(1,)]


def test_what_others_have_of_a_site_that_has_ended(life: Life) -> None:
    """An article that the archive never met is in the Wayback Machine."""
    lost = life.replica.publish("Bài mẫu đã mất")
    held = Crawler(life.replica).crawl()
    life.replica.break_("parked")
    life.bounds = Bounds(ended_after=timedelta(days=1))
    sql = f"SELECT title, removed_at FROM articles WHERE id = {lost.entry_id}"
    with WaybackMachine() as machine:
        machine.holdings.add(*held)
        life.service = service(machine)
        assert (life.day(), query(life, sql), machine.asked) == (3, [], [])
        assert life.day() == 0, life.said
        assert query(life, sql) == [("Bài mẫu đã mất", None)]
        assert query(life, "SELECT max(version), count(removed_at) FROM articles") == [(1, 0)]
        asked_once = len(machine.asked)
        assert (life.day(), life.said[-1]) == (0, "")
        assert len(machine.asked) - asked_once < 5  # the index alone
    assert life.day() == 1  # the machine is gone: it is told once
    assert "backfill_cut_short" in life.said[-1]
    assert (life.day(), life.said[-1]) == (0, "")
    assert life.told() == []


def test_a_night_without_the_site_is_no_alarm_but_four_are(life: Life) -> None:
    life.replica.break_("maintenance")
    life.day()
    assert life.told() == []
    days(life, 3)
    assert life.told() == ["stale"]
    life.replica.heal()
    life.day()
    assert life.told() == []


def test_a_list_that_could_not_be_read_is_read_on_the_next_day(life: Life) -> None:
    """News that stood on its first page alone must not hide news that it did not show any more."""
    for n in range(15):
        life.replica.publish(f"Bài mẫu thứ {n}")
    life.replica.break_("500", "/tin-chuyen-nganh")
    assert life.day() == 1, life.said
    assert "listing_not_read" in life.said[-1]
    life.replica.heal()
    life.replica.publish()
    assert life.day() == 0
    assert query(life, "SELECT count(*) FROM articles") == [(ARTICLES + 16,)]


def test_a_rebuild_plans_the_same(life: Life) -> None:
    life.replica.remove(life.replica.articles[0].entry_id)
    life.replica.advance(timedelta(days=91))
    life.day()
    rebuild(life.folder)
    before = schedule_of(life)
    days(life, 2)
    assert query(life, "SELECT count(*) FROM article_removals") == [(1,)]
    assert schedule_of(life) != before
    before = schedule_of(life)
    rebuild(life.folder)
    assert schedule_of(life) == before


def schedule_of(life: Life) -> object:
    connection = connect_to_read(database_path(life.folder))
    try:
        db = Database(connection)
        return schedule(db, addresses(db, life.clock()), (), life.replica.clock)
    finally:
        connection.close()


CHANGES: list[Callable[[Life], object]] = [
    lambda life: life.replica.advance(timedelta(days=-2)),
    lambda life: life.replica.advance(timedelta(hours=-30)),
]


@pytest.mark.parametrize("change", CHANGES)
def test_a_clock_set_back_is_told(life: Life, change: Callable[[Life], object]) -> None:
    before = dump(database_path(life.folder))
    change(life)
    assert life.day() in (0, 2)
    life.replica.advance(timedelta(days=-2))
    assert life.refresh() == 2
    assert "clock" in life.said[-1]
    assert dump(database_path(life.folder))["articles"] == before["articles"]
