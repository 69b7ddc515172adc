"""A site's life over years, made by chance from a seed, and what an archive should say of it."""

import random
import sqlite3
from collections import Counter
from dataclasses import dataclass, field

from archive.db.database import connect_to_read
from archive.folder import database_path
from archive.health.health import health
from scraper.replica.sections import SECTIONS
from tests.simulation import Life

OUTAGES = ("maintenance", "503", "500", "403", "login", "parked")
REMOVALS = ("404", "410", "soft_404", "home")
QUIET = 100  # days at the end in which nothing happens: every page has been looked at again
NEWS_PAUSE = range(20, 32)  # days of each year without news (Tết)
SHORT, LONG = 2, 6  # days: an outage that may happen, and one that somebody must look at
STALE = 4  # days without a good visit after which status must say so


@dataclass
class Years:
    """Lives `days` days with a life's events, then `QUIET` days without, and counts alarms."""

    life: Life
    seed: int = 1
    edits: Counter[int] = field(default_factory=Counter)
    moves: Counter[int] = field(default_factory=Counter)
    removed: dict[int, str] = field(default_factory=dict)
    ever_removed: set[int] = field(default_factory=set)
    requests: list[int] = field(default_factory=list)
    false: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)
    down: int = 0  # days that the present outage has lasted
    fault: str = ""
    until: int = 0

    def __post_init__(self) -> None:
        self.rng = random.Random(self.seed)

    def live(self, days: int) -> None:
        for day in range(days):
            self._happenings(day)
            self._fault(day, days)
            self._refresh(day)
        self.life.replica.heal()
        self.fault = ""
        for day in range(days, days + QUIET):
            self._refresh(day)

    def _happenings(self, day: int) -> None:
        rng, site = self.rng, self.life.replica
        there = [a.entry_id for a in site.articles if a.entry_id not in self.removed]
        if rng.random() < 0.4 and day % 365 not in NEWS_PAUSE:
            site.publish(f"Bài mẫu đăng ngày thứ {day}", rng.choice(SECTIONS))
        if rng.random() < 0.25:
            entry = rng.choice(there)
            site.edit(entry, paragraphs=(f"Bài mẫu được viết lại ngày thứ {day}.", "Hết bài mẫu."))
            self.edits[entry] += 1
        if rng.random() < 0.05:
            entry = rng.choice(there)
            site.remove(entry, rng.choice(REMOVALS))
            self.removed[entry] = "removed"
            self.ever_removed.add(entry)
        if rng.random() < 0.02 and self.removed:
            entry = rng.choice(sorted(self.removed))
            site.restore(entry)
            del self.removed[entry]
        if rng.random() < 0.05:
            entry = rng.choice([i for i in there if i not in self.removed])
            site.move(entry, section=rng.choice(SECTIONS), old=rng.choice(("301", "404")))
            self.moves[entry] += 1

    def _fault(self, day: int, days: int) -> None:
        """An outage of a night or two now and then, a long one, a redesign once in a while."""
        site, rng = self.life.replica, self.rng
        if self.fault and day >= self.until:
            site.heal()
            self.fault, self.down = "", 0
        elif not self.fault and 20 < day < days - 15 and rng.random() < 0.03:
            self.fault = rng.choice((*OUTAGES, "drift"))
            length = LONG if self.fault == "drift" else rng.choice((1, SHORT, LONG))
            self.until = day + length
            site.break_(self.fault)

    def _refresh(self, day: int) -> None:
        code = self.life.day()
        self.requests.append(len(self.life.replica.requests))
        said = f"day {day}, {self.fault or 'all well'}: exit {code}: {self.life.said[-1]}"
        self.down += bool(self.fault)
        wrong = self._alarms()
        if not self.fault:
            if code != 0:
                self.false.append(said)
            if wrong:
                self.false.append(f"day {day}: status: {wrong}")
        elif self.fault == "drift":
            if code not in (0, 4) or (code == 0 and self.down == LONG):
                self.missed.append(said)
        elif code != 3 or (self.down > STALE and not wrong):
            self.missed.append(said)

    def _alarms(self) -> list[str]:
        connection = connect_to_read(database_path(self.life.folder))
        try:
            return [wrong.en for wrong in health(connection, self.life.clock()).wrong]
        finally:
            connection.close()

    def mistakes(self) -> list[str]:
        """What the archive says that is not so, or does not say that is so."""
        path = database_path(self.life.folder)
        with sqlite3.connect(path) as db:
            rows = db.execute("SELECT id, title, body_text, version, removed_at FROM articles")
            found = {row[0]: row[1:] for row in rows}
            removals = {r[0] for r in db.execute("SELECT article_id FROM article_removals")}
        wrong = []
        for article in self.life.replica.articles:
            entry = article.entry_id
            if entry not in found:
                if entry not in self.ever_removed:
                    wrong.append(f"{entry} is not known")
                continue
            title, text, version, removed_at = found[entry]
            changes = self.edits[entry] + self.moves[entry]  # another section is a change
            if version > 1 + changes:
                wrong.append(f"{entry} has {version} versions after {changes} changes")
            if bool(removed_at) != (entry in self.removed):
                wrong.append(f"{entry} removed: {removed_at}")
            if entry in removals - self.ever_removed:
                wrong.append(f"{entry} never was removed")
            if not removed_at and article.paragraphs[0] not in text:
                wrong.append(f"{entry} was edited, and it is not seen")
            if not removed_at and title != article.title:
                wrong.append(f"{entry} has the title {title}")
        return wrong
