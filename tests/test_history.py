"""An article's history is a function of its captures: any order of arrival, the same rows."""

import random
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from archive.db.database import connect
from archive.ids import content_id
from archive.storing.store import Store
from archive.times import utc_text
from scraper.capture import Capture
from scraper.records import (
    Article,
    ArticleFile,
    Link,
    Page,
    PageTable,
    Poll,
    PollOption,
    ProcedureStatistics,
    RelatedArticle,
    SiteDetails,
    SiteTraffic,
    Skipped,
    ViewCount,
    WebLink,
)
from scraper.site import Site

SITE = Site.of("https://replica.invalid")
START = datetime(2021, 1, 1, 1, tzinfo=UTC)
TITLE = "Bài mẫu số một"

Shot = tuple[Capture, Page | Skipped]


def url(path: str) -> str:
    return f"{SITE.origin}/{path}"


def shot(
    path: str, day: float, page: Page | Skipped, status: int = 200, source: str = "live"
) -> Shot:
    at = START + timedelta(days=day)
    return Capture(url(path), at, status, (("Content-Type", "text/html"),), b"", source), page


def shown(
    path: str,
    day: float,
    text: str = "Đoạn mẫu.",
    views: int | None = None,
    source: str = "live",
    **more: Any,  # noqa: ANN401
) -> Shot:
    fields = {
        "title": TITLE,
        "published_at": date(2021, 1, 1),
        "published_text": "01/01/2021",
        **more,
    }
    article = Article(body_text=text, body_html=f"<p>{text}</p>", **fields)
    records = (article,) if views is None else (article, ViewCount(views=views))
    return shot(path, day, Page("article", records), source=source)


def gone(path: str, day: float) -> Shot:
    return shot(path, day, Page("gone"), status=404)


def moved(path: str, day: float, target: str) -> Shot:
    return shot(path, day, Page("redirect", links=(Link(url(target), "redirect"),)), status=301)


