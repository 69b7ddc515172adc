"""The index as it really answers: in parts, with repetitions, slowly, not at all."""

from dataclasses import replace
from pathlib import Path

import pytest

from scraper.sources.wayback.service import CDX_URL, REPLAY_URL, Service, Span
from tests.backfilling import AT_ONCE, failure, fill
from tests.commands import free_port, run
from tests.importing import SITE, address, raws, rows
from tests.test_archive import page
from tests.test_backfill import article
from tests.waybackmachine import Fault, Held, WaybackMachine

ROW = "invalid,replica)/a 20190326081300 https://replica.invalid/a text/html 200 ABC 1"
KEY = "invalid%2Creplica%29%2Fa+2019032608130%3A"


def test_an_index_that_answers_in_parts_is_read_to_its_end(tmp_path: Path) -> None:
    with WaybackMachine(cap=3) as machine:
        machine.holdings.add(*(article(n, "20190326081300") for n in range(1, 9)))
        machine.holdings.add(*(article(4, f"201{n}0326081300") for n in range(8)))
        result = fill(tmp_path, machine)
        calls = [asked.path for asked in machine.index_calls if "matchType=host" in asked.path]
    assert result.tally.captured == 16
    assert len(calls) == 6
    assert "resumeKey=invalid%252Creplica%2529%252F" in calls[1]


def test_rows_of_every_kind(tmp_path: Path) -> None:
    same = SITE.origin.replace("https", "HTTP").replace("replica", "WWW.Replica")
    with WaybackMachine() as machine:
        machine.holdings.add(
            article(1, "20190326081300", copies=3),
            replace(article(2, "20190326081300"), url=address(2, "http://replica.invalid:80")),
            article(2, "20190326081301", length="-"),
            article(3, "20190326081300"),
            article(3, "20190426081300", revisit=True),
            article(4, "20190326081300", unknown=True),
            Held(f"{same}/Trang-Chu", "20190326081300", page(5)),
            Held("mailto:ai-do@replica.invalid", "20190326081300"),
            Held("http://replica.invalid@khac.invalid/", "20190326081300"),
        )
        result = fill(tmp_path, machine)
    found = rows(tmp_path, "SELECT url, captured_at, status, outcome FROM captures ORDER BY 1, 2")
    assert [(row["url"], row["captured_at"][:10]) for row in found] == [
        ("http://replica.invalid/Trang-Chu", "2019-03-26"),
        (address(2, "http://replica.invalid"), "2019-03-26"),
        (address(1), "2019-03-26"),
        (address(2), "2019-03-26"),
        (address(3), "2019-03-26"),
        (address(3), "2019-04-26"),
        (address(4), "2019-03-26"),
    ]
    assert result.exit_code == 0


@pytest.mark.parametrize("slow_above", [5000, 500])
def test_an_index_that_is_too_slow_is_asked_for_less(tmp_path: Path, slow_above: int) -> None:
    with WaybackMachine(slow_above=slow_above) as machine:
        machine.holdings.add(*(article(n, "20190326081300") for n in range(1, 4)))
        assert fill(tmp_path, machine).tally.captured == 3


def test_an_index_that_is_too_slow_for_anything(tmp_path: Path) -> None:
    with WaybackMachine(slow_above=1) as machine:
        machine.holdings.add(article(1, "20190326081300"))
        assert failure(tmp_path, machine) == (
            f"{machine.cdx_url}: it takes too long to find replica.invalid (status 504);"
            " check the address and the network, or try later: what has come is not asked for again"
        )


@pytest.mark.parametrize(
    "why",
    [
        "AdministrativeAccessControlException: Blocked Site Error",
        "RobotAccessControlException: Blocked By Robots",
    ],
)
def test_a_site_that_is_blocked(tmp_path: Path, why: str) -> None:
    with WaybackMachine(blocked={"invalid,replica": why}) as machine:
        assert "replica.invalid is excluded from the index" in failure(tmp_path, machine)


