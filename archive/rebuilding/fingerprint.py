"""Which code made the rows: a hash of what reads pages and folds what was read, libraries too."""

import hashlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import archive
import scraper
from scraper.parse import LIBRARIES

# Parts of `scraper` that fetch, show or stand in for the site, and so change no reading of a page.
_NOT_READING = (
    "replica", "spiders", "crawling", "sources", "replaying", "settings.py", "savedpage.py",
)  # fmt: skip
_READING = ("crawling/items.py",)  # but for this
_FOLDING = ("history", "storing")  # of `archive`


@cache
def parser_fingerprint() -> str:
    """The same as long as today's code and libraries make the rows that they made then."""
    digest = hashlib.sha256(repr(LIBRARIES).encode())
    for root, path in (*_of_scraper(), *_of_archive()):
        digest.update(str(path.relative_to(root)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


def _of_scraper() -> Iterator[tuple[Path, Path]]:
    root = Path(scraper.__file__).parent
    for path in sorted(root.rglob("*.py")):
        if path.relative_to(root).parts[0] not in _NOT_READING:
            yield root, path
    yield from ((root, root / name) for name in _READING)


def _of_archive() -> Iterator[tuple[Path, Path]]:
    root = Path(archive.__file__).parent
    yield from ((root, path) for room in _FOLDING for path in sorted((root / room).glob("*.py")))
