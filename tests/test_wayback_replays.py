"""Replays as they really come: captures of any status, and pages of Wayback's own."""

import gzip
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from archive.archive import open_archive
from archive.backfilling.backfill import fill as archive_fill
from archive.backfilling.fetching import IN_A_ROW
from archive.progress import Progress
from archive.rebuilding.rebuild import rebuild
from scraper.decoding import LIMIT, decoded
from tests.backfilling import ALWAYS, HTML, failure, fill, moment, service
from tests.importing import SITE, address, raws, rows, said
from tests.test_archive import page
from tests.test_backfill import article
from tests.waybackmachine import Fault, Held, WaybackMachine

TIME = "20190326081300"
GZIPPED = (HTML, ("Content-Encoding", "gzip"))


def outcomes(folder: Path) -> list[str]:
    sql = "SELECT outcome FROM captures ORDER BY captured_at, url"
    return [row["outcome"] for row in rows(folder, sql)]


def test_pages_of_waybacks_own_are_never_the_sites(tmp_path: Path) -> None:
    with WaybackMachine() as machine:
        machine.holdings.add(*(article(n, TIME) for n in range(1, 7)))
        own = b"<html><body>Loading ...</body></html>"
        machine.replay_faults.extend([
            Fault(200, own),
            Fault(403, own, (("X-Archive-Wayback-Runtime-Error", "ResourceNotAvailable"),)),
            Fault(200, b"<p>This URL has been excluded from the Wayback Machine.</p>"),
        ])  # fmt: skip
        result = fill(tmp_path, machine)
        assert result.exit_code == 0
        assert result.lines == []
        assert len(machine.replays) == 6
        assert fill(tmp_path, machine).tally.captured == 3
    assert result.skipped == {
        "not replayed by the Wayback Machine": 2,
        "excluded from the Wayback Machine": 1,
    }
    assert {raw.payload for raw in raws(tmp_path)} == {page(n) for n in range(1, 7)}


def test_what_is_not_there_or_elsewhere(tmp_path: Path) -> None:
    with WaybackMachine() as machine:
        machine.holdings.add(
            article(1, TIME, lost=True), article(2, TIME, lost=True), article(2, "20230326081300")
        )
        result = fill(tmp_path, machine)
    assert result.skipped == {"not archived": 1, "archived at another time": 1}
    assert [raw.captured_at for raw in raws(tmp_path)] == [moment("20230326081300")]


def test_what_was_refused_for_good_is_left_alone_for_a_while(tmp_path: Path) -> None:
    """Refused twice, a day apart, it is asked for again after months; a rebuild knows that, too."""

    def replays(day: float) -> int:
        machine.asked.clear()
        clock = lambda: moment("20261101000000") + timedelta(days=day)  # noqa: E731
        with open_archive(tmp_path, SITE, "backfill", clock) as archive:
            filled = archive_fill(archive, service(machine), ALWAYS, bar=no_bar)
            archive.finish("finished", 0)
        skipped.append(dict(filled.skipped))
        return len(machine.replays)

    skipped: list[dict[str, int]] = []
    with WaybackMachine() as machine:
        machine.holdings.add(article(1, TIME, lost=True), article(2, TIME))
        assert [replays(day) for day in (0, 0.5)] == [2, 1]
        assert replays(1.5) == 1
        rebuild(tmp_path, jobs=1)
        assert [replays(day) for day in (2, 91)] == [0, 0]
        assert skipped[-1] == {"here already": 1, "refused before": 1}
        machine.holdings.add(article(3, TIME))
        assert [replays(day) for day in (91.1, 92, 93)] == [1, 1, 0]
        machine.holdings.held = [replace(held, lost=False) for held in machine.holdings.held]
        assert [replays(day) for day in (183, 184)] == [1, 0]
    assert {raw.payload for raw in raws(tmp_path)} == {page(n) for n in (1, 2, 3)}


def no_bar(label: str, total: int) -> AbstractContextManager[Progress | None]:
    return nullcontext()


def test_a_site_that_is_excluded_is_left(tmp_path: Path) -> None:
    with WaybackMachine(excluded={"invalid,replica"}) as machine:
        machine.holdings.add(*(article(n, TIME) for n in range(1, 20)))
        line = failure(tmp_path, machine)
        assert len(machine.replays) == IN_A_ROW
    assert "excluded from the Wayback Machine" in line


def test_a_service_that_fails_again_and_again_is_left(tmp_path: Path) -> None:
    with WaybackMachine() as machine:
        machine.holdings.add(*(article(n, TIME) for n in range(1, 20)))
        machine.replay_faults.extend([Fault(503)] * 1000)
        line = failure(tmp_path, machine)
        assert len(machine.replays) == IN_A_ROW * 7
        machine.replay_faults.clear()
        result = fill(tmp_path, machine)
    assert f"{IN_A_ROW} captures one after the other: did not come" in line
    assert (result.exit_code, result.tally.captured) == (0, 19)


