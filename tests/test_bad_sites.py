"""Sites that are broken or hostile: bounded, reported, and nothing of what is there is lost."""

import gzip
import sqlite3
import threading
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from scrapy.settings import Settings

from archive.crawling.crawl import crawl
from archive.crawling.running import EngineMaker, Pace
from archive.folder import database_path
from archive.health.verify import verify
from scraper.replica import Replica
from scraper.replica.recipe import printed
from scraper.site import Site
from tests.loopback import Loopback, Pages, Reply, page
from tests.simulation import Engine, Life, visit

ARTICLE = Reply(
    '<html><body class="portlet-boundary"><div class="asset-full-content"><h4 class='
    '"component-title"><span class="asset-title d-inline">Bài mẫu</span></h4><p>Thứ sáu,'
    " 26/03/2021, 15:13</p><p>Đoạn văn mẫu của bài mẫu.</p></div></body></html>"
)
GOOD = "/tin/-/asset_publisher/a/content/bai-mau"
MB = 2**20


def portal(*links: str) -> dict[str, Reply]:
    """A portal of one article, whose start page links what else a test has."""
    return {"/": page(GOOD, *links), GOOD: ARTICLE}


def visited(folder: Path, pages: Pages, engine: EngineMaker = Engine) -> tuple[int, str, list[str]]:
    """Exit code and lines of a crawl of `pages`, and what it asked for; its archive is sound."""
    with Loopback(pages) as site:
        pace = Pace(delay=0, concurrency=8)
        code, said = visit(lambda: crawl(folder, Site.of(site.url), pace, engine=engine))
        asked = site.paths
    assert query(folder, "SELECT title FROM articles") == [("Bài mẫu",)]
    assert not verify(folder, 1).findings
    return code, said, asked


def query(folder: Path, sql: str) -> list[Any]:
    with sqlite3.connect(database_path(folder)) as db:
        return db.execute(sql).fetchall()


def test_a_sitemap_of_fifty_thousand_dead_links(tmp_path: Path) -> None:
    named = "".join(f"<url><loc>@/-/bai-{n}</loc></url>" for n in range(50_000))
    space = "http://www.sitemaps.org/schemas/sitemap/0.9"

    def pages(path: str) -> Reply | None:
        if path == "/sitemap.xml":
            text = f'<urlset xmlns="{space}">{named}</urlset>'.replace("@", "")
            return Reply(text, media_type="application/xml")
        return portal().get(path)

    code, said, asked = visited(tmp_path, pages)
    assert (code, "dead_sitemap" in said) == (1, True)
    assert 300 <= len(asked) < 400


