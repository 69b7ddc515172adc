"""What a worker finds in a partition of a WARC file: captures that are sound, and damages."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from archive.health.findings import Finding
from archive.warc.indexing import capture_row
from archive.warc.members import CUT_SHORT, Damage, Record
from archive.warc.partitions import Partition
from archive.warc.reading import Stored, entries
from scraper.raw import sha1_base32

COMPARED = ("id", "url", "captured_at", "status", "payload_digest", "sha256", "bytes",
            "warc_offset", "warc_length", "source")  # fmt: skip
_CAPTURES = ("response", "revisit")  # `Stored.sound` tells of their digests

Facts = tuple[object, ...]


@dataclass(slots=True)
class Checked:
    """Of a partition: the facts (COMPARED) of each sound capture, what is damaged, its end."""

    end: int
    captures: list[Facts] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def check_partition(partition: Partition) -> Checked:
    """Read every record of the partition and compute its digests again."""
    checked = Checked(partition.start)
    file = partition.path.name
    size = partition.path.stat().st_size
    for entry in entries(file, _checked(partition.walk(), file, checked)):
        match entry:
            case Damage():
                torn = entry.reason == CUT_SHORT and entry.offset + entry.length == size
                kind = "torn_tail" if torn else "damaged_record"
                _note(checked, kind, file, entry.offset, entry.reason)
            case Stored() if entry.sound:
                row = capture_row(entry.raw, entry.written, None)
                checked.captures.append(tuple(row[name] for name in COMPARED))
            case Stored():
                what = f"{entry.raw.url} is not what it was"
                _note(checked, "wrong_digest", file, entry.written.offset, what)
    return checked


def place(file: str, offset: object) -> str:
    """How a record is named."""
    return f"{file} byte {offset}"


def _checked(
    walked: Iterable[Record | Damage], file: str, checked: Checked
) -> Iterator[Record | Damage]:
    """The same, with the digests of all records that are no captures looked at."""
    for found in walked:
        checked.end = found.offset + found.length
        if isinstance(found, Record) and found.kind not in _CAPTURES:
            stated = found.fields.get("warc-block-digest")
            if stated and stated != sha1_base32(found.block):
                what = f"a {found.kind} is not what it was"
                _note(checked, "wrong_digest", file, found.offset, what)
        yield found


def _note(checked: Checked, kind: str, file: str, offset: int, what: str) -> None:
    checked.findings.append(Finding(kind, place(file, offset), what))
