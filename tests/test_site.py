"""The site that an archive belongs to."""

import pytest

from scraper.site import Site


@pytest.mark.parametrize(
    "url",
    [
        "notaurl", "http://", "http://a..b", "http://-a.vn", "http://a b.vn", "ftp://a.vn",
        "http://a.vn:x", "http://a.vn:99999", "http://[::1", "http://u@a.vn", "http://a_b.vn",
        "http://a.vn/tin", "http://a.vn/?x=1", "http://" + "a." * 200 + "vn", "javascript:1", "",
    ],
)  # fmt: skip
def test_what_is_no_site_is_refused_in_words(url: str) -> None:
    with pytest.raises(ValueError, match="site"):
        Site.of(url)


@pytest.mark.parametrize(
    ("url", "origin"),
    [
        ("sldtbxh.baclieu.gov.vn", "https://sldtbxh.baclieu.gov.vn"),
        ("http://SO.example.vn/", "http://so.example.vn"),
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000"),
        ("http://localhost:8000", "http://localhost:8000"),
        ("https://so.example.vn:443", "https://so.example.vn"),
        ("http://so.example.vn:80/", "http://so.example.vn"),
        ("https://so.example.vn:80", "https://so.example.vn:80"),
    ],
)
def test_a_site_is_scheme_and_host(url: str, origin: str) -> None:
    assert Site.of(url).origin == origin


@pytest.mark.parametrize("start", ["https://a.vn/tin", "//a.vn/tin", "mailto:x", "/tin mau", ""])
def test_a_start_that_is_no_path_is_refused_in_words(start: str) -> None:
    with pytest.raises(ValueError, match="path"):
        Site.of(start=(start,))
