"""The order of what is found in the replica's articles, against judgements."""

from pathlib import Path

import pytest

from tests.commands import crawl, replica
from tests.searchquality import judgements, measure, ours, tables_own

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
    assert len({j.query for j in judged}) >= 60
    assert all(j.gains for j in judged)
