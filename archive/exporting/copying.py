"""Records for an export, as they stand in the WARC files of the archive: byte for byte, checked.

A file of which everything is chosen comes out as it is; what no capture belongs to (a run's start
and end) goes along where the whole archive does. A revisit whose payload stays behind, because
that is hidden at another address, becomes a response of its own.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from sqlite_utils import Database

from archive.errors import Damaged
from archive.folder import warc_folder
from archive.times import utc_text
from archive.warc.indexing import payload_of, with_payload
from archive.warc.members import Damage, Record, walk
from archive.warc.reading import Stored, entries
from archive.warc.records import Records
from archive.warc.written import Previous
from scraper.raw import Raw

_NOT_MODIFIED = 304
_RUNS = ("warcinfo", "metadata")

_CHOSEN = (
    "SELECT warc_offset, id, url, captured_at FROM chosen WHERE warc_file = ? ORDER BY warc_offset"
)
_IS_CHOSEN = "SELECT 1 FROM chosen WHERE url = ? AND captured_at = ? AND payload_digest = ?"
_FORGET = "DELETE FROM chosen WHERE id = ?"

Group = tuple[Record, ...]
"""Records of one file, one behind the other."""
Rows = dict[int, tuple[int, str, str]]
"""Captures by offset: id, address, time."""


@dataclass(frozen=True, slots=True)
class Copied:
    """A capture as it is exported: what an index says of it; `length` of its response's record."""

    raw: Raw
    digest: str
    length: int
    is_revisit: bool


@dataclass(frozen=True, slots=True)
class Piece:
    """Bytes that follow one another in the exported file: a capture's records, or a run's."""

    data: bytes
    capture: Copied | None = None


class Copier:
    """Copies what is in the table `chosen`; what cannot be copied is taken out of it, and told."""

    def __init__(self, connection: sqlite3.Connection, folder: Path, *, whole: bool) -> None:
        self.damaged: list[str] = []
        self._connection = connection
        self._folder = folder
        self._whole = whole
        self._records = Records()

    def pieces(self, file: str) -> Iterator[Piece]:
        """What is chosen of one WARC file, in its order."""
        rows = {row[0]: row[1:] for row in self._connection.execute(_CHOSEN, [file])}
        path = warc_folder(self._folder) / file
        reason = "no sound record is there"
        try:
            with path.open("rb") as source:
                for group in _groups(path, list(rows), whole=self._whole):
                    self._lose(file, rows, reason, group[0].offset)
                    row = rows.get(group[0].offset)
                    if row:
                        yield from self._capture(file, source, group, rows)
                    elif group[0].kind in _RUNS:
                        yield Piece(_bytes(source, group))
        except OSError as error:
            reason = str(error.strerror)
        self._lose(file, rows, reason)

    def _capture(self, file: str, source: BinaryIO, group: Group, rows: Rows) -> Iterator[Piece]:
        """The capture's records where they are sound; else it stays in `rows`."""
        offset = group[0].offset
        _, url, captured_at = rows[offset]
        stored = next(entries(file, group))
        if not isinstance(stored, Stored) or not stored.sound:
            return
        raw, written = stored.raw, stored.written
        if (raw.url, utc_text(raw.captured_at)) != (url, captured_at):
            return
        if not written.is_revisit or self._has(written.full):
            copied = Copied(raw, written.payload_digest, written.length, written.is_revisit)
            yield Piece(_bytes(source, group), copied)
        elif raw.status != _NOT_MODIFIED:
            payload = self._payload(written.full.payload_digest)
            if payload is None:
                return
            made = self._records.prepare(with_payload(raw, payload))
            copied = Copied(raw, written.payload_digest, len(made.response), False)
            yield Piece(made.response + made.request, copied)
        del rows[offset]

    def _has(self, full: Previous) -> bool:
        """Whether the record that a revisit refers to is exported."""
        place = [full.url, utc_text(full.captured_at), full.payload_digest]
        return bool(self._connection.execute(_IS_CHOSEN, place).fetchone())

    def _payload(self, digest: str) -> bytes | None:
        try:
            return payload_of(Database(self._connection), self._folder, digest)
        except Damaged:
            return None

    def _lose(self, file: str, rows: Rows, reason: str, before: int | None = None) -> None:
        """Tell of the captures that should have come before this offset of the file."""
        for offset in [at for at in rows if before is None or at < before]:
            capture_id, url, _ = rows.pop(offset)
            self._connection.execute(_FORGET, [capture_id])
            self.damaged.append(f"{file} byte {offset}: {reason}: {url}")


def _bytes(source: BinaryIO, group: Group) -> bytes:
    source.seek(group[0].offset)
    return source.read(sum(record.length for record in group))


def _groups(path: Path, offsets: list[int], *, whole: bool) -> Iterator[Group]:
    """Each response with its request, and other records alone: all of the file, or those asked."""
    if whole:
        yield from _grouped(walk(path))
        return
    yield from (group for group in islice(_grouped(walk(path)), 1) if group[0].kind in _RUNS)
    for offset in offsets:
        group = next(_grouped(walk(path, offset)), None)
        if group and group[0].offset == offset:
            yield group


def _grouped(walked: Iterable[Record | Damage]) -> Iterator[Group]:
    """Records that stand together; damage is passed over."""
    held: Record | None = None
    for found in walked:
        if isinstance(found, Damage):
            continue
        if held and found.kind == "request" and found.fields.get("warc-concurrent-to") == held.id:
            yield (held, found)
            held = None
            continue
        if held:
            yield (held,)
        held = found
    if held:
        yield (held,)
