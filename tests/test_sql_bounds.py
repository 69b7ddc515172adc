"""Anybody's SQL takes neither all memory nor a thread for ever, and has SQLite's own results."""

import json
import sqlite3
import tracemalloc
from pathlib import Path

import pytest

from archive.db.database import connect
from archive.folder import database_path
from archive.views.bounds import MOST_BYTES, ROW_BYTES, Measured, bound, counted
from archive.views.sqltexts import replace_functions
from tests.datasette_pages import Pages
from tests.sample_archive import make

NUMBERS = "with recursive n(i) as (select 1 union all select i + 1 from n limit 1000) "
GREEDY = (
    "select length(randomblob(1000000000))",
    "select zeroblob(900000000)",
    "select hex(randomblob(400000000))",
    "select printf('%.*c', 900000000, 'x')",
    "select format('%900000000s', 'x')",
    f"{NUMBERS} select randomblob(100000) from n",
    f"{NUMBERS} select group_concat(hex(zeroblob(100000))) from n",
    "with recursive n(i, s) as (select 1, 'x' union all select i + 1, s || s from n limit 40)"
    " select s from n",
    f"select {'1, ' * 200} 1",
    f"select 'a' like '{'%a' * 500}'",
)
LONG = f"hex(zeroblob({ROW_BYTES // 2 - 100}))"
HALF = f"hex(zeroblob({ROW_BYTES // 4}))"
SAME_AS_SQLITES = (
    "instr('Bạc Liêu', 'Liêu')", "instr('a', 'b')", "instr('a', '')", "instr(null, 'a')",
    "instr('a', null)", "instr(x'0102', x'02')", "instr(120, 2)", "instr('1.5', 1.5)",
    "instr(x'c490', 'Đ')", "replace('a-b-c', '-', '')", "replace('Đào', 'đ', 'd')",
    "replace('a', '', 'b')", "replace(null, 'a', 'b')", "replace('a', 'a', null)",
    "replace(120, 2, 3)", "replace('aaa', 'aa', 'b')", "typeof(replace(1, 2, 3))",
    "printf('%.2f %d %s %05d %,d', 1.005, 7, 'ê', 42, 1234567)", "printf('%%')", "printf()",
    "printf(null, 1)", "format('%s', null)", "printf('%-10sx', 'ă')", "printf('%q', 'o''n')",
)  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("archive"))


@pytest.fixture(scope="module")
def pages(folder: Path) -> Pages:
    return Pages(folder)


@pytest.mark.parametrize("sql", GREEDY, ids=lambda sql: sql[:40])
def test_what_asks_for_too_much_is_refused(pages: Pages, sql: str) -> None:
    answer = pages.get("/archive.json", sql=sql)
    assert answer.status_code == 400
    assert len(answer.content) < 10_000


@pytest.mark.parametrize(
    ("sql", "wanted"),
    [
        (f"select instr({LONG}, {HALF} || 'b') as n", 0),
        (f"select length(replace({LONG}, {HALF} || 'b', '')) as n", ROW_BYTES - 200),
    ],
)
def test_texts_that_are_nearly_alike_take_no_minutes(pages: Pages, sql: str, wanted: int) -> None:
    """SQLite's own takes four minutes for these."""
    assert pages.query(sql) == [{"n": wanted}]


@pytest.mark.parametrize(
    "sql",
    [
        "select length(replace(hex(zeroblob(5000)), '0', hex(zeroblob(50000))))",
        f"select length(printf('{'%s' * 50}', {', '.join(['a'] * 50)}))"
        " from (select hex(zeroblob(1000000)) as a)",
    ],
)
def test_a_text_that_would_be_too_long_is_not_even_made(sql: str) -> None:
    """SQLite looks at a function's result, and by then it takes a gigabyte, or all there is."""
    connection = sqlite3.connect(":memory:")
    bound(connection)
    replace_functions(connection)
    tracemalloc.start()
    with pytest.raises(sqlite3.DataError, match="too big"):
        connection.execute(sql).fetchall()
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    connection.close()
    assert peak < 2**28


def test_replacing_may_make_a_text_of_the_largest_length() -> None:
    connection = sqlite3.connect(":memory:")
    bound(connection)
    replace_functions(connection)
    sql = "select length(replace(hex(zeroblob(?)), '0', 'ab'))"
    assert connection.execute(sql, [ROW_BYTES // 4]).fetchone()[0] == ROW_BYTES
    with pytest.raises(sqlite3.DataError):
        connection.execute(sql, [ROW_BYTES // 4 + 1]).fetchone()
    connection.close()


@pytest.mark.parametrize("expression", SAME_AS_SQLITES)
def test_functions_give_what_sqlites_own_give(expression: str) -> None:
    own, ours = sqlite3.connect(":memory:"), sqlite3.connect(":memory:")
    replace_functions(ours)
    (wanted,), (found,) = (c.execute(f"SELECT {expression}").fetchone() for c in (own, ours))
    for connection in (own, ours):
        connection.close()
    assert (type(found), found) == (type(wanted), wanted)


def test_rows_are_counted_query_by_query() -> None:
    connection = sqlite3.connect(":memory:")
    bound(connection)
    half = f"SELECT zeroblob({ROW_BYTES - 100}) FROM generate"
    connection.execute("CREATE TABLE generate (n)")
    connection.executemany("INSERT INTO generate VALUES (?)", [(n,) for n in range(5)])
    for _ in range(3):
        with counted(connection):
            assert len(connection.execute(half).fetchall()) == 5
    with counted(connection), pytest.raises(sqlite3.OperationalError, match="ask for fewer"):
        connection.execute(f"{half}, (SELECT 1 UNION ALL SELECT 2)").fetchall()
    assert len(connection.execute(f"{half}, (SELECT 1 UNION ALL SELECT 2)").fetchall()) == 10
    assert isinstance(connection.row_factory, Measured)
    connection.close()


def test_a_download_may_have_any_length(tmp_path: Path) -> None:
    """Its rows are counted a thousand at a time."""
    folder = make(tmp_path / "archive")
    db = connect(database_path(folder))
    text = json.dumps([["x" * 30_000]])
    row = {"article_id": 1, "caption": None, "header": "[]", "rows": text}
    db.table("tables").insert_all({**row, "capture_id": 54, "position": n} for n in range(1500))
    db.conn.close()
    assert 1500 * len(text) > MOST_BYTES
    answer = Pages(folder).get("/archive/tables.csv?_stream=on")
    assert answer.status_code == 200 and answer.text.count("x" * 30_000) == 1500
