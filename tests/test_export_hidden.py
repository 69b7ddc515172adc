"""What is hidden is in no export: not its captures, nor pages that list it, nor any word of it."""

import shutil
import zipfile
import zlib
from pathlib import Path

import pytest

from archive.archive import open_archive
from archive.errors import Busy
from archive.exporting import wacz as wacz_module
from archive.exporting.backup import back_up
from archive.exporting.wacz import export_wacz
from archive.folder import locked
from archive.hiding.hidden import HIDE, Line, add_line
from archive.hiding.hide import hide, unhide
from tests.commands import run
from tests.exported_archive import check, lines
from tests.secret_archive import FILE_PATH, SECRETS, SITE, URL, make, path_of


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("made"))


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "archive"))


def words(path: Path) -> str:
    """All that a WACZ file holds, as text; of WARC files each member on its own."""
    found = []
    with zipfile.ZipFile(path) as file:
        for name in file.namelist():
            data = file.read(name)
            while data.startswith(b"\x1f\x8b"):
                member = zlib.decompressobj(31)
                found.append(member.decompress(data).decode("utf-8", "replace"))
                data = member.unused_data
            found.append(data.decode("utf-8", "replace"))
    return "\n".join(found)


def paths(path: Path) -> set[str]:
    return {fields["url"].removeprefix(SITE.origin) for _, _, fields in lines(path)}


def test_nothing_of_it_is_in_a_wacz(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "x.wacz"
    export_wacz(folder, path, None, overwrite=False)
    assert all(word in words(path) for word in SECRETS) and FILE_PATH in paths(path)
    hide(folder, URL, "đời tư")
    export_wacz(folder, path, None, overwrite=True)
    check(path)
    assert not [word for word in SECRETS if word in words(path)]
    assert not paths(path)  # the others list it
    unhide(folder, URL)
    export_wacz(folder, path, None, overwrite=True)
    assert paths(path) == {path_of(1), path_of(2), FILE_PATH, "/tin-mau"}


def test_the_rest_of_the_archive_stays(folder: Path, tmp_path: Path) -> None:
    hide(folder, SITE.origin + FILE_PATH, "đời tư")
    export_wacz(folder, tmp_path / "x.wacz", None, overwrite=False)
    check(tmp_path / "x.wacz")
    assert paths(tmp_path / "x.wacz") == {path_of(1), path_of(2), "/tin-mau"}
    assert "%PDF" not in words(tmp_path / "x.wacz")


def test_no_query_finds_it(folder: Path, tmp_path: Path) -> None:
    hide(folder, URL, "đời tư")
    code, out, err = run(folder, "export", "wacz", str(tmp_path / "x"), "--query", "Tiêuđềkín")
    assert (code, out) == (2, "") and "no article is found" in err
    assert not list(tmp_path.glob("x*"))


def test_no_byte_of_it_is_in_a_copy_of_the_database(folder: Path, tmp_path: Path) -> None:
    hide(folder, URL, "đời tư")
    back_up(folder, tmp_path / "copy.db", overwrite=False)
    data = (tmp_path / "copy.db").read_bytes()
    for word in SECRETS:
        assert word.encode() not in data and word.lower().encode() not in data


def test_a_line_that_the_database_has_not_obeyed_is_obeyed_first(
    folder: Path, tmp_path: Path
) -> None:
    add_line(folder, Line("2021-03-26T00:00:00Z", HIDE, URL, "đời tư"))
    for kind in ("wacz", "sqlite"):
        with locked(folder):
            code, out, err = run(folder, "export", kind, str(tmp_path / f"x.{kind}"))
        assert (code, out) == (75, "") and "hidden.jsonl" in err
        assert not list(tmp_path.glob("x*"))
    assert run(folder, "export", "wacz", str(tmp_path / "x.wacz"))[0] == 0
    assert not [word for word in SECRETS if word in words(tmp_path / "x.wacz")]


def test_hidden_while_an_export_is_under_way(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def hidden_meanwhile(*given: object) -> object:
        hide(folder, URL, "đời tư")
        return write(*given)  # type: ignore[arg-type]

    write = wacz_module._write
    monkeypatch.setattr(wacz_module, "_write", hidden_meanwhile)
    with pytest.raises(Busy, match="export again"):
        export_wacz(folder, tmp_path / "x.wacz", None, overwrite=False)
    assert not list(tmp_path.glob("x*"))


def test_while_a_run_holds_the_archive(folder: Path, tmp_path: Path) -> None:
    with open_archive(folder, SITE, "crawl") as archive:
        export_wacz(folder, tmp_path / "x.wacz", None, overwrite=False)
        archive.finish("finished", 0)
    check(tmp_path / "x.wacz")
