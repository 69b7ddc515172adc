"""One request after the other, quiet when asked for, and never off the site."""

import gzip
import signal
import threading
import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import pairwise

import pytest
from scrapy.http import Response

from scraper.crawling.backoff import retry_after
from tests.crawling import crawl, start_crawl
from tests.loopback import Loopback, Reply, page

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("120", 120.0), ("0", 0.0), (" 5 ", 5.0), ("", None), ("soon", None), ("-5", None),
        ("Sun, 01 Mar 2026 12:01:00 GMT", 60.0), ("Sun, 01 Mar 2026 11:00:00 GMT", 0.0),
        ("Sun, 01 Mar 2026 12:01:00 -0000", 60.0), ("٣", None),
    ],
)  # fmt: skip
def test_retry_after(text: str, seconds: float | None) -> None:
    response = Response("http://127.0.0.1/", headers={"Retry-After": text.encode()})
    assert retry_after(response, NOW) == seconds


def failing_once(status: int, headers: dict[str, str]) -> Loopback:
    seen: list[str] = []

    def pages(path: str) -> Reply | None:
        if path == "/dich":
            seen.append(path)
            return Reply("busy", status, headers) if len(seen) == 1 else page()
        return page("/dich", "/khac") if path == "/" else page() if path == "/khac" else None

    return Loopback(pages)


@pytest.mark.parametrize("status", [429, 503])
def test_retry_after_is_obeyed(status: int) -> None:
    with failing_once(status, {"Retry-After": "2"}) as site:
        crawl(site.url)
        times = [asked.at for asked in site.asked]
        first = site.paths.index("/dich")
        assert site.paths.count("/dich") == 2
        assert times[first + 1] - times[first] > 1.9  # whatever is asked for next


def test_retry_after_as_a_date() -> None:
    until = (datetime.now(UTC) + timedelta(seconds=4)).replace(microsecond=0)
    then = time.monotonic() + (until - datetime.now(UTC)).total_seconds()
    date = format_datetime(until, usegmt=True)
    with failing_once(503, {"Retry-After": date}) as site:
        crawl(site.url)
        first = site.paths.index("/dich")
        assert site.asked[first + 1].at > then - 0.1


def test_without_retry_after_the_wait_grows() -> None:
    with Loopback({"/": Reply("busy", 503)}) as site:
        done = crawl(site.url, changed={"BACKOFF_START": 0.3, "RETRY_TIMES": 3})
        times = [asked.at for asked in site.asked if asked.path == "/"]
        assert len(times) == 4
        assert times[1] - times[0] > 0.28
        assert times[2] - times[1] > 0.58
        assert times[3] - times[2] > 1.18
        assert done.why == "the site answers with errors; try later"


def test_a_wait_can_be_interrupted() -> None:
    with Loopback({"/": Reply("busy", 503, {"Retry-After": "300"})}) as site:
        with start_crawl(site.url) as running:
            while site.paths.count("/") == 0:
                time.sleep(0.05)
            time.sleep(0.5)
            running.send_signal(signal.SIGINT)
            running.communicate(timeout=60)
        assert site.paths.count("/") == 1


def test_a_site_that_asks_for_hours_is_left_alone() -> None:
    with Loopback({"/": Reply("busy", 503, {"Retry-After": "7200"})}) as site:
        done = crawl(site.url)
        assert site.paths.count("/") == 1
        assert done.why is not None
        assert "Retry-After" in done.why


def test_a_site_that_goes_down_is_not_asked_for_every_page() -> None:
    many = page(*(f"/t{n}" for n in range(200)))
    with Loopback(lambda path: many if path == "/" else Reply("broken", 500)) as site:
        crawl(site.url, changed={"FAILURES_IN_A_ROW": 30})
        assert len(site.paths) < 40


def test_a_broken_page_does_not_end_the_crawl() -> None:
    pages = {"/": page("/hong", "/lanh"), "/hong": Reply("broken", 500), "/lanh": page()}
    with Loopback(pages) as site:
        done = crawl(site.url)
        assert site.paths.count("/hong") == 3  # tried again, twice
        assert done.outcomes(f"{site.url}/lanh") == ["other"]


def test_who_asks_and_how() -> None:
    with Loopback({"/": Reply("x", headers={"Set-Cookie": "a=b"}), "/robots.txt": Reply()}) as site:
        site.pages = {"/": page("/mot"), "/mot": page()}
        crawl(site.url)
        for asked in site.asked:
            assert asked.headers["user-agent"].startswith("sldtbxh-archive/")
            assert "(+" in asked.headers["user-agent"]
            assert asked.headers["accept-encoding"] == "gzip"
            assert asked.headers["accept-language"] == "vi"
            assert "cookie" not in asked.headers
            assert "referer" not in asked.headers