@pytest.mark.parametrize(
    "body",
    [
        b"<html><body>Down for maintenance</body></html>",
        b"\xff\xfe\x00\x01\n",
        b'[["urlkey","timestamp"]]',
        f"{ROW}\n\n".encode(),
        ROW.replace("20190326081300", "20191326081300").encode(),
        ROW.replace("20190326081300", "x").encode(),
        ROW.replace(" 200 ", " zwei ").encode(),
        b"{}",
    ],
    ids=["page", "bytes", "json", "no key", "no month", "no time", "no status", "object"],
)
def test_what_is_no_index_is_said_so(tmp_path: Path, body: bytes) -> None:
    with WaybackMachine() as machine:
        machine.index_faults.append(Fault(200, body))
        line = failure(tmp_path, machine)
    assert f"{machine.cdx_url}: what comes is no index of captures" in line


@pytest.mark.parametrize("status", [400, 401, 404, 418])
def test_an_index_that_refuses(tmp_path: Path, status: int) -> None:
    with WaybackMachine() as machine:
        machine.index_faults.append(Fault(status))
        assert failure(tmp_path, machine).startswith(f"{machine.cdx_url}: status {status};")


def test_an_index_without_end_is_left(tmp_path: Path) -> None:
    with WaybackMachine() as machine:
        machine.index_faults.extend([Fault(200, f"{ROW}\n\n{KEY}\n".encode())] * 9)
        assert "the same rows come again and again" in failure(tmp_path, machine)


def test_a_server_that_is_not_there(tmp_path: Path) -> None:
    place = f"http://127.0.0.1:{free_port()}/cdx"
    arguments = ["--site", SITE.origin, "--cdx-url", place, "--replay-url", place]
    code, out, err = run(tmp_path, "backfill", "wayback", *arguments)
    assert (code, out) == (3, "")
    assert err == (
        f"sldtbxh: {place}: Connection refused; check the address and the network, or try later:"
        " what has come is not asked for again\n"
    )


def test_connections_that_fail_are_tried_again(tmp_path: Path) -> None:
    with WaybackMachine() as machine:
        machine.holdings.add(article(1, "20190326081300"))
        machine.index_faults.extend(
            [Fault(reset=True), Fault(503), Fault(200, b"x" * 90, cut=True)]
        )
        machine.replay_faults.extend(
            [Fault(reset=True), Fault(504), Fault(500), Fault(200, b"x", cut=True)]
        )
        result = fill(tmp_path, machine)
    assert (result.exit_code, result.tally.captured) == (0, 1)
    assert [raw.payload for raw in raws(tmp_path)] == [page(1)]


@pytest.mark.parametrize(
    "url",
    ["notaurl", "", "ftp://web.example/cdx", "http://", "http://web.example:99999/cdx",
     "http://web.example/web?x=1", "http://web.example/a b", "http://[::1", "http://a..b/cdx", "http://127.0.0.1:0x1/"],
)  # fmt: skip
def test_what_is_no_address_is_refused(url: str) -> None:
    for urls in ((url, REPLAY_URL), (CDX_URL, url)):
        with pytest.raises(ValueError, match="not an address") as caught:
            Service.of(*urls)
        assert repr(url) in str(caught.value)


@pytest.mark.parametrize("text", ["next year", "19", "201913", "20190230", "2019012", "٢٠١٩", "-"])
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a time"):
        Span.of(text, None)


@pytest.mark.parametrize(
    "arguments",
    [["--cdx-url", "notaurl"], ["--from", "soon"], ["--from", "2020", "--to", "2019-12"]],
)
def test_what_cannot_be_meant_is_said_in_one_line(tmp_path: Path, arguments: list[str]) -> None:
    code, out, err = run(tmp_path / "kho", "backfill", "wayback", *arguments)
    assert (code, out, len(err.splitlines())) == (2, "", 1)
    assert arguments[1] in err
    assert not (tmp_path / "kho").exists()


def test_an_address_without_a_path_has_the_machines_own() -> None:
    found = Service.of("http://127.0.0.1:8", "http://127.0.0.1:8/")
    assert found.cdx_url == "http://127.0.0.1:8/cdx/search/cdx"
    assert found.replay_url == "http://127.0.0.1:8/web"
    assert Service(found.cdx_url, found.replay_url, AT_ONCE).pace.index == 0
