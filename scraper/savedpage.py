"""A page saved beside what the parser reads in it: the parser's tests, one folder a page.

`page.html.gz` are the bytes, `capture.json` how they came, `expected.json` what they say, to be
reviewed by a person once and kept.
"""

import gzip
import json
import re
from collections import Counter
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from typing import Any

from scraper.capture import Capture
from scraper.parse import parse
from scraper.records import Article, Page, Skipped
from scraper.site import Site

PAGE, CAPTURE, EXPECTED = "page.html.gz", "capture.json", "expected.json"
_CAPITAL = re.compile(r"(?<!^)(?=[A-Z])")


def save_page(folder: Path, capture: Capture, site: Site) -> None:
    """Writes the three files; the same capture gives the same bytes.

    OSError where the folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    (folder / PAGE).write_bytes(gzip.compress(capture.body, mtime=0))
    came = {
        "url": capture.url,
        "captured_at": capture.captured_at.isoformat(),
        "status": capture.status,
        "headers": [list(pair) for pair in capture.headers],
        "source": capture.source,
        "site": site.origin,
        "department": site.department.name,
    }
    _write(folder / CAPTURE, came)
    _write(folder / EXPECTED, fields(parse(capture, site)))


def read_page(folder: Path) -> tuple[Capture, Site]:
    """The capture that a folder holds, and its site."""
    came = json.loads((folder / CAPTURE).read_text(encoding="utf-8"))
    capture = Capture(
        came["url"],
        datetime.fromisoformat(came["captured_at"]),
        came["status"],
        tuple((name, value) for name, value in came["headers"]),
        gzip.decompress((folder / PAGE).read_bytes()),
        came["source"],
    )
    return capture, Site.of(came["site"], came["department"])


def expected(folder: Path) -> dict[str, Any]:
    """What the page in the folder says, field by field."""
    found: dict[str, Any] = json.loads((folder / EXPECTED).read_text(encoding="utf-8"))
    return found


def fields(page: Page | Skipped) -> dict[str, Any]:
    """What the parser read, as JSON has it: an article's fields by name, other records by kind.

    Of the links only the number of each kind.
    """
    found: dict[str, Any] = {
        "outcome": page.outcome,
        "problems": [asdict(problem) for problem in page.problems],
    }
    if isinstance(page, Page):
        found["links"] = dict(sorted(Counter(link.kind for link in page.links).items()))
        for record in page.records:
            if isinstance(record, Article):
                found |= asdict(record)
            else:
                kind = _CAPITAL.sub("_", type(record).__name__).lower()
                found.setdefault(kind, []).append(asdict(record))
    plain: dict[str, Any] = json.loads(json.dumps(found, default=_plain))
    return plain


def _plain(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"no JSON for {value!r}")


def _write(path: Path, what: dict[str, Any]) -> None:
    text = json.dumps(what, ensure_ascii=False, indent=2, sort_keys=True)
    path.write_text(f"{text}\n", encoding="utf-8")
