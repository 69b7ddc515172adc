"""What the page about this archive says of its holdings: counted, not claimed."""

import sqlite3
from dataclasses import dataclass

_FACTS = """
SELECT (SELECT value FROM archive_facts WHERE name = 'site') AS site,
       (SELECT name FROM site_details WHERE name IS NOT NULL
        ORDER BY observed_at DESC LIMIT 1) AS department,
       (SELECT count(*) FROM articles) AS articles,
       (SELECT count(*) FROM captures) AS captures,
       (SELECT min(captured_at) FROM captures) AS first_capture,
       (SELECT max(captured_at) FROM captures) AS last_capture,
       (SELECT min(published_date) FROM articles) AS first_day,
       (SELECT max(published_date) FROM articles) AS last_day,
       (SELECT count(*) FROM articles WHERE published_date IS NULL) AS undated,
       (SELECT count(*) FROM articles WHERE removed_at IS NOT NULL) AS removed,
       (SELECT count(DISTINCT article_id) FROM hidden_addresses) AS hidden
"""
_SOURCES = "SELECT source, count(*) AS captures FROM captures GROUP BY source ORDER BY 2 DESC"
# What is linked to but was never captured, and what came without being the page that it should be.
_FILES_MISSING = """
SELECT count(*) FROM (SELECT DISTINCT attachment_id FROM article_attachments) l
WHERE NOT EXISTS (SELECT 1 FROM attachments a WHERE a.id = l.attachment_id)
"""
_RELATED_MISSING = """
SELECT count(*) FROM (SELECT DISTINCT related_url FROM related_articles) r
WHERE NOT EXISTS (SELECT 1 FROM article_urls u WHERE u.url = r.related_url)
"""
_SKIPPED = "SELECT count(*) FROM captures WHERE outcome BETWEEN 'skipped:' AND 'skipped;'"


@dataclass(frozen=True, slots=True)
class AboutView:
    """`facts` and `sources` as rows; counts of what is missing."""

    facts: sqlite3.Row
    sources: list[sqlite3.Row]
    files_missing: int
    related_missing: int
    skipped: int


def about_view(connection: sqlite3.Connection) -> AboutView:
    """All of it."""

    def count(sql: str) -> int:
        return int(connection.execute(sql).fetchone()[0])

    return AboutView(
        facts=connection.execute(_FACTS).fetchone(),
        sources=connection.execute(_SOURCES).fetchall(),
        files_missing=count(_FILES_MISSING),
        related_missing=count(_RELATED_MISSING),
        skipped=count(_SKIPPED),
    )
