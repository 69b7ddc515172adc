"""The records of a WARC file, each as the gzip member that is written (ISO 28500, WARC/1.1).

warcio lays a record out; zlib compresses it in one go, which is faster than warcio's own writing
and gives the member's length before anything is on the disk.
"""

import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from uuid import uuid4

from warcio.recordloader import ArcWarcRecord  # type: ignore[import-untyped]
from warcio.statusandheaders import StatusAndHeaders  # type: ignore[import-untyped]
from warcio.warcwriter import WARCWriter  # type: ignore[import-untyped]

from archive.times import utc_text
from archive.warc.head import request_head, response_head
from archive.warc.written import Previous
from scraper.raw import Raw, sha1_base32

LEVEL = 6  # gzip; 9 costs 40 % more time for 0.3 % fewer bytes
WARC = "WARC/1.1"

RUN_FIELD = "run"  # of warcinfo (what the run is) and of its metadata record (how it ended): JSON
SOURCE = "X-Source"  # wayback or import; live captures have none
REVISIT_SHA256 = "X-Payload-SHA256"  # so that a revisit alone tells of its payload
REVISIT_BYTES = "X-Payload-Length"

SAME_PAYLOAD = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"

_FORMAT = "WARC File Format 1.1"
_CONFORMS_TO = "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"
_DESCRIPTION = (
    "Payloads are as received, Content-Encoding kept. Header names are as the HTTP client gives "
    "them. Transfer-Encoding was removed, and Content-Length is that of the payload kept."
)
_RESPONSE = "application/http; msgtype=response"
_REQUEST = "application/http; msgtype=request"

Fields = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Prepared:
    """The two members of an exchange, compressed where there was time for it."""

    record_id: str
    response: bytes
    request: bytes


class Records:
    """Makes records; one buffer serves them all."""

    def __init__(self) -> None:
        self._buffer = BytesIO()
        self._writer = WARCWriter(self._buffer, gzip=False, warc_version=WARC)

    def prepare(self, raw: Raw) -> Prepared:
        """A full response and its request."""
        record_id = new_id()
        common = common_fields(raw)
        response = self.response(raw, record_id, common)
        return Prepared(record_id, response, self.request(raw, record_id, common))

    def prepare_revisit(self, raw: Raw, profile: str, previous: Previous) -> Prepared:
        """A revisit and its request."""
        record_id = new_id()
        common = common_fields(raw)
        response = self.revisit(raw, record_id, common, profile, previous)
        return Prepared(record_id, response, self.request(raw, record_id, common))

    def response(self, raw: Raw, record_id: str, common: Fields) -> bytes:
        """A response with its payload."""
        head = response_head(raw)
        fields = [
            ("WARC-Type", "response"),
            ("WARC-Record-ID", record_id),
            *common,
            ("WARC-Payload-Digest", raw.payload_digest),
            ("WARC-Block-Digest", sha1_base32(head, raw.payload)),
        ]
        return self._http("response", fields, head, raw.payload, _RESPONSE)

    def revisit(
        self, raw: Raw, record_id: str, common: Fields, profile: str, previous: Previous
    ) -> bytes:
        """A response whose payload stands in `previous`."""
        head = response_head(raw)
        fields = [
            ("WARC-Type", "revisit"),
            ("WARC-Record-ID", record_id),
            *common,
            ("WARC-Profile", profile),
            ("WARC-Refers-To", previous.record_id),
            ("WARC-Refers-To-Target-URI", previous.url),
            ("WARC-Refers-To-Date", utc_text(previous.captured_at)),
            ("WARC-Payload-Digest", previous.payload_digest),
            ("WARC-Block-Digest", sha1_base32(head)),
        ]
        if profile == SAME_PAYLOAD:
            fields += [(REVISIT_SHA256, raw.sha256), (REVISIT_BYTES, str(len(raw.payload)))]
        return self._http("revisit", fields, head, b"", _RESPONSE)

    def request(self, raw: Raw, response_id: str, common: Fields) -> bytes:
        """What was asked, beside its answer."""
        head = request_head(raw)
        fields = [
            ("WARC-Type", "request"),
            ("WARC-Record-ID", new_id()),
            *common[:2],
            ("WARC-Concurrent-To", response_id),
            ("WARC-Block-Digest", sha1_base32(head)),
        ]
        return self._http("request", fields, head, b"", _REQUEST)

    def warcinfo(self, file: str, software: str, info: Mapping[str, object]) -> tuple[str, bytes]:
        """The record that a file begins with, and its id."""
        fields = {
            "software": software,
            "format": _FORMAT,
            "conformsTo": _CONFORMS_TO,
            "isPartOf": info["site"],
            "description": _DESCRIPTION,
            RUN_FIELD: json.dumps(info),
        }
        record = self._writer.create_warcinfo_record(file, fields)
        return record.rec_headers.get_header("WARC-Record-ID"), self._member(record)

    def metadata(self, info_id: str, facts: Mapping[str, object]) -> bytes:
        """The record that a run ends with."""
        body = f"{RUN_FIELD}: {json.dumps(facts)}\r\n".encode()
        fields = {"WARC-Warcinfo-ID": info_id}
        record = self._writer.create_warc_record(
            "", "metadata", payload=BytesIO(body), length=len(body), warc_headers_dict=fields
        )
        return self._member(record)

    def _http(
        self, kind: str, fields: Fields, head: bytes, payload: bytes, content_type: str
    ) -> bytes:
        headers = StatusAndHeaders("", fields, protocol=WARC)
        length = len(head) + len(payload)
        record = ArcWarcRecord(
            "warc", kind, headers, BytesIO(payload), _Head(head), content_type, length
        )
        return self._member(record)

    def _member(self, record: ArcWarcRecord) -> bytes:
        self._buffer.seek(0)
        self._buffer.truncate()
        self._writer.write_record(record)
        return zlib.compress(self._buffer.getvalue(), LEVEL, wbits=16 + zlib.MAX_WBITS)


class _Head:
    """The head of an HTTP message where warcio expects its own, which would rewrite the values."""

    def __init__(self, head: bytes) -> None:
        self.headers_buff = head

    def compute_headers_buffer(self, header_filter: object = None) -> None:
        """The buffer is there already."""


def common_fields(raw: Raw) -> Fields:
    """What the records of one exchange share; its first two stand in the request too."""
    fields = [("WARC-Target-URI", raw.url), ("WARC-Date", utc_text(raw.captured_at))]
    if raw.truncated:
        fields.append(("WARC-Truncated", raw.truncated))
    if raw.source != "live":
        fields.append((SOURCE, raw.source))
    if raw.source_uri:
        fields.append(("WARC-Source-URI", raw.source_uri))
    return fields


def profile_of(raw: Raw, previous: Previous | None) -> str | None:
    """The kind of revisit that this is of `previous`; None where it is a full response."""
    if previous is None:
        return None
    if raw.status == 304 and not raw.payload:
        return NOT_MODIFIED
    same = raw.payload and raw.payload_digest == previous.payload_digest
    return SAME_PAYLOAD if same else None


def new_id() -> str:
    """A WARC-Record-ID."""
    return f"<urn:uuid:{uuid4()}>"
