"""What a real server says of its readers' searches, and how it bears researchers' slow SQL."""

import asyncio
import sqlite3
import subprocess
from pathlib import Path

import httpx
import pytest
from datasette.database import QueryInterrupted  # type: ignore[import-untyped]

from tests.commands import SLDTBXH, free_port
from tests.datasette_pages import Pages
from tests.sample_archive import make

SECRET = "nguontinmat"
ENDLESS = "with recursive n(i) as (select 1 union all select i + 1 from n) select count(*) from n"
TRIES = 100


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("archive"))


def test_no_log_has_what_is_searched_for(archive: Path) -> None:
    port = free_port()
    command = [str(SLDTBXH), "--archive", str(archive), "serve", "--port", str(port)]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    asked = httpx.Client(
        base_url=f"http://127.0.0.1:{port}", transport=httpx.HTTPTransport(retries=TRIES)
    )
    for path in ("/tim-kiem", "/tim-kiem.json", "/tim-kiem.csv", "/tim-kiem.atom"):
        assert asked.get(path, params={"q": SECRET}).status_code == 200
    assert asked.get("/archive/articles", params={"_search": SECRET}).status_code == 200
    for parameters in ({"sql": f"select {SECRET}"}, {"sql": f"select :a, {SECRET}", "a": SECRET}):
        assert asked.get("/archive", params=parameters).status_code == 400
    asked.close()
    server.terminate()
    said, _ = server.communicate()
    assert said.count('"GET /tim-kiem') == 4
    assert SECRET not in said


def test_a_query_that_takes_too_long_leaves_no_cursor_open(archive: Path) -> None:
    database = Pages(archive).datasette.get_database("archive")
    with pytest.raises(QueryInterrupted) as raised:
        asyncio.run(database.execute(ENDLESS, custom_time_limit=20))
    error: BaseException | None = raised.value
    cursors = []
    while error is not None:
        traceback = error.__traceback__
        while traceback is not None:
            local = traceback.tb_frame.f_locals.values()
            cursors += [value for value in local if isinstance(value, sqlite3.Cursor)]
            traceback = traceback.tb_next
        error = error.__context__
    assert cursors
    for cursor in cursors:
        with pytest.raises(sqlite3.ProgrammingError, match="closed"):
            cursor.fetchone()
