"""Two versions of an article, field by field."""

import sqlite3
from dataclasses import dataclass
from itertools import groupby

from archive.formats import moment
from archive.views.differences import SAME, Paragraph, compare, compare_line, counted
from archive.views.parameters import read_time
from archive.views.versions import read_version, versions_of

FIELDS = {
    "title": "Tiêu đề",
    "category": "Chuyên mục",
    "published_at": "Ngày đăng",
    "byline": "Ký tên",
}


@dataclass(frozen=True, slots=True)
class Comparison:
    """Every version of an article, the two that are compared, and what differs.

    `fields` are names in Vietnamese with their words, those that differ only; `body` has every
    paragraph. Where there is one version, `old` and `new` are both that one.
    """

    versions: list[sqlite3.Row]
    old: sqlite3.Row
    new: sqlite3.Row
    fields: list[tuple[str, Paragraph]]
    body: list[Paragraph]

    @property
    def is_same_text(self) -> bool:
        """Whether the body has the same words."""
        return all(paragraph.kind == SAME for paragraph in self.body)

    @property
    def groups(self) -> list[list[Paragraph]]:
        """The body's paragraphs; those that are the same and follow each other are together."""
        runs = groupby(self.body, key=lambda paragraph: paragraph.kind == SAME)
        return [list(run) for _, run in runs]

    @property
    def counts(self) -> tuple[int, int]:
        """Words added to and removed from the body."""
        return counted(self.body)


def comparison(
    connection: sqlite3.Connection, article_id: int, old: str | None, new: str | None
) -> Comparison | None:
    """The versions of these times, else the last two; None where there is no such article."""
    versions = versions_of(connection, article_id)
    if not versions:
        return None
    times = [str(version["observed_at"]) for version in versions]
    newer = _chosen(times, new, times[-1])
    before = [time for time in times if time < newer]
    older = _chosen(times, old, before[-1] if before else newer)
    first, second = (read_version(connection, article_id, at) for at in (older, newer))
    body = compare(first["body_text"], second["body_text"])
    return Comparison(versions, first, second, _fields(first, second), body)


def edit_fields(old: sqlite3.Row, new: sqlite3.Row) -> list[str]:
    """The Vietnamese names of the fields that differ, besides the body."""
    return [name for column, name in FIELDS.items() if old[column] != new[column]]


def _chosen(times: list[str], asked: str | None, otherwise: str) -> str:
    wanted = read_time(asked) if asked else None
    return wanted if wanted in times else otherwise


def _fields(old: sqlite3.Row, new: sqlite3.Row) -> list[tuple[str, Paragraph]]:
    found = []
    for column, name in FIELDS.items():
        if old[column] != new[column]:
            texts = (old[column], new[column])
            if column == "published_at":
                texts = (moment(texts[0]), moment(texts[1]))
            found.append((name, compare_line(*texts)))
    return found
