"""What a worker makes of a part of a source: captures ready to be kept, with their pages read."""

from collections import Counter
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path

from sqlite_utils import Database

from archive.db.database import connect_to_read
from archive.errors import Damaged
from archive.folder import database_path
from archive.storing.gathered import Gathered
from archive.times import utc_text
from archive.warc.indexing import capture_id, read_raw
from archive.warc.records import Prepared, Records
from scraper.crawling.items import read
from scraper.raw import Raw
from scraper.site import Site
from scraper.sources.excerpt import BeyondError
from scraper.sources.found import HARMLESS, KNOWN, UNRESOLVED, Found, Revisit, Skip
from scraper.sources.parts import PagesPart, Part, WarcPart
from scraper.sources.plan import Reader

_MOST_TOLD = 20  # of one reason, of one part

Resolved = tuple[Revisit, int]
"""A revisit, and the capture in the archive whose payload it has."""


@dataclass(frozen=True, slots=True)
class Archived:
    """The archive that a source is imported into, as a worker sees it."""

    folder: Path
    site: Site
    run_id: int
    at_hand: bool = True  # or the archive is on another machine


@dataclass(slots=True)
class Batch:
    """Captures of one part that the archive lacks, what their pages say, and what was skipped.

    `names` are what a revisit may call a capture by; `told` says more of what is a problem.
    """

    gathered: Gathered
    kept: list[tuple[int, Raw, Prepared | None]] = field(default_factory=list)
    names: list[tuple[str, int]] = field(default_factory=list)
    revisits: list[Revisit] = field(default_factory=list)
    skipped: Counter[str] = field(default_factory=Counter)
    told: list[Skip] = field(default_factory=list)
    end: int = 0

    def skip(self, skip: Skip) -> None:
        """Count something that is not taken."""
        self.skipped[skip.reason] += 1
        if skip.reason not in HARMLESS and self.skipped[skip.reason] <= _MOST_TOLD:
            self.told.append(skip)


def read_part(part: Part, archived: Archived) -> Batch:
    """Every capture of the site in the part; revisits are left for `read_revisits`."""
    with _Taking(archived) as taking:
        reader = Reader(part, archived.site)
        for item in reader:
            match item:
                case Found():
                    taking.add(item.raw, item.names)
                case Revisit():
                    taking.batch.revisits.append(item)
                case Skip():
                    taking.batch.skip(item)
        taking.batch.end = reader.end
        return taking.batch


def read_apart(part: Part, archived: Archived) -> Batch | None:
    """The same on another machine: captures that the archive has already are taken, too.

    None where what was sent of the source does not do.
    """
    if isinstance(part, WarcPart | PagesPart) and part.held is None:
        return None
    try:
        return read_part(part, archived)
    except BeyondError:
        return None


def read_revisits(resolved: Iterable[Resolved], archived: Archived) -> Batch:
    """Revisits with the payload that each of them refers to."""
    with _Taking(archived) as taking, closing(_database(archived).conn) as connection:
        db = Database(connection)
        for revisit, owner in resolved:
            try:
                full = read_raw(db, archived.folder, owner)
            except Damaged as error:
                taking.batch.skip(Skip(UNRESOLVED, f"{revisit.raw.url}: {error}"))
                continue
            raw = replace(revisit.raw, payload=full.payload)
            if revisit.headless:
                raw = replace(raw, status=full.status, reason=full.reason, headers=full.headers)
            taking.add(raw, ())
        return taking.batch


def _database(archived: Archived) -> Database:
    return Database(connect_to_read(database_path(archived.folder)))


class _Taking:
    """Takes captures into a batch, those that the archive lacks, with their records made."""

    def __init__(self, archived: Archived) -> None:
        self.batch = Batch(Gathered(archived.site))
        self._db = _database(archived) if archived.at_hand else None
        self._archived = archived
        self._records = Records()
        self._payloads: set[str] = set()

    def __enter__(self) -> "_Taking":
        return self

    def __exit__(self, *error: object) -> None:
        if self._db:
            self._db.conn.close()

    def add(self, raw: Raw, names: tuple[str, ...]) -> None:
        """Take one capture."""
        found = capture_id(raw)
        self.batch.names += [(name, found) for name in names if name != raw.payload_digest]
        if self._there("captures", "id", found):
            self.batch.skip(Skip(KNOWN))
            return
        self.batch.kept.append((found, raw, self._prepared(raw)))
        crawled = read(raw, self._archived.site, follow=False)
        self.batch.gathered.add_page(self._row(found, raw), crawled.capture, crawled.page)

    def _prepared(self, raw: Raw) -> Prepared | None:
        """The record as it is written, unless its payload is in the archive already."""
        digest = raw.payload_digest
        if raw.payload and digest in self._payloads:
            return None
        self._payloads.add(digest)
        if raw.payload and self._there("payloads", "payload_digest", digest):
            return None
        return self._records.prepare(raw)

    def _row(self, found: int, raw: Raw) -> dict[str, object]:
        """What reading a page needs of the row of `captures` that is made when it is kept."""
        return {
            "id": found,
            "run_id": self._archived.run_id,
            "url": raw.url,
            "captured_at": utc_text(raw.captured_at),
            "sha256": raw.sha256,
        }

    def _there(self, table: str, column: str, value: object) -> bool:
        if self._db is None:
            return False
        sql = f"SELECT 1 FROM {table} WHERE {column} = ?"
        return bool(self._db.execute(sql, [value]).fetchone())
