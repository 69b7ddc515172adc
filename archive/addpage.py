"""`sldtbxh add-page`: a page of the archive as a fixture of the parser's tests."""

import re
from pathlib import Path

from sqlite_utils import Database

from archive.db import database
from archive.errors import Unusable
from archive.folder import database_path
from archive.options import site_of
from archive.warc.indexing import read_capture
from scraper.savedpage import save_page
from scraper.site import Site
from scraper.urls import canonical, slug

_NOT_IN_A_NAME = re.compile(r"[^\w.-]+")


def add_page(folder: Path, url: str, pages: Path) -> Path:
    """Save the newest capture of `url` in a folder of its own below `pages`; that folder.

    Unusable where the archive has no capture of it, or where the fixture is there already.
    """
    connection = database.connect_to_read(database_path(folder))
    try:
        db = Database(connection)
        site = site_of(folder) or Site.of()
        capture = read_capture(db, folder, _newest(db, url, site))
    finally:
        connection.close()
    name = _NOT_IN_A_NAME.sub("-", slug(url))[:80].strip("-.") or "home"
    target = pages / site.department.name / name
    if target.exists():
        raise Unusable(f"{target} is there already; delete it to save the page anew")
    try:
        save_page(target, capture, site)
    except OSError as error:
        raise Unusable(f"{target} cannot be written: {error.strerror}") from error
    return target


def _newest(db: Database, url: str, site: Site) -> int:
    """The newest capture of this address, as it stands or of one that is the same page's."""
    sql = "SELECT id FROM captures WHERE url = ? ORDER BY captured_at DESC LIMIT 1"
    exactly = db.execute(sql, [url]).fetchone()
    same_page = (
        "SELECT capture_id FROM observations WHERE address = ? ORDER BY observed_at DESC LIMIT 1"
    )
    found = exactly or db.execute(same_page, [canonical(url, site)]).fetchone()
    if found is None:
        raise Unusable(f"the archive has no capture of {url}: crawl or import it first")
    return int(found[0])
