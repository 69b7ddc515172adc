"""Run by the peers' Python: reads a WARC file with fastwarc, or extracts each page's text too.

    python -m tests.benchmarks.peer_warc fastwarc|trafilatura FILE

Prints the pages read and the seconds that it took.
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

from fastwarc import ArchiveIterator, WarcRecordType  # type: ignore[import-not-found]
from trafilatura import extract  # type: ignore[import-not-found]

_ENOUGH = 200  # pages for trafilatura, whose pace does not change


def bodies(path: Path) -> Iterator[bytes]:
    """The payload of each response."""
    with path.open("rb") as file:
        for record in ArchiveIterator(file, record_types=WarcRecordType.response):
            yield record.reader.read()


def main(what: str, path: Path) -> None:
    """Read the file, and print how long that took."""
    began = perf_counter()
    pages = 0
    for body in bodies(path):
        pages += 1
        if what == "trafilatura":
            extract(body)
            if pages == _ENOUGH:
                break
    print(pages, perf_counter() - began)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
