"""Whether a refresh still meets the site: what is concluded, and that chance has no say in it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.crawling.watch import COUNTED, GONE, IN_A_ROW, MIN_PAGES, NO_ANSWER, Watch

MAINTENANCE = "skipped: maintenance"
PAGES = st.lists(st.sampled_from(COUNTED), min_size=1, max_size=80)
OUTCOMES = st.sampled_from([*COUNTED, GONE, NO_ANSWER, MAINTENANCE, "other", "redirect"])


def watched(*outcomes: str, believes_gone: bool = False) -> Watch:
    watch = Watch(believes_gone)
    for outcome in outcomes:
        watch.note("article", outcome)
    return watch


@given(st.lists(st.tuples(st.sampled_from(COUNTED), OUTCOMES), max_size=60), st.data())
def test_answers_that_come_once_it_is_over_change_nothing(
    before: list[tuple[str, str]], data: st.DataObject
) -> None:
    """While a spider is being closed there may be some under way, or none."""
    watch = Watch()
    for expected, outcome in before:
        watch.note(expected, outcome)
    found = (watch.is_over, watch.mostly_wrong, str(watch))
    for expected in data.draw(PAGES) if watch.is_over else []:
        watch.note(expected, data.draw(OUTCOMES))
    assert (watch.is_over, watch.mostly_wrong, str(watch)) == found


def test_as_many_gone_as_there_is_no_conclusion_yet() -> None:
    """Seventeen of 34 once ended it, and whether an eighteenth came was chance."""
    half = ["article"] * 17 + [GONE] * 17
    assert not watched(*half).is_over
    assert watched(*half, GONE).mostly_wrong
    assert not watched(*half, "article", GONE).is_over


def test_many_that_are_gone_among_more_that_are_not_are_removals() -> None:
    """Old articles, say of one year, are removed together, and stand together in the plan."""
    assert not watched(*["article"] * 50, *[GONE] * 40).is_over
    assert watched(*[GONE] * 40, believes_gone=True).gone == 40


@pytest.mark.parametrize("outcome", [MAINTENANCE, NO_ANSWER, "other"])
def test_others_in_a_row_end_it(outcome: str) -> None:
    good = ["article"] * 50
    assert not watched(*good, *[outcome] * (IN_A_ROW - 1), "article", outcome).is_over
    over = watched(*good, *[outcome] * IN_A_ROW)
    assert over.is_over and not over.mostly_wrong


def test_a_few_are_no_evidence() -> None:
    assert not watched(*[GONE] * (MIN_PAGES - 1)).is_over
    assert watched(*[GONE] * MIN_PAGES).mostly_wrong
