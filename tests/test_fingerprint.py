"""What makes an archive be read again: another parser, and other libraries below it."""

from collections.abc import Iterator

import pytest

from archive.rebuilding import fingerprint
from scraper.parse import LIBRARIES


@pytest.fixture(autouse=True)
def _afresh() -> Iterator[None]:
    fingerprint.parser_fingerprint.cache_clear()
    yield
    fingerprint.parser_fingerprint.cache_clear()


def test_another_library_makes_another_fingerprint(monkeypatch: pytest.MonkeyPatch) -> None:
    before = fingerprint.parser_fingerprint()
    fingerprint.parser_fingerprint.cache_clear()
    assert fingerprint.parser_fingerprint() == before
    fingerprint.parser_fingerprint.cache_clear()
    monkeypatch.setattr(fingerprint, "LIBRARIES", (*LIBRARIES[:-1], "nh3 99"))
    assert fingerprint.parser_fingerprint() != before


def test_the_libraries_are_named_with_their_versions() -> None:
    assert [library.split()[0] for library in LIBRARIES] == ["lxml", "libxml2", "nh3"]
    assert all(library.split()[1][0].isdigit() for library in LIBRARIES)
