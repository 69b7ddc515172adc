"""What pages show beside their article: figures, links, polls and the site's own particulars.

Each is merged so that any order of captures gives the same rows.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from sqlite_utils import Database

from archive.db import tables
from archive.db.rows import Row, flat, read_keys, write
from archive.db.spans import merge_spans, merge_spans_in
from archive.db.tables import columns
from archive.ids import content_hash, content_id
from archive.times import utc_text
from scraper import records
from scraper.records import Record

_HOUR = len("2026-11-23T18")
_FIGURES = ("received", "resolved", "early", "on_time", "late")
_PROCEDURE_NAMES = ("code", "name", "field", "first_seen_at", "last_seen_at")
_DETAILS = ("observed_at", "capture_id", "details")
_DETAILS_ROWS = f"SELECT {', '.join(_DETAILS)} FROM details_seen"


@dataclass(slots=True)
class Series:
    """Records of pages, gathered until `write` puts them into the database."""

    statistics: list[Row] = field(default_factory=list)
    procedures: list[Row] = field(default_factory=list)
    links: list[Row] = field(default_factory=list)
    polls: list[Row] = field(default_factory=list)
    votes: list[Row] = field(default_factory=list)
    traffic: dict[str, Row] = field(default_factory=dict)
    details: dict[str, tuple[int, str]] = field(default_factory=dict)

    def add(self, capture_id: int, captured_at: datetime, found: Iterable[Record]) -> None:
        """Take what one page shows; records that are an article's own are passed over."""
        at = utc_text(captured_at)
        seen = {"first_seen_at": at, "last_seen_at": at}
        for record in found:
            match record:
                case records.ProcedureStatistics():
                    row = _statistics_row(record)
                    self.statistics.append({**row, **seen, "capture_id": capture_id})
                case records.Procedure():
                    names = {"name": record.name or "", "field": record.field or ""}
                    self.procedures.append({"code": record.code, **names, **seen})
                case records.ProcedureMention():
                    self.procedures.append({"code": record.code, "name": "", "field": "", **seen})
                case records.WebLink():
                    self.links.append({**flat(record), **seen})
                case records.Poll():
                    self._add_poll(record, seen)
                case records.SiteTraffic():
                    self._add_traffic({**flat(record), "observed_at": at, "capture_id": capture_id})
                case records.SiteDetails():
                    text = json.dumps(flat(record), ensure_ascii=False, sort_keys=True)
                    there = self.details.get(at)
                    if there is None or capture_id < there[0]:
                        self.details[at] = (capture_id, text)

    def _add_poll(self, poll: records.Poll, seen: Row) -> None:
        poll_id = content_id("poll", poll.question)
        self.polls.append({"id": poll_id, "question": poll.question, **seen})
        for option in poll.options:
            votes_key = "" if option.votes is None else str(option.votes)
            row = {"poll_id": poll_id, **flat(option), "votes_key": votes_key, **seen}
            self.votes.append(row)

    def _add_traffic(self, row: Row) -> None:
        there = self.traffic.setdefault(row["observed_at"][:_HOUR], row)
        if _order(row) < _order(there):
            self.traffic[row["observed_at"][:_HOUR]] = row

    def write(self, db: Database) -> None:
        """Merge everything gathered into the database, and forget it."""
        merge_spans(db, tables.ProcedureStatistics, self.statistics)
        merge_spans(db, tables.WebLinks, self.links)
        merge_spans(db, tables.Polls, self.polls)
        merge_spans(db, tables.PollOptions, self.votes)
        _write_procedures(db, self.procedures)
        for hour, row in self.traffic.items():
            _write_traffic(db, hour, row)
        _write_details(db, self.details)
        for gathered in (self.statistics, self.links, self.polls, self.votes, self.procedures):
            gathered.clear()
        self.traffic.clear()
        self.details.clear()


def _order(row: Row) -> tuple[str, int]:
    return (row["observed_at"], row["capture_id"])


def _statistics_row(record: records.ProcedureStatistics) -> Row:
    row = flat(record)
    figures = [row[f"{name}{part}"] for name in _FIGURES for part in ("_text", "_percent_text")
               if f"{name}{part}" in row]  # fmt: skip
    return {**row, "figures_hash": content_hash(figures)}


def _write_procedures(db: Database, sightings: list[Row]) -> None:
    """`procedures` shows the name that was seen last, and the whole time of the code."""
    if not sightings:
        return
    key = ("code", "name", "field")
    merge_spans_in(db, "procedure_names", key, list(_PROCEDURE_NAMES), sightings)
    rows = []
    for code in sorted({row["code"] for row in sightings}):
        sql = (
            "SELECT name, field, first_seen_at, last_seen_at FROM procedure_names WHERE code = ?"
            " ORDER BY name = '', last_seen_at DESC, name, field"
        )
        found = db.execute(sql, [code]).fetchall()
        first, last = min(row[2] for row in found), max(row[3] for row in found)
        name, of = found[0][0] or None, found[0][1] or None
        span = {"first_seen_at": first, "last_seen_at": last}
        rows.append({"code": code, "name": name, "field": of, **span})
    merge_exactly(db, tables.Procedures, rows)


def merge_exactly(db: Database, table: type, rows: list[Row]) -> None:
    """Write the rows of a table with a single key that are new or differ."""
    facts = tables.about(table)
    names = ", ".join(f'"{c.name}"' for c in columns(table))
    changed = []
    for row in rows:
        sql = f"SELECT {names} FROM {facts.name} WHERE {facts.key[0]} = ?"
        found = db.execute(sql, [row[facts.key[0]]]).fetchone()
        if found != tuple(row[c.name] for c in columns(table)):
            changed.append(row)
    write(db, facts.name, facts.key, changed)


def _write_traffic(db: Database, hour: str, row: Row) -> None:
    sql = "SELECT observed_at, capture_id FROM site_traffic WHERE observed_at BETWEEN ? AND ?"
    there = db.execute(sql, [hour, hour + "~"]).fetchone()
    if there and there <= _order(row):
        return
    if there:
        db.execute("DELETE FROM site_traffic WHERE observed_at = ?", [there[0]])
    write(db, "site_traffic", ("observed_at",), [row])


def _write_details(db: Database, found: dict[str, tuple[int, str]]) -> None:
    """A row of `site_details` wherever a sighting differs from the one before it."""
    there = read_keys(db, "details_seen", _DETAILS, _DETAILS[:1], [(at,) for at in found])
    fresh = [
        (at, capture_id, details)
        for at, (capture_id, details) in sorted(found.items())
        if (at,) not in there or capture_id < there[at,]["capture_id"]
    ]
    write(
        db, "details_seen", _DETAILS[:1], [dict(zip(_DETAILS, row, strict=True)) for row in fresh]
    )
    after = f"{_DETAILS_ROWS} WHERE observed_at > ? ORDER BY observed_at LIMIT 1"
    for sighting in fresh:
        _mark_change(db, sighting)
        if following := db.execute(after, [sighting[0]]).fetchone():
            _mark_change(db, following)


def _mark_change(db: Database, sighting: tuple[str, int, str]) -> None:
    at, capture_id, details = sighting
    before = f"{_DETAILS_ROWS} WHERE observed_at < ? ORDER BY observed_at DESC LIMIT 1"
    previous = db.execute(before, [at]).fetchone()
    if previous and previous[2] == details:
        db.execute("DELETE FROM site_details WHERE observed_at = ?", [at])
    else:
        row = {**json.loads(details), "observed_at": at, "capture_id": capture_id}
        merge_exactly(db, tables.SiteDetails, [row])
