"""`sldtbxh verify`: every record against its digest, every row against its record."""

import hashlib
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from sqlite_utils import Database

from archive.db import database
from archive.errors import Damaged, Unusable
from archive.folder import database_path, locked, warc_files
from archive.health.checking import COMPARED, Checked, check_partition, place
from archive.health.findings import Finding
from archive.health.soundness import check_database
from archive.progress import Progress
from archive.warc.partitions import partitions, seamless
from archive.workers import Workers, all_cores

_BLOCK = 2**20
_NONE = Path(":memory:")  # where archive.db is missing, nothing is indexed, and none is made
_OFFSET = COMPARED.index("warc_offset")


@dataclass(slots=True)
class Verified:
    """What was looked at: sound captures, WARC files and their bytes; and what is damaged."""

    captures: int = 0
    files: int = 0
    bytes: int = 0
    findings: list[Finding] = field(default_factory=list)


def verify(folder: Path, jobs: int | None = None, progress: Progress | None = None) -> Verified:
    """Check the archive in `folder` with `jobs` processes, by default one a core.

    Unusable where there is no archive; Busy while another run writes to it.
    """
    path, made = database_path(folder), _is_made(folder)
    with ExitStack() as stack:
        if made:
            stack.enter_context(locked(folder))
        try:
            db = database.connect(path if made else _NONE)
        except Damaged as error:
            damage = Finding("database", "archive.db", str(error.__cause__ or error))
            return Verified(findings=[damage])
        stack.callback(db.conn.close)
        workers = stack.enter_context(Workers(jobs or all_cores()))
        files = warc_files(folder)
        verified = Verified(files=len(files), bytes=sum(path.stat().st_size for path in files))
        _check_files(db, files, workers, verified, progress)
        verified.findings += [*_missing_files(db, files), *check_database(db)]
        verified.findings.sort()
        return verified


def _check_files(
    db: Database,
    files: list[Path],
    workers: Workers,
    verified: Verified,
    progress: Progress | None,
) -> None:
    tasks = (part for path in files for part in partitions(path))
    held: dict[str, set[object]] = {path.name: set() for path in files}
    results = workers.in_order(check_partition, tasks)
    for partition, checked in seamless(results, check_partition):
        file = partition.path.name
        held[file].update(facts[0] for facts in checked.captures)
        verified.captures += len(checked.captures)
        verified.findings += [*checked.findings, *_compare(db, file, checked)]
        if progress:
            progress(checked.end - partition.start)
    damaged = {finding.where for finding in verified.findings}
    for file, ids in held.items():
        verified.findings += _without_record(db, file, ids, damaged)


def _compare(db: Database, file: str, checked: Checked) -> Iterator[Finding]:
    """Rows that differ from their records, and records without a row."""
    sql = f"SELECT {', '.join(COMPARED)} FROM captures WHERE id = ? AND warc_file = ?"
    for facts in checked.captures:
        row = db.execute(sql, [facts[0], file]).fetchone()
        if row is None:
            yield Finding("not_indexed", place(file, facts[_OFFSET]), "no row")
        elif row != facts:
            wrong = [n for n, a, b in zip(COMPARED, row, facts, strict=True) if a != b]
            what = f"{', '.join(wrong)} not as in {file}"
            yield Finding("index_lies", f"captures.id = {facts[0]}", what)


def _without_record(
    db: Database, file: str, held: set[object], damaged: set[str]
) -> Iterator[Finding]:
    """Rows of the file that none of its sound records is of, but for those named already."""
    for capture_id, offset in db.execute(
        "SELECT id, warc_offset FROM captures WHERE warc_file = ?", [file]
    ):
        where = place(file, offset)
        if capture_id not in held and where not in damaged:
            yield Finding("index_lies", f"captures.id = {capture_id}", f"no such record at {where}")


def _missing_files(db: Database, files: list[Path]) -> Iterator[Finding]:
    there = {path.name for path in files}
    sql = "SELECT warc_file, count(*) FROM captures GROUP BY warc_file"
    for name, count in db.execute(sql):
        if name not in there:
            yield Finding("missing_file", f"warc/{name}", f"{count} captures lie in it")


def _is_made(folder: Path) -> bool:
    """Whether there is an archive.db. Unusable where no archive is, or another program's file."""
    path = database_path(folder)
    if made := database.is_made(path):
        database.check_owner(path)
    elif not warc_files(folder):
        raise Unusable(f"there is no archive at {folder}: run 'sldtbxh crawl' first")
    return made


def manifest(folder: Path) -> list[tuple[str, str]]:
    """(SHA-256, name) of each WARC file, and last that of the list itself, for publishing.

    Unusable where there is no archive.
    """
    _is_made(folder)
    lines = [(_sha256(path), path.name) for path in warc_files(folder)]
    listed = "".join(f"{digest}  {name}\n" for digest, name in lines)
    return [*lines, (hashlib.sha256(listed.encode()).hexdigest(), "-")]


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()
