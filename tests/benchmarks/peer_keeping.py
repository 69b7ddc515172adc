"""fastwarc, in the peers' environment: python -m … EXCHANGES FILE

EXCHANGES is a pickled list of (address, date, response, request); `write` writes FILE and `read`
reads it; their number is the gzip level.
"""

import pickle
import sys
from functools import partial
from pathlib import Path

from fastwarc import (  # type: ignore[import-not-found]
    ArchiveIterator,
    GzipWriter,
    WarcRecord,
    WarcRecordType,
)

from tests.benchmarks.answers import answer

_TYPES = {"response": WarcRecordType.response, "request": WarcRecordType.request}

Exchange = tuple[str, str, bytes, bytes]


def _write(exchanges: list[Exchange], file: str, level: int) -> None:
    with Path(file).open("wb") as out:
        for url, date, response, request in exchanges:
            for kind, block in (("response", response), ("request", request)):
                stream = GzipWriter(out, compression_level=level)
                record = WarcRecord()
                record.init_headers(record_type=_TYPES[kind])
                record.headers["WARC-Target-URI"] = url
                record.headers["WARC-Date"] = date
                record.headers["Content-Type"] = f"application/http; msgtype={kind}"
                record.set_bytes_content(block)
                record.write(stream, checksum_data=True)
                stream.close()


def _read(file: str, _: int) -> None:
    with Path(file).open("rb") as stream:
        for record in ArchiveIterator(stream, verify_digests=True):
            record.reader.read()


if __name__ == "__main__":
    given: list[Exchange] = pickle.loads(Path(sys.argv[1]).read_bytes())
    answer({"write": partial(_write, given, sys.argv[2]), "read": partial(_read, sys.argv[2])})
