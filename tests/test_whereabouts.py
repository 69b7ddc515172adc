"""Nobody is told where on the server's disk the archive lies."""

import pytest

from tests.datasette_pages import Pages
from tests.sample_archive import make

LIKE = "(select file from pragma_database_list) like '/%'"


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Pages:
    return Pages(make(tmp_path_factory.mktemp("archive")))


def place(pages: Pages) -> str:
    return str(pages.datasette.databases["archive"].path)


@pytest.mark.parametrize("path", ["/-/databases", "/-/databases.json"])
def test_there_is_no_page_of_it(pages: Pages, path: str) -> None:
    answer = pages.get(path)
    assert answer.status_code == 404 and place(pages) not in answer.text


@pytest.mark.parametrize(
    "sql",
    [
        "select * from pragma_database_list",
        "select file from [PRAGMA_DATABASE_LIST]()",
        "select count(*) from pragma_database_list",
        "with a as (select file from pragma_database_list) select * from a",
        f"select {LIKE}",
    ],
)
def test_sql_does_not_tell(pages: Pages, sql: str) -> None:
    for ending in (".json", ".csv", ""):
        answer = pages.get(f"/archive{ending}", sql=sql)
        assert answer.status_code == 400 and place(pages) not in answer.text


def test_no_condition_of_a_table_tells(pages: Pages) -> None:
    assert pages.get("/archive/articles", _where=LIKE).status_code == 400


def test_other_tables_of_sqlite_are_read(pages: Pages) -> None:
    assert pages.query("select name from pragma_table_info('articles')")
    assert pages.get("/archive").status_code == 200
