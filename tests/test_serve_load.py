"""Readers at work while crawl, refresh and rebuild write: every page answers, no write fails."""

import random
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest

from archive.folder import database_path
from scraper.replica import Replica
from tests.commands import SLDTBXH, crawl, free_port, replica, run
from tests.servers import serving

ARTICLES = 16
CLIENTS = 4
PATIENCE = 120  # seconds, on a busy machine
# Within one statement an article never stands without its version or its place in the search.
AGREES = (
    "SELECT (SELECT count(*) FROM articles WHERE id NOT IN (SELECT id FROM articles_search))"
    " + (SELECT count(*) FROM articles WHERE id NOT IN (SELECT article_id FROM article_versions))"
)
SQL = f"/archive.json?_shape=arrays&sql={quote(AGREES)}"
PAGES = ("/", "/tim-kiem?q=mau", "/thay-doi", "/thong-ke", "/tinh-trang.json", "/archive/articles",
         "/archive/articles.csv?_stream=on", "/archive/captures?_facet=outcome", SQL)  # fmt: skip


class Readers:
    """Clients that ask for one page after the other; `wrong` is what did not answer as it should.

    `largest` is the size in bytes that the write-ahead log has had.
    """

    def __init__(self, address: str, folder: Path) -> None:
        self.wrong: list[str] = []
        self.answers = 0
        self.largest = 0
        self._address = address
        self._log = database_path(folder).with_name("archive.db-wal")
        self._done = threading.Event()

    @contextmanager
    def reading(self) -> Iterator[None]:
        threads = [threading.Thread(target=self._read, args=(n,)) for n in range(CLIENTS)]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            self._done.set()
            for thread in threads:
                thread.join()

    def _read(self, seed: int) -> None:
        rng = random.Random(seed)
        with httpx.Client(base_url=self._address, timeout=PATIENCE) as client:
            while not self._done.is_set():
                page = rng.choice(PAGES)
                try:
                    answer = client.get(page)
                except httpx.HTTPError as error:
                    self.wrong.append(f"{page}: {error!r}")
                    continue
                self.answers += 1
                if answer.status_code != 200:
                    self.wrong.append(f"{page}: {answer.status_code} {answer.text[:300]}")
                elif page == SQL and answer.json()["rows"] != [[0]]:
                    self.wrong.append(f"{page}: {answer.text[:300]}")
                if self._log.exists():
                    self.largest = max(self.largest, self._log.stat().st_size)


def check_load(tmp_path: Path, site: Replica, rounds: int) -> None:
    folder = tmp_path / "data"
    assert crawl(folder, site)[0] == 0
    with serving(SLDTBXH, folder, free_port(), tmp_path / "server.log") as address:
        readers = Readers(address, folder)
        with readers.reading():
            for n in range(rounds):
                site.publish(f"Bài mẫu mới thứ {n}")
                for command in (
                    ["refresh", "--delay", "0"],
                    ["crawl", "--delay", "0"],
                    ["rebuild"],
                ):
                    code, _, err = run(folder, *command)
                    assert code == 0, (command, err)
        assert readers.wrong == [] and readers.answers > 0
        size = database_path(folder).stat().st_size
        assert readers.largest < 3 * size, "a rebuild writes it once, and no run lets it grow"
        rows = httpx.get(f"{address}/archive/articles.json?_shape=array", timeout=PATIENCE).json()
        assert len(rows) == ARTICLES + rounds
    assert run(folder, "verify", "--jobs", "1")[0] == 0


def test_readers_under_load(tmp_path: Path) -> None:
    with replica(ARTICLES) as site:
        check_load(tmp_path, site, 1)


@pytest.mark.soak
def test_readers_under_load_for_long(tmp_path: Path) -> None:
    with replica(ARTICLES) as site:
        check_load(tmp_path, site, 30)
