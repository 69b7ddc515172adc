"""Which parser made the rows: a hash of the code that reads pages."""

import hashlib
from functools import cache
from pathlib import Path

import scraper

# Parts of `scraper` that fetch, show or stand in for the site, and so change no reading of a page.
_NOT_READING = (
    "replica",
    "spiders",
    "crawling",
    "sources",
    "replaying",
    "settings.py",
    "savedpage.py",
)


@cache
def parser_fingerprint() -> str:
    """The same as long as today's code reads every page as it did when it was noted."""
    root = Path(scraper.__file__).parent
    digest = hashlib.sha256()
    for path in sorted(root.rglob("*.py")):
        relative = path.relative_to(root)
        if relative.parts[0] not in _NOT_READING:
            digest.update(str(relative).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]
