"""The worked examples of README, run as they stand there on a small archive."""

import re
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import pytest

from tests.datasette_pages import Pages
from tests.sample_archive import PLANTED, make

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
PEERS = ROOT / ".venv-peers" / "bin"
SECONDS = 120
# Counters some days after the sample's last: ten of article 1's readers are the archive, and what
# was read in the last hour says little.
LATER = (
    (1, "2024-05-13T00:01:00.000000Z", 310, 13), (1, "2024-05-13T01:01:00.000000Z", 410, 13),
    (2, "2024-05-23T00:02:00.000000Z", 131, 3), (3, "2024-05-06T00:03:00.000000Z", 9000, 3),
)  # fmt: skip


def example(language: str) -> str:
    """The one block of this language."""
    found = re.findall(rf"^```{language}\n(.*?)^```$", README, re.DOTALL | re.MULTILINE)
    assert len(found) == 1
    return str(found[0])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = make(tmp_path_factory.mktemp("readme") / "data")
    with closing(sqlite3.connect(folder / "archive.db")) as db, db:
        db.executemany("INSERT INTO view_counts VALUES (?, ?, ?, ?)", LATER)
    return folder


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
    assert lines[0].split() == ["title", "days", "per_day"] and len(lines) == 2 + 2
    first = (410 - 13) - (110 - 3)
    assert PLANTED[1][0] in lines[2] and lines[2].split()[-1] == f"{first / (10 + 1 / 24):.6f}"
    assert PLANTED[2][0] in lines[3] and lines[3].split()[-2:] == ["20.000000", "1.000000"]


def test_with_sql(folder: Path) -> None:
    connection = sqlite3.connect(folder / "archive.db")
    rows = connection.execute(example("sql")).fetchall()
    connection.close()
    assert sum(row[2] for row in rows) == 45
    assert sum(row[3] for row in rows) == 3 and sum(row[4] for row in rows) == 2
    assert len(Pages(folder).query(example("sql").rstrip().rstrip(";"))) == len(rows)
