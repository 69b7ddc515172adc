"""An archive belongs to one site: noted in archive.db and in every warcinfo.

It does so from its first capture on: a host that never answered has no archive.
"""

from itertools import islice
from pathlib import Path

from sqlite_utils import Database

from archive.db.database import fact, set_fact
from archive.errors import Unusable
from archive.folder import warc_files
from archive.warc.members import Damage
from archive.warc.reading import RunStart, Stored, iterate
from scraper.departments import NAMES
from scraper.site import Site


def check_owner(db: Database, folder: Path, site: Site) -> None:
    """Note whose archive this is where nobody's is; Unusable where it is another site's."""
    owner = site_in(db, folder) or site
    if owner.origin != site.origin:
        raise Unusable(
            f"{folder} is the archive of {owner.origin}, not of {site.origin};"
            " choose another --archive"
        )
    if not _has_captures(db):
        set_fact(db, "site", owner.origin)
        set_fact(db, "department", owner.department.name)
        set_fact(db, "start", "\n".join(owner.start))


def site_in(db: Database, folder: Path) -> Site | None:
    """The site that this archive belongs to; None where that is not yet decided."""
    origin = fact(db, "site")
    if origin and _has_captures(db):
        name, start = fact(db, "department"), fact(db, "start") or ""
        return Site.of(origin, name, tuple(filter(None, start.split("\n"))))
    return site_of_warcs(folder)


def site_of_warcs(folder: Path) -> Site | None:
    """The site that the newest WARC file with a capture names; None where there is none."""
    for path in reversed(warc_files(folder)):
        match list(islice(iterate(path), 2)):
            case [RunStart(facts=facts), Stored() | Damage()] if facts.get("site"):
                return _site(facts)
    return None


def _has_captures(db: Database) -> bool:
    return db.execute("SELECT 1 FROM captures LIMIT 1").fetchone() is not None


def _site(facts: dict[str, object]) -> Site:
    name, start = str(facts.get("department")), facts.get("start")
    paths = tuple(str(path) for path in start) if isinstance(start, list) else ()
    return Site.of(str(facts["site"]), name if name in NAMES else None, paths)
