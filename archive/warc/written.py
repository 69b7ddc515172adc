"""Where a capture stands in the WARC files, and which record has its payload."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Previous:
    """A full record: its WARC-Record-ID, address, time, and the digest of its payload."""

    record_id: str
    url: str
    captured_at: datetime
    payload_digest: str


@dataclass(frozen=True, slots=True)
class Written:
    """A response's record: `offset` and compressed `length` in bytes, in `file` of the folder.

    `payload_digest` (`sha1:` base32), `sha256` (hex) and `bytes` are those of the payload that was
    received, whether this record keeps it or refers to an earlier one: `full` is the record that
    has it. A 304 received nothing; its `full` is the page that it says is unchanged.
    """

    file: str
    offset: int
    length: int
    payload_digest: str
    sha256: str
    bytes: int
    record_id: str
    full: Previous

    @property
    def is_revisit(self) -> bool:
        """Whether the payload stands in another record."""
        return self.full.record_id != self.record_id

    @property
    def end(self) -> int:
        """Where the next record starts."""
        return self.offset + self.length
