"""What is wrong with a file is named and counted, what is sound in it is taken."""

import gzip
import io
import os
import random
import shutil
import time
import zlib
from collections.abc import Callable
from multiprocessing import get_context
from pathlib import Path

import pytest

from scraper.sources.digests import is_digest
from scraper.sources.message import read_message
from scraper.sources.records import Record, Records
from tests.commands import run
from tests.importing import SITE, address, raws, rows, said, take
from tests.test_archive import page
from tests.test_import_wacz import wacz
from tests.warcmaking import Fields, http, members, one_member, plain, record, response, sha1

COUNT = 9
OF = ("block", "payload")
GIB = 2**30


def some(numbers: range = range(1, COUNT + 1)) -> list[bytes]:
    return [response(address(n), page(n)) for n in numbers]


def with_one(bad: bytes) -> list[bytes]:
    """A bad record among good ones."""
    good = some()
    return [*good[:4], bad, *good[4:]]


@pytest.mark.parametrize("write", [plain, members])
def test_a_cut_file_loses_its_last_record(tmp_path: Path, write: Callable[..., Path]) -> None:
    source = write(tmp_path / "a.warc.gz", some())
    data = source.read_bytes()
    source.write_bytes(data[: len(data) - 300])
    result = take(tmp_path / "kho", source)
    assert (result.exit_code, result.tally.captured) == (1, COUNT - 1)
    assert result.skipped == {"damaged": 1}
    assert "a.warc.gz, byte " in result.lines[0]


def test_a_cut_member_keeps_what_came_before(tmp_path: Path) -> None:
    source = one_member(tmp_path / "a.warc.gz", some())
    source.write_bytes(source.read_bytes()[:-20])
    result = take(tmp_path / "kho", source)
    assert (result.exit_code, result.tally.captured) == (1, COUNT - 1)


