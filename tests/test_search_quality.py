"""The order of what is found in the replica's articles, against judgements."""

from pathlib import Path

import pytest

from tests.commands import crawl, replica, run
from tests.datasette_pages import Pages
from tests.searchquality import (
    helpfulness,
    judgements,
    measure,
    misspelt,
    ours,
    suggested,
    tables_own,
)

ARTICLES = 60


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("archive")
    with replica(ARTICLES) as running:
        code, _, err = crawl(folder, running)
    assert code == 0, err
    return folder


def test_what_is_wanted_stands_first(archive: Path) -> None:
    judged = judgements("replica")
    found = measure(ours(archive), judged)
    assert found.ndcg > 0.98
    assert found.recall_at_10 > 0.98
    theirs = measure(tables_own(archive, "rank"), judged)
    assert found.ndcg > theirs.ndcg + 0.3


def test_there_are_enough_judgements() -> None:
    judged = [*judgements("real"), *judgements("replica")]
    assert len({j.query for j in judged}) >= 100
    assert all(j.gains for j in judged)


def test_what_was_meant_is_suggested(archive: Path) -> None:
    helped = helpfulness(archive, misspelt("replica"))
    assert helped.first > 0.95
    assert helped.suggested > 0.95


def test_nothing_is_suggested_where_what_is_typed_is_good(archive: Path) -> None:
    assert [j.query for j in judgements("replica") if suggested(archive, j.query)] == []


def test_what_was_meant_is_asked_above_what_is_found_otherwise(archive: Path) -> None:
    pages, text, meant = Pages(archive), "đào tạp nghề", "đào tạo nghề"
    found = pages.get("/tim-kiem.json", q=text).json()
    total = found["suggestion_totals"][meant]
    assert found["total"] and found["suggestions"] == [meant]
    assert pages.get("/tim-kiem.json", q=meant).json()["total"] == total
    page = pages.get("/tim-kiem", q=text).text
    assert "Có phải bạn tìm" in page and f'>{meant}</a> <span class="count">({total} bài)' in page
    assert f"did you mean: {meant} ({total} articles)" in run(archive, "search", text)[2]


def test_there_are_enough_misspelt_queries() -> None:
    wrong = [*misspelt("real"), *misspelt("replica")]
    assert len({one.query for one in wrong}) >= 60
