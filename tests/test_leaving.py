"""A streamed CSV ends whose client leaves or takes no more; one whose client stays is whole."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
from datasette.plugins import pm  # type: ignore[attr-defined]

from tests.datasette_pages import Pages
from tests.sample_archive import make

PATIENCE = 60  # seconds; without the plugin it would never end
SCOPE = {
    "type": "http", "http_version": "1.1", "method": "GET", "path": "/archive/captures.csv",
    "raw_path": b"/archive/captures.csv", "query_string": b"_stream=on", "headers": [],
    "scheme": "http", "server": ("localhost", 80), "client": ("localhost", 1),
}  # fmt: skip


@pytest.mark.parametrize("leaves", [True, False])
def test_a_client_that_leaves_or_takes_no_more(
    tmp_path: Path, leaves: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages, stuck = Pages(make(tmp_path)), []
    if not leaves:
        monkeypatch.setattr(pm.get_plugin("leaving.py"), "MOST_SECONDS", 1)

    async def ask() -> None:
        sent = asyncio.Event()

        async def send(message: dict[str, Any]) -> None:
            if message["type"] == "http.response.body":
                stuck.append(message)
                sent.set()
                await asyncio.Event().wait()  # the client takes no more

        async def receive() -> dict[str, Any]:
            await (sent if leaves else asyncio.Event()).wait()
            return {"type": "http.disconnect"}

        await asyncio.wait_for(pages.datasette.app()(dict(SCOPE), receive, send), PATIENCE)

    asyncio.run(ask())
    assert len(stuck) == 1 or (not leaves and not stuck)


def test_a_client_that_stays(tmp_path: Path) -> None:
    pages = Pages(make(tmp_path))
    lines = pages.get("/archive/captures.csv?_stream=on").text.splitlines()
    assert len(lines) == 1 + len(pages.rows("captures", _size="max"))
