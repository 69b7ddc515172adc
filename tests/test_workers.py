"""Work by several processes: in order, and not lost with a process."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from archive.errors import ArchiveError
from archive.workers import Workers
from tests.commands import SLDTBXH, start
from tests.importing import SITE, address, rows
from tests.test_archive import page
from tests.warcmaking import members, response


def double(number: int) -> int:
    time.sleep(0.01 * (number % 3))
    return 2 * number


def invert(number: int) -> float:
    return 1 / number


def die_once(task: tuple[int, Path]) -> int:
    number, mark = task
    if number == 7 and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def die(number: int) -> int:
    os.kill(os.getpid(), signal.SIGKILL)
    return number


@pytest.mark.parametrize("jobs", [1, 2])
def test_results_come_in_the_order_of_the_tasks(jobs: int) -> None:
    with Workers(jobs) as workers:
        for _ in range(2):
            found = list(workers.in_order(double, range(20)))
            assert found == [(number, 2 * number) for number in range(20)]


def test_a_lost_worker_costs_no_result(tmp_path: Path) -> None:
    tasks = [(number, tmp_path / "mark") for number in range(20)]
    with Workers(2) as workers:
        assert [result for _, result in workers.in_order(die_once, tasks)] == list(range(20))
    assert (tmp_path / "mark").exists()


def test_workers_that_always_die_are_given_up() -> None:
    with Workers(2) as workers, pytest.raises(ArchiveError, match="--jobs 1"):
        list(workers.in_order(die, range(4)))


def test_errors_of_the_work_come_through() -> None:
    with Workers(2) as workers, pytest.raises(ZeroDivisionError):
        list(workers.in_order(invert, [1, 2, 0]))


def test_workers_end_with_the_process_they_work_for(tmp_path: Path) -> None:
    """Even where it is killed, so that none is left over."""
    script = (
        "import os, signal, time\n"
        "from archive.workers import Workers\n"
        "from tests.test_workers import told\n"
        "if __name__ == '__main__':\n"
        "    with Workers(2) as workers:\n"
        f"        list(workers.in_order(told, ['{tmp_path}/a', '{tmp_path}/b']))\n"
        "        os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    (tmp_path / "lam.py").write_text(script)
    root = Path(__file__).parents[1]
    subprocess.run(
        [sys.executable, tmp_path / "lam.py"], env={**os.environ, "PYTHONPATH": str(root)}
    )
    pids = [int((tmp_path / name).read_text()) for name in ("a", "b")]
    until = time.monotonic() + 30
    while any(Path(f"/proc/{pid}").exists() for pid in pids):
        assert time.monotonic() < until
        time.sleep(0.05)


def test_ctrl_c_while_workers_start_says_nothing(tmp_path: Path) -> None:
    records = [response(address(n), page(n) + os.urandom(9_000)) for n in range(500)]
    source = members(tmp_path / "a.warc.gz", records)
    process = subprocess.Popen(
        [SLDTBXH, "import", "--site", SITE.origin, "--jobs", "2", source],
        cwd=tmp_path, text=True, stderr=subprocess.PIPE, start_new_session=True,
    )  # fmt: skip
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    while len(children.read_text().split()) < 3:  # two workers, and who cleans up after them
        time.sleep(0.005)
    os.killpg(process.pid, signal.SIGINT)
    _, err = process.communicate(timeout=120)
    assert (process.returncode, err) == (130, "")


def told(mark: str) -> None:
    Path(mark).write_text(str(os.getpid()))


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
def test_an_import_that_is_stopped_can_go_on(
    tmp_path: Path, number: signal.Signals, code: int
) -> None:
    records = [response(address(n), page(n) + b" " * 20_000) for n in range(2500)]
    source = members(tmp_path / "a.warc.gz", records)
    command = ["import", "--site", SITE.origin, "--jobs", "2", str(source)]
    process = start(tmp_path / "kho", *command)
    while sum(file.stat().st_size for file in (tmp_path / "kho").glob("warc/*")) < 10_000:
        assert process.poll() is None, process.communicate()
        time.sleep(0.02)
    process.send_signal(number)
    _, err = process.communicate(timeout=120)
    assert "Traceback" not in err, err
    assert process.returncode == code
    outcomes = rows(tmp_path / "kho", "SELECT outcome, exit_code FROM runs")
    assert outcomes == [{"outcome": "stopped", "exit_code": code}]
    ended = subprocess.run(
        [SLDTBXH, "--archive", tmp_path / "kho", *command], capture_output=True, text=True
    )
    assert ended.returncode == 0, ended.stderr
    assert len(rows(tmp_path / "kho", "SELECT 1 FROM articles")) == 2500