@pytest.mark.parametrize("count", [1, 3000], ids=["one", "many"])
def test_headers_of_megabytes(tmp_path: Path, count: int) -> None:
    large = {f"X-Mau-{n}": "m" * (3 * MB // count) for n in range(count)}
    code, _, asked = visited(tmp_path, {**portal("/to"), "/to": Reply("to", headers=large)})
    assert code in (0, 1) and "/to" in asked


@pytest.mark.parametrize("media_type", ["text/html", "application/pdf"])
def test_a_bomb_is_told_once(tmp_path: Path, media_type: str) -> None:
    bomb = Reply(gzip.compress(b"\0" * 200 * MB), headers={"Content-Encoding": "gzip"},
                 media_type=media_type)  # fmt: skip
    pages = {**portal("/bom"), "/bom": bomb}
    with Loopback(pages) as site:
        found = [
            visit(lambda: crawl(tmp_path, Site.of(site.url), Pace(delay=0), engine=Engine))
            for _ in range(2)
        ]
    assert [code for code, _ in found] == [1, 0]
    assert "too_large: over 64 MiB once decoded" in found[0][1] and "/bom" in found[0][1]
    assert query(tmp_path, "SELECT outcome FROM captures WHERE url LIKE '%/bom'") == [
        ("skipped: too_large",), ("skipped: too_large",)
    ]  # fmt: skip
    assert not verify(tmp_path, 1).findings


class Hurried(Engine):
    """Waits some seconds for an answer, and not a minute; on a busy machine others take one."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings)
        settings.set("DOWNLOAD_TIMEOUT", 5)


def test_a_byte_a_second(tmp_path: Path) -> None:
    done = threading.Event()

    def slow(path: str) -> Reply | None:
        if path == "/cham":
            done.wait()
        return portal("/cham").get(path)

    code, _, asked = visited(tmp_path, slow, Hurried)
    done.set()
    assert code == 0 and asked.count("/cham") == 1
    assert query(tmp_path, "SELECT failed FROM runs") == [(1,)]
    ((url, severity, message),) = query(tmp_path, "SELECT url, severity, message FROM problems")
    assert url.endswith("/cham") and severity == "note" and "Timeout" in message


def test_redirects_in_a_circle_and_off_the_site(tmp_path: Path) -> None:
    with Loopback({"/1": page()}) as other:

        def pages(path: str) -> Reply | None:
            number = path.removeprefix("/vong/")
            if path == "/ra":
                return Reply(status=302, headers={"Location": f"{other.url}/1"})
            if number.isdigit():
                target = f"/vong/{(int(number) + 1) % 3}"
                return Reply(status=302, headers={"Location": target})
            return portal("/ra", "/vong/0").get(path)

        code, _, asked = visited(tmp_path, pages)
        assert (code, other.paths) == (0, [])
        assert sum(path.startswith("/vong/") for path in asked) == 3


def test_robots_of_ten_megabytes(tmp_path: Path) -> None:
    rules = ["User-agent: *", "Disallow: /cam", *(f"Disallow: /x/{n}" for n in range(700_000))]
    robots = Reply("\n".join(rules), media_type="text/plain")
    assert len(robots.body) > 10 * MB
    code, _, asked = visited(tmp_path, {**portal("/cam", "/duoc"), "/robots.txt": robots})
    assert (code, "/cam" in asked, "/duoc" in asked) == (0, False, True)
    assert query(tmp_path, "SELECT kind, severity FROM problems") == [("robots_cut", "note")]


def test_paging_that_repeats_its_last_page_for_ever(tmp_path: Path) -> None:
    def pages(path: str) -> Reply | None:
        if path.startswith("/tin?"):
            number = int(path.rpartition("=")[2])
            return page(GOOD, f"/tin?_1_cur={number + 1}", f"/tin?_1_cur={10**6}")
        return (portal("/tin") | {"/tin": page(GOOD, "/tin?_1_cur=2", "/tin?_1_cur=900")}).get(path)

    _, _, asked = visited(tmp_path, pages)
    assert len([path for path in asked if "cur=" in path]) < 20


def test_times_in_the_future(tmp_path: Path) -> None:
    with Replica(12) as site:
        life = Life(site, tmp_path)
        assert life.refresh() == 0
        to_come = site.clock + timedelta(days=400)
        new = site.publish()
        site.portal.put(
            replace(new, published=to_come, published_at=to_come, published_text=printed(to_come),
                    changed_at=to_come)
        )  # fmt: skip
        assert [life.day() for _ in range(3)] == [0, 0, 0]
        assert life.told() == []
        assert len(site.requests) < 40  # a sitemap's time to come is no reason to look again
        site.edit(new.entry_id)
        life.day()
        sql = f"SELECT version, published_date FROM articles WHERE id = {new.entry_id}"
        assert query(tmp_path, sql) == [(2, f"{to_come:%Y-%m-%d}")]


def test_lists_in_a_wrong_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The oldest first, and no other place that names what is new."""
    with Replica(120) as site:
        in_order = site.portal.listed
        monkeypatch.setattr(site.portal, "listed", lambda section: in_order(section)[::-1])
        monkeypatch.setattr(site.portal, "recent", list)
        life = Life(site, tmp_path)
        assert life.refresh() == 0
        new = site.publish()
        site.advance(timedelta(days=30))
        assert life.day() == 0
        assert query(tmp_path, f"SELECT count(*) FROM articles WHERE id = {new.entry_id}") == [(1,)]
