"""Reading the archive's own WARC files: what each run was, what it captured, how it ended."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from archive.errors import Damaged
from archive.warc.head import END, read_request, read_response
from archive.warc.members import Damage, Record, walk
from archive.warc.records import (
    NOT_MODIFIED,
    REVISIT_BYTES,
    REVISIT_SHA256,
    RUN_FIELD,
    SOURCE,
)
from archive.warc.written import Previous, Written
from scraper.raw import Raw, sha1_base32


@dataclass(frozen=True, slots=True)
class RunStart:
    """A file's warcinfo: its fields, and the facts of the run that wrote the file."""

    file: str
    fields: dict[str, str]
    facts: dict[str, object]


@dataclass(frozen=True, slots=True)
class Stored:
    """A capture as it is kept. A revisit's `raw` has no payload: `written.full` says who has it.

    `sound` is false where the bytes are not those that the record's own digests were made of, or
    where it has no digests.
    """

    raw: Raw
    written: Written
    sound: bool


@dataclass(frozen=True, slots=True)
class RunEnd:
    """The facts that a run left at its end."""

    file: str
    facts: dict[str, object]


Entry = RunStart | Stored | RunEnd | Damage


def iterate(path: Path, start: int = 0) -> Iterator[Entry]:
    """What the WARC file at `path` holds from byte `start` on, in order; one record in memory."""
    return entries(path.name, walk(path, start))


def entries(file: str, walked: Iterable[Record | Damage]) -> Iterator[Entry]:
    """What the records of `file` say, each response with its request."""
    response: Record | None = None
    for found in walked:
        if isinstance(found, Record) and found.kind == "request":
            if response and found.fields.get("warc-concurrent-to") == response.id:
                yield _stored(file, response, found)
                response = None
            continue
        if response:
            yield _stored(file, response, None)
            response = None
        if isinstance(found, Damage):
            yield found
        elif found.kind in ("response", "revisit"):
            response = found
        elif found.kind == "warcinfo":
            fields = _fields(found)
            yield RunStart(file, fields, _facts(fields))
        elif found.kind == "metadata":
            yield RunEnd(file, _facts(_fields(found)))
    if response:
        yield _stored(file, response, None)


def read_record(folder: Path, file: str, offset: int) -> Stored:
    """The capture whose record starts at `offset` of `file`; Damaged where there is none."""
    try:
        found = next(iterate(folder / file, offset), None)
    except OSError as error:
        raise Damaged(f"{file} cannot be read ({error.strerror}): restore it from a copy") from None
    if isinstance(found, Stored) and found.written.offset == offset:
        return found
    reason = found.reason if isinstance(found, Damage) else "another record, or none, is there"
    raise Damaged(f"{file} has no capture at byte {offset} ({reason}): restore it from a copy")


def _stored(file: str, response: Record, request: Record | None) -> Stored | Damage:
    try:
        return _capture(file, response, request)
    except (ValueError, KeyError) as error:
        reason = f"a record without what a capture needs: {error}"
        return Damage(file, response.offset, response.length, reason)


def _capture(file: str, response: Record, request: Record | None) -> Stored:
    fields = response.fields
    head, _, payload = response.block.partition(END)
    version, status, reason, headers = read_response(head)
    method, asked = read_request(request.block.removesuffix(END)) if request else ("GET", ())
    raw = Raw(
        url=fields["warc-target-uri"],
        captured_at=datetime.fromisoformat(fields["warc-date"]),
        status=status,
        headers=headers,
        payload=payload,
        reason=reason,
        method=method,
        http_version=version,
        request_headers=asked,
        truncated=fields.get("warc-truncated"),
        source=fields.get(SOURCE.lower(), "live"),
        source_uri=fields.get("warc-source-uri"),
    )
    return Stored(raw, _written(file, response, raw), _is_sound(response, raw))


def _written(file: str, record: Record, raw: Raw) -> Written:
    fields = record.fields
    digest, sha256, size = raw.payload_digest, raw.sha256, len(raw.payload)
    full = Previous(record.id, raw.url, raw.captured_at, digest)
    if record.kind == "revisit":
        full = Previous(
            fields["warc-refers-to"],
            fields["warc-refers-to-target-uri"],
            datetime.fromisoformat(fields["warc-refers-to-date"]),
            fields["warc-payload-digest"],
        )
        if fields["warc-profile"] != NOT_MODIFIED:
            digest = full.payload_digest
            sha256 = fields[REVISIT_SHA256.lower()]
            size = int(fields[REVISIT_BYTES.lower()])
    return Written(file, record.offset, record.length, digest, sha256, size, record.id, full)


def _is_sound(record: Record, raw: Raw) -> bool:
    if record.fields.get("warc-block-digest") != sha1_base32(record.block):
        return False
    return (
        record.kind == "revisit" or record.fields.get("warc-payload-digest") == raw.payload_digest
    )


def _fields(record: Record) -> dict[str, str]:
    """The lines of an application/warc-fields block."""
    lines = record.block.decode("utf-8", "replace").splitlines()
    pairs = (line.partition(":") for line in lines if line)
    return {name.strip(): value.strip() for name, _, value in pairs}


def _facts(fields: dict[str, str]) -> dict[str, object]:
    """A run's facts; none where another program wrote the record."""
    try:
        facts = json.loads(fields.get(RUN_FIELD, ""))
    except ValueError:
        return {}
    return facts if isinstance(facts, dict) else {}
