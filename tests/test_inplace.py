"""What is wrapped of Datasette's: once, and only where it is what it is taken for."""

from functools import wraps

import pytest
from datasette.database import Database  # type: ignore[import-untyped]
from datasette.views.table import TableView  # type: ignore[import-untyped]

from archive.views.inplace import Function, wrap
from tests.datasette_pages import Pages
from tests.sample_archive import make


class Theirs:
    """Stands for a class of Datasette's."""

    def answer(self, question: str) -> str:
        """Something to wrap."""
        return question


def twice(theirs: Function) -> Function:
    @wraps(theirs)
    def answer(self: Theirs, question: str) -> str:
        return str(theirs(self, question)) * 2

    return answer


def test_a_function_is_wrapped_once_however_often_it_is_asked_for() -> None:
    for _ in range(3):
        wrap(Theirs, "answer", "self question", twice)
    assert Theirs().answer("a") == "aa"


@pytest.mark.parametrize(
    ("name", "parameters", "found"),
    [("answer", "self", "self question"), ("reply", "self question", "nothing")],
)
def test_another_version_is_told_and_left_as_it_is(name: str, parameters: str, found: str) -> None:
    words = rf"another version of Datasette than [\d.]+: Theirs.{name} takes \({found}\)"
    before = Theirs.answer
    with pytest.raises(RuntimeError, match=words):
        wrap(Theirs, name, parameters, twice)
    assert Theirs.answer is before


def test_a_second_server_of_the_process_wraps_nothing_again(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    folder = make(tmp_path_factory.mktemp("archive"))
    Pages(folder)
    first = (Database.execute, Database.table_counts, TableView.data, TableView.as_csv)
    assert all(hasattr(function, "__wrapped__") for function in first)
    Pages(folder)
    assert (Database.execute, Database.table_counts, TableView.data, TableView.as_csv) == first


def test_a_database_beside_the_archive_is_counted_as_datasette_does(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    folder = make(tmp_path_factory.mktemp("archive"))
    other = make(tmp_path_factory.mktemp("other")) / "archive.db"
    other = other.rename(other.with_name("other.db"))
    pages = Pages(folder, str(other))
    for name, is_counted in (("archive", False), ("other", True)):
        tables = {table["name"]: table for table in pages.get(f"/{name}.json").json()["tables"]}
        assert tables["articles"]["count"]
        assert ("contents" in tables and tables["contents"]["count"] is not None) is is_counted
