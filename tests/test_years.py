"""Simulated years of a site's life with a refresh a day: all is seen, and no alarm is wrong."""

from datetime import timedelta
from pathlib import Path

import pytest

from archive.crawling.refresh import Bounds
from scraper.replica import Replica
from tests.simulation import Life
from tests.years import ARTICLES, DAYS, QUIET, live


def check(folder: Path, articles: int, days: int, seed: int, step: int) -> None:
    years = live(folder, articles, days, seed, step)
    said = f"python -m tests.years {seed} {days} {articles}\n{years.report()}"
    assert not (years.false or years.missed or years.mistakes()), said


def test_some_weeks(tmp_path: Path) -> None:
    check(tmp_path, 12, 40, 1, QUIET // 10)


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(1, 5))
def test_years(tmp_path: Path, seed: int) -> None:
    check(tmp_path, ARTICLES, DAYS, seed, 1)


def cost(folder: Path, articles: int) -> tuple[int, int]:
    """Requests of a refresh after 90 days without edits: for sections, and for all else."""
    with Replica(articles) as site:
        life = Life(site, folder, Bounds(revisits=20))
        assert life.refresh() == 0
        life.day()
        sections = len(site.requests)
        site.advance(timedelta(days=90))
        assert life.day() == 0
        return sections, len(site.requests) - sections


def test_a_larger_site_costs_no_more(tmp_path: Path) -> None:
    """The sections and the set number, whatever the size."""
    small, large = cost(tmp_path / "small", 30), cost(tmp_path / "large", 240)
    assert small[0] == large[0] < 20
    assert 10 < small[1] <= 20 and 10 < large[1] <= 20
