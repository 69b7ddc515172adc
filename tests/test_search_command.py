"""`sldtbxh search` as a user runs it."""

import json
from pathlib import Path

import pytest

from archive.db.database import connect
from tests.commands import run
from tests.sample_archive import make


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("archive"))


def test_hits_are_printed(archive: Path) -> None:
    code, out, err = run(archive, "search", "dao tạo")
    assert code == 0
    assert out.splitlines()[0] == "1  Đào tạo nghề cho người mẫu"
    assert "02/02/2019 · Thông báo mẫu · PHÒNG MẪU" in out
    assert "2 articles, 2 shown" in err


def test_json(archive: Path) -> None:
    code, out, _ = run(archive, "search", "bài", "mẫu", "-đường", "--json", "--limit", "3")
    found = json.loads(out)
    assert code == 0
    assert len(found["results"]) == 3 and found["total"] == 45 and found["total_is_exact"]
    assert {"id", "url", "title", "published_date", "excerpt"} <= found["results"][0].keys()


def test_what_is_searched_for_besides_is_said(archive: Path) -> None:
    _, _, err = run(archive, "search", "XKLĐ")
    assert "searched for both: XKLĐ = xuất khẩu lao động" in err
    _, out, _ = run(archive, "search", "XKLĐ", "--json")
    assert json.loads(out)["widened"] == [{"short": "XKLĐ", "long": "xuất khẩu lao động"}]


def test_an_address_of_the_old_site_finds_its_article(archive: Path) -> None:
    address = "http://www.replica.invalid/vi/-/bai-mau-7?redirect=x"
    code, out, err = run(archive, "search", address)
    assert code == 0 and out.startswith("7  ") and "1 articles, 1 shown" in err
    found = json.loads(run(archive, "search", address, "--json")[1])
    assert found["query"] == address and [row["id"] for row in found["results"]] == [7]


def test_nothing_found_is_no_error(archive: Path) -> None:
    code, out, err = run(archive, "search", "zzzzzz đào")
    assert (code, out) == (0, "")
    assert "did you mean: đào (2 articles)" in err
    assert run(archive, "search", '"* - \\')[0] == 0


@pytest.mark.parametrize(
    "wrong", [("search",), ("search", "a", "--limit", "0"), ("search", "a", "--nothing")]
)
def test_wrong_usage(archive: Path, wrong: tuple[str, ...]) -> None:
    code, out, err = run(archive, *wrong)
    assert code == 2 and not out and err


def test_nothing_that_a_terminal_would_obey(tmp_path: Path) -> None:
    db = connect(make(tmp_path) / "archive.db")
    db.execute("UPDATE articles SET title = 'Đào tạo \x1b[31m\x9b' WHERE id = 1")
    db.conn.close()
    _, out, _ = run(tmp_path, "search", "đào tạo")
    assert "Đào tạo  [31m" in out and "\x1b" not in out and "\x9b" not in out


def test_no_archive(tmp_path: Path) -> None:
    code, _, err = run(tmp_path / "none", "search", "a")
    assert code == 2 and "run 'sldtbxh crawl' first" in err
