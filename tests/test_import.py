"""Web archives as others and we ourselves write them become the same archive."""

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from archive.folder import warc_files
from archive.rebuilding.rebuild import rebuild
from archive.warc.reading import RunStart, iterate
from scraper.sources import parts, plan
from tests.commands import crawl, replica, run
from tests.importing import SITE, address, raws, rows, said, take
from tests.test_archive import page
from tests.warcmaking import (
    DATE,
    by_wget,
    members,
    one_member,
    plain,
    record,
    response,
    sha1,
)

Writer = Callable[[Path, Iterable[bytes]], Path]
PLACES: list[Writer] = [plain, members, one_member]


def some(numbers: Iterable[int] = range(1, 8)) -> list[bytes]:
    return [response(address(n), page(n)) for n in numbers]


@pytest.mark.parametrize("write", PLACES)
@pytest.mark.parametrize("make", [response, by_wget])
def test_bytes_times_and_digests_are_kept(
    tmp_path: Path, write: Writer, make: Callable[[str, bytes], bytes]
) -> None:
    source = write(tmp_path / "mau.warc.gz", [make(address(n), page(n)) for n in (1, 2, 3)])
    result = take(tmp_path / "kho", source)
    assert (result.exit_code, result.tally.captured, result.tally.new) == (0, 3, 3)
    found = rows(tmp_path / "kho", "SELECT * FROM captures ORDER BY url")
    assert [row["payload_digest"] for row in found] == [sha1(page(n)) for n in (1, 2, 3)]
    assert {row["captured_at"] for row in found} == {"2021-03-26T08:13:00.000000Z"}
    assert {row["outcome"] for row in found} == {"article"}
    assert [raw.payload for raw in raws(tmp_path / "kho")] == [page(n) for n in (1, 2, 3)]
    agents = {dict(raw.request_headers).get("User-Agent") for raw in raws(tmp_path / "kho")}
    assert agents == ({"Wget"} if make is by_wget else {None})


def test_where_it_came_from_is_told_and_survives_a_rebuild(tmp_path: Path) -> None:
    known = "<urn:uuid:11111111-2222-3333-4444-555555555555>"
    ours = {"WARC-Source-URI": "https://web.example/web/1id_/x", "X-Source": "wayback"}
    source = members(
        tmp_path / "mẫu 1.warc.gz",
        [
            response(address(1), page(1), {"WARC-Record-ID": known}),
            response(address(2), page(2), {**ours}),
        ],
    )
    take(tmp_path / "kho", source)
    wanted = [
        ("import", f"file:m%E1%BA%ABu%201.warc.gz#{known[1:-1]}"),
        ("wayback", "https://web.example/web/1id_/x"),
    ]
    sql = "SELECT source, source_uri FROM captures ORDER BY url"
    assert [tuple(row.values()) for row in rows(tmp_path / "kho", sql)] == wanted
    rebuild(tmp_path / "kho", jobs=1)
    assert [tuple(row.values()) for row in rows(tmp_path / "kho", sql)] == wanted


def test_importing_twice_adds_nothing(tmp_path: Path) -> None:
    source = members(tmp_path / "mau.warc.gz", some())
    take(tmp_path / "kho", source)
    before = said(tmp_path / "kho")
    copy = plain(tmp_path / "sao.warc", some())
    again = take(tmp_path / "kho", source, copy)
    assert (again.exit_code, again.tally.captured) == (0, 0)
    assert again.skipped == {"here already": 14}
    assert said(tmp_path / "kho") == before


def test_any_order_and_any_parts_give_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = members(tmp_path / "1.warc.gz", some(range(1, 30)))
    other = plain(tmp_path / "2.warc", some(range(20, 50)))
    take(tmp_path / "one", one, other)
    monkeypatch.setattr(plan, "parts_of", lambda whole: parts.parts_of(whole, 3000))
    take(tmp_path / "two", other, one, jobs=2)
    assert len(rows(tmp_path / "two", "SELECT 1 FROM captures")) == 49
    without = ("source_uri",)  # of a capture that both files have, the one that came first
    assert said(tmp_path / "one", *without) == said(tmp_path / "two", *without)
    rebuild(tmp_path / "two", jobs=2)
    assert said(tmp_path / "one", *without) == said(tmp_path / "two", *without)


