"""A department's pages crawled over HTTP and imported from their WARC: the same articles."""

import re
import shutil
import warnings
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from tempfile import mkdtemp
from urllib.parse import unquote, urlsplit

from archive.db.database import connect
from archive.folder import database_path
from tests.commands import run
from tests.loopback import Loopback, Reply
from tests.realrow import Row

_SITE = "https://sotttt.hanoi.gov.vn"
_FILE = "real-department.warc.gz"
# What two ways to the same pages cannot share.
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z")
_LEFT_OUT = ("own_visits", "capture_id")
_TABLES = (
    "articles", "article_urls", "article_versions", "view_counts", "related_articles", "tables",
    "article_attachments", "article_documents", "documents", "procedure_statistics", "web_links",
)  # fmt: skip


def check_import(folder: Path) -> Iterator[Row]:
    """Crawl the pages, import their file, and compare every row of every table of articles."""
    made = Path(mkdtemp())
    try:
        with Loopback(_pages(folder / _FILE)) as server:
            where = ("--site", server.url, "--department", "sotttt-hanoi")
            run(made / "crawl", "crawl", *where, "--start", "/vi/trang-chu", "--delay", "0")
            crawled = _rows(made / "crawl", server.url)
        code, out, err = run(made / "import", "import", "--site", _SITE, str(folder / _FILE))
        yield Row("import: exit code", f"{code} {err}".strip(), code == 0)
        yield Row("import: captures", out.splitlines()[0], out.startswith("375 captures"))
        imported = _rows(made / "import", _SITE)
        for table in _TABLES:
            same = crawled[table] == imported[table]
            found = f"{len(imported[table])} rows, {len(crawled[table])} of the crawl"
            yield Row(f"import: {table} as the crawl", found, same)
        code, out, _ = run(made / "import", "import", "--site", _SITE, str(folder / _FILE))
        yield Row("import: again", out.splitlines()[0], code == 0 and out.startswith("0 captures"))
    finally:
        shutil.rmtree(made)


def _rows(folder: Path, origin: str) -> dict[str, list[str]]:
    with closing(connect(database_path(folder)).conn) as connection:
        found = {}
        for table in _TABLES:
            names = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
            chosen = ", ".join(f'"{name}"' for name in names if name not in _LEFT_OUT)
            rows = map(repr, connection.execute(f"SELECT {chosen} FROM {table}"))
            found[table] = sorted(_TIME.sub("", row.replace(origin, "")) for row in rows)
    return found


def _pages(warc: Path) -> dict[str, Reply]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # warcio imports pkg_resources where it finds it
        from warcio.archiveiterator import ArchiveIterator  # type: ignore[import-untyped]
    pages = {}
    with warc.open("rb") as stream:
        for record in ArchiveIterator(stream):
            if record.rec_type == "response":
                parts = urlsplit(record.rec_headers.get_header("WARC-Target-URI"))
                query = f"?{parts.query}" if parts.query else ""
                body = record.content_stream().read()
                for path in {parts.path, unquote(parts.path)}:
                    pages[f"{path}{query}"] = Reply(body)
    return pages
