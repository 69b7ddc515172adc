"""archive.db: its connection, its schema made from `archive/db/tables.py`, its migrations."""

import os
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from sqlite_utils import Database
from sqlite_utils.db import DescIndex
from sqlite_utils.migrations import Migrations

from archive.db import viewsteps
from archive.db.tables import TABLES, about, columns
from archive.diskerrors import is_damage, meaning_of
from archive.errors import ArchiveError, Damaged, Unusable
from archive.folder import warc_files

APPLICATION_ID = 0x534C4458  # "SLDX": tells our archive.db from another program's
BUSY_SECONDS = 30
_NO_ROOM = ("SQLITE_FULL", "SQLITE_IOERR")
CACHE_KIB = 4_096  # more saves a hundredth of an import's time, and grows with the archive
# What is deleted is overwritten, whatever SQLite was built with: a hidden word must not outlive it.
PRAGMAS = (
    "journal_mode = WAL", "synchronous = NORMAL", f"cache_size = -{CACHE_KIB}",
    "secure_delete = ON",
)  # fmt: skip

# What the archive keeps for itself: every reading of a page that bears on history, and the texts
# that readings share. Everything that readers see is folded from these.
HIDDEN_SCHEMA = """
CREATE TABLE archive_facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE observations (
    capture_id INTEGER PRIMARY KEY, address TEXT NOT NULL, observed_at TEXT NOT NULL,
    kind TEXT NOT NULL, entry_id INTEGER, target TEXT, content TEXT, views INTEGER,
    visit INTEGER NOT NULL
);
CREATE INDEX observations_address ON observations (address);
CREATE INDEX observations_entry ON observations (entry_id) WHERE entry_id IS NOT NULL;
CREATE INDEX observations_target ON observations (target) WHERE target IS NOT NULL;
CREATE INDEX observations_content ON observations (content) WHERE content IS NOT NULL;
CREATE TABLE contents (
    key TEXT PRIMARY KEY, twin TEXT, seen_at TEXT NOT NULL, capture_id INTEGER NOT NULL,
    data BLOB NOT NULL
) WITHOUT ROWID;
CREATE INDEX contents_twin ON contents (twin) WHERE twin IS NOT NULL;
CREATE TABLE unfolded (address TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE payloads (
    payload_digest TEXT PRIMARY KEY, record_id TEXT NOT NULL, capture_id INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE related_seen (
    address TEXT, related_url TEXT, position INTEGER, title TEXT, last_seen_at TEXT,
    PRIMARY KEY (address, related_url)
) WITHOUT ROWID;
CREATE INDEX related_seen_url ON related_seen (related_url);
CREATE TABLE hide_orders (
    url TEXT PRIMARY KEY, reason TEXT NOT NULL, hidden_at TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE procedure_names (
    code TEXT, name TEXT, field TEXT, first_seen_at TEXT, last_seen_at TEXT,
    PRIMARY KEY (code, name, field)
) WITHOUT ROWID;
CREATE INDEX article_edits ON article_versions (observed_at, article_id) WHERE version > 1;
CREATE TABLE details_seen (
    observed_at TEXT PRIMARY KEY, capture_id INTEGER, details TEXT
) WITHOUT ROWID;
CREATE TABLE file_captures (
    attachment_id INTEGER, captured_at TEXT, capture_id INTEGER, url TEXT, sha256 TEXT,
    bytes INTEGER, media_type TEXT, file_name TEXT,
    PRIMARY KEY (attachment_id, captured_at, capture_id)
) WITHOUT ROWID;
"""

# The marked tier (NFC, one tone-mark style) and the folded tier, in one index. Datasette finds an
# index only by content="...", in double quotes; unchanged rows must not touch the index.
SEARCH_COLUMNS = ("title", "lead", "body", "title_fold", "lead_fold", "body_fold")
_NAMES = ", ".join(SEARCH_COLUMNS)
_OLD = ", ".join(f"old.{name}" for name in SEARCH_COLUMNS)
_NEW = ", ".join(f"new.{name}" for name in SEARCH_COLUMNS)
SEARCH_SCHEMA = f"""
CREATE TABLE articles_search (id INTEGER PRIMARY KEY, {_NAMES});
CREATE VIRTUAL TABLE articles_fts USING fts5 (
    {_NAMES}, content="articles_search", content_rowid="id",
    tokenize="unicode61 remove_diacritics 0"
);
CREATE TRIGGER articles_search_insert AFTER INSERT ON articles_search BEGIN
    INSERT INTO articles_fts (rowid, {_NAMES}) VALUES (new.id, {_NEW});
END;
CREATE TRIGGER articles_search_delete AFTER DELETE ON articles_search BEGIN
    INSERT INTO articles_fts (articles_fts, rowid, {_NAMES}) VALUES ('delete', old.id, {_OLD});
END;
CREATE TRIGGER articles_search_update AFTER UPDATE ON articles_search
WHEN ({_OLD}) IS NOT ({_NEW}) BEGIN
    INSERT INTO articles_fts (articles_fts, rowid, {_NAMES}) VALUES ('delete', old.id, {_OLD});
    INSERT INTO articles_fts (rowid, {_NAMES}) VALUES (new.id, {_NEW});
END;
"""

