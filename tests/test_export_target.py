"""The file that an export makes is there as a whole or not at all, and what was there stays."""

import os
import resource
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.archive import open_archive
from archive.errors import DiskFull, Unusable
from archive.exporting.backup import back_up
from archive.exporting.target import target
from archive.exporting.wacz import export_wacz
from archive.runs import FINISHED
from tests.commands import SLDTBXH, run
from tests.exported_archive import SITE, check, make

KINDS = ("wacz", "sqlite")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("export") / "data")


def export(kind: str, folder: Path, path: Path, overwrite: bool = False) -> None:
    if kind == "wacz":
        export_wacz(folder, path, None, overwrite=overwrite)
    else:
        back_up(folder, path, overwrite=overwrite)


def names(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_that_is_there_stays_unless_told(kind: str, folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_text("mine")
    code, out, err = run(folder, "export", kind, str(path))
    assert (code, out) == (2, "")
    assert err == f"sldtbxh: {path} is there already: choose another name, or --overwrite it\n"
    assert path.read_text() == "mine"
    code, out, err = run(folder, "export", kind, str(path), "--overwrite")
    assert (code, err) == (0, "") and str(path.stat().st_size) in out
    assert names(tmp_path) == ["x"]
    assert path.stat().st_mode & 0o777 == 0o666 & ~_umask()


def _umask() -> int:
    found = os.umask(0)
    os.umask(found)
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_places_that_cannot_be_written(kind: str, folder: Path, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for path, reason in (
        (tmp_path / "none" / "x", "cannot be written"),
        (tmp_path / "file" / "x", "cannot be written"),
        (tmp_path, "is a folder"),
        (folder / "archive.db", "the archive's own"),
        (folder / "warc" / "x.warc.gz", "the archive's own"),
        (folder / "hidden.jsonl", "the archive's own"),
        (Path("/proc/x"), "cannot be written"),
    ):
        with pytest.raises(Unusable, match=reason):
            export(kind, folder, path, overwrite=True)
    code, out, err = run(folder, "export", kind, "/proc/x")
    assert (code, out, len(err.splitlines())) == (2, "", 1)


@pytest.mark.parametrize("kind", KINDS)
def test_there_is_no_archive(kind: str, tmp_path: Path) -> None:
    code, out, err = run(tmp_path / "none", "export", kind, str(tmp_path / "x"))
    assert (code, out) == (2, "")
    assert "there is no archive.db" in err
    assert not list(tmp_path.iterdir())


@pytest.fixture(params=[100_000, 150_000, 200_000])
def little_room(request: pytest.FixtureRequest) -> Iterator[None]:
    """No file may grow beyond what SQLite needs to read, as on a full disk."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (request.param, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, before)
    signal.signal(signal.SIGXFSZ, ignored)


@pytest.mark.parametrize("kind", KINDS)
def test_a_full_disk(kind: str, folder: Path, tmp_path: Path, little_room: None) -> None:
    (tmp_path / "x").write_text("mine")
    with pytest.raises(DiskFull):
        export(kind, folder, tmp_path / "x", overwrite=True)
    assert [(tmp_path / "x").read_text(), *names(tmp_path)] == ["mine", "x"]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("kind", KINDS)
def test_stopped(kind: str, number: signal.Signals, folder: Path, tmp_path: Path) -> None:
    """A slow disk: the process is told to stop while the file is written."""
    slow = (
        "import sys, time; from archive.exporting import wacz, backup; from archive import cli\n"
        "def wait(*given, **named):\n    print('here', flush=True); time.sleep(60)\n"
        "wacz.choose_all = wait; backup._copy = wait\n"
        f"sys.argv[1:] = {['--archive', str(folder), 'export', kind, str(tmp_path / 'x')]}\n"
        "cli.main()"
    )
    with subprocess.Popen([sys.executable, "-c", slow], stdout=subprocess.PIPE) as process:
        assert process.stdout and process.stdout.readline() == b"here\n"
        assert names(tmp_path) == ["x.sldtbxh-part"]
        process.send_signal(number)
        assert process.wait() == 128 + number
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("kind", KINDS)
def test_what_a_killed_export_left_is_used_again(kind: str, folder: Path, tmp_path: Path) -> None:
    for suffix in ("", "-journal"):
        (tmp_path / f"x.sldtbxh-part{suffix}").write_bytes(b"left" * 10_000)
    export(kind, folder, tmp_path / "x")
    assert names(tmp_path) == ["x"]
    export(kind, folder, tmp_path / "y")
    assert (tmp_path / "x").stat().st_size == (tmp_path / "y").stat().st_size


def test_two_exports_to_one_place(folder: Path, tmp_path: Path) -> None:
    with target(tmp_path / "x", folder, overwrite=False) as part:
        code, out, err = run(folder, "export", "sqlite", str(tmp_path / "x"))
        assert (code, out) == (75, "") and "another export writes" in err
        part.write_text("ours")
    assert (tmp_path / "x").read_text() == "ours" and names(tmp_path) == ["x"]


def test_another_file_that_appears_meanwhile_stays(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "x"
    with pytest.raises(Unusable, match="already"), target(path, folder, overwrite=False) as part:
        part.write_text("ours")
        path.write_text("theirs")
    assert path.read_text() == "theirs" and names(tmp_path) == ["x"]


def test_options_before_and_after_the_subcommands(folder: Path, tmp_path: Path) -> None:
    given = ["--archive", str(folder)]
    for n, arguments in enumerate((
        [*given, "export", "wacz"], ["export", *given, "wacz"], ["export", "wacz", *given],
        ["--archive", "/none", "export", *given, "wacz"],
    )):  # fmt: skip
        path = tmp_path / f"{n}.wacz"
        done = subprocess.run(
            [SLDTBXH, *arguments, path], env={**os.environ, "SLDTBXH_ARCHIVE": "/by/environment"},
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert (done.returncode, done.stderr) == (0, "")
        check(path)


def test_another_site_is_refused(folder: Path, tmp_path: Path) -> None:
    for arguments in (["--site", "khac.example", "wacz"], ["sqlite", "--site", "khac.example"]):
        code, _, err = run(folder, "export", *arguments, str(tmp_path / "x"))
        assert code == 2 and "is the archive of https://replica.invalid" in err


def test_an_archive_without_captures(tmp_path: Path) -> None:
    with open_archive(tmp_path / "data", SITE, "crawl") as archive:
        archive.finish(FINISHED, 0)
    code, _, err = run(tmp_path / "data", "export", "wacz", str(tmp_path / "x"))
    assert code == 2 and "has nothing to export" in err and len(err.splitlines()) == 1
