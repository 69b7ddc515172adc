"""Every kind of page that a link leads to, from the home page on: none may take over a second.

Follows what our templates and Datasette's pages link to, forms with their defaults, and the facets
that a column's menu offers. Of links that differ in ids and words only, a few are asked for, each
twice; of links with many parameters those that have two together which no link before them had.
"First byte" tells of downloads, which may take longer as a whole; of large ones the beginning is
read.
"""

import re
import sys
import tempfile
from collections import Counter, deque
from collections.abc import Generator, Iterator
from contextlib import closing
from dataclasses import dataclass
from http.client import HTTPConnection
from itertools import combinations, islice
from pathlib import Path
from time import perf_counter
from typing import Any
from urllib.parse import parse_qsl, quote, unquote, urlencode, urljoin, urlsplit

from lxml import html

from tests.benchmarks.corpus import make
from tests.benchmarks.holdings import fill
from tests.benchmarks.serving import Server, ours
from tests.benchmarks.table import show

ARTICLES, LONG = 2_000, 100_000
EACH = 2  # links of one kind
SLOW = 1.0  # seconds
SHOWN = 25
BLOCK = 2**16
ENOUGH = 8 * 2**20  # bytes of one answer
# Parameters whose values make another page; of all others the name says enough.
_TELLING = re.compile(r"_(?!next|search|nofacet)\w*|sort|has")
_NUMBER = re.compile(r"\d+")
FORMAT = "."
FILTER = "a filter"
Kind = tuple[str, ...]  # a page with none, one or two of its parameters
ALONE = 2
_TABLE = re.compile(r"/archive/[^/]+")
_ROW = re.compile(r"^(/archive/[^/]+)/.*")
_OLD = re.compile(r"^/(url|timemap/link)/.*")


@dataclass(frozen=True, slots=True)
class Asked:
    """A request: seconds to the first byte, to the last, and of the server's CPU; bytes."""

    path: str
    status: int
    first_byte: float
    whole: float
    cpu: float
    size: int


def run(articles: int = ARTICLES, folder: Path | None = None, most: int | None = None) -> None:
    """Generate an archive of that many articles, unless it is in `folder`; follow and print.

    `most`: pages after which it is enough.
    """
    with tempfile.TemporaryDirectory() as temporary:
        archive = folder or fill(make(Path(temporary) / "archive", articles))
        with ours(archive) as server:
            with closing(crawled(server)) as pages:
                found = [*islice(pages, most)]
            memory = server.peak_memory()
    report(found, articles, memory)


def report(found: list[tuple[Asked, Asked]], articles: int, memory: int) -> None:
    """The slowest, the failed, and how many are over the limit."""
    slowest = sorted(found, key=lambda pair: -max(p.first_byte for p in pair))[:SHOWN]
    head = ("", "status", "first byte ms", "CPU ms", "again ms", "CPU ms", "whole ms", "KB")
    rows = [
        (one.path[:100], str(one.status), one.first_byte * 1000, one.cpu * 1000,
         again.first_byte * 1000, again.cpu * 1000, one.whole * 1000, one.size / 1024)
        for one, again in slowest
    ]  # fmt: skip
    show(f"Pages that links lead to, {articles:,} articles: the slowest", head, rows)
    over = [one for pair in found for one in pair if one.first_byte > SLOW]
    statuses = Counter(one.status for pair in found for one in pair)
    show("All of them", ("", ""), [
        ("pages", float(len(found))),
        (f"requests without a byte after {SLOW:.0f} s", float(len(over))),
        *((f"status {status}", float(count)) for status, count in sorted(statuses.items())),
        ("most memory of the server, MB", memory / 2**20),
    ])  # fmt: skip
    for one in {one.path: one for pair in found for one in pair if one.status >= 400}.values():
        print(f"status {one.status}: {one.path}")