def test_one_that_fails_is_a_problem_and_asked_for_again(tmp_path: Path) -> None:
    with WaybackMachine() as machine:
        machine.holdings.add(*(article(n, TIME) for n in range(1, 4)))
        machine.replay_faults.extend([Fault(503)] * 7)
        result = fill(tmp_path, machine)
        assert (result.exit_code, result.tally.captured, result.tally.failed) == (1, 2, 1)
        assert result.skipped == {"did not come": 1}
        (line,) = result.lines
        assert "did not come" in line and "503" in line and address(1) in line
        assert fill(tmp_path, machine).tally.captured == 1
    assert len(raws(tmp_path)) == 3


def test_archived_errors_and_redirects_are_captures(tmp_path: Path) -> None:
    target = f"{SITE.origin}/-/bài%20mẫu?x=1"
    with WaybackMachine() as machine:
        machine.holdings.add(
            article(1, TIME, status=404, reason="Not Found"),
            article(2, TIME, status=429, reason="Too Many Requests"),
            Held(address(3), TIME, b"", 301, (HTML, ("Location", target)), "Moved Permanently"),
            Held(address(4), TIME, b"", 302, (HTML, ("Location", "http://[falsch")), "Found"),
            article(5, TIME, status=503, reason="Busy"),
            article(6, TIME, status=410, reason="Gone"),
        )
        result = fill(tmp_path, machine)
    assert (result.exit_code, result.skipped) == (0, {})
    found = raws(tmp_path)
    assert [raw.status for raw in found] == [404, 429, 301, 302, 503, 410]
    assert outcomes(tmp_path) == [
        "gone", "skipped: error", "redirect", "redirect", "skipped: error", "gone",
    ]  # fmt: skip
    assert found[2].header("location") == target
    assert found[3].header("location") == "http://[falsch"
    assert found[0].reason == "Not Found"


def test_codings_are_undone_however_they_are_named(tmp_path: Path) -> None:
    body = gzip.compress(page(2), mtime=0)
    with WaybackMachine() as machine:
        machine.holdings.add(
            article(1, TIME),  # Wayback compresses it on its way
            Held(address(2), TIME, body, headers=GZIPPED),  # and calls this so twice
            Held(address(3), TIME, body[:-20], headers=GZIPPED),  # broken in the archive
            Held(address(4), TIME, page(4), headers=GZIPPED),  # not compressed at all
            Held(f"{SITE.origin}/documents/1/2/mau.gz", TIME, body, headers=(
                ("Content-Type", "application/gzip"),)),
        )  # fmt: skip
        result = fill(tmp_path, machine)
    assert result.exit_code == 0
    found = raws(tmp_path)
    files, pages = found[0], found[1:]
    assert files.payload == body
    assert [raw.payload for raw in (pages[0], pages[1], pages[3])] == [page(1), page(2), page(4)]
    assert pages[2].payload and page(2).startswith(pages[2].payload)
    assert not any(raw.header("content-encoding") for raw in found)


def test_a_payload_that_is_still_compressed_says_so(tmp_path: Path) -> None:
    body = gzip.compress(page(1), mtime=0)
    at = ("Memento-Datetime", "Tue, 26 Mar 2019 08:13:00 GMT")
    coding = ("X-Archive-Orig-Content-Encoding", "gzip")
    with WaybackMachine() as machine:
        machine.holdings.add(article(1, TIME))
        machine.replay_faults.append(Fault(200, body, (HTML, at, coding)))
        fill(tmp_path, machine)
    (raw,) = raws(tmp_path)
    assert (raw.payload, raw.header("content-encoding")) == (body, "gzip")
    assert decoded(raw).body == page(1)
    assert outcomes(tmp_path) == ["article"]


