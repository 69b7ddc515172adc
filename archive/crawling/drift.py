"""Layout drift: fields that articles showed before and that their pages show no more."""

from dataclasses import dataclass, field

from sqlite_utils import Database

from archive.history.closure import contents_of, observations_of
from archive.history.observation import SHOWN, Observation
from archive.runs import Run, of_pass

WINDOW = 10  # of the newest second looks at articles, where a run has made fewer itself
AT_LEAST = 5  # of them must have shown the field before
_LOOKED_THROUGH = 400  # captures of articles, the newest first

FIELDS = {
    "category": "section", "published_text": "date", "byline": "byline", "lead": "lead",
    "views": "view counter",
}  # fmt: skip


@dataclass(slots=True)
class Tally:
    """How many pages showed a field before, and how many of them have lost it."""

    had: int = 0
    lost: int = 0

    @property
    def mostly(self) -> bool:
        """Whether most of the pages have lost it."""
        return 2 * self.lost > self.had


@dataclass(slots=True)
class Counts:
    """The same of one field, in this pass and in the window."""

    own: Tally = field(default_factory=Tally)
    recent: Tally = field(default_factory=Tally)


def lost_fields(db: Database, run: Run) -> list[str]:
    """Fields, in plain words, that most articles looked at again have lost; [] where all is well.

    A few pages are no evidence: with less than `WINDOW` of this pass, those before count too, but
    never without this pass's own agreeing.
    """
    counts = {name: Counts() for name in FIELDS}
    own = _own(db, run)
    for compared, (observation, before) in enumerate(_second_looks(db)):
        is_own = observation.capture_id in own
        if not is_own and compared >= WINDOW:
            break
        now = _shown(db, [observation])
        for name in _shown(db, before):
            for tally in (counts[name].recent, counts[name].own)[: 1 + is_own]:
                tally.had += 1
                tally.lost += name not in now
    return [
        FIELDS[name]
        for name, found in counts.items()
        if found.own.mostly and found.recent.mostly and found.recent.had >= AT_LEAST
    ]


def _own(db: Database, run: Run) -> set[int]:
    marks = ", ".join(map(str, of_pass(db, run)))
    sql = f"SELECT id FROM captures WHERE run_id IN ({marks}) AND outcome = 'article'"
    return {row[0] for row in db.execute(sql)}


def _second_looks(db: Database) -> list[tuple[Observation, list[Observation]]]:
    """The newest showing of each address that was shown before, the newest first."""
    sql = (
        "SELECT address FROM captures WHERE outcome = 'article' ORDER BY captured_at DESC LIMIT"
        f" {_LOOKED_THROUGH}"
    )
    found = []
    for address in dict.fromkeys(row[0] for row in db.execute(sql)):
        shown = [o for o in observations_of(db, [address]) if o.kind == SHOWN]
        shown.sort(key=lambda o: o.observed_at)
        if len(shown) > 1:
            found.append((shown[-1], shown[:-1]))
    found.sort(key=lambda pair: pair[0].observed_at, reverse=True)
    return found


def _shown(db: Database, observations: list[Observation]) -> set[str]:
    """Which fields any of these observations shows."""
    names = {"views"} if any(o.views is not None for o in observations) else set()
    for content in contents_of(db, observations).values():
        names.update(name for name in FIELDS if content.fields.get(name) is not None)
    return names
