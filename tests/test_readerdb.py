"""The readers' own connections: read-only, in threads of their own, never for long."""

import asyncio
import sqlite3
import threading
import time
from pathlib import Path

import pytest

from archive.db.database import connect
from archive.views.readerdb import ReaderDb, reader_db

SECONDS = 60  # in which something must have happened
ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    found = tmp_path / "archive.db"
    connect(found).conn.close()
    return found


def count(connection: sqlite3.Connection) -> int:
    return int(connection.execute("SELECT count(*) FROM articles").fetchone()[0])


def test_nothing_can_be_written(path: Path) -> None:
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        ReaderDb(path).run_here(lambda c: c.execute("DELETE FROM articles"))


def test_work_that_takes_too_long_is_broken_off_and_the_next_goes_on(path: Path) -> None:
    database = ReaderDb(path, limit=0.2)
    start = time.monotonic()
    with pytest.raises(sqlite3.OperationalError, match="interrupted"):
        database.run_here(lambda c: c.execute(ENDLESS).fetchone())
    assert time.monotonic() - start < 20
    assert database.run_here(count) == 0


def test_a_few_run_at_a_time_while_one_is_slow(path: Path) -> None:
    database = ReaderDb(path, threads=2)
    counted = threading.Event()

    async def both() -> bool:
        slow = asyncio.create_task(database.run(lambda c: counted.wait(SECONDS)))
        assert await database.run(count) == 0
        counted.set()
        return await slow

    assert asyncio.run(both())


def test_rows_have_names_and_what_is_written_meanwhile_is_seen(path: Path) -> None:
    database = ReaderDb(path)
    assert database.run_here(count) == 0
    writing = connect(path)
    writing.execute("INSERT INTO polls (id, question) VALUES (1, 'Mẫu?')")
    writing.conn.close()
    sql = "SELECT question FROM polls"
    assert database.run_here(lambda c: c.execute(sql).fetchone())["question"] == "Mẫu?"


def test_a_piece_of_work_sees_one_state_whatever_is_written_meanwhile(path: Path) -> None:
    writing = connect(path)

    def twice(connection: sqlite3.Connection) -> list[int]:
        found = [polls(connection)]
        writing.execute("INSERT INTO polls (question) VALUES ('Mẫu?')")
        return [*found, polls(connection)]

    database = ReaderDb(path)
    assert database.run_here(twice) == [0, 0]
    assert database.run_here(polls) == 1
    writing.conn.close()


def polls(connection: sqlite3.Connection) -> int:
    return int(connection.execute("SELECT count(*) FROM polls").fetchone()[0])


def test_everybody_shares_one(path: Path) -> None:
    assert reader_db(path) is reader_db(path)