def test_one_request_a_second_by_default() -> None:
    with Loopback({"/": page("/mot", "/hai"), "/mot": page(), "/hai": page()}) as site:
        crawl(site.url, delay=None)
        times = [asked.at for asked in site.asked]
        assert min(b - a for a, b in pairwise(times)) > 0.95


def test_never_off_the_site() -> None:
    with Loopback(lambda _: page()) as other:
        away = Reply(status=302, headers={"Location": f"{other.url}/di"})
        stub = f'<meta http-equiv="refresh" content="1; url={other.url}/nua">'
        pages = {"/": page("/di", "/nua", f"{other.url}/thang"), "/di": away, "/nua": Reply(stub)}
        with Loopback(pages) as site:
            done = crawl(site.url)
        assert other.paths == []
        assert "redirect" in {item.outcome for item in done.items}


def test_redirects_are_followed_on_the_site_and_kept() -> None:
    moved = {f"/m{n}": Reply(status=301, headers={"Location": f"/m{n + 1}"}) for n in range(3)}
    with Loopback({"/": page("/m0"), "/m3": page()} | moved) as site:
        done = crawl(site.url)
        outcomes = [done.outcomes(f"{site.url}/m{n}") for n in range(4)]
        assert outcomes == [["redirect"], ["redirect"], ["redirect"], ["other"]]


def test_redirects_without_end_are_bounded() -> None:
    def pages(path: str) -> Reply | None:
        if path == "/":
            return page("/r/1", "/vong")
        if path == "/vong":
            return Reply(status=302, headers={"Location": "/vong"})
        number = path.removeprefix("/r/")
        there = {"Location": f"/r/{int(number) + 1}"} if number.isdigit() else {}
        return Reply(status=302, headers=there) if there else None

    with Loopback(pages) as site:
        crawl(site.url)
        assert site.paths.count("/vong") == 1
        assert sum(path.startswith("/r/") for path in site.paths) == 6


@pytest.mark.parametrize("announced", [True, False])
def test_what_is_too_large_is_cut_and_said(announced: bool) -> None:
    large = b"<html><body>" + b"<p>chu mau</p>" * 100_000
    coded = Reply(gzip.compress(large, 0), headers={"Content-Encoding": "gzip"})
    reply = Reply(large) if announced else coded
    with Loopback({"/": page("/to", "/nho"), "/to": reply, "/nho": page()}) as site:
        done = crawl(site.url, changed={"DOWNLOAD_MAXSIZE": 200_000})
        assert done.outcomes(f"{site.url}/to") == ["skipped: too_large"]
        assert done.outcomes(f"{site.url}/nho") == ["other"]


def test_a_bomb_of_zeros_is_survived() -> None:
    bomb = Reply(gzip.compress(b"\0" * 200_000_000), headers={"Content-Encoding": "gzip"})
    with Loopback({"/": page("/bom", "/nho"), "/bom": bomb, "/nho": page()}) as site:
        done = crawl(site.url)
        assert done.outcomes(f"{site.url}/bom")[0].startswith("skipped")
        assert done.outcomes(f"{site.url}/nho") == ["other"]


def test_cut_answers_are_tried_again() -> None:
    seen: list[str] = []

    def pages(path: str) -> Reply | None:
        seen.append(path)
        whole = page()
        if path == "/":
            return page("/cut")
        return Reply(whole.body, cut=seen.count("/cut") < 3) if path == "/cut" else None

    with Loopback(pages) as site:
        done = crawl(site.url)
        assert done.outcomes(f"{site.url}/cut") == ["other"]


def test_slow_answers_are_given_up() -> None:
    over = threading.Event()

    class Slow(Loopback):
        def reply(self, path: str) -> Reply:
            if path == "/cham":
                over.wait()
            return super().reply(path)

    with Slow({"/": page("/cham", "/nhanh"), "/cham": page(), "/nhanh": page()}) as site:
        done = crawl(site.url, changed={"DOWNLOAD_TIMEOUT": 4, "RETRY_ENABLED": False})
        over.set()
        assert done.outcomes(f"{site.url}/nhanh") == ["other"]
        assert done.outcomes(f"{site.url}/cham") == []
        assert done.stats["outcome/failed"] == 1