def store(
    path: Path, shots: Iterable[Shot], at_once: int = 1000
) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table after these captures, in any batches."""
    db = connect(path)
    keeper = Store(db, SITE)
    for number, (capture, page) in enumerate(shots, 1):
        row = capture_row(capture)
        keeper.add_capture(row)
        keeper.add_page(row, capture, page)
        if number % at_once == 0:
            keeper.commit()
    keeper.commit()
    names = [
        n for n in db.table_names() if not n.startswith(("articles_fts", "_sqlite", "sqlite_"))
    ]
    rows = {name: sorted(map(repr, db.execute(f"SELECT * FROM {name}"))) for name in names}
    db.execute("INSERT INTO articles_fts (articles_fts, rank) VALUES ('integrity-check', 1)")
    db.conn.close()
    return rows  # type: ignore[return-value]


def capture_row(capture: Capture) -> dict[str, Any]:
    at = utc_text(capture.captured_at)
    return {
        "id": content_id("capture", capture.url, at, ""),
        "url": capture.url,
        "captured_at": at,
        "status": capture.status,
        "media_type": "text/html",
        "bytes": 0,
        "payload_digest": "",
        "sha256": "0" * 64,
        "source": capture.source,
        "run_id": 7,
        "warc_file": "a.warc.gz",
        "warc_offset": int(capture.captured_at.timestamp()),
        "warc_length": 1,
        "outcome": None,
    }


def rows(path: Path, shots: Iterable[Shot], sql: str) -> list[tuple[Any, ...]]:
    store(path / "archive.db", shots)
    db = connect(path / "archive.db")
    found = db.execute(sql).fetchall()
    db.conn.close()
    return found


VERSIONS = "SELECT article_id, version, body_text FROM article_versions ORDER BY 1, 2"


def test_same_words_again_are_no_new_version(tmp_path: Path) -> None:
    shots = [shown("-/1-bai", 0, views=5), shown("-/1-bai", 9, views=7)]
    found = rows(tmp_path, shots, "SELECT version, view_count, changed_at FROM articles")
    assert found == [(1, 7, None)]


def test_edit_and_return_to_the_old_words_are_three_versions(tmp_path: Path) -> None:
    shots = [shown("bai", d, text) for d, text in enumerate(("Một.", "Hai.", "Một."))]
    assert [r[1:] for r in rows(tmp_path, shots, VERSIONS)] == [
        (1, "Một."),
        (2, "Hai."),
        (3, "Một."),
    ]


def test_fewer_fields_are_no_edit(tmp_path: Path) -> None:
    shots = [
        shown("bai", 0, byline="PHÒNG MẪU", category="Tin mẫu"),
        shown("bai", 1, published_at=None, published_text=None),
        shown("bai", 2, byline="PHÒNG MẪU", category="Tin mẫu"),
    ]
    assert len(rows(tmp_path, shots, VERSIONS)) == 1


def test_fields_shown_later_complete_the_version(tmp_path: Path) -> None:
    shots = [
        shown("bai", 0, published_at=None, published_text=None),
        shown("bai", 1, category="Tin mẫu"),
        shown("bai", 2, published_at=datetime.fromisoformat("2021-01-01T08:30:00+07:00")),
    ]
    sql = "SELECT version, published_at, published_date, category FROM articles"
    assert rows(tmp_path, shots, sql) == [(1, "2021-01-01T08:30:00+07:00", "2021-01-01", "Tin mẫu")]


def test_another_sections_name_at_another_address_is_no_edit(tmp_path: Path) -> None:
    shots = [
        shown("a", 0, entry_id=5, category="Mục A"),
        shown("b", 1, entry_id=5, category="Mục B"),
        shown("a", 2, entry_id=5, category="Mục A"),
        shown("a", 3, entry_id=5, category="Mục C"),
    ]
    assert [r[:2] for r in rows(tmp_path, shots, VERSIONS)] == [(5, 1), (5, 2)]


def test_own_visits_count_live_renderings_at_every_address(tmp_path: Path) -> None:
    shots = [
        shown("a", 0, entry_id=5, views=10),
        shown("b", 1, entry_id=5, views=12),
        shown("a", 2, entry_id=5, views=12, source="wayback"),
        shot("a", 3, Skipped("print")),
        shown("a", 4, entry_id=5, views=15),
    ]
    sql = "SELECT views, own_visits FROM view_counts ORDER BY observed_at"
    assert rows(tmp_path, shots, sql) == [(10, 1), (12, 2), (12, 2), (15, 4)]


@pytest.mark.parametrize(
    ("days", "removed"),
    [((1,), False), ((1, 1.5), False), ((1, 2), True), ((1, 1.5, 2.1), True)],
)
def test_removed_is_gone_twice_a_day_apart(
    tmp_path: Path, days: tuple[float, ...], removed: bool
) -> None:
    shots = [shown("bai", 0), *(gone("bai", day) for day in days)]
    found = rows(tmp_path, shots, "SELECT removed_at FROM articles")
    assert found == [(utc_text(START + timedelta(days=1)) if removed else None,)]


def test_returned_article_is_there_again(tmp_path: Path) -> None:
    shots = [shown("bai", 0), gone("bai", 1), gone("bai", 3), shown("bai", 5)]
    assert rows(tmp_path, shots, "SELECT removed_at, version FROM articles") == [(None, 1)]
    db = connect(tmp_path / "archive.db")
    at = [utc_text(START + timedelta(days=d)) for d in (1, 3, 5)]
    sql = "SELECT removed_at, confirmed_at, returned_at FROM article_removals"
    assert db.execute(sql).fetchall() == [tuple(at)]
    db.conn.close()


def test_errors_remove_nothing(tmp_path: Path) -> None:
    shots = [shown("bai", 0)]
    shots += [shot("bai", day, Skipped("error"), 503) for day in range(1, 9)]
    shots += [shot("bai", day, Skipped("maintenance")) for day in range(9, 19)]
    assert rows(tmp_path, shots, "SELECT removed_at FROM articles") == [(None,)]


def test_redirect_home_is_gone(tmp_path: Path) -> None:
    shots = [shown("bai", 0), moved("bai", 1, ""), moved("bai", 3, "")]
    found = rows(tmp_path, shots, "SELECT removed_at FROM articles")
    assert found == [(utc_text(START + timedelta(days=1)),)]


def test_one_address_left_is_not_removed(tmp_path: Path) -> None:
    shots = [shown("a", 0, entry_id=5), shown("b", 0.1, entry_id=5), gone("a", 1), gone("a", 3)]
    assert rows(tmp_path, shots, "SELECT removed_at, url FROM articles") == [(None, url("b"))]


def test_same_words_under_two_entry_ids_are_two_articles(tmp_path: Path) -> None:
    shots = [shown("a", 0, entry_id=5), shown("b", 1, entry_id=6), gone("a", 2), gone("a", 4)]
    assert [r[0] for r in rows(tmp_path, shots, VERSIONS)] == [5, 6]


def test_moved_by_redirect_is_one_article(tmp_path: Path) -> None:
    shots = [shown("muc-a/bai", 0), moved("muc-a/bai", 5, "muc-b/bai"), shown("muc-b/bai", 5.1)]
    found = rows(tmp_path, shots, "SELECT version, url, removed_at FROM articles")
    assert found == [(1, url("muc-b/bai"), None)]
    db = connect(tmp_path / "archive.db")
    assert len(db.execute("SELECT * FROM article_aliases").fetchall()) == 1
    assert len(db.execute("SELECT * FROM article_urls").fetchall()) == 2
    db.conn.close()


def test_moved_with_the_old_address_gone_is_one_article(tmp_path: Path) -> None:
    shots = [shown("a", 0), shown("b", 5), gone("a", 5.1), gone("a", 7)]
    assert rows(tmp_path, shots, "SELECT version, url, removed_at FROM articles") == [
        (1, url("b"), None)
    ]


def test_the_same_words_at_two_living_addresses_stay_two(tmp_path: Path) -> None:
    assert len(rows(tmp_path, [shown("a", 0), shown("b", 1), shown("a", 2)], VERSIONS)) == 2


def test_all_articles_redirected_to_one_notice_stay_themselves(tmp_path: Path) -> None:
    shots = [shown(f"bai-{n}", 0, f"Đoạn {n}.", title=f"Bài {n}") for n in range(3)]
    shots += [moved(f"bai-{n}", 2, "thong-bao") for n in range(3)]
    shots += [shown("thong-bao", 2.1, "Thông báo mẫu.", title="Thông báo")]
    assert len(rows(tmp_path, shots, VERSIONS)) == 4


def life() -> list[Shot]:
    """Everything at once: edits, moves, removals, returns, figures, links, polls, details."""
    found: list[Shot] = []
    statistics = ProcedureStatistics(
        scope="department", period="", updated_at="", received=9, received_text="9"
    )
    for day in range(12):
        text = "Một." if day < 4 else "Hai."
        found.append(shown("a", day, text, views=day * 3, entry_id=5, category="Mục A"))
        found.append(shown("b", day + 0.2, text, views=day * 3 + 1, entry_id=5, category="Mục B"))
        name = "Sở Mẫu" if day in (0, 1, 5, 9) else "Sở Mẫu tỉnh Mẫu"
        records = (
            SiteDetails(name=name),
            SiteTraffic(total=1000 + day),
            WebLink(text="Cổng mẫu", url="https://cong.invalid/"),
            Poll(question="Bạn thấy sao?", options=(PollOption(option="Tốt", votes=day // 5),)),
            statistics,
        )
        found.append(shot("", day + 0.3, Page("home", records)))
        found.append(shot("", day + 0.31, Page("home", records)))
    found += [
        shown("c", 0),
        shown("c", 1, "Khác."),
        moved("c", 2, "d"),
        shown("d", 3),
        gone("d", 5),
        gone("d", 7),
    ]
    found += [shown("e", 0), gone("e", 4), gone("e", 5.5), shown("f", 6), shown("e", 9, "Ba.")]
    related = RelatedArticle(related_url=url("a"), position=1, title=TITLE)
    table = PageTable(position=1, header=("Cột",), rows=(("1",),))
    file = ArticleFile(url=url("documents/1/2/mau.pdf"), text="Mẫu", position=1, media="file")
    for at in (0.5, 2.5, 4.5):
        found.append(shot("thong-ke", at, Page("statistics", (table, statistics))))
    article = Article(title="Bài có bảng", body_text="Bảng.", body_html="<p>Bảng.</p>")
    found.append(shot("g", 1, Page("article", (article, table, related, file))))
    found.append(shot("g", 8, Page("article", (article, table, file))))
    found.append(shot("documents/1/2/mau.pdf", 2, Page("attachment")))
    found.append(shot("documents/1/2/mau.pdf", 6, Page("attachment")))
    return found


@pytest.mark.parametrize("seed", range(20))
def test_any_order_gives_the_same_rows(tmp_path: Path, seed: int) -> None:
    in_order = store(tmp_path / "1.db", life())
    shuffled = life()
    chance = random.Random(seed)
    chance.shuffle(shuffled)
    other = store(tmp_path / "2.db", shuffled, at_once=chance.choice((1, 3, 10, 1000)))
    assert other == in_order


def test_a_second_time_adds_nothing(tmp_path: Path) -> None:
    once = store(tmp_path / "1.db", life())
    assert store(tmp_path / "1.db", life()) == once
