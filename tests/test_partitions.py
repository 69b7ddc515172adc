"""A WARC file in ranges: whole records, none twice, none lost, whatever a payload looks like."""

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from archive.archive import open_archive
from archive.folder import warc_files
from archive.rebuilding.rebuild import rebuild
from archive.runs import FINISHED
from archive.warc.partitions import partitions
from scraper.raw import Raw
from scraper.sources.parts import HeldPart, WarcPart, parts_of
from tests.importing import SITE, address, said
from tests.test_archive import HTML, START, fill, page
from tests.warcmaking import by_wget, members, one_member, plain, record, response

NESTED = [response(address(n), page(n)) for n in range(100, 140)]


@pytest.mark.parametrize("size", [1, 500, 3000, 10**6])
@pytest.mark.parametrize("make", [response, by_wget])
@pytest.mark.parametrize("write", [plain, members, one_member])
def test_parts_are_the_whole_file(
    tmp_path: Path, write: Callable[..., Path], make: Callable[..., bytes], size: int
) -> None:
    path = write(tmp_path / "a.warc.gz", [make(address(n), page(n)) for n in range(12)])
    whole = WarcPart(path, path.name, 0, path.stat().st_size)
    found = list(parts_of(whole, size))
    if write is one_member or (write is members and make is by_wget):  # two records a member
        assert all(isinstance(part, HeldPart) for part in found)
        return
    edges = [(part.start, part.stop) for part in found if isinstance(part, WarcPart)]
    assert edges[0][0] == 0
    assert edges[-1][1] is None
    assert [stop for _, stop in edges[:-1]] == [start for start, _ in edges[1:]]
    assert len(edges) == (12 if size == 1 else 1) or 1 < size < 10**6


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_web_archive_within_a_web_archive(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, jobs: int
) -> None:
    """An attachment that is itself a WARC file looks like records, stored as it is by gzip."""
    inner = members(tmp_path / "x", NESTED).read_bytes()
    monkeypatch.setattr(
        "archive.rebuilding.replay.partitions", lambda p, s, r: partitions(p, s, r, 700)
    )
    monkeypatch.setattr("archive.warc.records.LEVEL", 0)
    with open_archive(tmp_path / "kho", SITE, "crawl") as archive:
        for number in range(4):
            for body in (page(number), inner + bytes([number])):
                url = f"{address(number)}{'' if body == page(number) else '.warc.gz'}"
                archive.keep(Raw(url, START, 200, HTML, body))
        archive.finish(FINISHED, 0)
    before = said(tmp_path / "kho")
    assert len(before["captures"]) == 8
    rebuild(tmp_path / "kho", jobs=jobs)
    assert said(tmp_path / "kho") == before


@pytest.mark.parametrize("seed", range(6))
def test_a_damaged_file_is_read_the_same_by_any_number(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    rng = random.Random(seed)
    fill(tmp_path, range(1, 20))
    fill(tmp_path, range(5, 12), day=1)
    path = warc_files(tmp_path)[0]
    data = bytearray(path.read_bytes())
    for _ in range(3):
        at = rng.randrange(2000, len(data) - 4000)
        data[at] ^= 1 + rng.randrange(255)
    path.write_bytes(data)
    rebuild(tmp_path, jobs=1)
    alone = said(tmp_path)
    assert alone["problems"]
    monkeypatch.setattr(
        "archive.rebuilding.replay.partitions", lambda p, s, r: partitions(p, s, r, 900)
    )
    rebuild(tmp_path, jobs=1)
    assert said(tmp_path) == alone
    rebuild(tmp_path, jobs=2)
    assert said(tmp_path) == alone


def test_revisits_find_their_payload_in_another_file(tmp_path: Path) -> None:
    """Whichever file comes first by name."""
    for day in range(3):
        fill(tmp_path, range(1, 6), day=day)
    before = said(tmp_path)
    files = warc_files(tmp_path)
    for path, name in zip(files, reversed([f"b{n}.warc.gz" for n in range(3)]), strict=True):
        path.rename(path.with_name(name))
    rebuild(tmp_path, jobs=2)
    assert said(tmp_path) == before


def test_a_lost_payload_costs_its_captures_only(tmp_path: Path) -> None:
    fill(tmp_path, range(1, 6))
    fill(tmp_path, range(3, 9), day=1)
    warc_files(tmp_path)[0].unlink()
    assert rebuild(tmp_path, jobs=1).captures == 6
    found = said(tmp_path)
    assert len(found["articles"]) == 3
    assert sum("lost_payload" in row for row in found["problems"]) == 3


def test_records_that_belong_together_stay_together(tmp_path: Path) -> None:
    made = [by_wget(address(n), page(n)) for n in range(5)]
    path = plain(tmp_path / "a.warc", [record("warcinfo", b"x: y"), *made])
    starts = {0}
    at = len(record("warcinfo", b"x: y"))
    for each in made:
        starts.add(at)
        at += len(each)
    whole = WarcPart(path, path.name, 0, path.stat().st_size)
    assert {part.start for part in parts_of(whole, 1) if isinstance(part, WarcPart)} <= starts
