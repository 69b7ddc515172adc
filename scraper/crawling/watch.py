"""The guard of a refresh: are these still the site's own pages, or something in their place?"""

from collections import Counter
from dataclasses import dataclass, field

MIN_PAGES = 5  # pages looked at before anything is concluded
IN_A_ROW = 15  # pages in a row that are not what they were, nor gone: no use in asking for more

COUNTED = ("home", "listing", "article", "statistics")
NO_ANSWER = "no answer"
AWAY = "sent away"  # a redirect off the site or to a login
GONE = "gone"  # each by itself may be a removal; most of a run's pages are not removed in one day
ANOTHER_PAGE = "another page"  # one of the site's own where an article or a list was
_IN_PLACE_OF = {"article": ("home", "listing", "other"), "listing": ("other",)}
NOT_THE_PAGE = frozenset({
    "skipped: maintenance", "skipped: login", "skipped: forbidden", "skipped: error",
    "skipped: empty", "skipped: foreign", "skipped: unparsed", NO_ANSWER, AWAY, GONE, ANOTHER_PAGE,
})  # fmt: skip


@dataclass(slots=True)
class Watch:
    """Counts what became of pages that were all right when they were last seen.

    Once it is over, it is: how many more answers are under way then is chance.
    """

    believes_gone: bool = False
    gone: int = 0  # of those that are believed
    looked_at: int = 0
    wrong: Counter[str] = field(default_factory=Counter)
    in_a_row: int = 0

    def note(self, expected: str, outcome: str) -> None:
        """Take one page: the outcome that it had, and the one that it has now."""
        if expected not in COUNTED or self.is_over:
            return
        if outcome in _IN_PLACE_OF.get(expected, ()):
            outcome = ANOTHER_PAGE
        self.looked_at += 1
        if outcome == GONE and self.believes_gone:
            self.gone += 1
            self.in_a_row = 0
        elif outcome in NOT_THE_PAGE:
            self.wrong[outcome] += 1
            self.in_a_row += outcome != GONE  # old articles may be removed many at a time
        else:
            self.in_a_row = 0

    @property
    def is_over(self) -> bool:
        """Whether there is no use in asking for more."""
        return self.in_a_row >= IN_A_ROW or self.mostly_wrong

    @property
    def mostly_wrong(self) -> bool:
        """Whether most pages are not what they were; a few are no evidence."""
        return self.looked_at >= MIN_PAGES and 2 * self.wrong.total() > self.looked_at

    def __str__(self) -> str:
        kinds = ", ".join(
            f"{n} {name.removeprefix('skipped: ')}" for name, n in sorted(self.wrong.items())
        )
        return f"{self.wrong.total()} of {self.looked_at} pages that were there are not: {kinds}"