migrations = Migrations("archive")


@migrations()
def first_schema(db: Database) -> None:
    """Every table of `archive/db/tables.py`, the hidden ones, and the search index."""
    for table in TABLES:
        facts = about(table)
        db.table(facts.name).create(
            {column.name: column.type for column in columns(table)},
            pk=facts.key[0] if len(facts.key) == 1 else facts.key,
        )
    keys = {about(table).name: about(table).key[0] for table in TABLES}
    db.add_foreign_keys(
        [
            (about(table).name, column, other, keys[other])
            for table in TABLES
            for column, other in about(table).references
        ]
    )
    for script in (HIDDEN_SCHEMA, SEARCH_SCHEMA):
        for statement in _statements(script):
            db.execute(statement)


@migrations()
def warc_files_read(db: Database) -> None:
    """Which WARC files are in the database as a whole, so that no opening reads them again."""
    db.table("warc_files").create({"warc_file": str, "warc_length": int}, pk="warc_file")


@migrations()
def indexes_in_the_order_of_pages(db: Database) -> None:
    """Those of `archive/db/tables.py`, in place of the ones that were there."""
    _make_indexes(db)


@migrations()
def views_by_month(db: Database) -> None:
    """The sums of counters that figures show, and what keeps them up."""
    for statement in _statements(viewsteps.SCHEMA):
        db.execute(statement)


@migrations()
def own_visits_by_month(db: Database) -> None:
    """The sums anew where their own visits had another name, which figures do not know."""
    if "own_visits" not in db.table("view_steps").columns_dict:
        for statement in _statements(viewsteps.DROP + viewsteps.SCHEMA):
            db.execute(statement)


@migrations()
def indexes_of_what_is_looked_up(db: Database) -> None:
    """Captures by the SHA-256 that citations give, articles by title and by the time printed.

    Some are longer: queries of titles by day and of sizes by time read them alone.
    """
    _make_indexes(db)


def _make_indexes(db: Database) -> None:
    """Exactly the indexes of the tables' descriptions; the hidden tables keep theirs."""
    for table in TABLES:
        facts = about(table)
        made = db.table(facts.name)
        for index in made.indexes:
            if index.name.startswith("idx_"):  # what create_index() calls them
                db.execute(f'DROP INDEX "{index.name}"')
        for names in facts.indexes:
            made.create_index([DescIndex(n[1:]) if n.startswith("-") else n for n in names])


def _statements(script: str) -> list[str]:
    """The script's statements; executescript() would end the migration's transaction."""
    found, open_statement = [], ""
    for line in script.splitlines():
        open_statement += line + "\n"
        if sqlite3.complete_statement(open_statement):
            found.append(open_statement)
            open_statement = ""
    return found


def connect(path: Path, *, newer_too: bool = False) -> Database:
    """The archive's database for writing, made or migrated where that is due.

    Unusable where the file is another program's, a newer version's (unless `newer_too`: whoever
    replaces everything may) or cannot be written; Damaged where SQLite cannot
    read it. A -wal and a -shm file left by a database that was deleted, which a reader may still
    hold open, are not those of the new one.
    """
    try:
        if not path.exists():
            for suffix in ("-wal", "-shm"):
                path.with_name(path.name + suffix).unlink(missing_ok=True)
        connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)
    except (OSError, sqlite3.OperationalError) as error:
        raise Unusable(f"{path} cannot be opened: {error}") from error
    try:
        db = Database(connection)
        _check_owner(db, path)
        if not newer_too:
            _check_version(db, path)
        for pragma in PRAGMAS:
            db.execute(f"PRAGMA {pragma}").fetchall()
        _migrate(db)
    except sqlite3.DatabaseError as error:
        connection.close()
        if isinstance(error, sqlite3.OperationalError) and "readonly" in str(error):
            raise Unusable(f"{path} cannot be written: {error}") from error
        if isinstance(error, sqlite3.OperationalError):
            raise
        raise Damaged(f"{path} is damaged ({error}): run 'sldtbxh rebuild'") from error
    except Unusable:
        connection.close()
        raise
    return db


def path_of(db: Database) -> Path:
    """The file of an open database, for other processes to read."""
    return Path(db.execute("PRAGMA database_list").fetchone()[2])


