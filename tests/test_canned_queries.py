"""Canned queries where figures were corrected, do not add up, or were out of reach."""

from typing import Any

import pytest
from sqlite_utils import Database

from tests.datasette_pages import Pages
from tests.sample_archive import SEEN, make

FIELD = "field:Việc làm mẫu"
LATER = {**SEEN, "last_seen_at": "2024-05-03T00:01:00.000000Z"}


def printed(period: str, **figures: Any) -> dict[str, Any]:  # noqa: ANN401
    key = {"scope": FIELD, "period": period, "updated_at": "", "figures_hash": period}
    return {**key, "capture_id": 52, "convention": "inclusive", **SEEN, **figures}


STATISTICS = (
    printed("2023-12", received=70, resolved=60, late=3, late_percent=5.0),
    printed("2024-01", received=90, resolved=80, late=9, late_percent=11.25),
    # The same month once more, corrected.
    printed("2024-01", received=100, resolved=80, early=50, on_time=70, late=10, early_percent=62.5,
            on_time_percent=80.0, late_percent=12.5, figures_hash="corrected", **LATER),
    printed("2024-02", resolved=50, early=20, on_time=25, late=2, convention="disjoint"),
    printed("2024-Q1", received=1, resolved=None),
    printed("2023", received=2, resolved=0),
)  # fmt: skip


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Pages:
    folder = make(tmp_path_factory.mktemp("archive"))
    db = Database(folder / "archive.db")
    for row in STATISTICS:
        db.table("procedure_statistics").insert(row)
    # Nobody knows what the site said while it answered with something else.
    for day, outcome in ((4, "skipped: maintenance"), (5, "robots"), (6, None)):
        capture = {**next(db.query("SELECT * FROM captures LIMIT 1")), "id": 1000 + day}
        capture |= {"captured_at": f"2024-05-0{day}T00:00:00.000000Z", "outcome": outcome}
        db.table("captures").insert(capture)
    db.close()
    return Pages(folder)


def test_of_a_period_printed_twice_the_last_is_marked(pages: Pages) -> None:
    rows = pages.rows("ket-qua-thu-tuc", pham_vi="viec lam")
    assert {(r["period"], r["received"]) for r in rows if not r["newest"]} == {("2024-01", 90)}
    assert len(rows) == len(STATISTICS)
    periods = [row["period"] for row in rows]
    assert periods == ["2024-Q1", "2024-02", "2024-01", "2024-01", "2023-12", "2023"]


def test_a_period_stands_beside_the_one_of_its_kind_before(pages: Pages) -> None:
    rows = pages.rows("thu-tuc-so-voi-ky-truoc", pham_vi="việc làm")
    columns = ("period", "previous_period", "received_change", "late_change", "late_percent_change")
    assert [tuple(row[name] for name in columns) for row in rows] == [
        ("2023", None, None, None, None),
        ("2024-02", "2024-01", None, -8, None),
        ("2024-01", "2023-12", 30, 7, 7.5),
        ("2023-12", None, None, None, None),
        ("2024-Q1", None, None, None, None),
    ]


def test_shares_are_held_against_counts(pages: Pages) -> None:
    rows = pages.rows("thu-tuc-doi-chieu", pham_vi="viec lam mau")
    columns = ("period", "early_computed", "on_time_computed", "late_computed", "difference")
    found = [tuple(row[name] for name in columns) for row in rows]
    assert found[0] == ("2024-01", 62.5, 87.5, 12.5, 7.5)
    assert ("2024-02", 40.0, 50.0, 4.0, None) in found
    unaccounted = {(row["period"], row["on_time"]): row["unaccounted"] for row in rows}
    assert unaccounted[("2024-01", 70)] == 0 and unaccounted[("2024-02", 25)] == 3
    assert all(row["resolved"] for row in rows)


def test_what_came_without_being_the_sites_own_fills_no_gap(pages: Pages) -> None:
    assert [row["days"] for row in pages.rows("khoang-trong-ban-luu")] == [8]
