"""`sldtbxh add-page`: from a capture to a fixture that the tests can read."""

from pathlib import Path

from scraper.parse import parse
from scraper.savedpage import expected, fields, read_page
from tests.commands import run
from tests.test_archive import fill, raw


def test_a_capture_becomes_a_fixture(tmp_path: Path) -> None:
    archive, pages = tmp_path / "data", tmp_path / "pages"
    fill(archive, range(1, 3))
    code, out, err = run(archive, "add-page", raw(2).url, "--pages", str(pages))
    assert (code, err) == (0, "")
    assert "please review" in out
    folder = next(pages.glob("*/*"))
    capture, site = read_page(folder)
    assert capture.url == raw(2).url
    assert expected(folder) == fields(parse(capture, site))
    assert expected(folder)["title"] == "Bài mẫu 2"
    code, _, err = run(archive, "add-page", raw(2).url, "--pages", str(pages))
    assert code == 2
    assert "there already" in err


def test_a_page_that_nobody_captured(tmp_path: Path) -> None:
    fill(tmp_path / "data", range(1, 2))
    code, _, err = run(tmp_path / "data", "add-page", "https://replica.invalid/khong-co")
    assert code == 2
    assert "no capture" in err
