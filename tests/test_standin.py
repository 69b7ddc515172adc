"""A loopback server in the site's place: the capture keeps the site's own address."""

from itertools import pairwise

from tests.crawling import crawl
from tests.loopback import Loopback, Reply, page

SITE = "https://replica.invalid"


def test_the_site_is_asked_under_its_own_name() -> None:
    with Loopback({"/": page(f"{SITE}/mot?a=1"), "/mot?a=1": page()}) as server:
        done = crawl(SITE, stand_in={SITE: server.url})
        assert {asked.headers["host"] for asked in server.asked} == {"replica.invalid"}
        assert "/mot?a=1" in server.paths
    assert {item.url for item in done.items} >= {f"{SITE}/", f"{SITE}/mot?a=1"}


def test_http_stands_for_https() -> None:
    moved = Reply(status=301, headers={"Location": "http://replica.invalid/hai"})
    with Loopback({"/": page("/mot"), "/mot": moved, "/hai": page()}) as server:
        done = crawl(SITE, stand_in={SITE: server.url})
        assert "/hai" in server.paths
    assert done.outcomes("http://replica.invalid/hai") == ["other"]


def test_another_site_goes_where_it_says() -> None:
    with Loopback({"/": page()}) as server, Loopback({"/": page()}) as other:
        crawl(other.url, stand_in={SITE: server.url})
        assert server.paths == []
        assert "/" in other.paths


def test_crawl_delay_and_autothrottle_work_with_a_stand_in() -> None:
    robots = Reply("User-agent: *\nCrawl-delay: 1", media_type="text/plain")
    with Loopback({"/": page("/mot"), "/mot": page(), "/robots.txt": robots}) as server:
        crawl(SITE, stand_in={SITE: server.url}, delay=0.1)
        times = [asked.at for asked in server.asked]
        assert min(b - a for a, b in pairwise(times)) > 0.95
