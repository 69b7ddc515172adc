"""Which addresses a history must be folded together with."""

from collections.abc import Iterable, Sequence

from sqlite_utils import Database

from archive.history.observation import Content, Observation
from archive.history.packing import unpack

_MOST_VALUES = 500
_BELIEVED = (
    " AND NOT (kind = 'gone' AND EXISTS (SELECT 1 FROM captures c JOIN runs r ON r.id = c.run_id"
    " WHERE c.id = observations.capture_id AND r.exit_code = 3))"
)
_COLUMNS = "capture_id, address, observed_at, kind, entry_id, target, content, views, visit"

# From some addresses to those that may be of the same article, one step. A redirect counts only
# where it leads to a page that was shown: a thousand old addresses may lead to one section.
_STEPS = (
    "SELECT o.address FROM observations o WHERE o.entry_id IN ("
    " SELECT entry_id FROM observations WHERE address IN ({marks}) AND entry_id IS NOT NULL)",
    "SELECT o.target FROM observations o WHERE o.address IN ({marks}) AND o.target IS NOT NULL"
    " AND EXISTS (SELECT 1 FROM observations s WHERE s.address = o.target"
    " AND s.kind IN ('shown', 'moved'))",
    "SELECT o.address FROM observations o WHERE o.target IN ({marks})"
    " AND EXISTS (SELECT 1 FROM observations s WHERE s.address = o.target"
    " AND s.kind IN ('shown', 'moved'))",
    "SELECT o.address FROM observations o WHERE o.content IN ("
    " SELECT t.key FROM contents t WHERE t.twin IN ("
    "  SELECT c.twin FROM contents c JOIN observations b ON b.content = c.key"
    "  WHERE b.address IN ({marks}) AND c.twin IS NOT NULL))",
)


def closure(db: Database, addresses: Iterable[str]) -> set[str]:
    """`addresses` with all others that any chain of entry ids, redirects or same words reaches."""
    reached: set[str] = set()
    frontier = set(addresses)
    while frontier:
        reached |= frontier
        found: set[str] = set()
        for some in _portions(sorted(frontier)):
            marks = ", ".join("?" * len(some))
            for step in _STEPS:
                found.update(row[0] for row in db.execute(step.format(marks=marks), some))
        frontier = found - reached
    return reached


def observations_of(db: Database, addresses: Iterable[str]) -> list[Observation]:
    """Every observation of these addresses that can be believed.

    What was gone in a run that got no usable page was gone with the whole site.
    """
    found = []
    for some in _portions(sorted(addresses)):
        marks = ", ".join("?" * len(some))
        sql = f"SELECT {_COLUMNS} FROM observations WHERE address IN ({marks}){_BELIEVED}"
        found += [Observation(*row) for row in db.execute(sql, some)]
    return found


def disbelieve(db: Database, run_id: int) -> None:
    """Have every address folded again that the run, which got no usable page, found gone."""
    sql = (
        "INSERT OR IGNORE INTO unfolded SELECT DISTINCT o.address FROM observations o"
        " JOIN captures c ON c.id = o.capture_id WHERE c.run_id = ? AND o.kind = 'gone'"
    )
    db.execute(sql, [run_id])


def contents_of(db: Database, observations: Iterable[Observation]) -> dict[str, Content]:
    """The contents that these observations showed, by key."""
    keys = sorted({o.content for o in observations if o.content})
    found = {}
    for some in _portions(keys):
        marks = ", ".join("?" * len(some))
        sql = f"SELECT key, twin, data FROM contents WHERE key IN ({marks})"
        for key, twin, data in db.execute(sql, some):
            found[key] = unpack(data, twin)
    return found


def _portions(values: Sequence[str]) -> Iterable[list[str]]:
    for start in range(0, len(values), _MOST_VALUES):
        yield list(values[start : start + _MOST_VALUES])
