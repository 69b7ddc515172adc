"""What a site no longer shows: fields lost by a redesign, boxes that are gone."""

from datetime import timedelta

import pytest

from archive.crawling.crawl import crawl
from tests.simulation import Engine, Life, days, query, visit


def test_lost_fields_are_named_and_make_no_version(life: Life) -> None:
    life.replica.advance(timedelta(days=91))
    life.replica.break_("drift")
    assert life.day() == 4
    assert all(name in life.said[-1] for name in ("date", "section", "view counter"))
    assert "byline" not in life.said[-1]
    assert query(life, "SELECT max(version), count(removed_at) FROM articles") == [(1, 0)]
    life.replica.heal()
    life.replica.advance(timedelta(days=91))
    assert life.day() == 0, life.said
    assert query(life, "SELECT max(version), count(removed_at) FROM articles") == [(1, 0)]


def test_a_crawl_names_lost_fields_too(life: Life) -> None:
    life.replica.break_("drift")
    life.replica.advance(timedelta(days=1))
    code, said = visit(
        lambda: crawl(life.folder, life.site, life.pace, clock=life.clock, engine=Engine)
    )
    assert code == 4 and all(name in said for name in ("date", "section", "view counter"))
    assert query(life, "SELECT max(version), count(removed_at) FROM articles") == [(1, 0)]


def test_a_redesign_with_the_same_words_is_no_version(life: Life) -> None:
    life.replica.advance(timedelta(days=91))
    life.replica.break_("redesign")
    assert life.day() == 0, life.said
    assert query(life, "SELECT max(version), count(removed_at) FROM articles") == [(1, 0)]


@pytest.mark.parametrize(
    ("kind", "lost"),
    [
        ("bare", {"missing_polls", "missing_web_links", "missing_procedure_results"}),
        ("no_results", {"missing_procedure_results"}),
    ],
)
def test_boxes_that_are_gone_are_told(life: Life, kind: str, lost: set[str]) -> None:
    """Statistics pages go on printing results of procedures."""
    days(life, 15)
    life.replica.break_(kind)
    assert days(life, 9) == {0} and life.told() == []
    days(life, 2)
    assert set(life.told()) == lost
    life.replica.heal()
    life.day()
    assert life.told() == []


def test_boxes_that_stay_away_are_told_for_a_month(life: Life) -> None:
    days(life, 15)
    life.replica.break_("bare")
    told = []
    for _ in range(10):
        life.replica.advance(timedelta(days=4))
        life.day()
        told.append("missing_procedure_results" in life.told())
    assert told[0] is False and True in told
    assert told[-1] is False, "it is how the site is"
