"""Datasette in this process, started with the very arguments of `sldtbxh serve`."""

import asyncio
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import httpx
from datasette.cli import cli  # type: ignore[import-untyped]

from archive.serve import arguments

# What a stranger may type where a text is asked for.
HOSTILE = (
    *("'", '"', "\0", "*", "(", "%", "\\", "🙂", "-1", ":", "^a", "{a}", "x̀", "\ud7ff", '"""'),
    *("' OR 1=1 --", "<script>alert(9)</script>", "NaN", "AND", "title:", "NEAR("),
    *("a" * 5000, "9" * 400, "9**9**9"),
)


class Pages:
    """What Datasette answers for the archive in `folder`."""

    def __init__(self, folder: Path, *options: str) -> None:
        command = cli.commands["serve"]
        assert command.callback is not None
        with command.make_context("serve", arguments(folder, options)) as context:
            self.datasette = command.callback(**context.params, return_instance=True)

    def get(self, path: str, **parameters: str | int) -> httpx.Response:
        """The response to a GET; `parameters` follow as a query string."""
        query = f"?{urlencode(parameters)}" if parameters else ""
        return self.get_with(path + query, {})

    def get_with(self, path: str, headers: dict[str, str]) -> httpx.Response:
        """The response to a GET with headers of one's own."""
        response: httpx.Response = asyncio.run(self.datasette.client.get(path, headers=headers))
        return response

    def rows(self, name: str, **parameters: str | int) -> list[dict[str, Any]]:
        """The rows of a table or canned query."""
        response = self.get(f"/archive/{quote(name)}.json", _shape="array", **parameters)
        assert response.status_code == 200, response.text
        found: list[dict[str, Any]] = response.json()
        return found

    def query(self, sql: str) -> list[dict[str, Any]]:
        """The rows of a researcher's own SQL."""
        response = self.get("/archive.json", sql=sql, _shape="array")
        assert response.status_code == 200, response.text
        found: list[dict[str, Any]] = response.json()
        return found

    def search(self, text: str) -> set[int]:
        """The ids of the articles that the search box of /archive/articles finds."""
        return {row["id"] for row in self.rows("articles", _search=text, _size="max")}

    def metadata(self, table: str) -> dict[str, Any]:
        """What Datasette was told of a table of the archive."""
        found: dict[str, Any] = self.datasette.table_metadata("archive", table)
        return found