def test_a_capture_of_another_moment_keeps_its_own_time(tmp_path: Path) -> None:
    at = ("Memento-Datetime", "Wed, 27 Mar 2019 08:13:00 GMT")
    link = ("Link", f'<{address(1, "http://www.replica.invalid:80")}>; rel="original"')
    with WaybackMachine() as machine:
        machine.holdings.add(article(1, TIME), article(2, TIME), article(3, TIME))
        machine.replay_faults.extend([
            Fault(200, page(1), (HTML, at, link)),
            Fault(200, page(2), (HTML, ("Memento-Datetime", "gestern"))),
            Fault(200, page(3), (HTML, at, ("Link", '<https://khac.invalid/>; rel="original"'))),
        ])  # fmt: skip
        result = fill(tmp_path, machine)
    (raw,) = raws(tmp_path)
    assert raw.captured_at == moment("20190327081300")
    assert raw.url == address(1, "http://replica.invalid")
    assert result.skipped == {"not replayed by the Wayback Machine": 1, "of another site": 1}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Content-Type", "text/\udcc3(html"),
        ("Content-Type", "\x0b"),
        ("Link", '<http://[x>; rel="original"'),
        ("Link", '<https://replica.invalid/a b>; rel="original"'),
        ("Link", '<web/x>; rel="first memento"; rel'),
        ("Location", "http://[falsch"),
        ("X-Archive-Orig-", "mau"),
        ("X-Archive-Orig-Ten", "mẫu"),
        ("Content-Encoding", "zstd"),
    ],
)
def test_heads_that_are_odd_cost_nothing(tmp_path: Path, name: str, value: str) -> None:
    at = ("Memento-Datetime", "Tue, 26 Mar 2019 08:13:00 -0000")
    with WaybackMachine() as machine:
        machine.holdings.add(article(1, TIME))
        machine.replay_faults.append(Fault(200, page(1), (at, (name, value))))
        assert fill(tmp_path, machine).exit_code == 0
    (raw,) = raws(tmp_path)
    assert (raw.payload, raw.captured_at) == (page(1), moment(TIME))
    before = said(tmp_path)
    rebuild(tmp_path, jobs=1)
    assert said(tmp_path) == before


@pytest.mark.parametrize("location", ["http://[falsch", "", "//", "/web/2020/x"])
def test_a_way_to_nowhere_is_not_gone(tmp_path: Path, location: str) -> None:
    with WaybackMachine() as machine:
        machine.holdings.add(article(1, TIME))
        machine.replay_faults.append(Fault(302, b"", (("Location", location),)))
        assert fill(tmp_path, machine).skipped == {"archived at another time": 1}
        assert len(machine.replays) == 1


def test_addresses_of_any_letters(tmp_path: Path) -> None:
    names = ("bài-mẫu", "b%C3%A0i?x=a%20b&y=%", "a/../b", "c;jsessionid=1", "d%2Fe+f", "g'(h)|,<i")
    urls = [f"{SITE.origin}/tin-mau/-/asset_publisher/abcd/content/{name}" for name in names]
    with WaybackMachine() as machine:
        machine.holdings.add(*(Held(url, TIME, page(n)) for n, url in enumerate(urls)))
        result = fill(tmp_path, machine)
        assert fill(tmp_path, machine).skipped == {"here already": result.tally.captured}
    found = {row["url"] for row in rows(tmp_path, "SELECT url FROM captures")}
    assert found == set(urls), result.skipped


def test_pages_of_other_times_and_charsets_are_kept(tmp_path: Path) -> None:
    tcvn3 = ("<html><body class='portlet-boundary'><p>" + "V¨n b¶n mÉu thö " * 20).encode("latin-1")
    windows = f"<html><head><meta charset='windows-1258'></head><body>{'Bai mau ' * 9}</body>"
    sharepoint = (
        "<html><head><title>Bài mẫu</title></head><body><div id='WebPartWPQ2'>"
        "<script>var _spPageContextInfo = {};</script>" + "<p>Một đoạn văn mẫu.</p>" * 9
    ).encode()
    bare = (("Content-Type", "text/html"),)
    old = f"{SITE.origin}/tintuc/Lists/Posts/Post.aspx?List=f73ceb7d&ID=12&Web=a"
    bio = f"{SITE.origin}/_layouts/LacVietBIO/Mau.aspx?ID=1"
    with WaybackMachine() as machine:
        machine.holdings.add(
            Held(address(1), TIME, page(1), headers=bare),
            Held(address(2), TIME, page(2), headers=()),
            Held(address(3), TIME, tcvn3, headers=bare),
            Held(address(4), TIME, windows.encode(), headers=bare),
            Held(old, TIME, sharepoint),
            Held(bio, TIME, sharepoint),
        )
        result = fill(tmp_path, machine)
    assert result.exit_code in (0, 1)
    found = {r["url"]: r["outcome"] for r in rows(tmp_path, "SELECT url, outcome FROM captures")}
    assert found[address(1)] == found[address(2)] == "article"
    assert found[address(3)] == found[old] == found[bio] == "skipped: unparsed"
    assert tcvn3 in {raw.payload for raw in raws(tmp_path)}


def test_what_is_too_large_is_cut_and_says_so(tmp_path: Path) -> None:
    bomb = gzip.compress(bytes(LIMIT * 3), 1, mtime=0)
    with WaybackMachine() as machine:
        machine.holdings.add(Held(address(1), TIME, bomb, headers=GZIPPED))
        fill(tmp_path, machine)
    (raw,) = raws(tmp_path)
    assert (len(raw.payload), raw.truncated) == (LIMIT, "length")
    assert outcomes(tmp_path) == ["skipped: too_large"]
