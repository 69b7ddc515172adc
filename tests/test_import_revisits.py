"""Revisits of other writers: their payload is found wherever it came from."""

import gzip
from itertools import pairwise, permutations
from pathlib import Path

import pytest

from archive.rebuilding.rebuild import rebuild
from scraper.raw import Raw
from tests.importing import address, raws, said, take
from tests.test_archive import page
from tests.warcmaking import (
    DATE,
    Fields,
    chunked,
    http,
    members,
    new_id,
    record,
    response,
    revisit,
    sha1,
)

ID = "<urn:uuid:11111111-2222-3333-4444-555555555555>"
SHA256 = "sha256:" + "ab" * 32


def last(folder: Path) -> Raw:
    return raws(folder)[-1]


@pytest.mark.parametrize(
    "refers",
    [
        {"WARC-Refers-To": ID},
        {"WARC-Payload-Digest": sha1(page(1))},
        {"WARC-Refers-To-Target-URI": address(1), "WARC-Refers-To-Date": DATE},
        {"WARC-Refers-To-Target-URI": f"<{address(1)}>", "WARC-Refers-To-Date": DATE,
         "WARC-Payload-Digest": SHA256},
        {"WARC-Refers-To-Date": DATE},
    ],
    ids=["record", "digest", "address and time", "browsertrix", "time"],
)  # fmt: skip
@pytest.mark.parametrize("first", [True, False], ids=["page first", "revisit first"])
def test_a_revisit_has_the_payload_it_refers_to(
    tmp_path: Path, refers: Fields, first: bool
) -> None:
    full = members(tmp_path / "1.warc.gz", [response(address(1), page(1), {"WARC-Record-ID": ID})])
    again = members(tmp_path / "2.warc.gz", [revisit(address(1), refers)])
    result = take(tmp_path / "kho", *((full, again) if first else (again, full)))
    assert (result.exit_code, result.tally.captured, result.skipped) == (0, 2, {})
    assert last(tmp_path / "kho").payload == page(1)
    before = said(tmp_path / "kho")
    assert len(before["view_counts"]) == 2
    rebuild(tmp_path / "kho", jobs=2)
    assert said(tmp_path / "kho") == before


def test_a_revisit_of_an_earlier_import(tmp_path: Path) -> None:
    take(tmp_path / "kho", members(tmp_path / "1.warc.gz", [response(address(1), page(1))]))
    refers: Fields = {"WARC-Refers-To-Target-URI": address(1), "WARC-Refers-To-Date": DATE}
    take(tmp_path / "kho", members(tmp_path / "2.warc.gz", [revisit(address(1), refers)]))
    assert last(tmp_path / "kho").payload == page(1)


def test_a_revisit_without_a_head_has_the_pages(tmp_path: Path) -> None:
    records = [
        response(address(1), page(1)),
        revisit(address(1), {"WARC-Payload-Digest": sha1(page(1))}, b""),
    ]
    take(tmp_path / "kho", members(tmp_path / "1.warc.gz", records))
    assert last(tmp_path / "kho").status == 200
    assert last(tmp_path / "kho").header("Content-Type") == "text/html; charset=UTF-8"


def test_wget_states_the_digest_of_nothing_and_of_the_chunks(tmp_path: Path) -> None:
    sent = chunked(page(1))
    full = record(
        "response",
        http(sent, "Content-Type: text/html", "Transfer-Encoding: chunked"),
        {"WARC-Target-URI": f"<{address(1)}>", "WARC-Payload-Digest": sha1(sent),
         "WARC-Record-ID": ID},
    )  # fmt: skip
    refers: Fields = {
        "WARC-Refers-To": ID,
        "WARC-Payload-Digest": sha1(sent),
        "WARC-Block-Digest": sha1(b""),
        "WARC-Truncated": "length",
    }
    source = members(tmp_path / "1.warc.gz", [full, revisit(f"<{address(1)}>", refers)])
    assert take(tmp_path / "kho", source).exit_code == 0
    assert (last(tmp_path / "kho").payload, last(tmp_path / "kho").truncated) == (page(1), None)


def test_chains_across_files_in_any_order(tmp_path: Path) -> None:
    """Each day's file refers to the day before's."""
    days = [f"2021-03-2{day}T08:13:00Z" for day in range(6, 10)]
    files = [
        members(tmp_path / "0.warc.gz", [response(address(1), page(1), {"WARC-Date": days[0]})])
    ]
    for number, (before, day) in enumerate(pairwise(days), 1):
        refers: Fields = {
            "WARC-Date": day,
            "WARC-Refers-To-Target-URI": address(1),
            "WARC-Refers-To-Date": before,
        }
        files.append(members(tmp_path / f"{number}.warc.gz", [revisit(address(1), refers)]))
    known = None
    for number, order in enumerate(list(permutations(files))[::5]):
        folder = tmp_path / f"kho{number}"
        assert take(folder, *order).tally.captured == 4
        assert [raw.payload for raw in raws(folder)] == [page(1)] * 4
        known = known or said(folder, "source_uri")
        assert said(folder, "source_uri") == known


def test_not_modified_is_kept_as_it_is(tmp_path: Path) -> None:
    fields: Fields = {"WARC-Profile": "http://netpreserve.org/warc/1.1/revisit/server-not-modified"}
    block = http(b"", status="304 Not Modified")
    source = members(
        tmp_path / "1.warc.gz", [response(address(1), page(1)), revisit(address(1), fields, block)]
    )
    assert take(tmp_path / "kho", source).tally.captured == 2
    assert (last(tmp_path / "kho").status, last(tmp_path / "kho").payload) == (304, b"")


def test_what_refers_to_nothing_is_named(tmp_path: Path) -> None:
    records = [response(address(1), page(1)), revisit(address(2), {"WARC-Refers-To": new_id()})]
    result = take(tmp_path / "kho", members(tmp_path / "1.warc.gz", records))
    assert result.exit_code == 1
    assert result.skipped == {"revisits of what is not here": 1}
    assert address(2) in "".join(result.lines)
    assert result.tally.captured == 1


def test_hundreds_of_revisits_of_one_page(tmp_path: Path) -> None:
    records = [response(address(1), page(1))]
    for number in range(300):
        at = f"2022-01-{1 + number % 28:02d}T08:{number // 28:02d}:00Z"
        refers: Fields = {"WARC-Date": at, "WARC-Payload-Digest": sha1(page(1))}
        records.append(revisit(address(1), refers))
    source = tmp_path / "1.warc.gz"
    source.write_bytes(b"".join(gzip.compress(each) for each in reversed(records)))
    assert take(tmp_path / "one", source).tally.captured == 301
    assert take(tmp_path / "two", source, jobs=2).tally.captured == 301
    assert said(tmp_path / "one") == said(tmp_path / "two")
