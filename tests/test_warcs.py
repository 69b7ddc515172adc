import dataclasses
import gzip
import hashlib
import json
import resource
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from warcio.archiveiterator import ArchiveIterator  # type: ignore[import-untyped]

from archive.errors import Damaged
from archive.warc.members import Damage
from archive.warc.reading import RunEnd, RunStart, Stored, iterate, read_record
from archive.warc.writing import WarcWriter
from archive.warc.written import Written
from scraper.raw import Raw
from tests.exchanges import PAGE, SITE, SOFTWARE, exchange, later, write_all, zipped

WARCIO = Path(sys.executable).with_name("warcio")


def stored(path: Path) -> list[Stored]:
    return [entry for entry in iterate(path) if isinstance(entry, Stored)]


def warcio_records(path: Path) -> list[tuple[Any, bytes]]:
    with path.open("rb") as file:
        return [(r, r.raw_stream.read()) for r in ArchiveIterator(file)]


def run_of_every_kind(folder: Path) -> tuple[Path, list[Raw], list[Written]]:
    """A page, its unchanged visit, a 304, a cut page, and one from a web archive."""
    raws = [
        zipped("/vi/trang-chu"),
        zipped("/vi/tin-tuc", captured_at=later(1)),
        exchange("/vi/trang-chu", b"", status=304, reason="Not Modified", captured_at=later(2)),
        exchange("/vi/lon", truncated="length", captured_at=later(3)),
        exchange(
            "/vi/cu",
            b"<p>2019",
            source="wayback",
            source_uri=f"https://web.archive.org/web/20190102030405id_/{SITE}/vi/cu",
            captured_at=datetime(2019, 1, 2, 3, 4, 5, tzinfo=UTC),
        ),
    ]
    with WarcWriter(folder, SOFTWARE, {"site": SITE, "command": "crawl", "run": 7}) as writer:
        first = writer.write(raws[0])
        written = [first, *(writer.write(raw, first.full) for raw in raws[1:])]
        writer.finish({"outcome": "finished"})
    return folder / writer.file, raws, written


def test_warcio_check_finds_no_fault(tmp_path: Path) -> None:
    path, _, _ = run_of_every_kind(tmp_path)
    ended = subprocess.run([WARCIO, "check", "-v", path], capture_output=True, text=True)
    assert ended.returncode == 0, ended.stdout
    assert "fail" not in ended.stdout
    assert "pass" in ended.stdout


def test_warcio_reads_every_field_back(tmp_path: Path) -> None:
    path, raws, written = run_of_every_kind(tmp_path)
    records = warcio_records(path)
    assert [record.rec_type for record, _ in records] == [
        "warcinfo",
        *("response", "request"),
        *("revisit", "request"),
        *("revisit", "request"),
        *("response", "request"),
        *("response", "request"),
        "metadata",
    ]
    page, body = records[1]
    assert page.rec_headers.protocol == "WARC/1.1"
    fields = dict(page.rec_headers.headers)
    assert fields["WARC-Target-URI"] == raws[0].url
    assert fields["WARC-Date"] == "2026-03-26T08:13:05.123456Z"
    assert fields["WARC-Payload-Digest"] == raws[0].payload_digest
    assert page.http_headers.headers == list(raws[0].headers)
    assert page.http_headers.statusline == "200 OK"
    assert body == raws[0].payload
    request = dict(records[2][0].rec_headers.headers)
    assert request["WARC-Concurrent-To"] == fields["WARC-Record-ID"] == written[0].record_id
    assert request["WARC-Date"] == fields["WARC-Date"]
    assert records[2][0].http_headers.protocol == "GET"
    assert records[2][0].http_headers.headers == list(raws[0].request_headers)
    same, not_modified = (
        dict(records[3][0].rec_headers.headers),
        dict(records[5][0].rec_headers.headers),
    )
    assert same["WARC-Profile"].endswith("/1.1/revisit/identical-payload-digest")
    assert not_modified["WARC-Profile"].endswith("/1.1/revisit/server-not-modified")
    for revisit in (same, not_modified):
        assert revisit["WARC-Refers-To"] == fields["WARC-Record-ID"]
        assert revisit["WARC-Refers-To-Target-URI"] == fields["WARC-Target-URI"]
        assert revisit["WARC-Refers-To-Date"] == fields["WARC-Date"]
    assert records[7][0].rec_headers["WARC-Truncated"] == "length"
    assert records[9][0].rec_headers["WARC-Source-URI"] == raws[4].source_uri


