import gzip
import os
import random
from pathlib import Path

import pytest

from archive.errors import Damaged
from archive.warc.members import Damage
from archive.warc.reading import RunEnd, RunStart, Stored, iterate
from archive.warc.torn import check_tail, mend
from tests.exchanges import exchange, later, write_all, zipped

PAGES = 12


def run(folder: Path) -> tuple[Path, list[int]]:
    """A file of twelve captures, and where the response of each ends."""
    raws = [zipped(f"/{i}", os.urandom(900), captured_at=later(i)) for i in range(PAGES)]
    path, written = write_all(folder, raws)
    return path, [w.end for w in written]


def test_a_whole_file_has_no_torn_tail(tmp_path: Path) -> None:
    path, ends = run(tmp_path)
    whole = path.read_bytes()
    for known in (0, *ends, len(whole)):
        assert check_tail(path, known) is None
        assert mend(path, known) is None
    assert path.read_bytes() == whole


def test_cut_at_any_byte_all_before_it_is_kept(tmp_path: Path) -> None:
    path, ends = run(tmp_path)
    whole = path.read_bytes()
    dice = random.Random(3)
    for cut in sorted(dice.sample(range(ends[0], len(whole)), 120)):
        path.write_bytes(whole[:cut])
        known = dice.choice([0, *(end for end in ends if end <= cut)])
        torn = mend(path, known)
        left = path.read_bytes()
        assert whole.startswith(left)
        assert len(left) + (torn.length if torn else 0) == cut
        assert check_tail(path, 0) is None
        found = list(iterate(path))
        assert isinstance(found[0], RunStart)
        captures = [entry for entry in found if isinstance(entry, Stored)]
        assert len(captures) == sum(end <= cut for end in ends)
        assert all(capture.sound for capture in captures)


def test_cut_within_the_first_record_the_file_is_set_aside(tmp_path: Path) -> None:
    path, _ = run(tmp_path)
    start = path.read_bytes()[:100]
    path.write_bytes(start)
    torn = mend(path, 0)
    assert torn is not None
    assert (torn.offset, torn.length) == (0, 100)
    assert not path.exists()
    assert path.with_name(path.name + ".torn").read_bytes() == start


def test_an_empty_file_is_removed(tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    path.touch()
    torn = mend(path, 0)
    assert torn is not None
    assert torn.reason == "an empty file"
    assert not path.exists()


@pytest.mark.parametrize(
    "tail",
    [
        b"\0",
        b"\0" * 200_000,
        b"garbage",
        os.urandom(70_000),
        b"\x1f",
        b"\x1f\x8b\x08" * 9,
        b"\x1f\x8b\x08\0\0\0\0\0\0\xff\x03\0\0\0\0\0\0\0\0\0",
    ],
    ids=["a zero", "zeros", "garbage", "noise", "a byte", "signatures", "an empty member"],
)
def test_what_is_no_record_is_cut(tmp_path: Path, tail: bytes) -> None:
    path, ends = run(tmp_path)
    whole = path.read_bytes()
    for known in (0, ends[-1], len(whole)):
        path.write_bytes(whole + tail)
        torn = mend(path, known)
        assert torn is not None
        assert (torn.offset, torn.length) == (len(whole), len(tail))
        assert path.read_bytes() == whole


def test_a_damage_before_whole_records_is_told_and_never_cut(tmp_path: Path) -> None:
    path, ends = run(tmp_path)
    whole = path.read_bytes()
    hurt = whole[: ends[4] - 40] + b"\0" * 30 + whole[ends[4] - 10 :]
    path.write_bytes(hurt)
    assert mend(path, 0) is None
    assert path.read_bytes() == hurt
    found = list(iterate(path))
    (damage,) = (entry for entry in found if isinstance(entry, Damage))
    assert damage.file == path.name
    assert damage.offset + damage.length == ends[4]
    assert sum(isinstance(entry, Stored) for entry in found) == PAGES - 1
    assert isinstance(found[-1], RunEnd)


def test_two_torn_records_in_a_row_are_one_torn_tail(tmp_path: Path) -> None:
    path, _ = run(tmp_path)
    whole = path.read_bytes()
    first = next(e for e in iterate(path) if isinstance(e, Stored)).written
    part = whole[first.offset : first.end - 10]
    path.write_bytes(whole + part + part)
    torn = mend(path, 0)
    assert torn is not None
    assert (torn.offset, torn.length) == (len(whole), 2 * len(part))
    assert path.read_bytes() == whole


def test_a_member_of_another_length_than_it_says_is_no_record(tmp_path: Path) -> None:
    path, _ = run(tmp_path)
    whole = path.read_bytes()
    first = next(e for e in iterate(path) if isinstance(e, Stored)).written
    record = gzip.decompress(whole[first.offset : first.end])
    for forged in (record[:-4], record[:-9] + record[-4:]):
        path.write_bytes(whole[: first.offset] + gzip.compress(forged))
        torn = check_tail(path, 0)
        assert torn is not None
        assert torn.offset == first.offset
        assert "length" in torn.reason


@pytest.mark.parametrize("hole", range(2**16 - 3, 2**16 + 4))
def test_a_record_behind_a_hole_is_found_wherever_it_starts(tmp_path: Path, hole: int) -> None:
    path, ends = run(tmp_path)
    whole = path.read_bytes()
    path.write_bytes(whole[: ends[0]] + b"\0" * hole + whole[ends[0] :])
    (damage,) = (e for e in iterate(path) if isinstance(e, Damage))
    assert (damage.offset, damage.length) == (ends[0], hole)


def test_a_file_shorter_than_what_is_known_of_it_is_damaged(tmp_path: Path) -> None:
    path, ends = run(tmp_path)
    path.write_bytes(path.read_bytes()[: ends[5]])
    with pytest.raises(Damaged, match="were stored"):
        mend(path, ends[6])


def test_after_mending_the_next_run_goes_on(tmp_path: Path) -> None:
    path, ends = run(tmp_path)
    path.write_bytes(path.read_bytes()[: ends[5] + 3])
    mend(path, ends[2])
    after, _ = write_all(tmp_path, [exchange("/on")])
    assert after != path
    read = [e for file in (path, after) for e in iterate(file) if isinstance(e, Stored)]
    assert len(read) == 7


def test_reading_starts_behind_what_is_known(tmp_path: Path) -> None:
    path, ends = run(tmp_path)
    behind = [e.raw.url for e in iterate(path, ends[8]) if isinstance(e, Stored)]
    assert behind == [f"https://replica.invalid/{i}" for i in range(9, PAGES)]