def test_only_the_sites_own_pages_are_taken(tmp_path: Path) -> None:
    host = SITE.host
    own = [
        f"http://{host}",
        f"https://www.{host}",
        f"HTTPS://{host.upper()}:443",
        f"http://{host}:80",
    ]
    other = [
        "https://khac.invalid",
        f"https://{host}.invalid",
        f"ftp://{host}",
        f"https://{host}:8",
    ]
    source = members(
        tmp_path / "mau.warc.gz",
        [response(address(n, where), page(n)) for n, where in enumerate(own + other)]
        + [
            record("resource", b"{}", {"WARC-Target-URI": "urn:pageinfo:x"}),
            record("metadata", b"x: y", {"WARC-Target-URI": address(1)}),
        ],
    )
    result = take(tmp_path / "kho", source)
    assert result.exit_code == 0
    assert result.skipped == {"of another site": 3, "no web page": 2}
    found = {row["address"] for row in rows(tmp_path / "kho", "SELECT address FROM captures")}
    assert found == {address(n) for n in range(4)}


def test_answers_to_forms_are_left_out(tmp_path: Path) -> None:
    sent = record("request", b"POST / HTTP/1.1\r\n\r\n", {"WARC-Record-ID": "<urn:a>"})
    answer = response(address(1), page(1), {"WARC-Concurrent-To": "<urn:a>"})
    result = take(tmp_path / "kho", plain(tmp_path / "mau.warc", [sent, answer, *some([2])]))
    assert (result.tally.captured, result.skipped) == (1, {"no answer to GET": 1})


def test_a_resource_is_a_page_too(tmp_path: Path) -> None:
    kept = record("resource", page(1), {"WARC-Target-URI": address(1), "Content-Type": "text/html"})
    take(tmp_path / "kho", plain(tmp_path / "mau.warc", [kept]))
    assert [row["title"] for row in rows(tmp_path / "kho", "SELECT title FROM articles")]


def test_heads_of_any_form_are_read(tmp_path: Path) -> None:
    bare = page(1)
    folded = b"HTTP/1.0 200\nContent-Type: text/html;\n charset=UTF-8\nX-Sample: 1\n\n"
    source = plain(
        tmp_path / "mau.warc", [record("response", folded + bare, {"WARC-Target-URI": address(1)})]
    )
    take(tmp_path / "kho", source)
    raw = raws(tmp_path / "kho")[0]
    assert (raw.status, raw.payload) == (200, bare)
    assert raw.header("content-type") == "text/html; charset=UTF-8"


def test_the_run_is_in_the_warc(tmp_path: Path) -> None:
    take(tmp_path / "kho", members(tmp_path / "mau.warc.gz", some()))
    first = next(iterate(warc_files(tmp_path / "kho")[0]))
    assert isinstance(first, RunStart)
    assert first.facts["site"] == SITE.origin
    found = rows(tmp_path / "kho", "SELECT command, captured, exit_code FROM runs")
    assert found == [{"command": "import", "captured": 7, "exit_code": 0}]


def test_a_crawl_and_the_import_of_its_files_say_the_same(tmp_path: Path) -> None:
    with replica(20) as site:
        assert crawl(tmp_path / "crawl", site)[0] in (0, 1)
    files = [str(path) for path in warc_files(tmp_path / "crawl")]
    code, out, err = run(tmp_path / "import", "import", "--site", site.url, "--jobs", "2", *files)
    assert code in (0, 1), err
    assert "captures imported" in out
    differ = ("source", "source_uri", "own_visits", "visit", "url_key")
    assert said(tmp_path / "import", *differ) == said(tmp_path / "crawl", *differ)
    code, out, _ = run(tmp_path / "import", "import", "--site", site.url, *files)
    assert (code, out.splitlines()[0].split()[0]) == (0, "0")


@pytest.mark.parametrize(
    "date", ["2021-03-26T08:13:00.123456789Z", "2021-03-26T15:13:00+07:00", DATE]
)
def test_times_are_utc_to_the_microsecond(tmp_path: Path, date: str) -> None:
    source = plain(tmp_path / "a.warc", [response(address(1), page(1), {"WARC-Date": date})])
    take(tmp_path / "kho", source)
    at = rows(tmp_path / "kho", "SELECT captured_at FROM captures")[0]["captured_at"]
    assert at == f"2021-03-26T08:13:00.{'123456' if '.' in date else '000000'}Z"


def test_a_base_on_another_site_is_refused(tmp_path: Path) -> None:
    (tmp_path / "mau").mkdir()
    code, _, err = run(
        tmp_path / "kho", "import", "--site", SITE.origin, "--base", "https://khac.invalid/",
        str(tmp_path / "mau"),
    )  # fmt: skip
    assert code == 2
    assert "--base" in err