def test_warcinfo_says_what_the_file_is(tmp_path: Path) -> None:
    path, _, _ = run_of_every_kind(tmp_path)
    record, block = warcio_records(path)[0]
    assert record.rec_headers["WARC-Filename"] == path.name
    text = block.decode()
    for line in (f"software: {SOFTWARE}", "format: WARC File Format 1.1", f"isPartOf: {SITE}"):
        assert line in text.splitlines()
    assert "Header names are as the HTTP client gives them" in text
    assert "Transfer-Encoding was removed" in text


def test_what_was_written_is_read_back(tmp_path: Path) -> None:
    path, raws, written = run_of_every_kind(tmp_path)
    start, *captures, end = iterate(path)
    assert isinstance(start, RunStart)
    assert start.facts == {"site": SITE, "command": "crawl", "run": 7}
    assert end == RunEnd(path.name, {"outcome": "finished"})
    assert [c.written for c in captures if isinstance(c, Stored)] == written
    for raw, kept in zip(raws, stored(path), strict=True):
        empty = b"" if kept.written.is_revisit else raw.payload
        assert kept.raw == dataclasses.replace(raw, payload=empty)
        assert kept.sound
    assert [w.is_revisit for w in written] == [False, True, True, False, False]


def test_a_revisit_tells_of_the_payload_that_was_received(tmp_path: Path) -> None:
    path, raws, written = run_of_every_kind(tmp_path)
    same, not_modified = stored(path)[1:3]
    assert same.written.payload_digest == raws[1].payload_digest
    assert same.written.sha256 == hashlib.sha256(raws[1].payload).hexdigest()
    assert same.written.bytes == len(raws[1].payload)
    assert not_modified.written.bytes == 0
    assert not_modified.written.payload_digest == raws[2].payload_digest
    assert not_modified.written.full == written[0].full


def test_one_record_by_its_offset(tmp_path: Path) -> None:
    path, raws, written = run_of_every_kind(tmp_path)
    for raw, where in zip(raws, written, strict=True):
        found = read_record(tmp_path, path.name, where.offset)
        assert found.written == where
        assert found.raw.request_headers == raw.request_headers
        member = path.read_bytes()[where.offset : where.end]
        assert gzip.decompress(member).startswith(b"WARC/1.1\r\n")


@pytest.mark.parametrize("offset", [1, 10**9])
def test_no_record_at_an_offset(tmp_path: Path, offset: int) -> None:
    path, _ = write_all(tmp_path, [exchange()])
    with pytest.raises(Damaged, match="has no capture at byte"):
        read_record(tmp_path, path.name, offset)
    with pytest.raises(Damaged, match="cannot be read"):
        read_record(tmp_path, "gone.warc.gz", offset)


def test_an_equal_payload_alone_makes_a_revisit(tmp_path: Path) -> None:
    _, (first,) = write_all(tmp_path, [exchange()])
    others = [
        exchange(payload=b"another"),
        exchange(payload=b"", status=301),
        exchange(payload=PAGE, status=404),
    ]
    _, written = write_all(tmp_path, others, first.full)
    assert [w.is_revisit for w in written] == [False, False, True]
    assert [s.raw.status for s in stored(tmp_path / written[0].file)] == [200, 301, 404]


def test_a_304_of_a_page_that_is_not_kept_is_a_response(tmp_path: Path) -> None:
    _, (written,) = write_all(tmp_path, [exchange(payload=b"", status=304)])
    assert not written.is_revisit


def test_an_empty_payload_is_no_revisit(tmp_path: Path) -> None:
    empty = exchange(payload=b"", status=301)
    _, (first,) = write_all(tmp_path, [empty])
    _, (second,) = write_all(tmp_path, [empty], first.full)
    assert not second.is_revisit


@pytest.mark.parametrize(("old", "new"), [(b"<p>", b"<b>"), (b" 200 OK", b" 404 OK")])
def test_changed_bytes_are_told(tmp_path: Path, old: bytes, new: bytes) -> None:
    """A record rewritten by hand, with a gzip checksum of its own."""
    path, (where,) = write_all(tmp_path, [exchange()])
    whole = path.read_bytes()
    record = gzip.decompress(whole[where.offset : where.end])
    forged = gzip.compress(record.replace(old, new))
    path.write_bytes(whole[: where.offset] + forged + whole[where.end :])
    assert [s.sound for s in stored(path)] == [False]


@pytest.mark.parametrize("field", ["WARC-Date: ", "WARC-Target-URI: ", "HTTP/1.1 200"])
def test_a_record_without_what_a_capture_needs_is_a_damage(tmp_path: Path, field: str) -> None:
    path, (where, _) = write_all(tmp_path, [exchange(), exchange("/next")])
    whole = path.read_bytes()
    record = gzip.decompress(whole[where.offset : where.end])
    forged = gzip.compress(record.replace(field.encode(), b"X" * len(field)))
    path.write_bytes(whole[: where.offset] + forged + whole[where.end :])
    entries = list(iterate(path))
    assert isinstance(entries[1], Damage)
    assert (entries[1].offset, entries[1].length) == (where.offset, len(forged))
    assert isinstance(entries[2], Stored)


