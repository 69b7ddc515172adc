"""Writing the WARC files of an archive: one file or more a run, one gzip member a record."""

import os
import re
from collections.abc import Mapping
from contextlib import suppress
from io import FileIO
from pathlib import Path
from types import TracebackType
from urllib.parse import urlsplit

from archive.folder import sync_folder
from archive.times import Clock, now
from archive.warc.records import Prepared, Records, profile_of
from archive.warc.written import Previous, Written
from scraper.raw import Raw

ROTATE_AT = 10**9  # bytes: the customary size of a WARC file
_NOT_IN_A_NAME = re.compile(r"[^a-z0-9.-]+")


class WarcWriter:
    """Writes a run's captures to new files in `folder`; never to one that exists.

    `software` names what wrote them; `info` is what the run is, kept as JSON in each file's
    warcinfo; its `site` is the origin that the archive belongs to. A file that has reached
    `rotate_at` bytes is followed by another. OSError where the folder or disk cannot be written;
    the file then ends with its last whole record.
    """

    def __init__(
        self,
        folder: Path,
        software: str,
        info: Mapping[str, object],
        *,
        rotate_at: int = ROTATE_AT,
        clock: Clock = now,
    ) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._software = software
        self._info = info
        self._rotate_at = rotate_at
        self._clock = clock
        self._number = 0
        self._records = Records()
        self._open()

    @property
    def file(self) -> str:
        """The name of the file that is being written."""
        return self._path.name

    def write(
        self, raw: Raw, previous: Previous | None = None, prepared: Prepared | None = None
    ) -> Written:
        """Keep one exchange: its response, or a revisit, and its request.

        `previous` is the full record of the same payload, or the one whose page a 304 calls
        unchanged; an equal payload, or a 304 without one, becomes a revisit of it. `prepared` is
        what to write where it does not.
        """
        if self._out.tell() >= self._rotate_at:
            self._rotate()
        profile = profile_of(raw, previous)
        if profile and previous:
            made = self._records.prepare_revisit(raw, profile, previous)
            full = previous
        else:
            made = prepared or self._records.prepare(raw)
            full = Previous(made.record_id, raw.url, raw.captured_at, raw.payload_digest)
        offset = self._append(made.response + made.request)
        facts = (raw.payload_digest, raw.sha256, len(raw.payload))
        return Written(self.file, offset, len(made.response), *facts, made.record_id, full)

    def flush(self) -> None:
        """Return once all that was written is on the disk."""
        os.fsync(self._out.fileno())

    def finish(self, facts: Mapping[str, object]) -> None:
        """Write how the run ended, as JSON in a metadata record, and close the file."""
        self._append(self._records.metadata(self._info_id, facts))
        self.flush()
        self.close()

    def close(self) -> None:
        """Close the file; a run that was cut short has no end record."""
        self._out.close()

    def __enter__(self) -> "WarcWriter":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _rotate(self) -> None:
        full = self._out
        os.fsync(full.fileno())
        self._open()
        full.close()

    def _open(self) -> None:
        """Begin the next file with its warcinfo; the current one stays where that fails."""
        stamp = self._clock().strftime("%Y%m%d%H%M%S")
        prefix = _NOT_IN_A_NAME.sub("-", urlsplit(str(self._info["site"])).netloc.lower())
        while True:
            path = self._folder / f"{prefix}-{stamp}-{self._number:05d}.warc.gz"
            self._number += 1
            with suppress(FileExistsError):
                out = FileIO(path, "xb")
                break
        info_id, record = self._records.warcinfo(path.name, self._software, self._info)
        try:
            _write_all(out, record)
            os.fsync(out.fileno())
            sync_folder(self._folder)
        except BaseException:
            out.close()
            path.unlink()
            raise
        self._path, self._out, self._info_id = path, out, info_id

    def _append(self, members: bytes) -> int:
        offset = self._out.tell()
        _write_all(self._out, members)
        return offset


def _write_all(out: FileIO, data: bytes) -> None:
    """Write `data` at the end of `out`: all of it or, with an error, nothing."""
    start = out.tell()
    left = memoryview(data)
    try:
        while left:
            left = left[out.write(left) :]
    except BaseException:
        with suppress(OSError):
            out.truncate(start)
            out.seek(start)
        raise
