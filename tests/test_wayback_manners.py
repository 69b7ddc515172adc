"""One polite client: never faster than asked, silent when told to be, never asking twice."""

import os
import signal
import time
from collections.abc import Callable
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from archive.folder import locked
from scraper.settings import USER_AGENT
from scraper.sources.wayback.service import Pace
from tests.backfilling import failure, fill, options, service
from tests.commands import run, start
from tests.importing import raws, rows, said
from tests.test_backfill import article
from tests.waybackmachine import Fault, WaybackMachine

TIME = "20190326081300"
BUSY = b"<html><body>Too Many Requests</body></html>"
SECONDS = 240  # in which something must have happened, on a busy machine
NEARLY = 0.7  # an arrival may be late on a busy machine, and the next one not


def gaps(times: list[float]) -> list[float]:
    return [later - earlier for earlier, later in pairwise(times)]


def test_who_asks_and_how_fast(tmp_path: Path) -> None:
    """As the command does it: 24 index calls a minute and 8 replays a second at most."""
    with WaybackMachine(cap=4) as machine:
        machine.holdings.add(*(article(n, TIME) for n in range(1, 8)))
        code, _, _ = run(tmp_path, "backfill", "wayback", *options(machine))
        assert code == 0
        index = gaps([asked.at for asked in machine.index_calls])
        replays = gaps([asked.at for asked in machine.replays])
        agents = {asked.headers["user-agent"] for asked in machine.asked}
    assert len(index) == 2 and len(replays) == 6
    assert sum(index) >= 2 * 60 / 24 * NEARLY
    assert sum(replays) >= 6 / 8 * NEARLY
    (agent,) = agents
    assert agent.startswith("sldtbxh-archive/") and "(+" in agent
    assert USER_AGENT.startswith("sldtbxh-archive/")


@pytest.mark.parametrize("form", ["seconds", "date"])
@pytest.mark.parametrize("where", ["index", "replay"])
def test_a_first_429_is_waited_for(tmp_path: Path, where: str, form: str) -> None:
    fault = (
        Fault(429, BUSY, (("Retry-After", "1"),))
        if form == "seconds"
        else Fault(429, BUSY, later=timedelta(seconds=2))  # of which a date leaves out a part
    )
    with WaybackMachine() as machine:
        machine.holdings.add(*(article(n, TIME) for n in range(1, 4)))
        faults = machine.index_faults if where == "index" else machine.replay_faults
        faults.append(fault)
        result = fill(tmp_path, machine)
        calls = machine.index_calls if where == "index" else machine.replays
    assert (result.exit_code, result.tally.captured) == (0, 3)
    assert calls[0].path == calls[1].path
    assert gaps([asked.at for asked in calls])[0] >= NEARLY
    assert not any(raw.status == 429 for raw in raws(tmp_path))


def test_a_429_without_a_time_is_waited_for_a_minute(tmp_path: Path) -> None:
    assert Pace().pause == 60
    with WaybackMachine() as machine:
        machine.holdings.add(article(1, TIME))
        machine.replay_faults.append(Fault(429, BUSY))
        assert fill(tmp_path, machine).exit_code == 0
        assert gaps([asked.at for asked in machine.replays])[0] >= service(machine).pace.pause


def test_a_second_429_ends_it_and_the_next_run_goes_on(tmp_path: Path) -> None:
    with WaybackMachine() as machine:
        machine.holdings.add(*(article(n, TIME) for n in range(1, 9)))
        for _ in range(2):
            machine.replay_faults.extend([None, Fault(429, BUSY), None, None, Fault(429, BUSY)])
            machine.asked.clear()
            result = fill(tmp_path, machine)
            assert (result.exit_code, result.tally.captured) == (1, 3)
            (line,) = result.lines
            assert "asks to be left alone (429, for the second time)" in line
            assert len(machine.replays) == 5
        machine.asked.clear()
        result = fill(tmp_path, machine)
        assert (result.exit_code, result.tally.captured) == (0, 2)
        assert len(machine.replays) == 2
    outcomes = rows(tmp_path, "SELECT outcome, exit_code FROM runs ORDER BY started_at")
    assert [tuple(row.values()) for row in outcomes] == [
        ("failed", 1), ("failed", 1), ("finished", 0),
    ]  # fmt: skip


def test_a_second_429_before_anything_came_is_exit_3(tmp_path: Path) -> None:
    with WaybackMachine() as machine:
        machine.holdings.add(*(article(n, TIME) for n in range(1, 9)))
        machine.index_faults.append(Fault(429, BUSY))
        machine.replay_faults.append(Fault(429, BUSY))
        assert "left alone" in failure(tmp_path, machine)
        assert len(machine.replays) == 1
        machine.index_faults.extend([Fault(429, BUSY)] * 2)
        assert "left alone" in failure(tmp_path, machine)
    assert raws(tmp_path) == []


@pytest.mark.parametrize("status", [429, 503])
def test_a_long_pause_is_left_to_the_next_run(tmp_path: Path, status: int) -> None:
    with WaybackMachine() as machine:
        machine.holdings.add(*(article(n, TIME) for n in range(1, 9)))
        machine.replay_faults.append(Fault(status, BUSY, (("Retry-After", "86400"),)))
        line = failure(tmp_path, machine)
        assert len(machine.replays) == 1
    assert "Retry-After: 86400 s" in line


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_told_to_stop_it_ends_cleanly_and_goes_on_later(
    tmp_path: Path, number: signal.Signals
) -> None:
    with WaybackMachine() as machine:
        machine.holdings.add(*(article(n, TIME) for n in range(1, 200)))
        process = start(tmp_path, "backfill", "wayback", *options(machine))
        _until(lambda: len(machine.replays) >= 3)
        process.send_signal(number)
        _, err = process.communicate(timeout=SECONDS)
        assert (process.returncode, err) == (128 + number, "")
        kept = len(raws(tmp_path))
        assert kept >= 2
        (row,) = rows(tmp_path, "SELECT outcome, exit_code, captured FROM runs")
        assert row == {"outcome": "stopped", "exit_code": 128 + number, "captured": kept}
        machine.asked.clear()
        assert fill(tmp_path, machine).tally.captured == 199 - kept
        assert len(machine.replays) == 199 - kept


def test_killed_it_asks_only_for_what_is_not_here(tmp_path: Path) -> None:
    whole, cut = tmp_path / "whole", tmp_path / "cut"
    with WaybackMachine() as machine:
        machine.holdings.add(*(article(n, TIME) for n in range(1, 100)))
        process = start(cut, "backfill", "wayback", *options(machine))
        _until(lambda: len(machine.replays) >= 12)
        os.kill(process.pid, signal.SIGKILL)
        process.communicate(timeout=SECONDS)
        machine.asked.clear()
        result = fill(cut, machine)
        assert result.tally.captured == len(machine.replays) <= 99 - 10
        assert fill(whole, machine).tally.captured == 99
    assert said(cut) == said(whole)


def test_an_archive_that_is_held_is_left_alone(tmp_path: Path) -> None:
    with WaybackMachine() as machine, locked(tmp_path):
        code, out, err = run(tmp_path, "backfill", "wayback", *options(machine))
        assert (code, out, len(err.splitlines())) == (75, "", 1)
        assert machine.asked == []


def _until(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + SECONDS
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.02)
