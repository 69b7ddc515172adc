"""Saved pages, one test a field: a red one names the page and the field.

A new page: `sldtbxh add-page URL`, or `scraper.savedpage.save_page`; then read expected.json.
"""

from functools import cache
from pathlib import Path
from typing import Any

import pytest

from scraper.parse import parse
from scraper.savedpage import expected, fields, read_page, save_page

PAGES = Path(__file__).parent / "pages"
FOLDERS = sorted(path.parent for path in PAGES.glob("*/*/page.html.gz"))
NAMES = [str(folder.relative_to(PAGES)) for folder in FOLDERS]
FIELDS = [(name, field) for name in NAMES for field in expected(PAGES / name)]


@cache
def read(name: str) -> dict[str, Any]:
    capture, site = read_page(PAGES / name)
    return fields(parse(capture, site))


@pytest.mark.parametrize(("name", "field"), FIELDS)
def test_field(name: str, field: str) -> None:
    assert read(name).get(field) == expected(PAGES / name)[field]


@pytest.mark.parametrize("name", NAMES)
def test_nothing_else_is_read(name: str) -> None:
    assert read(name).keys() == expected(PAGES / name).keys()


@pytest.mark.parametrize("name", NAMES[:3])
def test_a_page_is_saved_the_same_again(name: str, tmp_path: Path) -> None:
    save_page(tmp_path / "again", *read_page(PAGES / name))
    for file in (PAGES / name).iterdir():
        assert (tmp_path / "again" / file.name).read_bytes() == file.read_bytes()
