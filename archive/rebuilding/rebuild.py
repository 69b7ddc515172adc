"""archive.db again from the WARC files alone."""

from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

from sqlite_utils import Database

from archive.cluster import cluster_at
from archive.db import database
from archive.diskerrors import disk_errors
from archive.errors import Damaged, Unusable
from archive.folder import database_path, locked, warc_files
from archive.hiding.hide import obey
from archive.ownership import check_owner, site_of_warcs
from archive.progress import Progress
from archive.rebuilding.fingerprint import parser_fingerprint
from archive.rebuilding.recovery import cut_torn_tails, note_read
from archive.rebuilding.replay import Replay
from archive.stopping import stoppable, whole
from archive.warc.torn import Torn, mend
from archive.workers import Workers, all_cores
from scraper.site import Site

_NEW = ".rebuild"
_SIDE_FILES = ("", "-wal", "-shm", "-journal")


class Rebuilt(NamedTuple):
    """How many captures were read, and what was cut from the ends of WARC files.

    `is_new_file`: the database that was there was gone, or is set aside.
    """

    captures: int
    torn: list[Torn]
    is_new_file: bool = False


def rebuild(
    folder: Path,
    jobs: int | None = None,
    progress: Progress | None = None,
    scheduler: str | None = None,
) -> Rebuilt:
    """Make the database of the archive in `folder` anew.

    `jobs` processes read and parse, by default one a core; the rows are the same for any number,
    and where the workers of the Dask `scheduler` at that address do it.
    A database that Datasette has open is changed in place, so it shows the new rows at once; one
    that is damaged is set aside as `archive.db.damaged`. Unusable where there are no WARC files.
    """
    if not warc_files(folder):
        raise Unusable(f"there are no WARC files in {folder}: nothing to rebuild from")
    with stoppable(), ExitStack() as stack:
        stack.enter_context(disk_errors(folder))
        site = site_of_warcs(folder)
        if site is None:
            raise Unusable(f"no WARC file in {folder} has a capture: nothing to rebuild from")
        stack.enter_context(locked(folder))
        cluster = stack.enter_context(cluster_at(scheduler)) if scheduler else None
        path = database_path(folder)
        before = path.stat().st_ino if path.exists() else None
        db = _open(path)
        stack.callback(db.conn.close)
        cut = cut_torn_tails(db, folder)
        made = rebuild_in_place(db, folder, site, jobs, progress, cluster)
        return Rebuilt(made.captures, [*cut, *made.torn], path.stat().st_ino != before)


def rebuild_in_place(
    db: Database,
    folder: Path,
    site: Site,
    jobs: int | None = None,
    progress: Progress | None = None,
    cluster: Workers | None = None,
) -> Rebuilt:
    """Replace everything in `db` by what the WARC files give."""
    forget_killed(folder)
    new_path = _new_path(folder)
    with ExitStack() as stack:
        stack.callback(_delete, new_path)
        new = database.connect(new_path)
        stack.callback(new.conn.close)
        check_owner(new, folder, site)
        database.set_fact(new, "parser", parser_fingerprint())
        obey(new, folder, site)
        with Workers(jobs or all_cores()) as workers:
            replay = Replay(new, folder, site, workers, cluster)
            replay.read_files([(file, 0) for file in warc_files(folder)], progress)
            replay.read_unread()
            replay.commit()
        mended = [mend(file, offset) for file, offset in replay.torn.items()]
        note_read(new, folder)
        new.execute("INSERT INTO articles_fts (articles_fts) VALUES ('optimize')")
        with whole():
            new.conn.backup(db.conn)
            obey(db, folder, site)  # what was hidden since the rebuild began
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    return Rebuilt(replay.captures, [torn for torn in mended if torn])


def forget_killed(folder: Path) -> None:
    """Delete what a rebuild that was killed left: half of a database, as large as the archive's."""
    _delete(_new_path(folder))


def _new_path(folder: Path) -> Path:
    path = database_path(folder)
    return path.with_name(path.name + _NEW)


def _open(path: Path) -> Database:
    try:
        return database.connect(path, newer_too=True)
    except Damaged:
        for suffix in _SIDE_FILES:
            there = path.with_name(path.name + suffix)
            if there.exists():
                there.rename(path.with_name(f"{path.name}.damaged{suffix}"))
        return database.connect(path)


def _delete(path: Path) -> None:
    for suffix in _SIDE_FILES:
        path.with_name(path.name + suffix).unlink(missing_ok=True)
