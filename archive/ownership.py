"""An archive belongs to one site: noted in archive.db and in every warcinfo."""

from pathlib import Path

from sqlite_utils import Database

from archive.db.database import fact, set_fact
from archive.errors import Unusable
from archive.folder import warc_files
from archive.warc.reading import RunStart, iterate
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
    if fact(db, "site") is None:
        set_fact(db, "site", owner.origin)
        set_fact(db, "department", owner.department.name)
        set_fact(db, "start", "\n".join(owner.start))


def site_in(db: Database, folder: Path) -> Site | None:
    """The site that this archive belongs to; None where that is not yet decided."""
    origin = fact(db, "site")
    if origin:
        name, start = fact(db, "department"), fact(db, "start") or ""
        return Site.of(origin, name, tuple(start.split("\n")))
    return site_of_warcs(folder)


def site_of_warcs(folder: Path) -> Site | None:
    """The site that the newest WARC file names; None where no file names one."""
    for path in reversed(warc_files(folder)):
        first = next(iterate(path), None)
        if isinstance(first, RunStart) and first.facts.get("site"):
            return _site(first.facts)
    return None


def _site(facts: dict[str, object]) -> Site:
    name, start = str(facts.get("department")), facts.get("start")
    paths = tuple(str(path) for path in start) if isinstance(start, list) else ()
    return Site.of(str(facts["site"]), name if name in NAMES else None, paths)
