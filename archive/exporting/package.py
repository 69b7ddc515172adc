"""A WACZ file as it is written: members one after another, then what they are (WACZ 1.1.1).

https://specs.webrecorder.net/wacz/1.1.1/: a ZIP file; WARC files are stored in it uncompressed, so
that a reader gets at a record by its offset; `datapackage.json` has the SHA-256 of each member.
"""

import hashlib
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import PurePosixPath
from struct import Struct
from typing import IO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

WACZ = "1.1.1"
_PACKAGE = "datapackage.json"
_NOT_IN_A_NAME = re.compile(r"[^a-z0-9._-]+")
_FILE = 0o644 << 16
# The usual extra field for a time in UTC. In a ZIP64 member the local header has an extra field and
# the directory may have none; ReplayWeb.page then takes it that the local header has none either.
_TIME = Struct("<HHBL")
_TIME_FIELD = (0x5455, 5, 1)


class Member:
    """One member, while it is written; `size` and `hash` are of what it holds."""

    def __init__(self, out: IO[bytes]) -> None:
        self.size = 0
        self._out = out
        self._hash = hashlib.sha256()

    @property
    def hash(self) -> str:
        """As in `datapackage.json`."""
        return f"sha256:{self._hash.hexdigest()}"

    def write(self, data: bytes) -> None:
        """Append `data`."""
        self._out.write(data)
        self._hash.update(data)
        self.size += len(data)


class Package:
    """Writes the members of a WACZ file into an open ZIP file, and keeps account of them."""

    def __init__(self, file: ZipFile, created: datetime) -> None:
        self._file = file
        self._created = created.astimezone(UTC)
        self._resources: list[dict[str, str | int]] = []

    @contextmanager
    def member(self, path: str, *, stored: bool = False) -> Iterator[Member]:
        """The next member, which ends with the context; `stored`: not compressed."""
        info = ZipInfo(path, self._created.timetuple()[:6])
        info.compress_type = ZIP_STORED if stored else ZIP_DEFLATED
        info.external_attr = _FILE
        info.extra = _TIME.pack(*_TIME_FIELD, int(self._created.timestamp()))
        with self._file.open(info, "w", force_zip64=stored) as out:
            member = Member(out)
            yield member
        name = _NOT_IN_A_NAME.sub("-", PurePosixPath(path).name.lower())
        self._resources.append(
            {"name": name, "path": path, "hash": member.hash, "bytes": member.size}
        )

    def finish(self, **facts: str) -> None:
        """Write what the package is, and the digest of that."""
        created = self._created.strftime("%Y-%m-%dT%H:%M:%SZ")
        package = {"profile": "data-package", "wacz_version": WACZ, **facts, "created": created,
                   "resources": self._resources}  # fmt: skip
        with self.member(_PACKAGE) as member:
            member.write(_json(package))
        with self.member("datapackage-digest.json") as digest:
            digest.write(_json({"path": _PACKAGE, "hash": member.hash}))


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=2).encode() + b"\n"
