"""What a real server says of its readers' searches, and how it bears researchers' slow SQL."""

import asyncio
import logging
import sqlite3
import subprocess
from collections.abc import Awaitable, Callable
from contextlib import closing
from pathlib import Path
from time import sleep

import httpx
import pytest
from datasette import database
from datasette.app import Datasette  # type: ignore[import-untyped]
from datasette.database import QueryInterrupted  # type: ignore[import-untyped]
from datasette.plugins import pm  # type: ignore[attr-defined]
from datasette.utils.asgi import Request, Response  # type: ignore[import-untyped]

from archive.times import from_text
from tests.commands import SLDTBXH, free_port
from tests.datasette_pages import Pages
from tests.sample_archive import make

SECRET = "nguontinmat"
NUMBERS = "with recursive n(i) as (select 1 union all select i + 1 from n"
ENDLESS = f"{NUMBERS}) select count(*) from n"
TRIES = 100
SECONDS = 120  # a machine may be busy


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("archive"))


def test_no_log_has_what_is_searched_for(archive: Path) -> None:
    port = free_port()
    command = [str(SLDTBXH), "--archive", str(archive), "serve", "--port", str(port)]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    asked = httpx.Client(
        base_url=f"http://127.0.0.1:{port}",
        transport=httpx.HTTPTransport(retries=TRIES),
        timeout=SECONDS,
    )
    for path in ("/tim-kiem", "/tim-kiem.json", "/tim-kiem.csv", "/tim-kiem.atom"):
        assert asked.get(path, params={"q": SECRET}).status_code == 200
    assert asked.get("/archive/articles", params={"_search": SECRET}).status_code == 200
    for parameters in ({"sql": f"select {SECRET}"}, {"sql": f"select :a, {SECRET}", "a": SECRET}):
        assert asked.get("/archive", params=parameters).status_code == 400
    for address in (f"https://a.example/?q={SECRET}", f"https%3A%2F%2Fa.example%2F%3fq%3D{SECRET}"):
        assert asked.get(f"/url/{address}").status_code == 302
    asked.close()
    server.terminate()
    said, _ = server.communicate()
    assert said.count('"GET /tim-kiem') == 4
    assert SECRET not in said


def fail() -> BaseException:
    """An error with the secret in its message, that followed from another."""
    with pytest.raises(RuntimeError) as raised:
        try:
            int(SECRET)
        except ValueError as error:
            raise RuntimeError(SECRET) from error
    return raised.value


async def answered(datasette: Datasette, answer: Callable[[], Awaitable[Response]]) -> Response:
    await datasette.invoke_startup()
    return await answer()


def test_an_unforeseen_error_is_logged_without_its_message(
    archive: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    datasette = Pages(archive).datasette
    for path in ("/tim-kiem", "/tim-kiem.json", "/archive/articles", "/archive/articles.json"):
        request = Request.fake(f"{path}?q={SECRET}")
        request.scope["csrftoken"] = str  # what Datasette's guard of forms puts there
        (answer,) = pm.hook.handle_exception(datasette=datasette, request=request, exception=fail())
        response = asyncio.run(answered(datasette, answer))
        assert response.status == 500
        assert response.content_type.startswith(
            "application/json" if path.endswith(".json") else "text/html"
        )
        said = capsys.readouterr().err
        assert said.count("Traceback") == 2 and "RuntimeError" in said and "in fail" in said
        assert SECRET not in said


def test_a_wrong_value_of_our_own_is_no_fault_of_the_reader(
    archive: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    datasette = Pages(archive).datasette
    request = Request.fake(f"/archive/articles?q={SECRET}")
    request.scope["csrftoken"] = str
    with pytest.raises(ValueError, match=SECRET) as raised:
        from_text(SECRET)
    answers = pm.hook.handle_exception(datasette=datasette, request=request, exception=raised.value)
    assert asyncio.run(answered(datasette, answers[0])).status == 500
    said = capsys.readouterr().err
    assert "ValueError" in said and "in from_text" in said and SECRET not in said


def test_rich_where_it_is_installed_prints_no_variables(
    archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("datasette.handle_exception.rich", object())
    assert Pages(archive).get("/archive/articles", _sort=SECRET).status_code == 400


def test_uvicorn_logs_it_in_the_same_way(archive: Path, caplog: pytest.LogCaptureFixture) -> None:
    asyncio.run(Pages(archive).datasette.invoke_startup())
    logging.getLogger("uvicorn.error").error("Exception in ASGI application", exc_info=fail())
    assert "RuntimeError" in caplog.text and SECRET not in caplog.text


def test_a_limit_is_of_work_not_of_waiting(archive: Path) -> None:
    """By the clock there is a limit too, but a longer one."""
    asyncio.run(Pages(archive).datasette.invoke_startup())
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.create_function("wait", 1, sleep)
        with database.sqlite_timelimit(connection, 200):
            assert connection.execute(
                f"{NUMBERS} limit 5000) select wait(0.3), max(i) from n"
            ).fetchone()
        with database.sqlite_timelimit(connection, 20), pytest.raises(sqlite3.OperationalError):
            connection.execute(f"{NUMBERS}) select wait(0.001) from n").fetchall()


def test_a_query_that_takes_too_long_leaves_no_cursor_open(archive: Path) -> None:
    served = Pages(archive).datasette.get_database("archive")
    with pytest.raises(QueryInterrupted) as raised:
        asyncio.run(served.execute(ENDLESS, custom_time_limit=20))
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
