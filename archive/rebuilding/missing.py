"""WARC files that the database has read and that are not there any more: moved away, or lost."""

from collections.abc import Collection, Iterator
from pathlib import Path

from sqlite_utils import Database

from archive.folder import warc_files
from scraper.records import Problem

_NAMED = 3  # files


def files_there(folder: Path) -> list[Path]:
    """The WARC files that can be read: no links to a disk that is not there."""
    return [path for path in warc_files(folder) if path.is_file()]


def missing_files(db: Database, folder: Path) -> list[str]:
    """The names of WARC files whose rows are here and whose bytes are not."""
    there = {path.name for path in files_there(folder)}
    names = (row[0] for row in db.execute("SELECT warc_file FROM warc_files ORDER BY warc_file"))
    return [name for name in names if name not in there]


def told_of(missing: Collection[str], *, parser_waits: bool) -> Iterator[Problem]:
    """What a person must know of them; `parser_waits` where pages would be read again today."""
    if not missing:
        return
    names = ", ".join([*missing][:_NAMED]) + (", ..." if len(missing) > _NAMED else "")
    mend = "restore them from a copy; without one, 'sldtbxh rebuild' drops their captures"
    said = f"not in warc/ any more: {names} ({len(missing)} of its files); {mend}"
    yield Problem("error", "missing_warc_files", said)
    if parser_waits:
        said = "the parser has changed: pages are read again once no WARC file is missing"
        yield Problem("warning", "parser_waits", said)
