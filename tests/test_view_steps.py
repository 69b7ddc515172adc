"""The sums of counters by month, kept up row by row, against all counters added up anew."""

import random
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlite_utils import Database

from archive.db.database import connect, migrations
from archive.db.rows import sync
from archive.db.tables import ViewCounts
from archive.times import utc_text

START = datetime(2024, 1, 31, 16, 59, tzinfo=UTC)  # a minute before February in Viet Nam
MOMENTS = [utc_text(START + timedelta(days=n * 9, minutes=n % 3)) for n in range(20)]
ARTICLES = range(1, 6)
Counts = dict[tuple[int, str], tuple[int, int]]


def added_up(counts: Counts) -> dict[str, tuple[int, ...]]:
    """What each month adds, from all the counters."""
    steps: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    before: dict[int, tuple[int, int]] = {}
    for (article, at), (views, visits) in sorted(counts.items()):
        month = f"{datetime.fromisoformat(at) + timedelta(hours=7):%Y-%m}"
        views_before, visits_before = before.get(article, (0, 0))
        step = (1, article not in before, views - views_before, visits - visits_before)
        steps[month] = [a + b for a, b in zip(steps[month], step, strict=True)]
        before[article] = views, visits
    return {month: tuple(step) for month, step in steps.items()}


def kept(db: Database) -> dict[str, tuple[int, ...]]:
    return {row[0]: tuple(row[1:]) for row in db.execute("SELECT * FROM view_steps")}


def test_any_order_of_counters_gives_the_same_sums(tmp_path: Path) -> None:
    db, rng, counts = connect(tmp_path / "archive.db"), random.Random(4), Counts()
    for _ in range(120):
        article = rng.choice(ARTICLES)
        for at in rng.sample(MOMENTS, 4):
            if (article, at) in counts and rng.random() < 0.5:
                del counts[article, at]
            else:
                counts[article, at] = rng.randrange(1000), rng.randrange(9)
        rows = [
            {"article_id": a, "observed_at": at, "views": views, "own_visits": visits}
            for (a, at), (views, visits) in counts.items()
            if a == article
        ]
        sync(db, ViewCounts, "article_id", [article], rows)
        assert kept(db) == added_up(counts)
    db.execute("DELETE FROM view_counts")
    assert kept(db) == {}


def test_an_older_archive_gets_the_sums_of_what_it_has(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    db = connect(path)
    for name in ("insert", "delete", "update"):
        db.execute(f"DROP TRIGGER view_counts_{name}")
    db.execute("DROP TABLE view_steps")
    db.execute(f"DELETE FROM {migrations.migrations_table} WHERE name = 'views_by_month'")
    counts = {(a, at): (a * 10 + n, n) for a in ARTICLES for n, at in enumerate(MOMENTS)}
    db.execute("BEGIN")
    for (article, at), (views, visits) in counts.items():
        db.execute(
            "INSERT INTO view_counts (article_id, observed_at, views, own_visits)"
            " VALUES (?, ?, ?, ?)",
            [article, at, views, visits],
        )
    db.execute("COMMIT")
    db.close()
    assert kept(connect(path)) == added_up(counts)


def test_an_archive_whose_own_visits_had_another_name(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    db = connect(path)
    counts = {(a, at): (a * 10 + n, n) for a in ARTICLES for n, at in enumerate(MOMENTS)}
    for (article, at), (views, visits) in counts.items():
        row = {"article_id": article, "observed_at": at, "views": views, "own_visits": visits}
        db.table("view_counts").insert(row)
    for name in ("insert", "delete", "update"):
        db.execute(f"DROP TRIGGER view_counts_{name}")
    db.execute("ALTER TABLE view_steps RENAME COLUMN own_visits TO visits")
    for name in ("insert", "delete", "update"):
        db.execute(
            f"CREATE TRIGGER view_counts_{name} AFTER {name} ON view_counts BEGIN SELECT 1; END"
        )
    db.execute(f"DELETE FROM {migrations.migrations_table} WHERE name = 'own_visits_by_month'")
    db.close()
    db = connect(path)
    assert list(db.table("view_steps").columns_dict)[-1] == "own_visits"
    assert kept(db) == added_up(counts)
    db.table("view_counts").insert({**row, "article_id": 99})
    assert kept(db) == added_up({**counts, (99, at): (views, visits)})
    db.close()
