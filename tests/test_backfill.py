"""What the Wayback Machine has of the site, and the archive lacks."""

from pathlib import Path

import pytest

from archive.folder import warc_files
from archive.rebuilding.rebuild import rebuild
from archive.warc.reading import Stored, iterate
from scraper.sources.wayback.service import Span
from tests.backfilling import HTML, fill, moment, options
from tests.commands import run
from tests.importing import SITE, address, raws, rows, said
from tests.test_archive import page
from tests.waybackmachine import Held, WaybackMachine

JPEG = b"\xff\xd8\xff\xe0 mau"
PDF = b"%PDF-1.4 mau"


def article(number: int, timestamp: str, **more: object) -> Held:
    return Held(address(number), timestamp, page(number), **more)  # type: ignore[arg-type]


def file(path: str, timestamp: str, body: bytes, media_type: str) -> Held:
    return Held(f"{SITE.origin}{path}", timestamp, body, headers=(("Content-Type", media_type),))


def test_what_the_archive_lacks_is_fetched_and_kept(tmp_path: Path) -> None:
    with WaybackMachine() as machine:
        machine.holdings.add(article(1, "20190326081300"), article(1, "20200101000000"))
        machine.holdings.add(article(2, "20190326081300"))
        code, out, err = run(tmp_path, "backfill", "wayback", *options(machine))
        replay = machine.replay_url
        assert (code, err) == (0, "")
        assert out.splitlines() == [
            "hosts of *.replica.invalid that the Wayback Machine knows: 1",
            "  replica.invalid",
            "5 requests, 3 captures fetched; articles: 2 new, 0 changed, 0 removed",
        ]
        before = said(tmp_path)
        machine.asked.clear()
        code, out, err = run(tmp_path, "backfill", "wayback", *options(machine))
        assert (code, err, machine.replays) == (0, "", [])
        assert out.splitlines()[2:] == [
            "2 requests, 0 captures fetched; articles: 0 new, 0 changed, 0 removed",
            "3 skipped: here already",
        ]
        assert said(tmp_path) == before
    found = rows(tmp_path, "SELECT * FROM captures ORDER BY url, captured_at")
    assert {row["source"] for row in found} == {"wayback"}
    assert [row["captured_at"][:19] for row in found][:2] == [
        "2019-03-26T08:13:00",
        "2020-01-01T00:00:00",
    ]
    assert found[1]["source_uri"] == f"{replay}/20200101000000id_/{address(1)}"
    assert [raw.payload for raw in raws(tmp_path)] == [page(1), page(2), page(1)]
    record = next(r for r in iterate(warc_files(tmp_path)[0]) if isinstance(r, Stored))
    assert record.raw.source_uri == f"{replay}/20190326081300id_/{address(1)}"
    rebuild(tmp_path, jobs=1)
    assert said(tmp_path) == before


def test_the_hosts_that_the_index_knows_are_told_first(tmp_path: Path) -> None:
    with WaybackMachine() as machine:
        names = ("baclieu.gov.vn", "www.baclieu.gov.vn", "sonnptnt.baclieu.gov.vn:8080", "a.vn")
        for name in names:
            for number in range(50):
                machine.holdings.add(Held(f"http://{name}/tin/{number}", "20180101000000"))
        arguments = [*options(machine)[:4], "--site", "https://sldtbxh.baclieu.gov.vn"]
        code, out, _ = run(tmp_path, "backfill", "wayback", *arguments)
    assert code == 0
    assert out.splitlines() == [
        "hosts of *.baclieu.gov.vn that the Wayback Machine knows: 2",
        "  baclieu.gov.vn",
        "  sonnptnt.baclieu.gov.vn:8080",
        "2 requests, 0 captures fetched; articles: 0 new, 0 changed, 0 removed",
    ]


@pytest.mark.parametrize(
    ("since", "until", "years"),
    [("2019", "2019", [2019]), ("201907", None, [2020]), (None, "2018-12-31", [2018])],
)
def test_times_may_be_bounded(
    tmp_path: Path, since: str | None, until: str | None, years: list[int]
) -> None:
    with WaybackMachine() as machine:
        machine.holdings.add(*(article(1, f"{year}0326081300") for year in (2018, 2019, 2020)))
        fill(tmp_path, machine, Span.of(since, until))
    assert [raw.captured_at.year for raw in raws(tmp_path)] == years


def test_headers_bytes_and_times_are_the_sites_own(tmp_path: Path) -> None:
    headers = (HTML, ("Server", "nginx/1.10"), ("Set-Cookie", "A=1"), ("Set-Cookie", "B=2"))
    with WaybackMachine() as machine:
        machine.holdings.add(Held(address(1), "20190326081300", page(1), headers=headers))
        fill(tmp_path, machine)
    (raw,) = raws(tmp_path)
    assert raw.captured_at == moment("20190326081300")
    assert raw.payload == page(1)
    assert sorted(raw.headers) == [
        HTML,
        ("server", "nginx/1.10"),
        ("set-cookie", "A=1"),
        ("set-cookie", "B=2"),
    ]


def test_files_are_fetched_once_a_version(tmp_path: Path) -> None:
    paths = ("/documents/1/2/mau.pdf/", "/image/journal/article?img_id=7", "/o/mau/main.css")
    with WaybackMachine() as machine:
        machine.holdings.add(
            *(file(paths[0], f"20{year}0101000000", PDF, "application/pdf") for year in (18, 19)),
            file(paths[0], "20200101000000", PDF + b" 2", "application/pdf"),
            file(paths[1], "20180101000000", JPEG, "image/jpeg"),
            file(paths[2], "20180101000000", b"p {}", "text/css"),
            file("/o/mau/main.js", "20180101000000", b"1", "application/javascript"),
            file("/o/mau/a.woff2", "20180101000000", b"1", "font/woff2"),
            file("/c/portal/login?x=1", "20180101000000", b"1", "text/html"),
        )
        result = fill(tmp_path, machine)
        assert result.skipped == {
            "a file that is here already": 1,
            "neither page, image nor file": 3,
        }
        again = fill(tmp_path, machine)
    assert again.tally.captured == 0
    assert again.skipped == {
        "here already": 4, "a file that is here already": 1, "neither page, image nor file": 3,
    }  # fmt: skip
    assert [raw.payload for raw in raws(tmp_path)] == [PDF, JPEG, b"p {}", PDF + b" 2"]
