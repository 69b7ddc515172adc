"""Captures in the WARC files as rows of the database, and back."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from pathlib import Path

from sqlite_utils import Database

from archive.db.rows import Row
from archive.errors import Damaged
from archive.folder import warc_folder
from archive.ids import content_id
from archive.times import from_text, utc_text
from archive.warc.reading import read_record
from archive.warc.written import Previous, Written
from scraper.capture import Capture
from scraper.decoding import decoded, readable
from scraper.raw import Raw

_NOT_MODIFIED = 304
_PREVIOUS = (
    "SELECT p.record_id, c.url, c.captured_at, c.payload_digest, c.warc_file"
    " FROM payloads p JOIN captures c ON c.id = p.capture_id"
)


def capture_id(raw: Raw) -> int:
    """The id of the capture of this exchange: a hash of address, time and payload digest."""
    return content_id("capture", raw.url, utc_text(raw.captured_at), raw.payload_digest)


def capture_row(raw: Raw, written: Written, run_id: int | None) -> Row:
    """The row of `captures` for a record in the WARC; its page is not read yet."""
    at = utc_text(raw.captured_at)
    return {
        "id": content_id("capture", raw.url, at, written.payload_digest),
        "url": raw.url,
        "captured_at": at,
        "status": raw.status,
        "media_type": readable(raw.header("Content-Type") or "").partition(";")[0].strip().lower(),
        "bytes": written.bytes,
        "payload_digest": written.payload_digest,
        "sha256": written.sha256,
        "source": raw.source,
        "source_uri": raw.source_uri,
        "run_id": run_id,
        "warc_file": written.file,
        "warc_offset": written.offset,
        "warc_length": written.length,
        "outcome": None,
    }


def payload_row(row: Row, written: Written) -> Row | None:
    """The row of the hidden table of payloads; None for a revisit or an empty payload."""
    if written.is_revisit or not written.bytes:
        return None
    return {
        "payload_digest": written.payload_digest,
        "record_id": written.record_id,
        "capture_id": row["id"],
    }


def add_payloads(db: Database, rows: Iterable[Row]) -> None:
    """Note which records have which payloads; the first of each stays."""
    sql = "INSERT OR IGNORE INTO payloads (payload_digest, record_id, capture_id) VALUES (?, ?, ?)"
    for row in rows:
        db.execute(sql, [row["payload_digest"], row["record_id"], row["capture_id"]])


def forget_payloads(db: Database, rows: Iterable[Row], missing: Collection[str]) -> None:
    """Forget which records of `missing` files had these payloads: other records have them now."""
    marks = ", ".join("?" * len(missing))
    sql = (
        "DELETE FROM payloads WHERE payload_digest = ? AND capture_id IN"
        f" (SELECT id FROM captures WHERE payload_digest = ?1 AND warc_file IN ({marks}))"
    )
    for row in rows if missing else ():
        db.execute(sql, [row["payload_digest"], *missing])


def previous_of(db: Database, raw: Raw, missing: Collection[str] = ()) -> Previous | None:
    """The record that has this payload already, or the page that a 304 calls unchanged.

    None where it lies in one of the `missing` WARC files: then the payload is kept once more.
    """
    if raw.status == _NOT_MODIFIED:
        sql = (
            f"{_PREVIOUS} JOIN captures s ON s.payload_digest = p.payload_digest"
            " WHERE s.url = ? AND s.status = 200 AND s.captured_at <= ?"
            " ORDER BY s.captured_at DESC LIMIT 1"
        )
        found = db.execute(sql, [raw.url, utc_text(raw.captured_at)]).fetchone()
    elif raw.payload:
        found = db.execute(
            f"{_PREVIOUS} WHERE p.payload_digest = ?", [raw.payload_digest]
        ).fetchone()
    else:
        return None
    if found is None or (found[4] in missing and raw.status != _NOT_MODIFIED):
        return None
    return Previous(found[0], found[1], from_text(found[2]), found[3])


def read_raw(db: Database, folder: Path, capture_id: int) -> Raw:
    """A capture from the WARC files, with its payload wherever that is kept.

    Damaged where the record, or the one that it refers to, is not there.
    """
    sql = "SELECT warc_file, warc_offset, status FROM captures WHERE id = ?"
    row = db.execute(sql, [capture_id]).fetchone()
    if row is None:
        raise Damaged(f"capture {capture_id} is not in the database; run 'sldtbxh rebuild'")
    stored = read_record(warc_folder(folder), row[0], row[1])
    if not stored.written.is_revisit or row[2] == _NOT_MODIFIED:
        return stored.raw
    return with_payload(stored.raw, payload_of(db, folder, stored.written.payload_digest))


def validators_of(db: Database, folder: Path, capture_id: int) -> dict[str, str]:
    """`If-None-Match` and `If-Modified-Since` as the headers of this capture allow (RFC 9110)."""
    sql = "SELECT warc_file, warc_offset FROM captures WHERE id = ?"
    file, offset = db.execute(sql, [capture_id]).fetchone()
    raw = read_record(warc_folder(folder), file, offset).raw
    pairs = (("If-None-Match", "ETag"), ("If-Modified-Since", "Last-Modified"))
    found = ((asked, raw.header(given)) for asked, given in pairs)
    return {asked: value for asked, value in found if value}


def payload_of(db: Database, folder: Path, digest: str) -> bytes:
    """The payload of this digest, from the record that has it; Damaged where none has."""
    sql = (
        "SELECT c.warc_file, c.warc_offset FROM payloads p JOIN captures c ON c.id = p.capture_id"
        " WHERE p.payload_digest = ?"
    )
    row = db.execute(sql, [digest]).fetchone()
    if row is None:
        raise Damaged(f"no record has the payload {digest}; restore the WARC file that had it")
    return read_record(warc_folder(folder), row[0], row[1]).raw.payload


def with_payload(raw: Raw, payload: bytes) -> Raw:
    """The same exchange with the payload that a revisit refers to."""
    return replace(raw, payload=payload)


def read_capture(db: Database, folder: Path, capture_id: int) -> Capture:
    """A capture as it is parsed: decoded, wherever its payload is kept."""
    return decoded(read_raw(db, folder, capture_id))
