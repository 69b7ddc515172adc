"""robots.txt: what it forbids, and what it means when it cannot be read."""

from itertools import pairwise

import pytest

from tests.crawling import crawl
from tests.loopback import Loopback, Reply, page

ROBOTS = "/robots.txt"
SITE = {"/": page("/mot", "/hai", "/kin/ba"), "/mot": page(), "/hai": page(), "/kin/ba": page()}
QUICK = {"BACKOFF_START": 0.01}


def rules(*lines: str) -> Reply:
    return Reply("\n".join(lines), media_type="text/plain")


def asked(pages: dict[str, Reply], **changed: object) -> tuple[list[str], str | None]:
    with Loopback(SITE | pages) as site:
        done = crawl(site.url, changed=QUICK | changed)
        return site.paths, done.why


def test_what_is_forbidden_is_not_asked_for() -> None:
    paths, why = asked({ROBOTS: rules("User-agent: *", "Disallow: /kin/")})
    assert paths[0] == ROBOTS
    assert "/kin/ba" not in paths
    assert {"/", "/mot", "/hai"} <= set(paths)
    assert why is None or "robots.txt" not in why


def test_rules_for_this_archive_come_before_those_for_all() -> None:
    every = ("User-agent: *", "Disallow: /", "", "User-agent: sldtbxh-archive", "Disallow: /hai")
    paths, _ = asked({ROBOTS: rules(*every)})
    assert {"/", "/mot", "/kin/ba"} <= set(paths)
    assert "/hai" not in paths


def test_robots_is_read_once_and_kept() -> None:
    with Loopback(SITE | {ROBOTS: rules("User-agent: *", "Disallow:")}) as site:
        done = crawl(site.url)
        assert site.paths.count(ROBOTS) == 1
        assert done.outcomes(f"{site.url}{ROBOTS}") == ["robots"]


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410])
def test_4xx_allows_everything(status: int) -> None:
    paths, _ = asked({ROBOTS: Reply("no", status)})
    assert "/kin/ba" in paths


@pytest.mark.parametrize("status", [429, 500, 503])
def test_5xx_forbids_everything(status: int) -> None:
    paths, why = asked({ROBOTS: Reply("later", status)})
    assert set(paths) == {ROBOTS}
    assert why is not None
    assert f"answered {status}" in why


def test_no_answer_forbids_everything() -> None:
    paths, why = asked({ROBOTS: Reply("User-agent: *\nDisallow:\n", cut=True)})
    assert set(paths) == {ROBOTS}
    assert why is not None
    assert "cuts its answers short" in why or "did not come" in why


def test_disallow_all_says_so() -> None:
    paths, why = asked({ROBOTS: rules("User-agent: *", "Disallow: /")})
    assert paths == [ROBOTS]
    assert why == "robots.txt forbids the pages to start at"


def test_five_redirects_are_followed() -> None:
    hops = {f"/r{n}": Reply(status=302, headers={"Location": f"/r{n + 1}"}) for n in range(1, 5)}
    hops |= {ROBOTS: Reply(status=301, headers={"Location": "/r1"})}
    paths, _ = asked(hops | {"/r5": rules("User-agent: *", "Disallow: /kin/")})
    assert paths[:6] == [ROBOTS, "/r1", "/r2", "/r3", "/r4", "/r5"]
    assert "/kin/ba" not in paths


def test_more_redirects_count_as_no_robots() -> None:
    endless = {ROBOTS: Reply(status=302, headers={"Location": ROBOTS})}
    paths, _ = asked(endless)
    assert paths.count(ROBOTS) == 6
    assert "/kin/ba" in paths


def test_a_redirect_off_the_site_is_not_followed() -> None:
    with Loopback({}) as other:
        away = Reply(status=301, headers={"Location": f"{other.url}{ROBOTS}"})
        paths, why = asked({ROBOTS: away})
        assert (paths, other.paths) == ([ROBOTS], [])
        assert why is not None
        assert "leads off the site" in why


@pytest.mark.parametrize("delay", [0.0, None])
def test_crawl_delay_is_obeyed(delay: float | None) -> None:
    """Also where --delay 0 asks for none, and with AutoThrottle."""
    with Loopback(SITE | {ROBOTS: rules("User-agent: *", "Crawl-delay: 1.2")}) as site:
        crawl(site.url, delay=delay)
        times = [asked.at for asked in site.asked]
        assert len(times) >= 5
        assert min(b - a for a, b in pairwise(times)) > 1.1  # arrivals vary by a little


def test_sitemaps_named_in_robots_are_read() -> None:
    listed = '<?xml version="1.0"?><urlset><url><loc>{}/an</loc></url></urlset>'
    with Loopback({}) as site:
        site.pages = {
            ROBOTS: rules("User-agent: *", "Disallow:", f"Sitemap: {site.url}/ban-do.xml"),
            "/ban-do.xml": Reply(listed.format(site.url), media_type="text/xml"),
            "/": page(),
            "/an": page(),
        }
        crawl(site.url)
        assert "/an" in site.paths


@pytest.mark.parametrize("delay", ["99999999", "1e9"])
def test_a_delay_of_hours_means_another_day(delay: str) -> None:
    paths, why = asked({ROBOTS: rules("User-agent: *", f"Crawl-delay: {delay}")})
    assert paths == [ROBOTS]
    assert why is not None and "seconds between two requests" in why


@pytest.mark.parametrize("delay", ["nan", "inf", "-5", "0", "soon"])
def test_a_delay_that_is_none_is_passed_over(delay: str) -> None:
    paths, _ = asked({ROBOTS: rules("User-agent: *", f"Crawl-delay: {delay}")})
    assert {"/", "/mot", "/hai"} <= set(paths)
