"""Common Crawl on loopback: its list of crawls, their indexes, its WARC files by the byte.

After the documents of its index server (pywb's) and of its data. The first answer of each kind is
a 503, which means: slow down.
"""

import gzip
import json
import re
from dataclasses import dataclass, field
from itertools import product
from urllib.parse import parse_qs, urlsplit

from tests.loopback import Loopback, Reply

CRAWLS = tuple(f"CC-MAIN-{y}-{w:02}" for y, w in product(range(2014, 2026), (5, 18, 31, 44, 50)))
_RANGE = re.compile(r"bytes=(\d+)-(\d+)")
_NONE = Reply(json.dumps({"error": "No Captures found for: ..."}), 404)


@dataclass(frozen=True)
class Crawled:
    """A record of a crawl, and what its index says of it."""

    crawl: str
    url: str
    timestamp: str
    record: bytes
    status: int = 200


@dataclass
class CommonCrawl:
    """Answers for `crawled`; without `ranges` it sends whole files, as some mirrors do."""

    crawled: list[Crawled]
    ranges: bool = True
    _met: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.server = Loopback(self._answer)

    def _answer(self, path: str) -> Reply | None:
        parts = urlsplit(path)
        kind = re.split(r"[-.]", parts.path.strip("/"))[0]
        if kind not in self._met:
            self._met.add(kind)
            return Reply("Please reduce your request rate.", 503)
        if parts.path == "/collinfo.json":
            return Reply(json.dumps([self._described(name) for name in CRAWLS]))
        if parts.path.endswith("-index"):
            return self._index(parts.path.strip("/").removesuffix("-index"), parts.query)
        return self._data(parts.path)

    def _described(self, name: str) -> dict[str, str]:
        return {"id": name, "name": name, "cdx-api": f"{self.server.url}/{name}-index"}

    def _index(self, crawl: str, query: str) -> Reply:
        asked = {name: values[-1] for name, values in parse_qs(query).items()}
        host = asked["url"].removesuffix("/*")
        if int(asked.get("page", 0)) > 0:
            return Reply("no such page", 400)
        lines, offset = [], 0
        for one in self.crawled:
            if one.crawl != crawl:
                continue
            size = len(gzip.compress(one.record, 6, mtime=0))
            if urlsplit(one.url).netloc == host:
                lines.append(json.dumps(_row(one, offset, size)))
            offset += size
        return Reply("\n".join(lines) + "\n") if lines else _NONE

    def _data(self, path: str) -> Reply | None:
        kept = [o.record for o in self.crawled if path.endswith(f"/{o.crawl}.warc.gz")]
        file = b"".join(gzip.compress(record, 6, mtime=0) for record in kept)
        found = _RANGE.fullmatch(self.server.asked[-1].headers.get("range", ""))
        if not kept or not found or not self.ranges:
            return Reply(file) if kept else None
        low, high = int(found[1]), int(found[2])
        return Reply(file[low : high + 1], 206)


def _row(one: Crawled, offset: int, size: int) -> dict[str, str]:
    return {
        "urlkey": one.url,
        "timestamp": one.timestamp,
        "url": one.url,
        "mime": "text/html",
        "mime-detected": "text/html",
        "status": str(one.status),
        "digest": "AAAA",
        "length": str(size),
        "offset": str(offset),
        "filename": f"crawl-data/{one.crawl}/segments/1/warc/{one.crawl}.warc.gz",
        "languages": "vie",
        "encoding": "UTF-8",
    }
