"""What an archive holds besides its articles, as much as a department's, for measuring pages.

Of each article four captures, with the counter at the time, an address, "Tin đã đưa", files, tables
and citations; edits and removals of those that corpus.py calls changed or removed. The rows follow
from the articles' own by arithmetic, so they are the same each time. The records in the WARC file
are few: a capture's page is as heavy whichever it is.
"""

from datetime import UTC, datetime
from pathlib import Path

from archive.db.database import connect
from archive.warc.writing import WarcWriter
from scraper.raw import Raw
from tests.benchmarks.corpus import SITE

LOOKS = 4  # at each article
_DAYS = 300  # between two of them
_LINK = "<li><a href='/-/bai-{}'>Bài {}</a></li>"
_PAGE = "<!DOCTYPE html><title>Bài</title><body><ul>{}</ul></body>"
_SEEN = (
    f"strftime('%Y-%m-%dT%H:%M:%S.000000Z', a.published_date,"
    f" '+' || ({_DAYS} * k.value) || ' days', '+' || (a.id % 86400) || ' seconds')"
)
_SHA = "printf('%064x', a.id)"
_CELLS = "json_array(json_array('Xã A', '12'), json_array('Xã B', '7'))"

_STATEMENTS = f"""
CREATE TEMP TABLE look (value INTEGER PRIMARY KEY);
WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 11)
INSERT INTO look SELECT i FROM n;

INSERT INTO runs (id, command, pass_id, started_at, finished_at, outcome, exit_code, requests,
    captured, new, changed, removed, failed)
SELECT a.id, iif(a.id % 50 = 1, 'crawl', 'refresh'), a.id,
    strftime('%Y-%m-%dT20:17:00.000000Z', '2025-12-01', '-' || (3000 - a.id) || ' days'),
    strftime('%Y-%m-%dT20:57:00.000000Z', '2025-12-01', '-' || (3000 - a.id) || ' days'),
    'finished', 0, 350, 340, 12, 3, 1, 2
FROM articles a WHERE a.id <= 3000;

INSERT INTO captures (id, url, address, captured_at, status, media_type, bytes, payload_digest,
    sha256, source, source_uri, run_id, warc_file, warc_offset, warc_length, outcome)
SELECT k.value * (SELECT count(*) FROM articles) + a.id, a.url, a.url, {_SEEN}, 200, 'text/html',
    95000, printf('sha1:%032d', k.value * 1000000 + a.id), {_SHA},
    iif(k.value = 0, 'wayback', 'live'), NULL, 1 + a.id % 3000, :file, :offset, :length, 'article'
FROM articles a JOIN look k WHERE k.value < {LOOKS};

INSERT INTO captures (id, url, address, captured_at, status, media_type, bytes, payload_digest,
    sha256, source, source_uri, run_id, warc_file, warc_offset, warc_length, outcome)
SELECT {LOOKS} * (SELECT count(*) FROM articles) + a.id,
    iif(a.id % 2, '{SITE}/documents/' || a.id || '/tep.pdf', '{SITE}/trang-chu?p=' || a.id % 200),
    iif(a.id % 2, '{SITE}/documents/' || a.id || '/tep.pdf', '{SITE}/trang-chu?p=' || a.id % 200),
    {_SEEN}, iif(a.id % 40 = 0, 503, 200), iif(a.id % 2, 'application/pdf', 'text/html'), 150000,
    printf('sha1:%032d', 9000000 + a.id), {_SHA}, 'live', NULL, 1 + a.id % 3000, :file, :offset,
    :length, iif(a.id % 2, 'attachment', iif(a.id % 40 = 0, 'skipped: error', 'listing'))
FROM articles a JOIN look k WHERE k.value = 1 AND a.id % 3 = 0;

INSERT INTO article_urls (url, article_id, first_seen_at)
SELECT a.url, a.id, a.first_seen_at FROM articles a;

INSERT INTO article_versions (article_id, observed_at, version, content_hash, capture_id, title,
    category, published_at, published_text, byline, body_text, body_html)
SELECT a.id, {_SEEN}, k.value + 1, printf('%064x', a.id * 10 + k.value),
    k.value * (SELECT count(*) FROM articles) + a.id,
    a.title || iif(k.value = 0 AND a.id % 2, ' (mới)', ''), a.category, a.published_at,
    a.published_text, a.byline, a.body_text || iif(k.value, char(10) || 'Thêm một dòng.', ''),
    a.body_html
FROM articles a JOIN look k WHERE k.value = 0 OR k.value = 1 AND a.changed_at IS NOT NULL;
UPDATE articles SET version = 2 WHERE changed_at IS NOT NULL;

INSERT INTO article_removals (article_id, removed_at, confirmed_at, returned_at)
SELECT a.id, a.removed_at, '2025-12-03T02:00:00.000000Z', NULL
FROM articles a WHERE a.removed_at IS NOT NULL;

INSERT INTO view_counts (article_id, observed_at, views, own_visits)
SELECT a.id, {_SEEN}, a.view_count - (3 - k.value) * (a.view_count / 5), k.value + 1
FROM articles a JOIN look k WHERE k.value < {LOOKS};

INSERT INTO related_articles (article_id, related_url, position, title, last_seen_at)
SELECT a.id, '{SITE}/-/bai-' || (a.id - k.value - 1), k.value + 1,
    iif(k.value < 4, 'Bài trước số ', 'Bài không còn số ') || (a.id - k.value - 1), a.last_seen_at
FROM articles a JOIN look k WHERE k.value < 5;

INSERT INTO article_attachments (article_id, attachment_id, url, text, position, media)
SELECT a.id, 10000000 + a.id + k.value * 1000000,
    '{SITE}/documents/' || (a.id + k.value) || '/tep.pdf', 'Tệp ' || k.value,
    k.value + 1, iif(k.value, 'image', 'file')
FROM articles a JOIN look k WHERE k.value < 2 AND a.id % 2;

INSERT INTO attachments (id, url, file_name, media_type, bytes, sha256, text, pages, capture_id)
SELECT 10000000 + a.id, '{SITE}/documents/' || a.id || '/tep.pdf', 'tep-' || a.id || '.pdf',
    iif(a.id % 5, 'application/pdf', 'application/msword'), 150000 + a.id, {_SHA}, NULL, 3,
    {LOOKS} * (SELECT count(*) FROM articles) + a.id
FROM articles a WHERE a.id % 6 = 3;

INSERT INTO documents (id, number, type, year, issuer, issued_on)
SELECT a.id, (a.id % 90 + 1) || '/' || (2000 + a.id % 25) || '/'
    || substr('NQQĐTTCT', 1 + 2 * (a.id % 4), 2) || '-U' || a.id,
    substr('NQQĐTTCT', 1 + 2 * (a.id % 4), 2), 2000 + a.id % 25, 'UBND', NULL
FROM articles a WHERE a.id % 5 = 0;

INSERT INTO article_documents (article_id, document_id, field, start, quote, number, type, year,
    issuer, issued_on, inferred)
SELECT a.id, d.id, 'body_text', 30 + 100 * k.value, 'theo văn bản số ' || d.number, d.number,
    d.type, d.year, d.issuer, NULL, 0
FROM articles a JOIN look k
JOIN documents d ON d.id = 5 * (1 + (a.id * (7 * k.value + 1))
    % (1 + (SELECT count(*) FROM documents) / (1 + k.value * 20)))
WHERE k.value < 3;

INSERT INTO tables (capture_id, position, article_id, caption, header, rows)
SELECT a.id, 1, a.id, 'Bảng ' || a.id, json_array('Xã', 'Số'), {_CELLS}
FROM articles a WHERE a.id % 5 = 0;

INSERT INTO procedures (code, name, field, first_seen_at, last_seen_at)
SELECT printf('1.%06d', a.id), 'Thủ tục ' || a.id, 'Lĩnh vực ' || a.id % 12, a.first_seen_at,
    a.last_seen_at FROM articles a WHERE a.id <= 500;

INSERT INTO procedure_mentions (capture_id, start, code, quote, article_id)
SELECT a.id, 3, printf('1.%06d', 1 + a.id % 500), 'mã 1.000', a.id
FROM articles a WHERE a.id % 10 = 0;

INSERT INTO procedure_statistics (scope, period, updated_at, figures_hash, received, resolved,
    early, on_time, late, late_percent, convention, first_seen_at, last_seen_at, capture_id)
SELECT iif(a.id % 13, 'field:Lĩnh vực ' || a.id % 13, 'department'),
    strftime('%Y-%m', '2025-12-01', '-' || (a.id / 13 % 120) || ' months'),
    strftime('%Y-%m-%dT00:00:00+07:00', '2025-12-01', '-' || (a.id / 13) || ' days'),
    printf('%064x', a.id), 298, 283, 270, 283, 2, 0.71, 'inclusive', a.first_seen_at,
    a.last_seen_at, a.id
FROM articles a WHERE a.id <= 20000;

INSERT INTO site_traffic (observed_at, online, today, this_month, total, capture_id)
SELECT strftime('%Y-%m-%dT%H:%M:00.000000Z', '2025-12-01', '-' || a.id || ' hours'), 5,
    100 + a.id % 24, 3000 + a.id % 700, 9000000 - a.id * 4, a.id
FROM articles a WHERE a.id <= 50000;

INSERT INTO site_details (observed_at, name, capture_id)
VALUES ('2018-01-01T00:00:00.000000Z', 'Sở Mẫu tỉnh Mẫu', 1);

INSERT INTO problems (id, run_id, first_run_id, capture_id, url, severity, kind, message,
    first_seen_at, last_seen_at)
SELECT a.id, 1 + a.id % 3000, 1 + a.id % 3000, a.id, a.url, iif(a.id % 20, 'note', 'warning'),
    'kind_' || a.id % 15, 'something about article ' || a.id, a.first_seen_at, a.last_seen_at
FROM articles a WHERE a.id % 4 = 0;
"""


def fill(folder: Path) -> Path:
    """Add everything else to an archive that `corpus.make` made; gives its folder."""
    links = "".join(_LINK.format(n, n) for n in range(1, 200))
    with WarcWriter(folder / "warc", "benchmark/1", {"site": SITE}) as warc:
        headers = (("Content-Type", "text/html; charset=utf-8"),)
        body = _PAGE.format(links).encode()
        written = warc.write(
            Raw(url=f"{SITE}/-/bai-1", captured_at=datetime(2025, 12, 1, tzinfo=UTC), status=200,
                headers=headers, payload=body, reason="OK", request_headers=())
        )  # fmt: skip
    db = connect(folder / "archive.db")
    place = {"file": written.file, "offset": written.offset, "length": written.length}
    for statement in filter(str.strip, _STATEMENTS.split(";")):
        with db.atomic():
            named = {name: value for name, value in place.items() if f":{name}" in statement}
            db.execute(statement, named)
    db.execute("ANALYZE")
    db.close()
    return folder