def crawled(server: Server) -> Generator[tuple[Asked, Asked], None, None]:
    """Each page of each kind, asked for the first time and again."""
    seen: Counter[Kind] = Counter()
    known = {"/"}
    waiting = deque(known)
    with closing(HTTPConnection("127.0.0.1", server.port, timeout=120)) as connection:
        while waiting:
            path = waiting.popleft()
            one, body = asked(server, connection, path)
            again, _ = asked(server, connection, path)
            yield one, again
            for link in links(path, body):
                if link not in known and is_new(kinds_of(link), seen):
                    known.add(link)
                    waiting.append(link)


def asked(server: Server, connection: HTTPConnection, path: str) -> tuple[Asked, bytes]:
    """The request, measured, and the body where it is HTML."""
    before, began = server.cpu(), perf_counter()
    connection.request("GET", path)
    response = connection.getresponse()
    first = response.read(1)
    to_first = perf_counter() - began
    size, body = len(first), first
    is_page = "html" in (response.headers["Content-Type"] or "")
    while block := response.read(BLOCK):
        size += len(block)
        body += block if is_page else b""
        if size > ENOUGH:
            connection.close()  # the next request opens it again
            break
    whole = perf_counter() - began
    if target := response.headers["Location"]:
        body = f'<a href="{target}"></a>'.encode()
    return Asked(path, response.status, to_first, whole, server.cpu() - before, size), body


def links(page: str, body: bytes) -> Iterator[str]:
    """Paths on this server that a page leads to, without fragments."""
    if not body.strip().startswith(b"<"):
        return
    tree: Any = html.document_fromstring(body)
    for element, _, target, _ in tree.iterlinks():
        if element.tag != "form" and (path := _own(page, target)):
            yield path
    for form in tree.forms:
        if (form.method or "GET").upper() == "GET" and (path := _own(page, form.action or page)):
            filled = urlencode([(n, v or "") for n, v in form.form_values()])
            yield f"{path.partition('?')[0]}?{filled}"
    for head in tree.iterfind(".//th[@data-column]"):
        if head.get("data-is-pk") != "1" and head.get("data-column") != "Link":
            yield f"{page.partition('?')[0]}?{urlencode({'_facet': head.get('data-column')})}"


def _own(page: str, target: str) -> str | None:
    url = urlsplit(urljoin(f"http://127.0.0.1{quote(page, safe='/?&=%:~+,')}", target.strip()))
    if url.scheme != "http" or url.hostname != "127.0.0.1":
        return None
    return quote(url.path, safe="/%:~+,") + (f"?{url.query}" if url.query else "")


def is_new(kinds: set[Kind], seen: Counter[Kind]) -> bool:
    """Whether one of the kinds was seen too seldom; all of them are seen once more then.

    Of several parameters together once is enough: there are so many.
    """
    if all(seen[kind] >= (EACH if len(kind) <= ALONE else 1) for kind in kinds):
        return False
    seen.update(kinds)
    return True


def kinds_of(link: str) -> set[Kind]:
    """What two links of one kind have in common: the page, and each two of its parameters' roles.

    Of a table's page one filter is as good as another, but each facet is counted over what a filter
    leaves.
    """
    path, _, query = link.partition("?")
    path = _ROW.sub(r"\1/0", _OLD.sub(r"/\1/", path))
    is_table = _TABLE.fullmatch(path)
    if not is_table:
        path = _NUMBER.sub("0", unquote(path))
    told, roles, facets = set(), set(), set()
    for name, value in parse_qsl(query, keep_blank_values=True):
        told.add(f"{name}={value}" if _TELLING.fullmatch(name) else name)
        roles.add(FILTER if is_table and not name.startswith("_") else name)
        if name == "_facet" and FORMAT not in path:
            facets.add(f"{name}={value}")
    if len(told) < 2:
        return {(path, *told)}
    found = {(path, *two) for two in combinations(sorted(roles), min(len(roles), 2))}
    return found | {(path, facet, FILTER) for facet in facets if FILTER in roles}


if __name__ == "__main__":
    run(int(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else None)
