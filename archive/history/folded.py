"""What a fold of some addresses gives, as rows that any process can make and one writes."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from sqlite_utils import Database

from archive.db.database import connect_to_read, fact
from archive.db.rows import Row
from archive.history.articlerows import (
    CHILD_TABLES,
    article_row,
    child_rows,
    mention_rows,
    search_row,
    table_rows,
)
from archive.history.closure import closure, contents_of, observations_of
from archive.history.history import History, fold
from archive.history.observation import STATISTICS, Content, Observation, in_order
from scraper.departments import DEFAULT, department

_RELATED = "SELECT related_url, position, title, last_seen_at FROM related_seen WHERE address = ?"


@dataclass(slots=True)
class Folded:
    """The rows of all articles that have one of `addresses`, and of its statistics pages."""

    addresses: set[str]
    histories: list[tuple[int, list[int], int, str | None]]
    """Of each article its id, its other ids, its number of versions, since when it is gone."""
    articles: list[Row]
    search: list[Row]
    related: list[Row]
    children: dict[type, list[Row]]
    statistics: list[int] = field(default_factory=list)
    """Captures of statistics pages, with their tables and mentions of procedures."""
    tables: list[Row] = field(default_factory=list)
    mentions: list[Row] = field(default_factory=list)


def fold_apart(addresses: Iterable[str], database: Path) -> Folded:
    """Fold the addresses with all that belongs to them, as the database stands now."""
    connection = connect_to_read(database)
    try:
        connection.execute("BEGIN")
        db = Database(connection)
        reached = closure(db, addresses)
        observations = observations_of(db, reached)
        return folded(db, reached, observations, contents_of(db, observations))
    finally:
        connection.close()


def folded(
    db: Database,
    addresses: set[str],
    observations: list[Observation],
    contents: dict[str, Content],
) -> Folded:
    """The rows that these observations make; `db` is asked for what other pages link to."""
    histories = fold(observations, contents)
    place = department(fact(db, "department") or DEFAULT).place
    children: dict[type, list[Row]] = {table: [] for table in CHILD_TABLES}
    for history in histories:
        for table, rows in child_rows(history, place).items():
            children[table] += rows
    result = Folded(
        addresses,
        [(h.id, h.aliases, len(h.versions), h.removed_at) for h in histories],
        [article_row(h) for h in histories],
        [search_row(h) for h in histories],
        _related(db, histories),
        children,
    )
    _fold_statistics(result, observations, contents)
    return result


def _related(db: Database, histories: list[History]) -> list[Row]:
    """What "Tin đã đưa" showed at any address of each article; the newest sighting counts."""
    rows: dict[tuple[int, str], Row] = {}
    for history in histories:
        for address in history.urls:
            for url, position, title, at in db.execute(_RELATED, [address]):
                row = {
                    "article_id": history.id,
                    "related_url": url,
                    "position": position,
                    "title": title,
                    "last_seen_at": at,
                }
                there = rows.setdefault((history.id, url), row)
                if (there["last_seen_at"], there["title"]) < (at, title):
                    rows[history.id, url] = row
    return list(rows.values())


def _fold_statistics(
    result: Folded, observations: list[Observation], contents: dict[str, Content]
) -> None:
    """Tables of a statistics page: those of each capture that showed others than the one before."""
    shown: dict[str, str | None] = {}
    for observation in sorted(observations, key=in_order):
        if observation.kind != STATISTICS or observation.content is None:
            continue
        result.statistics.append(observation.capture_id)
        if shown.get(observation.address) != observation.content:
            shown[observation.address] = observation.content
            content = contents[observation.content]
            result.tables += table_rows(content, observation.capture_id)
            result.mentions += mention_rows(content, observation.capture_id)
