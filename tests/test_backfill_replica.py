"""A site's years, known from the Wayback Machine alone: its histories and its counters."""

import re
from datetime import timedelta
from pathlib import Path

import pytest

from archive.rebuilding.rebuild import rebuild
from scraper.replica import Replica
from tests.backfilling import fill, moment
from tests.importing import rows, said, take
from tests.warcmaking import http, members, record
from tests.waybackmachine import Held, WaybackMachine
from tests.waybackmachine.crawled import Crawler, decoded

ARTICLES = 12
VIEWS = re.compile(r"Số lượt xem:\s*(?:<[^>]+>\s*)*(\d+)")


@pytest.fixture(scope="module")
def years() -> tuple[list[Held], dict[str, int]]:
    """Three days of a site's life, a year apart, and the entry ids of what happened."""
    with Replica(articles=ARTICLES) as replica:
        crawler = Crawler(replica)
        edited, renamed, removed = (article.entry_id for article in replica.articles[:3])
        held = crawler.crawl()
        replica.advance(timedelta(days=365))
        replica.edit(edited)
        replica.remove(removed)
        held += crawler.crawl()
        replica.advance(timedelta(days=365))
        replica.edit(edited)
        replica.edit(renamed, title="Bài mẫu mang tên mới")
        held += crawler.crawl()
    return held, {"edited": edited, "renamed": renamed, "removed": removed}


def shown(held: list[Held]) -> set[tuple[str, int]]:
    """Every time at which an article's counter was seen, and what it said."""
    found = set()
    for one in held:
        number = VIEWS.search(decoded(one).decode()) if one.media_type == "text/html" else None
        if number and "/-/" in one.url:
            found.add((moment(one.timestamp).isoformat()[:19], int(number[1])))
    return found


def test_histories_and_counters_reach_back(
    tmp_path: Path, years: tuple[list[Held], dict[str, int]]
) -> None:
    held, ids = years
    with WaybackMachine(cap=50) as machine:
        machine.holdings.add(*held)
        result = fill(tmp_path / "wayback", machine)
        assert result.exit_code == 0, result.lines
        assert result.tally.new == ARTICLES
        assert fill(tmp_path / "wayback", machine).tally.captured == 0
    folder = tmp_path / "wayback"
    sql = "SELECT id, title, version, removed_at, first_seen_at, last_seen_at FROM articles"
    articles = {row["id"]: row for row in rows(folder, sql)}
    assert len(articles) == ARTICLES
    assert articles[ids["edited"]]["version"] == 3
    assert articles[ids["renamed"]]["version"] == 2
    assert articles[ids["renamed"]]["title"] == "Bài mẫu mang tên mới"
    assert articles[ids["removed"]]["removed_at"][:4] == "2022"
    assert {row["first_seen_at"][:4] for row in articles.values()} == {"2021"}
    counted = rows(folder, "SELECT observed_at, views FROM view_counts")
    seen = shown(held)
    assert len(seen) > 2 * ARTICLES
    assert {(row["observed_at"][:19], row["views"]) for row in counted} == seen
    for table in ("procedure_statistics", "site_traffic", "attachments", "article_documents"):
        assert rows(folder, f"SELECT 1 FROM {table}"), table
    found = {row["outcome"] for row in rows(folder, "SELECT DISTINCT outcome FROM captures")}
    assert found >= {"home", "listing", "article", "statistics", "attachment", "image", "gone"}
    before = said(folder)
    rebuild(folder, jobs=2)
    assert said(folder) == before


def test_it_is_what_an_import_of_the_same_captures_gives(
    tmp_path: Path, years: tuple[list[Held], dict[str, int]]
) -> None:
    held, _ = years
    with WaybackMachine() as machine:
        machine.holdings.add(*held)
        fill(tmp_path / "wayback", machine)
    kept = rows(tmp_path / "wayback", "SELECT url, captured_at FROM captures")
    there = {(row["url"], row["captured_at"][:19]) for row in kept}
    source = members(
        tmp_path / "mau.warc.gz",
        (as_record(one) for one in held
         if (one.url, moment(one.timestamp).isoformat()[:19]) in there),
    )  # fmt: skip
    take(tmp_path / "import", source)
    origin = ("source", "source_uri")
    assert said(tmp_path / "import", *origin) == said(tmp_path / "wayback", *origin)
    assert len(there) > 3 * ARTICLES


def as_record(held: Held) -> bytes:
    lines = [f"{name}: {value}" for name, value in held.headers if name != "Content-Encoding"]
    status = f"{held.status} {held.reason}"
    fields = {
        "WARC-Target-URI": held.url,
        "WARC-Date": f"{moment(held.timestamp):%Y-%m-%dT%H:%M:%SZ}",
    }
    kept = [line for line in lines if not line.startswith("Transfer-Encoding")]
    return record("response", http(decoded(held), *kept, status=status), dict(fields))