@pytest.mark.parametrize("write", [plain, members])
def test_a_flipped_bit_loses_one_record(tmp_path: Path, write: Callable[..., Path]) -> None:
    source = write(tmp_path / "a.warc.gz", some())
    data = bytearray(source.read_bytes())
    data[len(data) // 2] ^= 4
    source.write_bytes(data)
    result = take(tmp_path / "kho", source)
    assert (result.exit_code, result.tally.captured) == (1, COUNT - 1)
    assert sum(result.skipped.values()) == 1


@pytest.mark.parametrize(
    "content",
    [b"", b"<html>no archive</html>", bytes(1000), b"\x1f\x8b\x08", gzip.compress(b"x" * 5000),
     b"PK\x03\x04 and no more", b"WARC/1.0", b"WARC/1.0\r\n\r\n", b"\xff" * 70_000],
    ids=["empty", "page", "zeros", "gzip's first bytes", "another gzip file", "zip's first bytes",
         "a version", "no fields", "noise"],
)  # fmt: skip
def test_what_is_no_warc_is_named(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "la.bin").write_bytes(content)
    good = members(tmp_path / "a.warc.gz", some())
    code, out, err = run(
        tmp_path / "kho", "import", "--site", SITE.origin, "--jobs", "1",
        str(tmp_path / "la.bin"), str(good),
    )  # fmt: skip
    assert code == 1
    assert "la.bin" in err
    assert out.splitlines() == [
        f"{COUNT} captures imported; articles: {COUNT} new, 0 changed, 0 removed",
        "1 skipped: damaged",
    ]


WRONG: Fields = {"WARC-Block-Digest": sha1(b"another")}
BAD = {
    "no date": (response(address(50), page(50), {"WARC-Date": None}), "without"),
    "no such date": (response(address(50), page(50), {"WARC-Date": "2021-99-99"}), "without"),
    "a naive date": (response(address(50), page(50), {"WARC-Date": "2021-01-01"}), "without"),
    "no address": (response(address(50), page(50), {"WARC-Target-URI": None}), "without"),
    "no HTTP": (record("response", b"x", {"WARC-Target-URI": address(50)}), "without"),
    "no length": (response(address(50), page(50), {"Content-Length": None}), "damaged"),
    "a wrong length": (response(address(50), page(50), {"Content-Length": "77"}), "damaged"),
    "too long": (response(address(50), page(50), {"Content-Length": "9999999"}), "damaged"),
    "a negative length": (response(address(50), page(50), {"Content-Length": "-1"}), "damaged"),
    "a wrong block digest": (response(address(50), page(50), WRONG), "wrong digest"),
    "a wrong digest": (
        response(address(50), page(50), {"WARC-Payload-Digest": sha1(b"x")}), "wrong digest"
    ),
    "no digest at all": (
        response(address(50), page(50), {"WARC-Payload-Digest": "sha1:x"}), "wrong digest"
    ),
    "a digest without its colon": (
        response(address(50), page(50), {"WARC-Payload-Digest": sha1(page(50)).replace(":", "")}),
        "wrong digest",
    ),
}  # fmt: skip


@pytest.mark.parametrize("write", [plain, members, one_member])
@pytest.mark.parametrize("what", BAD)
def test_a_bad_record_among_good_ones(
    tmp_path: Path, what: str, write: Callable[..., Path]
) -> None:
    bad, reason = BAD[what]
    result = take(tmp_path / "kho", write(tmp_path / "a.warc.gz", with_one(bad)))
    assert result.exit_code == 1
    assert len(result.skipped) == 1
    assert next(iter(result.skipped)).startswith(reason)
    found = {raw.url for raw in raws(tmp_path / "kho")}
    # A length that is too long swallows what follows it in a file that cannot be read from there.
    lost = {address(5)} if what == "too long" and write is one_member else set()
    assert found >= {address(n) for n in range(1, COUNT + 1)} - lost
    assert address(50) not in found


def test_a_digest_of_an_unknown_kind_is_believed(tmp_path: Path) -> None:
    kept = response(address(1), page(1), {"WARC-Payload-Digest": "xxh3:123"})
    assert take(tmp_path / "kho", plain(tmp_path / "a.warc", [kept])).exit_code == 0


def test_a_digest_may_lack_the_name_of_its_algorithm(tmp_path: Path) -> None:
    bare = sha1(page(1)).removeprefix("sha1:")
    kept = response(address(1), page(1), {"WARC-Payload-Digest": bare})
    wrong = response(address(2), page(2), {"WARC-Payload-Digest": bare})
    result = take(tmp_path / "kho", plain(tmp_path / "a.warc", [kept, wrong]))
    assert (result.tally.captured, result.skipped) == (1, {"wrong digest": 1})


def peak_of(folder: Path, source: Path) -> int:
    """Peak memory in bytes of an import in a process of its own."""
    context = get_context("spawn")
    queue = context.Queue()
    process = context.Process(target=_measure, args=(folder, source, queue))
    process.start()
    peak = int(queue.get(timeout=300))
    process.join()
    queue.close()
    queue.join_thread()
    return peak


def _measure(folder: Path, source: Path, queue: object) -> None:
    take(folder, source)
    # Not ru_maxrss: Linux hands on to a new process what the one that started it held.
    lines = Path("/proc/self/status").read_text().splitlines()
    peak = next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:"))
    queue.put(peak * 1024)  # type: ignore[attr-defined]


def zeros(size: int, before: bytes, after: bytes) -> bytes:
    """A gzip member of `size` zeros between two texts: a thousandth of that."""
    stream = zlib.compressobj(9, zlib.DEFLATED, 31)
    out = io.BytesIO()
    out.write(stream.compress(before))
    block = bytes(2**20)
    for _ in range(size // len(block)):
        out.write(stream.compress(block))
    out.write(stream.compress(after) + stream.flush())
    return out.getvalue()


def test_bombs_cost_no_memory(tmp_path: Path) -> None:
    head = response(address(60), b"", {"Content-Length": str(GIB // 4), "WARC-Block-Digest": None})
    bombs = [
        zeros(GIB // 4, b"", b""),
        zeros(GIB // 4, head.partition(b"\r\n\r\n")[0] + b"\r\n\r\n", b"\r\n\r\n"),
    ]
    packed = gzip.compress(bytes(100 * 2**20))
    encoded = record(
        "response",
        http(packed, "Content-Type: text/html", "Content-Encoding: gzip"),
        {"WARC-Target-URI": address(61)},
    )
    good = [gzip.compress(each) for each in some()]
    source = tmp_path / "a.warc.gz"
    source.write_bytes(b"".join([*good[:3], *bombs, gzip.compress(encoded), *good[3:]]))
    peak = peak_of(tmp_path / "kho", source)
    assert len(rows(tmp_path / "kho", "SELECT 1 FROM captures")) == COUNT + 1
    told = {row["kind"] for row in rows(tmp_path / "kho", "SELECT kind FROM problems")}
    assert {"import_damaged", "import_too_large"} <= told
    assert peak < 450 * 2**20


def test_a_record_of_2_gb_is_passed_over(tmp_path: Path) -> None:
    """In a plain file it is a hole, so that the disk has nothing to do."""
    source = plain(tmp_path / "a.warc", some(range(1, 4)))
    fields: Fields = {"Content-Length": str(2 * GIB), "WARC-Block-Digest": None}
    head = response(address(60), b"", fields).partition(b"\r\n\r\n")[0] + b"\r\n\r\n"
    with source.open("r+b") as file:
        file.seek(0, io.SEEK_END)
        file.write(head)
        file.seek(2 * GIB, io.SEEK_CUR)
        file.write(b"\r\n\r\n" + b"".join(some(range(4, 7))))
    result = take(tmp_path / "kho", source)
    assert (result.exit_code, result.tally.captured) == (1, 6)
    assert result.skipped == {"too large": 1}
    assert address(60) in result.lines[0]


@pytest.mark.parametrize("write", [plain, members])
def test_a_record_of_2_gb_that_is_cut_is_damage(tmp_path: Path, write: Callable[..., Path]) -> None:
    fields: Fields = {"Content-Length": str(2 * GIB), "WARC-Block-Digest": None}
    source = write(tmp_path / "a.warc", with_one(response(address(60), page(60), fields)))
    result = take(tmp_path / "kho", source)
    assert (result.exit_code, result.skipped) == (1, {"damaged": 1})
    assert result.tally.captured == COUNT


def mangled(data: bytes, rng: random.Random) -> bytes:
    """The file with a few of the things done to it that happen to files."""
    changed = bytearray(data)
    for _ in range(rng.randint(1, 4)):
        at = rng.randrange(len(changed) or 1)
        match rng.randrange(5):
            case 0:
                changed[at : at + 1] = bytes([rng.randrange(256)])
            case 1:
                del changed[at : at + rng.randrange(1, 2000)]
            case 2:
                changed[at:at] = rng.randbytes(rng.randrange(1, 50))
            case 3:
                del changed[at:]
            case _:
                changed[at:at] = changed[: rng.randrange(1, 3000)]
    return bytes(changed)


def unchecked(source: Path) -> set[str]:
    """Payloads of which no digest tells whether they are what they were."""
    with source.open("rb") as file:
        return {
            sha1(read_message(found.block).body)
            for found in Records(file)
            if isinstance(found, Record)
            and not any(is_digest(found.fields.get(f"warc-{of}-digest", "")) for of in OF)
        }


def in_a_wacz(path: Path, records: list[bytes]) -> Path:
    return wacz(path, {"archive/a.warc.gz": members(path, records).read_bytes()})


def fuzz(tmp_path: Path, seed: int) -> None:
    """Whatever was done to the file: no exception, nothing untrue, and what is whole is there."""
    rng = random.Random(seed)
    write = rng.choice([plain, members, one_member, in_a_wacz])
    source = write(tmp_path / f"{seed}.warc.gz", some())
    source.write_bytes(mangled(source.read_bytes(), rng))
    folder = tmp_path / f"kho{seed}"
    result = take(folder, source)
    true = {sha1(page(n)): address(n) for n in range(1, COUNT + 1)}
    for row in rows(folder, "SELECT url, payload_digest FROM captures"):
        # Nothing but a member's own checksum tells of a changed letter in an address, or of a
        # changed payload where the names of both digests were changed, too.
        summed = write in (members, in_a_wacz)
        if summed or row["payload_digest"] not in unchecked(source):
            assert row["payload_digest"] in true
        assert row["url"] == true.get(row["payload_digest"]) or not summed
    before = said(folder)["articles"]
    assert take(folder, source).tally.captured == 0
    assert said(folder)["articles"] == before
    assert result.exit_code in (0, 1)


@pytest.mark.parametrize("seed", range(25))
def test_mangled_files(tmp_path: Path, seed: int) -> None:
    fuzz(tmp_path, seed)


@pytest.mark.soak
def test_mangled_files_for_an_hour(tmp_path: Path) -> None:
    until = time.monotonic() + float(os.environ.get("FUZZ_SECONDS", 3600))
    seed = 1000
    while time.monotonic() < until:
        fuzz(tmp_path, seed)
        shutil.rmtree(tmp_path / f"kho{seed}")
        (tmp_path / f"{seed}.warc.gz").unlink()
        seed += 1
