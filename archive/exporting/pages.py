"""The pages that an export tells its readers of: home, statistics, articles with texts."""

import json
import sqlite3
from collections.abc import Iterator

_HEADER = {"format": "json-pages-1.0", "id": "pages", "title": "Pages", "hasText": True}
# The newest of each address.
_OTHERS = """
SELECT url, max(captured_at), id, outcome FROM chosen
WHERE status = 200 AND outcome IN ('home', 'statistics') GROUP BY address ORDER BY outcome, address
"""
# What articles said, from when on. Whoever asks for some articles is given those.
_ARTICLES = """
SELECT c.url, c.captured_at, c.id, v.title, v.body_text
FROM article_versions v JOIN chosen c ON c.id = v.capture_id
WHERE v.article_id IN found OR NOT EXISTS (SELECT 1 FROM found)
ORDER BY v.article_id, v.observed_at
"""
_TITLES = {"home": "Trang đầu", "statistics": "Trang thống kê"}


def page_lines(connection: sqlite3.Connection) -> Iterator[bytes]:
    """The lines of pages.jsonl for what is in the table `chosen`."""
    yield _line(_HEADER)
    for url, at, capture_id, outcome in connection.execute(_OTHERS):
        yield _line(_page(url, at, capture_id, _TITLES[outcome]))
    for url, at, capture_id, title, text in connection.execute(_ARTICLES):
        yield _line({**_page(url, at, capture_id, title or url), "text": text or ""})


def _page(url: str, at: str, capture_id: int, title: str) -> dict[str, str]:
    return {"id": str(capture_id), "url": url, "ts": at, "title": title}


def _line(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode() + b"\n"