def _migrate(db: Database) -> None:
    """Apply what is due, all or nothing: a database that was killed while being made is empty.

    When it was is nobody's business: a rebuild gives the same rows.
    """
    if migrations.pending(db):
        with db.atomic():
            db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            migrations.apply(db)
            db.execute(f"UPDATE {migrations.migrations_table} SET applied_at = ''")


def is_made(path: Path) -> bool:
    """Whether there is a database with anything in it; one killed while being made is empty."""
    if not path.is_file() or not path.stat().st_size:
        return False
    connection = _open_to_read(path)
    try:
        return not _is_empty(Database(connection))
    except sqlite3.DatabaseError:
        return True  # what it is instead is told where it is opened
    finally:
        connection.close()


def connect_to_read(path: Path, *, check_same_thread: bool = True) -> sqlite3.Connection:
    """A read-only connection, also to a database on a disk that may only be read.

    Unusable where there is no archive, another program's file, or one that cannot be read; Damaged
    where SQLite can make no sense of the archive's own.
    """
    if not is_made(path):
        command = "rebuild" if warc_files(path.parent) else "crawl"
        raise Unusable(f"there is no archive.db at {path.parent}: run 'sldtbxh {command}' first")
    connection = _open_to_read(path, check_same_thread=check_same_thread)
    try:
        _check_owner(Database(connection), path)
    except sqlite3.DatabaseError as error:
        connection.close()
        raise _unreadable(path, error) from error
    except Unusable:
        connection.close()
        raise
    return connection


def is_older(path: Path) -> bool:
    """Whether an older version made the database, so that tables or indexes of today's lack."""
    with closing(_open_to_read(path)) as connection:
        return bool(migrations.pending(Database(connection)))


def is_immutable(path: Path) -> bool:
    """Whether the database lies on a disk that may only be read, and is whole without its -wal.

    To read one that may be written, SQLite keeps files beside it, which cannot be there. A folder
    that only this user may not write is another matter: somebody else may write at any moment.
    """
    log = path.with_name(path.name + "-wal")
    try:
        read_only = os.statvfs(path.parent).f_flag & os.ST_RDONLY
        return bool(read_only) and not (log.exists() and log.stat().st_size)
    except OSError:
        return False


def _open_to_read(path: Path, *, check_same_thread: bool = True) -> sqlite3.Connection:
    uri = f"{path.absolute().as_uri()}?mode=ro{'&immutable=1' if is_immutable(path) else ''}"
    try:
        return sqlite3.connect(
            uri, uri=True, timeout=BUSY_SECONDS, check_same_thread=check_same_thread
        )
    except sqlite3.OperationalError as error:
        raise _unreadable(path, error) from error


def _unreadable(path: Path, error: sqlite3.DatabaseError) -> ArchiveError:
    """A file without WARC files beside it was perhaps never an archive's.

    To read, SQLite writes too: a small file beside the database.
    """
    name = getattr(error, "sqlite_errorname", "")
    if name.startswith(_NO_ROOM) and (full := meaning_of(error, str(path.parent))):
        return full
    if name.startswith("SQLITE_CANTOPEN"):
        return Unusable(
            f"{path} cannot be read: {path.parent} cannot be written, and SQLite keeps two files"
            " beside a database that it reads; copy it to a folder of your own"
        )
    if is_damage(error):
        meant = meaning_of(error, str(path.parent)) if warc_files(path.parent) else None
        return meant or Unusable(f"{path} is not an archive: {error}")
    return Unusable(f"{path} cannot be read: {error}")


def check_owner(path: Path) -> None:
    """Unusable where the database is another program's, before anything is made beside it."""
    connection = _open_to_read(path)
    with closing(connection), suppress(sqlite3.DatabaseError):  # said where it is really opened
        _check_owner(Database(connection), path)


def _check_owner(db: Database, path: Path) -> None:
    ours = db.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID
    if not ours and not _is_empty(db):
        raise Unusable(f"{path} belongs to another program; choose another --archive")


def _check_version(db: Database, path: Path) -> None:
    known = {step.name for step in migrations.pending(Database(memory=True))}
    newer = [made.name for made in migrations.applied(db) if made.name not in known]
    if newer:
        raise Unusable(
            f"{path} was made by a newer version ({', '.join(newer)}): upgrade sldtbxh-archive;"
            " to stay with this one, run 'sldtbxh rebuild'"
        )


def _is_empty(db: Database) -> bool:
    return bool(db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0] == 0)


def fact(db: Database, name: str) -> str | None:
    """What the archive notes of itself under `name`."""
    row = db.execute("SELECT value FROM archive_facts WHERE name = ?", [name]).fetchone()
    return row[0] if row else None


def set_fact(db: Database, name: str, value: str) -> None:
    """Note `value` under `name`."""
    if fact(db, name) != value:
        db.table("archive_facts").upsert({"name": name, "value": value}, pk="name")
