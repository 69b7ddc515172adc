"""Why nothing came, in one line."""

import socket

import pytest

from scraper.crawling.outcome import outcomes, why_nothing_came
from scraper.replica import Replica
from tests.crawling import crawl
from tests.loopback import Loopback, page

SITE = "https://replica.invalid"
QUICK = {"BACKOFF_START": 0.01, "RETRY_TIMES": 1, "DOWNLOAD_TIMEOUT": 2}


def test_a_usable_page_is_enough() -> None:
    assert why_nothing_came({"outcome/article": 1, "outcome/skipped: error": 900}) is None
    assert why_nothing_came({"outcome/robots": 1, "outcome/sitemap": 3}) is not None
    assert outcomes({"outcome/article": 2, "item_scraped_count": 3}) == {"article": 2}


@pytest.mark.parametrize(
    ("kind", "why"),
    [
        ("maintenance", "the site says that it is being maintained; try later"),
        ("login", "the site asks for a login; check --site and --start"),
        ("parked", "another site answers under this name; check --site"),
    ],
)
def test_a_broken_replica(kind: str, why: str) -> None:
    with Replica(articles=6) as replica:
        replica.break_(kind)
        done = crawl(SITE, stand_in={SITE: replica.url}, changed=QUICK)
    assert done.articles == set()
    assert done.why == why


@pytest.mark.parametrize("kind", ["503", "429", "cut", "slow"])
def test_a_replica_that_is_down(kind: str) -> None:
    with Replica(articles=6) as replica:
        replica.break_(kind)
        done = crawl(SITE, stand_in={SITE: replica.url}, changed=QUICK)
        assert {path for _, path in replica.requests} == {"/robots.txt"}
    assert done.why is not None
    assert done.items == [] or {item.outcome for item in done.items} <= {"skipped: error"}


def test_a_host_that_refuses() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound, but nobody listens
        done = crawl(f"http://127.0.0.1:{taken.getsockname()[1]}", changed=QUICK)
    assert done.why == "the host refuses the connection; check --site or try later"


def test_a_host_without_a_name() -> None:
    """`.invalid` never resolves (RFC 6761); nothing leaves this machine for it."""
    done = crawl("http://khong-co.invalid", changed=QUICK)
    assert done.why == "the host's name cannot be resolved; check --site and the network"


def test_start_pages_that_are_not_there() -> None:
    with Loopback({"/": page()}) as site:
        done = crawl(site.url, start="/khong-co")
    assert done.why == "the site answered, but with no page at all; check --start"


def test_pages_of_no_known_kind_are_not_the_site() -> None:
    with Loopback({"/mot": page(), "/hai": page()}) as site:
        done = crawl(site.url, start="/mot,/hai")
    assert done.why is not None
    assert done.why.startswith("pages came, but no home page, list, article")
