"""What a user may name as PATH and is nothing to import: refused at once, in one line."""

import os
import socket
from pathlib import Path

import pytest

from tests.commands import run
from tests.importing import SITE, address, take
from tests.test_archive import page
from tests.warcmaking import plain, response

NO_FILE = "is neither a file nor a folder"


def refused(folder: Path, *paths: str) -> str:
    """What is said of the paths, in a line."""
    code, out, err = run(folder, "import", "--site", SITE.origin, *paths)
    assert (code, out) == (2, "")
    return err.splitlines()[-1]


@pytest.mark.parametrize("path", ["/dev/null", "pipe", "socket"])
def test_what_is_no_file(tmp_path: Path, path: str) -> None:
    os.mkfifo(tmp_path / "pipe")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "socket"))
    assert NO_FILE in refused(tmp_path / "kho", str(tmp_path / path))
    assert not (tmp_path / "kho").exists()


@pytest.mark.parametrize("path", ["", "-", "khong-co", "\udce0"])
def test_what_is_not_there(tmp_path: Path, path: str) -> None:
    assert "does not exist" in refused(tmp_path / "kho", path)


@pytest.mark.parametrize(
    ("path", "said"),
    [("kho", "of the archive itself"), ("kho/warc", "of the archive itself"),
     ("link", "of the archive itself"), (".", "holds the archive itself")],
)  # fmt: skip
def test_the_archive_is_no_source_of_itself(tmp_path: Path, path: str, said: str) -> None:
    source = plain(tmp_path / "a.warc", [response(address(1), page(1))])
    take(tmp_path / "kho", source)
    (tmp_path / "link").symlink_to(tmp_path / "kho")
    assert said in refused(tmp_path / "kho", str(source), str(tmp_path / path))
