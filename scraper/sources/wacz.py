"""WACZ 1.1.1: a ZIP file with WARC files in `archive/`, and what their digests should be.

Members are read where they lie; nothing is ever written to a path that a ZIP file names.
"""

import hashlib
import json
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import IO, BinaryIO
from zipfile import ZIP_LZMA, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from scraper.sources.found import DAMAGED, INCOMPLETE, WRONG_DIGEST, Skip
from scraper.sources.parts import HeldPart, WarcPart, held_parts, parts_of
from scraper.sources.records import Records
from scraper.sources.stream import next_member

SIGNATURE = b"PK\x03\x04"
_ARCHIVE = "archive"
_WARC = (".warc", ".warc.gz")
_PACKAGE = "datapackage.json"
_LARGEST_PACKAGE = 2**26  # bytes
_HASH = "sha256:"
_BLOCK = 2**20
_LOCAL = struct.Struct("<26xHH")  # the lengths of name and extra field in a local file header
_ENCRYPTED = 0x1
_ERRORS = (
    BadZipFile, OSError, ValueError, NotImplementedError, EOFError, RuntimeError, zlib.error,
)  # fmt: skip


def wacz_parts(path: Path, file: str) -> Iterator[WarcPart | HeldPart | Skip]:
    """The WARC files of the WACZ at `path`, in parts; what is wrong with it, as Skips."""
    try:
        with ZipFile(path) as archive, path.open("rb") as raw:
            yield from _members(archive, raw, path, file)
    except _ERRORS as error:
        yield Skip(DAMAGED, f"{file}: no whole ZIP file ({error})")
        yield from _rescued(path, file)


def _members(
    archive: ZipFile, raw: BinaryIO, path: Path, file: str
) -> Iterator[WarcPart | HeldPart | Skip]:
    hashes = _hashes(archive)
    if hashes is None:
        yield Skip(INCOMPLETE, f"{file}: no {_PACKAGE} that can be read")
    seen = set()
    for info in archive.infolist():
        name = info.filename
        seen.add(name)
        if not _is_proper(name):
            yield Skip(DAMAGED, f"{file}: a name that leads out of the archive: {name!r}")
        elif name.startswith(f"{_ARCHIVE}/") and name.endswith(_WARC):
            yield from _member(archive, info, (hashes or {}).get(name), raw, path, file)
    for name in sorted((hashes or {}).keys() - seen):
        if name.startswith(f"{_ARCHIVE}/"):
            yield Skip(INCOMPLETE, f"{file}: {name} is missing")


def _member(
    archive: ZipFile, info: ZipInfo, digest: str | None, raw: BinaryIO, path: Path, file: str
) -> Iterator[WarcPart | HeldPart | Skip]:
    name = f"{file}/{info.filename}"
    try:
        if digest and _hash(archive, info) != digest:
            yield Skip(WRONG_DIGEST, f"{name}: not the bytes that {_PACKAGE} tells of")
        if info.compress_type == ZIP_STORED and not info.flag_bits & _ENCRYPTED:
            low = _begin(raw, info)
            yield from parts_of(WarcPart(path, name, low, low + info.file_size))
            return
        with _open(archive, info) as member:
            yield from held_parts(name, Records(member))
    except _ERRORS as error:
        yield Skip(DAMAGED, f"{name}: {error}")


def _is_proper(name: str) -> bool:
    path = PurePosixPath(name)
    return not (path.is_absolute() or ".." in path.parts or "\\" in name or ":" in name)


def _hashes(archive: ZipFile) -> dict[str, str] | None:
    """The SHA-256 that each resource should have, by path; None where nothing says."""
    try:
        with _open(archive, archive.getinfo(_PACKAGE)) as package:
            resources = json.loads(package.read(_LARGEST_PACKAGE))["resources"]
        return {
            str(resource["path"]): str(resource["hash"])
            for resource in resources
            if str(resource.get("hash", "")).startswith(_HASH)
        }
    except (*_ERRORS, KeyError, TypeError, AttributeError, RecursionError):
        return None


def _hash(archive: ZipFile, info: ZipInfo) -> str:
    digest = hashlib.sha256()
    with _open(archive, info) as member:
        try:
            while block := member.read(_BLOCK):
                digest.update(block)
        except BadZipFile:  # the ZIP's own checksum: the digest is wrong, too
            return ""
    return _HASH + digest.hexdigest()


def _open(archive: ZipFile, info: ZipInfo) -> IO[bytes]:
    if info.compress_type == ZIP_LZMA:  # no WACZ is, and not every Python can say what is wrong
        raise NotImplementedError("compressed with LZMA")
    return archive.open(info)


def _begin(raw: BinaryIO, info: ZipInfo) -> int:
    """Where the bytes of a stored member begin in the file."""
    raw.seek(info.header_offset)
    header = raw.read(_LOCAL.size)
    if not header.startswith(SIGNATURE) or len(header) < _LOCAL.size:
        raise BadZipFile("the member is not where the ZIP file says")
    name, extra = _LOCAL.unpack(header)
    return info.header_offset + _LOCAL.size + int(name) + int(extra)


def _rescued(path: Path, file: str) -> Iterator[WarcPart | HeldPart]:
    """The records of stored WARC files, where the ZIP's directory is lost."""
    with path.open("rb") as raw:
        low = next_member(raw, 0)
    if low is not None:
        yield from parts_of(WarcPart(path, file, low, path.stat().st_size))
