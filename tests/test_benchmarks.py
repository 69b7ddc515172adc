"""The benchmarks run: each part on a few pages, once. How long anything took is not looked at."""

from functools import partial

import pytest

from tests.benchmarks import (
    crawling,
    downloading,
    exporting,
    keeping,
    links,
    memory,
    parsing,
    refreshing,
    sizes,
    storing,
    verifying,
)
from tests.benchmarks.rounds import in_turn, ratio
from tests.benchmarks.table import show

Captured = pytest.CaptureFixture[str]


def test_parsing(capsys: Captured) -> None:
    parsing.run(None, rounds=1, count=6)
    assert_rows(capsys, "a bare lxml parse", "ours: all fields", "trafilatura", "newspaper4k")


def test_crawling(capsys: Captured) -> None:
    crawling.run(articles=6, rounds=1, at_once=(8,))
    assert_rows(capsys, "bare Scrapy, same settings", "ours: kept, read, stored")


def test_storing(capsys: Captured) -> None:
    storing.run(articles=12, rounds=1)
    assert_rows(capsys, "raw executemany", "ours: new articles", "ours: a day later")


def test_keeping(capsys: Captured) -> None:
    keeping.run(count=6, rounds=1)
    assert_rows(capsys, "ours (warcio's layout", "warcio (gzip 9)", "fastwarc (gzip 6)")


def test_verifying(capsys: Captured) -> None:
    verifying.run(articles=6, rounds=1)
    assert_rows(capsys, "sha1sum", "gunzip | sha1sum", "verify, --jobs 1", "verify, --jobs 2")


def test_links(capsys: Captured) -> None:
    links.run(articles=6, most=12)
    assert_rows(capsys, "pages", "status 200", "most memory of the server")


def test_downloading(capsys: Captured) -> None:
    downloading.run(articles=6)
    assert_rows(capsys, "view_counts", "captures", "articles")


def test_exporting(capsys: Captured) -> None:
    exporting.run(articles=6, rounds=1)
    assert_rows(capsys, "a copy, and its SHA-256", "export wacz", "py-wacz")


def test_sizes(capsys: Captured) -> None:
    sizes.run((1,))
    assert_rows(capsys, "import", "rebuild", "verify")


def test_memory(capsys: Captured) -> None:
    memory.run((6,))
    assert_rows(capsys, "6")


def test_refreshing(capsys: Captured) -> None:
    refreshing.run((6,))
    assert_rows(capsys, "6 articles, first crawl", "6, unchanged for 90 days", "6, 1 % edited")


def test_everybody_begins_once() -> None:
    order: list[str] = []

    def contender(name: str, number: int) -> float:
        order.append(name)
        return float(number + 1)

    took = in_turn({name: partial(contender, name) for name in "abc"}, 3)
    assert "".join(order) == "abcbcacab"
    assert took["a"] == [1, 2, 3]


def test_a_ratio_is_the_median_of_the_rounds_own() -> None:
    assert ratio([2.0, 30.0, 4.0], [1.0, 10.0, 1.0]) == 3.0


def test_a_table_lines_up(capsys: Captured) -> None:
    show("A table", ("", "rate"), [["ours", 1234.5], ["a longer name", None]])
    lines = capsys.readouterr().out.splitlines()[3:]
    assert lines == [
        "                rate",
        "-------------  -----",
        "ours           1,234",
        "a longer name",
    ]


def assert_rows(capsys: Captured, *labels: str) -> None:
    lines = [line.strip() for line in capsys.readouterr().out.splitlines()]
    for label in labels:
        row = next(line for line in lines if line.startswith(label))
        assert any(letter.isdigit() for letter in row.removeprefix(label)), row
