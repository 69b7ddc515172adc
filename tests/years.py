"""A site's life over years, made by chance from a seed, and what an archive should say of it.

python -m tests.years SEED [DAYS [ARTICLES]]    lives one again, and counts alarms
"""

import random
import sqlite3
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from archive.folder import database_path
from scraper.replica import Replica
from scraper.replica.sections import SECTIONS
from tests.simulation import DAY, Life

OUTAGES = ("maintenance", "503", "500", "403", "login", "parked")
# Of the site's looks: lost fields, none, lost boxes, and one box lost of them.
CHANGES = ("drift", "redesign", "bare", "no_results")
REMOVALS = ("404", "410", "soft_404", "home")
QUIET = 100  # days at the end in which nothing happens
NEWS_PAUSE = range(20, 32)  # days of each year without news (Tết)
SHORT, LONG = 2, 6  # days: an outage that may happen, and one that somebody must look at
BOXES = 14  # days without boxes after which status must have said so
STALE = 4  # days without a good visit after which status must say so
DAYS, ARTICLES = 800, 24
LOOKED_BACK = 730  # days of news, as far as status looks back: then a long silence must be told

# The documented table: an article published so many days ago is looked at every so many days.
POLICY = ((3, 1), (14, 3), (60, 7), (365, 30))
OLD, REMOVED = 90, 30
SLACK = 3  # days: a removal is looked at twice, a dead address before a living one


@dataclass
class Awaited:
    """Something that the archive is to see until a day, of which outages are no part."""

    what: str
    since: int
    until: int


