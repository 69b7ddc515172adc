"""Told to stop at any moment, line by line: what was begun is done or was never begun."""

import signal
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any

import pytest

import archive
from archive.folder import warc_folder
from archive.health.verify import verify
from archive.rebuilding.rebuild import rebuild
from archive.stopping import Stopped, stoppable, whole
from tests.backfilling import fill
from tests.importing import address, raws, rows, said, take
from tests.test_archive import page
from tests.test_backfill import article
from tests.warcmaking import members, response
from tests.waybackmachine import WaybackMachine

if TYPE_CHECKING:
    from _typeshed import TraceFunction

PAGES = 3
MOMENTS = 24
TIME = "20190326081300"
OWN = str(Path(str(archive.__file__)).parent)

Run = Callable[[Path], object]


class Lines:
    """Counts the lines of `archive` that run in this thread; at the one wanted comes a SIGTERM."""

    def __init__(self, wanted: int = 0) -> None:
        self.count = 0
        self._wanted = wanted

    def of(self, run: Run, folder: Path) -> int | None:
        """Run; the exit code of the stop, if it came."""
        sys.settrace(self._called)
        try:
            run(folder)
        except Stopped as stopped:
            return stopped.exit_code
        finally:
            sys.settrace(None)
        return None

    def _called(self, frame: FrameType, event: str, argument: Any) -> "TraceFunction | None":  # noqa: ANN401
        return self._line if frame.f_code.co_filename.startswith(OWN) else None

    def _line(self, frame: FrameType, event: str, argument: Any) -> "TraceFunction":  # noqa: ANN401
        if event == "line":
            self.count += 1
            if self.count == self._wanted:
                sys.settrace(None)
                signal.raise_signal(signal.SIGTERM)
        return self._line


def moments(run: Run, folder: Path, how_many: int) -> range:
    """Numbers of lines, over the whole of a run that makes an archive."""
    run(folder)  # the first run of a process has more lines than others: what is cached is made
    undisturbed = Lines()
    assert undisturbed.of(run, folder.with_name("again")) is None
    step = max(1, undisturbed.count // how_many)
    return range(step // 2 + 1, undisturbed.count, step)


def check_backfill(tmp_path: Path, how_many: int) -> None:
    """What came is stored, read and counted; the next run fetches the rest."""
    outcomes = set()
    with WaybackMachine() as machine:
        machine.holdings.add(*(article(n, TIME) for n in range(1, PAGES + 1)))
        whole_one = tmp_path / "whole"
        run: Run = partial(fill, machine=machine)
        for line in moments(run, whole_one, how_many):
            folder = tmp_path / str(line)
            machine.asked.clear()
            assert Lines(line).of(run, folder) == 143, line
            for row in rows(folder, "SELECT outcome, captured FROM runs"):
                outcomes.add(row["outcome"])
                if row["outcome"]:
                    assert row["captured"] == len(raws(folder)), line
            assert fill(folder, machine).lines == [], line
            assert len(machine.replays) <= PAGES + 1, line
            assert said(folder) == said(whole_one), line
            assert not verify(folder, 1).findings, line
    assert outcomes >= {"stopped", "finished"}


def check_import(tmp_path: Path, how_many: int) -> None:
    captures = [response(address(n), page(n)) for n in range(1, PAGES + 1)]
    source = tmp_path / "mau.warc.gz"
    members(source, captures)
    whole_one = tmp_path / "whole"

    def run(folder: Path) -> object:
        return take(folder, source)

    for line in moments(run, whole_one, how_many):
        folder = tmp_path / str(line)
        assert Lines(line).of(run, folder) == 143, line
        take(folder, source)
        assert said(folder) == said(whole_one), line
        assert not verify(folder, 1).findings, line


def check_rebuild(tmp_path: Path, how_many: int) -> None:
    folder = tmp_path / "data"
    take(folder, members(tmp_path / "mau.warc.gz", [response(address(1), page(1))]))
    before = said(folder)

    def run(_: Path) -> object:
        return rebuild(folder, 1)

    for line in moments(run, folder, how_many):
        assert Lines(line).of(run, folder) == 143, line
        assert said(folder) == before, line
        assert not list(folder.glob("*.rebuild*")), line
        assert not verify(folder, 1).findings, line
    assert len(list(warc_folder(folder).iterdir())) == 1


CHECKS = [check_backfill, check_import, check_rebuild]


@pytest.mark.parametrize("check", CHECKS)
def test_told_to_stop_at_some_moments(tmp_path: Path, check: Callable[[Path, int], None]) -> None:
    check(tmp_path, MOMENTS)


@pytest.mark.soak
@pytest.mark.parametrize("check", CHECKS)
def test_told_to_stop_at_many_moments(tmp_path: Path, check: Callable[[Path, int], None]) -> None:
    check(tmp_path, 20 * MOMENTS)


def test_what_is_done_whole_is_stopped_behind_its_end() -> None:
    done = []
    with pytest.raises(Stopped) as caught, stoppable(), whole():
        with whole():
            signal.raise_signal(signal.SIGINT)
            done.append("within")
        done.append("behind")
        signal.raise_signal(signal.SIGTERM)  # a second one changes nothing
    assert (done, caught.value.exit_code) == (["within", "behind"], 130)


def test_what_fails_while_it_is_told_to_stop_says_so() -> None:
    with pytest.raises(ZeroDivisionError), stoppable(), whole():
        signal.raise_signal(signal.SIGTERM)
        1 / 0  # noqa: B018
    with stoppable(), whole():
        """Nobody waits any more."""
