"""What cannot be done is said in one line, before anything is made or waited for."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from archive.archive import open_archive
from archive.runs import FINISHED
from scraper.site import Site
from tests.commands import SLDTBXH, crawl, free_port, replica, run
from tests.exchanges import exchange

ROOT = Path(__file__).parent.parent


def scrapy(folder: Path, *arguments: str) -> list[str]:
    """What `scrapy crawl` in a checkout writes to standard error."""
    command = [sys.executable, "-m", "scrapy", "crawl", "articles", "-s", "DOWNLOAD_DELAY=0"]
    done = subprocess.run(
        [*command, *arguments], env=os.environ | {"SLDTBXH_ARCHIVE": str(folder)}, cwd=ROOT,
        check=False, timeout=60, capture_output=True, text=True,
    )  # fmt: skip
    return done.stderr.splitlines()


def own(folder: Path) -> None:
    """An archive of replica.invalid."""
    with open_archive(folder, Site.of("https://replica.invalid"), "crawl") as archive:
        archive.keep(exchange())
        archive.finish(FINISHED, 0)


def test_a_host_that_never_answered_has_no_archive(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    with replica(2) as site:
        wrong = ["--site", f"http://127.0.0.1:{free_port()}"]
        assert run(folder, "crawl", *wrong, "--delay", "0")[0] == 3
        assert crawl(folder, site)[0] == 0
        code, _, err = run(folder, "crawl", *wrong)
        assert code == 2 and f"is the archive of {site.url}" in err
        (folder / "archive.db").unlink()
        code, _, err = run(folder, "crawl", *wrong)
        assert code == 2 and f"is the archive of {site.url}" in err
        assert run(folder, "rebuild")[0] == 0


def test_scrapy_refuses_an_archive_of_another_site_in_one_line(tmp_path: Path) -> None:
    own(tmp_path)
    (line,) = scrapy(tmp_path, "-a", "site=http://127.0.0.1:9")
    assert "is the archive of https://replica.invalid" in line


@pytest.mark.parametrize("site", ["ftp://x.vn", "notaurl"])
def test_scrapy_makes_no_archive_for_what_is_no_site(tmp_path: Path, site: str) -> None:
    (line,) = scrapy(tmp_path / "new", "-a", f"site={site}")
    assert "not the address of a site" in line
    assert not (tmp_path / "new").exists()


def test_the_demo_looks_for_its_port_before_it_crawls(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        code, out, err = run(tmp_path, "demo", "--archive", str(tmp_path / "demo"), "--port", port)
    assert (code, out) == (2, "")
    assert f"port {port}" in err
    assert not (tmp_path / "demo").exists()


@pytest.mark.parametrize(
    "command",
    [
        ["rebuild"], ["verify"], ["status"], ["search", "x"], ["serve"], ["crawl", "--delay", "0"],
        ["hide", "https://replica.invalid/-/x", "--reason", "y"],
        ["unhide", "https://replica.invalid/-/x"], ["add-page", "https://replica.invalid/-/x"],
    ],
    ids=lambda command: command[0],
)  # fmt: skip
def test_another_site_is_refused_before_and_after_every_subcommand(
    tmp_path: Path, command: list[str]
) -> None:
    own(tmp_path)
    other = ["--site", "https://khac.example"]
    for arguments in ([*other, *command], [command[0], *other, *command[1:]]):
        code, _, err = run(tmp_path, *arguments)
        assert code == 2
        assert "is the archive of https://replica.invalid, not of https://khac.example" in err
        assert len(err.splitlines()) == 1


def test_the_folder_of_the_demo_is_taken_before_the_subcommand_too(tmp_path: Path) -> None:
    code, out, _ = run(tmp_path / "here", "demo", "--no-serve")
    assert code == 0
    assert "60 articles" in out
    assert (tmp_path / "here" / "archive.db").exists()


def test_the_demo_never_writes_to_the_archive_that_the_environment_names(tmp_path: Path) -> None:
    real = {"SLDTBXH_ARCHIVE": str(tmp_path / "real"), "SLDTBXH_SITE": "https://khac.example"}
    done = subprocess.run(
        [SLDTBXH, "demo", "--no-serve"], env=os.environ | real, cwd=tmp_path,
        check=False, timeout=240, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["demo-data"]


def test_the_demo_is_of_its_own_site(tmp_path: Path) -> None:
    folder = tmp_path / "demo"
    for words in (["--site", "https://khac.example", "demo"], ["demo", "--site", "https://x.vn"]):
        code, _, err = run(folder, *words)
        assert code == 2
        assert "the demo's site is https://replica.invalid" in err
    assert not folder.exists()


@pytest.mark.parametrize("words", [["--site", ""], ["--archive", ""], ["--start", "http://a.vn/"]])
def test_what_is_empty_or_no_path_is_refused(tmp_path: Path, words: list[str]) -> None:
    """A variable that is not set must not make an archive of the default site, or in here."""
    done = subprocess.run(
        [SLDTBXH, "crawl", *words], cwd=tmp_path, check=False, timeout=60, capture_output=True
    )
    assert done.returncode == 2, done.stderr
    assert not list(tmp_path.iterdir())


def test_an_archive_that_is_damaged_is_mended_also_where_its_site_is_named(tmp_path: Path) -> None:
    own(tmp_path)
    (tmp_path / "archive.db").write_bytes(b"\xff" * 9000)
    assert run(tmp_path, "rebuild", "--site", "https://replica.invalid")[0] == 0


def test_what_is_given_is_stronger_than_the_environment(tmp_path: Path) -> None:
    with open_archive(tmp_path, Site.of("https://replica.invalid"), "crawl") as archive:
        archive.finish(FINISHED, 0)
    surroundings = {"SLDTBXH_ARCHIVE": "/none", "SLDTBXH_SITE": "https://khac.example"}
    given = ["--archive", str(tmp_path), "--site", "https://replica.invalid"]
    for arguments in ([*given, "verify"], ["verify", *given]):
        done = subprocess.run(
            [SLDTBXH, *arguments], env=os.environ | surroundings, capture_output=True, text=True,
            check=False,
        )  # fmt: skip
        assert (done.returncode, done.stderr) == (0, "")
