"""The worked examples of README, run as they stand there on a small archive."""

import re
import sqlite3
import subprocess
from pathlib import Path

import pytest

from tests.datasette_pages import Pages
from tests.sample_archive import PLANTED, make

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
PEERS = ROOT / ".venv-peers" / "bin"
SECONDS = 120


def example(language: str) -> str:
    """The one block of this language."""
    found = re.findall(rf"^```{language}\n(.*?)^```$", README, re.DOTALL | re.MULTILINE)
    assert len(found) == 1
    return str(found[0])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("readme") / "data")


def test_with_pandas(folder: Path) -> None:
    assert PEERS.is_dir(), (
        "run 'make .venv-peers/ready' first: pandas has an environment of its own"
    )
    done = subprocess.run(
        [PEERS / "python", "-W", "error", "-c", example("python")], cwd=folder.parent,
        capture_output=True, text=True, timeout=SECONDS, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert lines[0].split() == ["title", "gain"] and len(lines) == 2 + 10
    assert PLANTED[1][0] in done.stdout and lines[2].endswith(" 4")


def test_with_sql(folder: Path) -> None:
    connection = sqlite3.connect(folder / "archive.db")
    rows = connection.execute(example("sql")).fetchall()
    connection.close()
    assert sum(row[2] for row in rows) == 45
    assert sum(row[3] for row in rows) == 3 and sum(row[4] for row in rows) == 2
    assert len(Pages(folder).query(example("sql").rstrip().rstrip(";"))) == len(rows)
