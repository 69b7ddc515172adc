"""Both spiders against the replica, over HTTP: everything that can be reached, and no trap."""

import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator

import pytest

from scraper.replica import Replica
from scraper.site import Site
from scraper.urls import canonical, file_identity
from tests.crawling import Crawl, crawl
from tests.loopback import Loopback, Reply, page

SITE = "https://replica.invalid"
# What may never be asked for; the replica links all of it.
TRAPS = re.compile(
    r"print|login(?!-web/css)|dang-nhap|/en(?:/|$)|formDate|calendar(?!-web/css)|jsessionid"
    r"|pop_up|maximized|p_auth|update_language|p_p_lifecycle=[12]|lich-cong-tac"
)
ARTICLE = (
    '<html><body class="portlet-boundary"><div class="asset-full-content"><h4 class='
    '"component-title"><span class="asset-title d-inline">Bài mẫu số {0}</span></h4><p>Thứ sáu,'
    " 26/03/2021, 15:13</p><p>Đoạn văn mẫu của bài số {0}.</p></div></body></html>"
)


class Visited:
    """What a crawl of the replica found, and what the replica was asked for."""

    def __init__(self, articles: int, spider: str = "articles") -> None:
        with Replica(articles=articles) as replica:
            self.crawl: Crawl = crawl(SITE, spider, stand_in={SITE: replica.url})
            self.asked = [target for _, target in replica.requests]
            self.articles = {article.entry_id for article in replica.articles}


@pytest.fixture(scope="module")
def visited() -> Iterator[Visited]:
    yield Visited(300)


def test_every_article_is_found(visited: Visited) -> None:
    assert visited.crawl.articles == visited.articles


def test_no_trap_is_asked_for(visited: Visited) -> None:
    assert [target for target in visited.asked if TRAPS.search(target)] == []


def test_nothing_is_asked_for_twice(visited: Visited) -> None:
    assert [target for target, times in Counter(visited.asked).items() if times > 1] == []
    site = Site.of(SITE)
    pages = Counter(canonical(SITE + target, site) for target in visited.asked)
    assert [url for url, times in pages.items() if times > 1] == []


def test_files_and_images_are_captured_once_each(visited: Visited) -> None:
    files = Counter(filter(None, (file_identity(SITE + target) for target in visited.asked)))
    assert max(files.values()) == 1
    outcomes = Counter(item.outcome for item in visited.crawl.items)
    assert outcomes["attachment"] > 50
    assert outcomes["image"] > 20


def test_an_article_is_visited_under_its_addresses(visited: Visited) -> None:
    times = Counter(i.entry_id for i in visited.crawl.items if i.outcome == "article")
    assert max(times.values()) > 1


def test_no_error_and_nothing_lost(visited: Visited) -> None:
    assert "log_count/ERROR" not in visited.crawl.stats
    assert visited.crawl.log == ""
    assert visited.crawl.why is None


def test_the_statistics_spider_finds_the_figures_and_no_articles() -> None:
    found = Visited(60, "statistics")
    outcomes = Counter(item.outcome for item in found.crawl.items)
    assert outcomes["statistics"] >= 10
    assert outcomes["article"] == 0
    assert [target for target in found.asked if TRAPS.search(target)] == []


def test_a_dead_address_does_not_hide_a_live_one() -> None:
    """The same page is linked with and without /vi, and only one of them is there."""
    pages = {"/": page("/tin", "/vi/tin", "/web/guest/tin"), "/vi/tin": page("/vi/xa")}
    with Loopback(pages | {"/vi/xa": page()}) as site:
        done = crawl(site.url)
        assert done.outcomes(f"{site.url}/vi/tin") == ["other"]
        assert "/vi/xa" in site.paths
        assert "/web/guest/tin" not in site.paths  # one that works is enough


def test_nor_does_one_that_failed_before_the_other_was_linked() -> None:
    pages = {"/": page("/tin", "/khac"), "/khac": page("/vi/tin"), "/vi/tin": page()}
    with Loopback(pages) as site:
        assert crawl(site.url).outcomes(f"{site.url}/vi/tin") == ["other"]


def _listing(number: int, last: int, shown: int) -> Reply:
    articles = [f"/tin/-/asset_publisher/a/content/id/{shown * 100 + n}" for n in range(10)]
    pager = [f"/tin?_1_cur={n}" for n in (1, number + 1, last)]
    return page(*articles, *pager)


def _portal(path: str, last: int) -> Reply | None:
    if path == "/":
        return page("/tin")
    if found := re.fullmatch(r"/tin(?:\?_1_cur=(\d+))?", path):
        number = int(found[1] or 1)
        return _listing(number, last, min(number, 7))
    found = re.search(r"/content/id/(\d+)$", path)
    return Reply(ARTICLE.format(found[1])) if found else None


def test_a_listing_that_repeats_for_ever_ends() -> None:
    """Every page links a next one, and beyond the seventh each is the seventh again."""
    with Loopback(lambda path: _portal(path, 10**6)) as site:
        done = crawl(site.url)
        numbers = [path for path in site.paths if path.startswith("/tin?")]
        assert len(done.articles) == 70
        assert len(numbers) <= 9  # 2 to 8, and the last


def test_a_chain_of_pages_without_end_is_bounded() -> None:
    def pages(path: str) -> Reply | None:
        number = int(path.rpartition("/")[2] or 0) if path.rpartition("/")[2].isdigit() else 0
        return page(f"/trang/{number + 1}") if path == "/" or number else None

    with Loopback(pages) as site:
        crawl(site.url)
        assert len(site.paths) < 40


def test_plain_scrapy_crawl() -> None:
    """As any user of Scrapy would start it."""
    with Loopback({"/mot": page("/hai"), "/hai": page()}) as site:
        arguments = ["crawl", "articles", "-a", f"site={site.url}", "-a", "start=/mot"]
        subprocess.run(
            [sys.executable, "-m", "scrapy", *arguments, "-s", "DOWNLOAD_DELAY=0"],
            env=os.environ | {"SCRAPY_SETTINGS_MODULE": "scraper.settings"}, check=True, timeout=60,
        )  # fmt: skip
        assert {"/mot", "/hai"} <= set(site.paths)


def test_start_pages_by_argument() -> None:
    with Loopback({"/mot": page(), "/hai": page()}) as site:
        crawl(site.url, start="/mot, hai")
        assert set(site.paths) == {"/robots.txt", "/sitemap.xml", "/mot", "/hai"}


@pytest.mark.parametrize(
    ("site", "department", "message"),
    [
        ("ftp://x", "sotttt-hanoi", "not the address of a site"),
        ("http://127.0.0.1:9", "khong-co", "no department is called 'khong-co'"),
    ],
)
def test_arguments_that_cannot_be_used(site: str, department: str, message: str) -> None:
    """One line, no traceback."""
    done = crawl(site, department=department)
    assert done.items == []
    assert message in done.log
    assert len(done.log.splitlines()) == 1


def test_articles_come_before_a_tree_of_pages_without_end() -> None:
    def answer(path: str) -> Reply:
        if path.startswith("/-/"):
            return Reply(ARTICLE.format(path.rpartition("-")[2]))
        first = ["/-/bai-1", "/-/bai-2"] if path == "/" else []
        return page(*first, *(f"{path.rstrip('/')}/{n}" for n in range(3)))

    with Loopback(answer) as site:
        crawl(site.url, changed={"CLOSESPIDER_PAGECOUNT": 200})
        assert {"/-/bai-1", "/-/bai-2"} <= set(site.paths)
