"""What addresses of pages say, at the edges of what can be meant."""

import pytest

from archive.views.parameters import read_id, read_page, read_time


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("1", 1), ("007", 7), (str(2**53 - 1), 2**53 - 1), (str(2**53), None), ("9" * 16, None),
        ("9" * 5000, None), ("0", 0), ("-1", None), ("", None), (" 1", None), ("²", None),
        ("١", None), ("1e3", None),
    ],
)  # fmt: skip
def test_an_id_is_a_number_that_a_row_can_have(text: str, wanted: int | None) -> None:
    assert read_id(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [("1", 1), ("2", 2), ("500", 500), ("501", 500), ("999", 500), ("1000", 1), ("0", 1), ("", 1),
     ("-1", 1), ("x", 1), ("²", 1)],
)  # fmt: skip
def test_a_page_is_from_one_to_the_last(text: str, wanted: int) -> None:
    assert read_page(text, 500) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("2021-03-30T01:00:00Z", "2021-03-30T01:00:00.000000Z"),
        ("2021-03-30T08:00:00 07:00", "2021-03-30T01:00:00.000000Z"),  # a plus in an address
        ("2021-03-30", "2021-03-30T00:00:00.000000Z"),
        ("2021-03-30T01:00:00.5", "2021-03-30T01:00:00.500000Z"),
        ("0001-01-01T00:00:00+14:00", None), ("", None), ("x", None),
    ],
)  # fmt: skip
def test_a_moment_is_in_utc_where_it_names_no_zone(text: str, wanted: str | None) -> None:
    assert read_time(text) == wanted
