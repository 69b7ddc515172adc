"""Charts: round numbers on their scales, marks that do not touch, lines that end in place."""

import re
from itertools import pairwise
from pathlib import Path

import pytest

from archive.figures.columnchart import column_chart
from archive.figures.figures import bars, month_marks, months_between
from archive.figures.plot import plot
from archive.figures.ticks import tick_step
from tests.datasette_pages import Pages
from tests.sample_archive import make


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("figures"))


@pytest.mark.parametrize(
    ("highest", "step"),
    [(1, 1), (4, 1), (5, 2), (9, 5), (21, 10), (4_000, 1_000), (10**12, 5 * 10**11)],
)
def test_ticks_are_round_and_few(highest: int, step: int) -> None:
    assert tick_step(highest) == step


def test_a_line_of_large_numbers_fills_its_chart() -> None:
    drawn = plot(["2021-01-01", "2021-01-02"], [1_000_000, 1_000_010])
    assert [value for _, value in drawn.ticks] == [1_000_000, 1_000_005, 1_000_010]


def test_columns_stay_inside() -> None:
    for count in (1, 2, 13, 240):
        chart = column_chart(
            [f"{n:07}" for n in range(count)], [n * 37 % 101 for n in range(count)]
        )
        assert all(c.x >= 0 and c.x + c.width <= chart.width + 1 for c in chart.columns)
        assert all(c.y >= 0 and c.y + c.height <= chart.floor + 1 for c in chart.columns)
        places = [x for x, _ in chart.marks]
        assert all(b - a >= 105 for a, b in pairwise(places))
    assert column_chart(["a"], [0]).columns[0].height == 0
    assert bars([]) == ()


def test_a_large_scale_has_room() -> None:
    assert (
        plot(["2020-01-01", "2021-01-01"], [0, 900_000_000]).left > plot(["2020-01-01"], [9]).left
    )
    assert column_chart(["a"], [900_000]).left > column_chart(["a"], [9]).left


def test_many_months_are_marked_by_their_years() -> None:
    months = months_between("2019-11", "2023-02")
    chart = column_chart(months, [1] * len(months), marks=month_marks(months))
    assert [mark for _, mark in chart.marks] == ["2020", "2021", "2022"]
    assert month_marks(["2019-12", "2020-01"]) == ["12/2019", "01/2020"]


def test_lines_end_where_the_axis_ends(folder: Path) -> None:
    """The line of a figure was once drawn on the scale of a smaller chart."""
    page = Pages(folder).get("/thong-ke").text
    svg = next(found for found in re.findall(r"<svg.*?</svg>", page, re.S) if "polyline" in found)
    ends = {end for pair in re.findall(r'class="grid" x1="(\d+)" x2="(\d+)"', svg) for end in pair}
    for points in re.findall(r'points="([^"]+)"', svg):
        places = [float(point.partition(",")[0]) for point in points.split()]
        assert {places[0], places[-1]} == set(map(float, ends))


def test_months_follow_each_other() -> None:
    assert months_between("2020-11", "2021-02") == ["2020-11", "2020-12", "2021-01", "2021-02"]