def test_no_file_is_ever_written_over(tmp_path: Path) -> None:
    files = {write_all(tmp_path, [exchange()])[0] for _ in range(3)}
    assert len(files) == len(list(tmp_path.iterdir())) == 3
    assert all(path.name.startswith("replica.invalid-20") for path in files)


def test_a_full_file_is_followed_by_another(tmp_path: Path) -> None:
    info = {"site": "http://127.0.0.1:8080"}
    with WarcWriter(tmp_path, SOFTWARE, info, rotate_at=3000) as writer:
        written = [writer.write(exchange(f"/{i}")) for i in range(20)]
        writer.finish({"captured": 20})
    files = sorted(tmp_path.iterdir())
    assert len(files) > 2
    assert {w.file for w in written} == {f.name for f in files}
    read = [entry for file in files for entry in iterate(file)]
    assert [e.raw.url for e in read if isinstance(e, Stored)] == [f"{SITE}/{i}" for i in range(20)]
    assert [e.facts for e in read if isinstance(e, RunStart)] == [info] * len(files)
    assert [e.facts for e in read if isinstance(e, RunEnd)] == [{"captured": 20}]


def test_chunks_and_lengths(tmp_path: Path) -> None:
    chunked = exchange(headers=(("Transfer-Encoding", "chunked"), ("Server", "x")))
    wrong = exchange(headers=(("content-length", "99999"), ("Content-Length", "1")))
    head = exchange(payload=b"", method="HEAD", headers=(("Content-Length", "1234"),))
    path, _ = write_all(tmp_path, [chunked, wrong, head])
    assert [s.raw.headers for s in stored(path)] == [
        (("Server", "x"), ("Content-Length", str(len(PAGE)))),
        (("content-length", str(len(PAGE))),),
        (("Content-Length", "1234"),),
    ]


def test_a_folded_header_cannot_forge_another(tmp_path: Path) -> None:
    raw = exchange(headers=(("X-A", "one\r\n two\r\n\r\n<html>"), ("X-B", "three")))
    path, _ = write_all(tmp_path, [raw])
    assert stored(path)[0].raw.headers == (("X-A", "one two <html>"), ("X-B", "three"))


@pytest.mark.parametrize("url", ["https://x.invalid/a b", "https://x.invalid/\r\nWARC-Type: x"])
def test_an_address_with_white_space_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="white space"):
        exchange(url=url)


def test_a_time_without_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        exchange(captured_at=datetime(2026, 1, 1))


FILL_THE_DISK = """
import sys
from pathlib import Path
from archive.warc.writing import WarcWriter
from tests.exchanges import SITE, exchange
import os

writer = WarcWriter(Path(sys.argv[1]), "test", {"site": SITE})
kept = []
try:
    for number in range(1000):
        kept.append(writer.write(exchange(f"/{number}", os.urandom(3000))).end)
except OSError as error:
    print(error.errno, len(kept), (Path(sys.argv[1]) / writer.file).stat().st_size)
"""


def test_a_full_disk_leaves_whole_records(tmp_path: Path) -> None:
    """The limit of a file's size stands in for the disk's: the kernel writes what fits."""
    limit = 100_001
    ended = subprocess.run(
        [sys.executable, "-c", FILL_THE_DISK, tmp_path],
        capture_output=True,
        text=True,
        check=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
    )
    _, kept, size = map(int, ended.stdout.split())
    (path,) = tmp_path.iterdir()
    entries = list(iterate(path))
    assert isinstance(entries[0], RunStart)
    assert [type(e) for e in entries[1:]] == [Stored] * kept
    assert 0 < size == path.stat().st_size < limit


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "warc").write_text("a file")
    with pytest.raises(OSError, match="exists"):
        WarcWriter(tmp_path / "warc", SOFTWARE, {"site": SITE})


def test_facts_of_a_run_are_json_on_one_line(tmp_path: Path) -> None:
    facts = {"site": SITE, "note": "hai\ndòng: đ", "n": [1, None]}
    with WarcWriter(tmp_path, SOFTWARE, facts) as writer:
        writer.finish(facts)
    start, end = iterate(tmp_path / writer.file)
    assert isinstance(start, RunStart)
    assert isinstance(end, RunEnd)
    assert start.facts == end.facts == json.loads(json.dumps(facts))
