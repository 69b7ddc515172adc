"""`sldtbxh verify`: every record against its digest, every row against its record."""

import hashlib
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from sqlite_utils import Database

from archive.db import database
from archive.errors import Damaged, Unusable
from archive.folder import database_path, locked, warc_files
from archive.health.findings import Finding
from archive.health.soundness import check_database
from archive.warc.indexing import capture_row
from archive.warc.members import Damage
from archive.warc.reading import Stored, iterate

_BLOCK = 2**20
_COMPARED = ("id", "url", "captured_at", "status", "payload_digest", "sha256", "bytes",
             "warc_offset", "warc_length", "source")  # fmt: skip

Facts = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Checked:
    """What one WARC file holds: the facts of each sound capture, and what is damaged."""

    file: str
    bytes: int
    captures: list[Facts]
    findings: list[Finding]


def verify(folder: Path, jobs: int | None = None) -> Iterator[Checked]:
    """Check the archive in `folder` on `jobs` cores (all by default), a result for each file.

    The last result is the database's own. Unusable where there is no archive; Busy while another
    run writes to it.
    """
    if not warc_files(folder) and not database_path(folder).exists():
        raise Unusable(f"there is no archive at {folder}: run 'sldtbxh crawl' first")
    with ExitStack() as stack:
        stack.enter_context(locked(folder))
        try:
            db = database.connect(database_path(folder))
        except Damaged as error:
            damage = Finding("database", "archive.db", str(error.__cause__ or error))
            yield Checked("archive.db", 0, [], [damage])
            return
        stack.callback(db.conn.close)
        pool = stack.enter_context(ProcessPoolExecutor(jobs, mp_context=get_context("spawn")))
        files = warc_files(folder)
        for checked in pool.map(check_file, files):
            checked.findings.extend(_compare(db, checked))
            yield checked
        found = [*_missing_files(db, files), *check_database(db)]
        yield Checked("archive.db", 0, [], found)


def check_file(path: Path) -> Checked:
    """Read every record of one file and recompute its digests."""
    captures: list[Facts] = []
    findings: list[Finding] = []
    size = path.stat().st_size
    for entry in iterate(path):
        if isinstance(entry, Damage):
            kind = "torn_tail" if entry.offset + entry.length == size else "damaged_record"
            findings.append(Finding(kind, _place(entry.file, entry.offset), entry.reason))
        elif isinstance(entry, Stored) and not entry.sound:
            place = _place(entry.written.file, entry.written.offset)
            findings.append(Finding("wrong_digest", place, f"{entry.raw.url} is not what it was"))
        elif isinstance(entry, Stored):
            row = capture_row(entry.raw, entry.written, None)
            captures.append(tuple(row[name] for name in _COMPARED))
    return Checked(path.name, size, captures, findings)


def _place(file: str, offset: int) -> str:
    return f"{file} byte {offset}"


def _compare(db: Database, checked: Checked) -> Iterator[Finding]:
    """Rows of this file that differ from their records, and records without a row."""
    names = ", ".join(_COMPARED)
    sql = f"SELECT {names} FROM captures WHERE warc_file = ?"
    there = {row[0]: row for row in db.execute(sql, [checked.file])}
    damaged = {finding.where for finding in checked.findings}
    held = {facts[0]: facts for facts in checked.captures}
    offset = _COMPARED.index("warc_offset")
    for capture_id, facts in held.items():
        if capture_id not in there:
            yield Finding("not_indexed", _place(checked.file, int(str(facts[offset]))), "no row")
        elif there[capture_id] != facts:
            wrong = [
                n for n, a, b in zip(_COMPARED, there[capture_id], facts, strict=True) if a != b
            ]
            what = f"{', '.join(wrong)} not as in {checked.file}"
            yield Finding("index_lies", f"captures.id = {capture_id}", what)
    for capture_id in there.keys() - held.keys():
        place = _place(checked.file, there[capture_id][offset])
        if place not in damaged:
            yield Finding("index_lies", f"captures.id = {capture_id}", f"no such record at {place}")


def _missing_files(db: Database, files: list[Path]) -> Iterator[Finding]:
    there = {path.name for path in files}
    sql = "SELECT warc_file, count(*) FROM captures GROUP BY warc_file"
    for name, count in db.execute(sql):
        if name not in there:
            yield Finding("missing_file", f"warc/{name}", f"{count} captures lie in it")


def manifest(folder: Path) -> list[tuple[str, str]]:
    """(SHA-256, name) of each WARC file, and last that of the list itself, for publishing."""
    lines = [(_sha256(path), path.name) for path in warc_files(folder)]
    listed = "".join(f"{digest}  {name}\n" for digest, name in lines)
    return [*lines, (hashlib.sha256(listed.encode()).hexdigest(), "-")]


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()
