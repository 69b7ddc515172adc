"""WACZ files: read where they lie, held against their own digests, trusted in nothing."""

import hashlib
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.importing import address, raws, rows, take
from tests.test_archive import page
from tests.warcmaking import members, plain, response

Names = dict[str, bytes]


def warc(path: Path, *numbers: int) -> bytes:
    return members(path / "x", [response(address(n), page(n)) for n in numbers]).read_bytes()


def wacz(
    path: Path, files: Names, compression: int = zipfile.ZIP_STORED, package: object = None
) -> Path:
    resources = [
        {"name": Path(name).name, "path": name, "bytes": len(data),
         "hash": "sha256:" + hashlib.sha256(data).hexdigest()}
        for name, data in files.items()
    ]  # fmt: skip
    package = package or {
        "profile": "data-package",
        "wacz_version": "1.1.1",
        "resources": resources,
    }
    with zipfile.ZipFile(path, "w", compression) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
        archive.writestr("datapackage.json", json.dumps(package))
    return path


@pytest.mark.parametrize("compression", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_every_warc_of_a_wacz_is_read(tmp_path: Path, compression: int) -> None:
    uncompressed = plain(tmp_path / "y", [response(address(4), page(4))]).read_bytes()
    files = {
        "archive/1.warc.gz": warc(tmp_path, 1, 2),
        "archive/2.warc.gz": warc(tmp_path, 2, 3),
        "archive/3.warc": uncompressed,
        "indexes/index.cdx.gz": b"",
        "pages/pages.jsonl": b"{}",
    }
    result = take(tmp_path / "kho", wacz(tmp_path / "mau.wacz", files, compression), jobs=2)
    assert (result.exit_code, result.tally.captured) == (0, 4)
    assert result.skipped == {"here already": 1}
    assert [raw.payload for raw in raws(tmp_path / "kho")] == [page(n) for n in (1, 2, 3, 4)]
    told = rows(tmp_path / "kho", "SELECT source_uri FROM captures ORDER BY url")
    assert told[0]["source_uri"].startswith("file:mau.wacz/archive/1.warc.gz#urn:uuid:")


def test_a_wrong_hash_is_named_and_sound_records_are_taken(tmp_path: Path) -> None:
    data = warc(tmp_path, 1, 2)
    resources = [{"path": "archive/1.warc.gz", "hash": "sha256:" + "0" * 64, "bytes": len(data)}]
    source = wacz(
        tmp_path / "mau.wacz", {"archive/1.warc.gz": data}, package={"resources": resources}
    )
    result = take(tmp_path / "kho", source)
    assert (result.exit_code, result.tally.captured) == (1, 2)
    assert result.skipped == {"wrong digest": 1}
    assert "mau.wacz/archive/1.warc.gz" in result.lines[0]


@pytest.mark.parametrize(
    "name",
    ["../archive/1.warc.gz", "/archive/1.warc.gz", "archive/../../1.warc.gz", "archive\\..\\1"],
)
def test_names_that_lead_out_are_refused(tmp_path: Path, name: str) -> None:
    files = {name: warc(tmp_path, 1), "archive/2.warc.gz": warc(tmp_path, 2)}
    with zipfile.ZipFile(tmp_path / "mau.wacz", "w") as archive:
        for key, data in files.items():
            info = zipfile.ZipInfo("x")
            info.filename = key
            archive.writestr(info, data)
        archive.writestr("datapackage.json", json.dumps({"resources": []}))
    before = sorted(path for path in tmp_path.rglob("*"))
    result = take(tmp_path / "kho", tmp_path / "mau.wacz")
    assert (result.exit_code, result.tally.captured) == (1, 1)
    assert result.skipped == {"damaged": 1}
    made = set(tmp_path.rglob("*")) - set(before)
    assert all(path.is_relative_to(tmp_path / "kho") for path in made)


def without_directory(data: bytes) -> bytes:
    return data[: data.index(b"PK\x01\x02")]


def cut(data: bytes) -> bytes:
    return data[: len(data) * 2 // 3]


def flipped(data: bytes) -> bytes:
    at = data.index(b"\x1f\x8b") + 200
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]


@pytest.mark.parametrize(("damage", "left"), [(without_directory, 9), (cut, 5), (flipped, 8)])
def test_what_is_sound_in_a_damaged_wacz_is_taken(
    tmp_path: Path, damage: Callable[[bytes], bytes], left: int
) -> None:
    files = {"archive/1.warc.gz": warc(tmp_path, *range(1, 10))}
    source = wacz(tmp_path / "mau.wacz", files)
    source.write_bytes(damage(source.read_bytes()))
    result = take(tmp_path / "kho", source)
    assert result.exit_code == 1
    assert left <= result.tally.captured <= 9


@pytest.mark.parametrize("package", [b"", b"[]", b'{"resources": 1}', b"\xff", b"[" * 100_000])
def test_a_package_that_says_nothing_is_named(tmp_path: Path, package: bytes) -> None:
    with zipfile.ZipFile(tmp_path / "mau.wacz", "w") as archive:
        archive.writestr("archive/1.warc.gz", warc(tmp_path, 1))
        archive.writestr("datapackage.json", package)
    result = take(tmp_path / "kho", tmp_path / "mau.wacz")
    assert (result.exit_code, result.tally.captured) == (1, 1)
    assert "datapackage.json" in result.lines[0]


@pytest.mark.parametrize("compression", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_member_that_cannot_be_decompressed_is_named(tmp_path: Path, compression: int) -> None:
    source = tmp_path / "mau.wacz"
    stored = tmp_path / "x"
    with zipfile.ZipFile(source, "w") as archive:
        archive.writestr("archive/1.warc", b"WARC/" * 1000, compression)
        at = archive.start_dir - 10
        archive.writestr("archive/2.warc.gz", warc(stored.parent, 2))
        archive.writestr("datapackage.json", '{"resources": []}')
    data = bytearray(source.read_bytes())
    data[at - 20 : at] = b"\xff" * 20
    source.write_bytes(data)
    result = take(tmp_path / "kho", source)
    assert (result.exit_code, result.tally.captured) == (1, 1)
    assert result.skipped == {"damaged": 1}


def test_a_name_that_cannot_be_written(tmp_path: Path) -> None:
    package = {"resources": [{"path": "archive/\ud800", "hash": "sha256:"}]}
    source = wacz(tmp_path / "mau.wacz", {"archive/1.warc.gz": warc(tmp_path, 1)}, package=package)
    result = take(tmp_path / "kho", source)
    assert (result.exit_code, result.tally.captured) == (1, 1)
    assert r"archive/\ud800 is missing" in result.lines[0]


def test_a_missing_member_is_named(tmp_path: Path) -> None:
    package = {"resources": [{"path": "archive/2.warc.gz", "hash": "sha256:" + "0" * 64}]}
    source = wacz(tmp_path / "mau.wacz", {"archive/1.warc.gz": warc(tmp_path, 1)}, package=package)
    result = take(tmp_path / "kho", source)
    assert (result.exit_code, result.tally.captured) == (1, 1)
    assert "archive/2.warc.gz is missing" in result.lines[0]
