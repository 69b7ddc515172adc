"""A stored file, as it is given to readers."""

import sqlite3
from dataclasses import dataclass
from pathlib import Path

from sqlite_utils import Database

from archive.views.resources import DRAWING, IMAGES
from archive.warc.indexing import read_capture

_FILE = "SELECT * FROM attachments WHERE id = ?"
_OTHER = "application/octet-stream"  # never a type that a browser would run or lay out


@dataclass(frozen=True, slots=True)
class StoredFile:
    """Name, the type that it is served as, digest and capture of its newest bytes."""

    name: str
    content_type: str
    sha256: str
    capture_id: int

    @property
    def is_image(self) -> bool:
        """Whether a browser may show it by itself; a page shows every image."""
        return self.content_type in IMAGES and self.content_type != DRAWING


def stored_file(connection: sqlite3.Connection, attachment_id: int) -> StoredFile | None:
    """What is known of a file; None where there is none."""
    row = connection.execute(_FILE, [attachment_id]).fetchone()
    if row is None:
        return None
    kind = row["media_type"] if row["media_type"] in IMAGES else _OTHER
    return StoredFile(row["file_name"], kind, row["sha256"], row["capture_id"])


def read_file(connection: sqlite3.Connection, folder: Path, file: StoredFile) -> bytes:
    """Its bytes. Damaged where its record cannot be read."""
    return read_capture(Database(connection), folder, file.capture_id).body