@dataclass
class Years:
    """Lives `days` days with a life's events, then `QUIET` days without, and counts alarms.

    In the quiet days the site is visited every `step` days.
    """

    life: Life
    seed: int = 1
    step: int = 1
    edits: Counter[int] = field(default_factory=Counter)
    moves: Counter[int] = field(default_factory=Counter)
    removed: set[int] = field(default_factory=set)
    ever_removed: set[int] = field(default_factory=set)
    awaited: dict[int, Awaited] = field(default_factory=dict)
    delays: list[int] = field(default_factory=list)
    late: list[str] = field(default_factory=list)
    requests: list[int] = field(default_factory=list)
    alarms: Counter[str] = field(default_factory=Counter)
    false: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)
    down: int = 0  # days that the present fault has lasted
    fault: str = ""
    until: int = 0
    told: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.rng = random.Random(self.seed)
        self.published: dict[int, int] = {}

    def live(self, days: int) -> None:
        for day in range(days):
            self._happenings(day)
            self._fault(day, days)
            self._refresh(day)
        self._heal()
        silent = set()
        for day in range(days, days + QUIET, self.step):
            self.life.replica.advance((self.step - 1) * DAY)
            self._refresh(day, quiet=True)
            silent |= self.told
        if days >= LOOKED_BACK and "nothing_new" not in silent:
            self.missed.append("a hundred days without news are not told")

    def _happenings(self, day: int) -> None:
        rng, site = self.rng, self.life.replica
        there = [a.entry_id for a in site.articles if a.entry_id not in self.removed]
        if rng.random() < 0.4 and day % 365 not in NEWS_PAUSE:
            new = site.publish(f"Bài mẫu đăng ngày thứ {day}", rng.choice(SECTIONS))
            self.published[new.entry_id] = day
            self.awaited[new.entry_id] = Awaited("published", day, day + SLACK)
        if rng.random() < 0.25:
            entry = rng.choice(there)
            site.edit(entry, paragraphs=(f"Bài mẫu được viết lại ngày thứ {day}.", "Hết bài mẫu."))
            self.edits[entry] += 1
            self._await(entry, "edited", day)
        if rng.random() < 0.05:
            entry = rng.choice(there)
            site.remove(entry, rng.choice(REMOVALS))
            self.removed.add(entry)
            self.ever_removed.add(entry)
            self._await(entry, "removed", day)
        if rng.random() < 0.02 and self.removed:
            entry = rng.choice(sorted(self.removed))
            site.restore(entry)
            self.removed.discard(entry)
            self._await(entry, "restored", day)
        if rng.random() < 0.05:
            entry = rng.choice([i for i in there if i not in self.removed])
            site.move(entry, section=rng.choice(SECTIONS), old=rng.choice(("301", "404")))
            self.moves[entry] += 1

    def _await(self, entry: int, what: str, day: int) -> None:
        age = day - self.published.get(entry, -1000)
        wait = max(_interval(age), _interval(age + _interval(age)))
        wait = max(wait, REMOVED) if what == "restored" else wait
        self.awaited[entry] = Awaited(what, day, day + wait + SLACK)

    def _fault(self, day: int, days: int) -> None:
        """An outage of a night or two now and then, a long one, another look once in a while."""
        rng = self.rng
        if self.fault and day >= self.until:
            self._heal()
        elif not self.fault and 20 < day < days - 15 and rng.random() < 0.03:
            self.fault = rng.choice((*OUTAGES, *CHANGES))
            lengths = {"drift": LONG, "redesign": LONG, "bare": BOXES, "no_results": BOXES}
            self.until = day + lengths.get(self.fault, rng.choice((1, SHORT, LONG)))
            self.life.replica.break_(self.fault)

    def _heal(self) -> None:
        lost = {"bare": "missing_polls", "no_results": "missing_procedure_results"}.get(self.fault)
        if lost and self.down == BOXES and lost not in self.told:
            self.missed.append(f"{lost} is not told")
        self.life.replica.heal()
        self.fault, self.down = "", 0

    def _has_told(self, prefix: str) -> bool:
        return any(name.startswith(prefix) for name in self.told)

    def _refresh(self, day: int, *, quiet: bool = False) -> None:
        code = self.life.day()
        self.requests.append(len(self.life.replica.requests))
        self.told = set(self.life.told())
        self.down += bool(self.fault)
        self._judge(f"day {day}", code, {"nothing_new"} if quiet else set())
        self._look(day)

    def _judge(self, day: str, code: int, expected: set[str]) -> None:
        """Count the alarms of this day: the exit code, and what status says is wrong."""
        said = f"{day}, {self.fault or 'all well'} for {self.down}: exit {code}"
        said += f", {sorted(self.told)}: {self.life.said[-1]}"
        self.alarms.update({f"exit {code}", *self.told})
        wrong = {name for name in self.told - expected if not name.startswith("missing_")}
        boxes = self._has_told("missing_")
        if self.fault in ("", "redesign", "bare", "no_results"):
            if code != 0 or wrong or (boxes and self.fault not in ("bare", "no_results")):
                self.false.append(said)
        elif self.fault == "drift":
            if code not in (0, 4) or (code == 0 and self.down == LONG):
                self.missed.append(said)
        elif code != 3 or (self.down > STALE and not self.told):
            self.missed.append(said)

    def _look(self, day: int) -> None:
        """What was awaited and is there now; a day without the site is no day."""
        if self.fault in OUTAGES:
            for awaited in self.awaited.values():
                awaited.until += 1
        with sqlite3.connect(database_path(self.life.folder)) as db:
            sql = "SELECT id, title, body_text, removed_at FROM articles"
            there = {row[0]: row[1:] for row in db.execute(sql)}
        for entry, awaited in list(self.awaited.items()):
            if self._is_seen(entry, there.get(entry)):
                self.delays.append(day - awaited.since)
                del self.awaited[entry]
            elif day > awaited.until + self.step:
                self.late.append(f"day {day}: {entry} was {awaited.what} on day {awaited.since}")
                del self.awaited[entry]

    def _is_seen(self, entry: int, row: tuple[str, str, str | None] | None) -> bool:
        if entry in self.removed:
            return row is None or row[2] is not None
        article = self.life.replica.article(entry)
        return row is not None and row[2] is None and article.paragraphs[0] in row[1]

    def report(self) -> str:
        """Alarms that were false, missed or right, days until things were seen, requests."""
        wrong = {"false": self.false, "missed": self.missed, "mistakes": self.mistakes()}
        lines = [f"{name}: {len(found)}" for name, found in wrong.items()]
        lines += [f"  {line}" for found in wrong.values() for line in found]
        delays = sorted(self.delays)
        lines += [
            f"told: {dict(sorted(self.alarms.items()))}",
            f"seen: {len(delays)}, half of it within {_part(delays, 0.5)} days, 95 % within"
            f" {_part(delays, 0.95)}, all within {_part(delays, 1)}; late: {len(self.late)}",
            f"requests a day: {sum(self.requests) / len(self.requests):.0f}, at most"
            f" {max(self.requests)}",
        ]
        return "\n".join(lines)

    def mistakes(self) -> list[str]:
        """What the archive says that is not so, or does not say that is so."""
        path = database_path(self.life.folder)
        with sqlite3.connect(path) as db:
            rows = db.execute("SELECT id, title, body_text, version, removed_at FROM articles")
            found = {row[0]: row[1:] for row in rows}
            removals = {r[0] for r in db.execute("SELECT article_id FROM article_removals")}
        wrong = list(self.late)
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


def _interval(age: int) -> int:
    return next((days for limit, days in POLICY if age <= limit), OLD)


def _part(ordered: list[int], share: float) -> int:
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0


def live(folder: Path, articles: int, days: int, seed: int, step: int) -> Years:
    """A life of an archive that is made in `folder`."""
    with Replica(articles) as site:
        life = Life(site, folder)
        assert life.refresh() == 0, life.said
        years = Years(life, seed, step)
        years.live(days)
        return years


def _main(seed: int, days: int = DAYS, articles: int = ARTICLES) -> None:
    with tempfile.TemporaryDirectory() as folder:
        years = live(Path(folder), articles, days, seed, 1)
        print(years.report())
        sys.exit(1 if years.false or years.missed or years.mistakes() else 0)


if __name__ == "__main__":
    _main(*map(int, sys.argv[1:]))
