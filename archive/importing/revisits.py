"""Revisits of a source, put aside until everything that they may refer to is in the archive."""

import pickle
from collections.abc import Iterator
from tempfile import TemporaryFile
from typing import IO

from sqlite_utils import Database

from archive.times import utc_text
from scraper.sources.found import Revisit

_A_TASK = 100
_NAMES = (
    "PRAGMA temp.cache_size = -512",  # KiB: memory does not grow with the source
    "CREATE TEMP TABLE IF NOT EXISTS import_names (name TEXT PRIMARY KEY, id INTEGER)"
    " WITHOUT ROWID",
)


class Revisits:
    """Revisits on the disk, however many; and the names by which they call other captures."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._file: IO[bytes] = TemporaryFile()  # noqa: SIM115
        self.waiting = 0
        for statement in _NAMES:
            db.execute(statement)

    def __enter__(self) -> "Revisits":
        return self

    def __exit__(self, *error: object) -> None:
        self._file.close()

    def name(self, names: list[tuple[str, int]]) -> None:
        """Note what captures of the archive are called in the source."""
        for name, capture_id in names:
            self._db.execute("INSERT OR IGNORE INTO import_names VALUES (?, ?)", [name, capture_id])

    def add(self, revisits: list[Revisit]) -> None:
        """Put revisits aside."""
        for revisit in revisits:
            pickle.dump(revisit, self._file)
        self.waiting += len(revisits)

    def resolved(self) -> Iterator[list[tuple[Revisit, int]]]:
        """Those whose payload is in the archive by now, some at a time; the others stay."""
        found: list[tuple[Revisit, int]] = []
        for revisit in self.left():
            owner = self._owner(revisit)
            if owner is None:
                self.add([revisit])
                continue
            found.append((revisit, owner))
            if len(found) == _A_TASK:
                yield found
                found = []
        if found:
            yield found

    def left(self) -> Iterator[Revisit]:
        """Those that are put aside, which they are no longer."""
        file, count = self._file, self.waiting
        self._file, self.waiting = TemporaryFile(), 0  # noqa: SIM115
        with file:
            file.seek(0)
            for _ in range(count):
                yield pickle.load(file)

    def _owner(self, revisit: Revisit) -> int | None:
        """The capture that the revisit refers to: by name, by digest, by address and time."""
        asked: list[tuple[str, list[object]]] = []
        for name in revisit.names:
            asked.append(("SELECT id FROM import_names WHERE name = ?", [name]))
            asked.append(("SELECT capture_id FROM payloads WHERE payload_digest = ?", [name]))
        if revisit.url and revisit.at:
            sql = "SELECT id FROM captures WHERE url = ? AND captured_at = ?"
            asked.append((sql, [revisit.url, utc_text(revisit.at)]))
        for sql, values in asked:
            found = self._db.execute(sql, values).fetchone()
            if found:
                return int(found[0])
        return None
