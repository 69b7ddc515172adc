"""Reading pages: all fields and the body, against a bare lxml parse and other people's readers."""

import pickle
import statistics
from collections.abc import Callable
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time

import lxml.html

from scraper.capture import Capture
from scraper.parse import parse
from tests.benchmarks.pages import Pages, real_pages, replica_pages
from tests.benchmarks.peer import Peer
from tests.benchmarks.rounds import Seconds, Timed, in_turn, ratio
from tests.benchmarks.table import Cell, show

REPLICA_PAGES = 240
ROUNDS = 6
AIM, AIM_PLAIN = "<= 4", "<= 2.5"
AIM_PEER = ">= 8"  # times trafilatura's rate
_READERS = {
    "soup": "BeautifulSoup(lxml), whole page",
    "trafilatura": "trafilatura with metadata",
    "newspaper": "newspaper4k",
}
_BARE, _OURS, _THEIR_BARE = "bare", "ours", "lxml"
_PLAIN, _RICH = " plain", " rich"
_UTF8 = lxml.html.HTMLParser(encoding="utf-8")
_HEAD = ("", "pages/s", "in bare lxml parses", "aim", "ours is faster by", "aim")


def run(folder: Path | None, rounds: int = ROUNDS, count: int = REPLICA_PAGES) -> None:
    """Print a table for each set of pages. `folder` has the real ones."""
    _measure(replica_pages(count), rounds)
    if folder:
        _measure(real_pages(folder), rounds)


def _measure(pages: Pages, rounds: int) -> None:
    with TemporaryDirectory() as folder:
        file = Path(folder) / "pages.pickle"
        file.write_bytes(pickle.dumps([(c.url, c.body) for c in pages.captures]))
        with Peer("peer_parsing", str(file)) as peer:
            step = len(pages.captures) // rounds
            names = (_THEIR_BARE, *_READERS)
            theirs: dict[str, Timed] = {n: partial(_ask, peer, n, step) for n in names}
            _show(pages, in_turn({**_own(pages, step), **theirs}, rounds), step)


def _ask(peer: Peer, name: str, step: int, number: int) -> float:
    return peer.ask(name, number * step, (number + 1) * step)


def _own(pages: Pages, step: int) -> dict[str, Timed]:
    """Each round reads other pages: what is remembered of one helps as little as in a crawl."""

    def over(read: Callable[[Capture], object], plain: bool, number: int) -> float:
        places = range(number * step, (number + 1) * step)
        some = [pages.captures[n] for n in places if (n in pages.plain) == plain]
        began = process_time()
        for capture in some:
            read(capture)
        return process_time() - began

    readers: dict[str, Callable[[Capture], object]] = {
        _BARE: _bare,
        _OURS: partial(parse, site=pages.site),
    }
    return {
        f"{name}{kind}": partial(over, read, kind == _PLAIN)
        for name, read in readers.items()
        for kind in (_PLAIN, _RICH)
    }


def _bare(capture: Capture) -> object:
    return lxml.html.document_fromstring(capture.body, parser=_UTF8)


def _show(pages: Pages, took: Seconds, step: int) -> None:
    bare, ours = _sum(took, _BARE), _sum(took, _OURS)
    plain = ratio(took[_OURS + _PLAIN], took[_BARE + _PLAIN])
    share = f"the {len(pages.plain)} with plain bodies"
    rows: list[list[Cell]] = [
        ["a bare lxml parse", _rate(step, bare), 1.0, None, None, None],
        ["ours: all fields, body, links", _rate(step, ours), ratio(ours, bare), AIM, None, None],
        [f"  of these, {share}", None, plain, AIM_PLAIN, None, None],
    ]
    for key, name in _READERS.items():
        theirs = ratio(took[key], took[_THEIR_BARE])
        aim = AIM_PEER if key == "trafilatura" else None
        faster = theirs / ratio(ours, bare)
        rows.append([name, _rate(step, took[key]), theirs, None, faster, aim])
    size = statistics.median(len(c.body) for c in pages.captures) / 1000
    title = f"Reading pages: {pages.name}, {len(pages.captures)} articles, median {size:.0f} KB"
    show(title, _HEAD, rows)


def _sum(took: Seconds, name: str) -> list[float]:
    return [a + b for a, b in zip(took[name + _PLAIN], took[name + _RICH], strict=True)]


def _rate(pages: int, seconds: list[float]) -> float:
    return pages / statistics.median(seconds)
