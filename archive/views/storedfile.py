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
    """Name, bytes, and the type that they are served as."""

    name: str
    body: bytes
    content_type: str
    sha256: str

    @property
    def is_image(self) -> bool:
        """Whether a browser may show it by itself; a page shows every image."""
        return self.content_type in IMAGES and self.content_type != DRAWING


def stored_file(
    connection: sqlite3.Connection, folder: Path, attachment_id: int
) -> StoredFile | None:
    """The newest bytes of a file; None where there is none.

    Damaged where its record cannot be read.
    """
    row = connection.execute(_FILE, [attachment_id]).fetchone()
    if row is None:
        return None
    kind = row["media_type"] if row["media_type"] in IMAGES else _OTHER
    body = read_capture(Database(connection), folder, row["capture_id"]).body
    return StoredFile(row["file_name"], body, kind, row["sha256"])
