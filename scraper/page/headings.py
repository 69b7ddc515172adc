"""Lines that begin with a widget's heading, found without a look at each line of the page."""

from collections.abc import Sequence

from scraper.page.figures import lower
from scraper.page.lines import Line

# No heading of a widget is longer.
MAX_HEADING = 60


def lines_with(lines: Sequence[Line], words: Sequence[str]) -> list[int]:
    """Places in `lines` of the short ones that hold one of `words` (lower case), in order."""
    lowered = lower("\n".join([line.text for line in lines]))
    places = set()
    for word in words:
        place = done = 0
        at = lowered.find(word)
        while at >= 0:
            place += lowered.count("\n", done, at)
            places.add(place)
            done = at
            at = lowered.find(word, at + len(word))
    return sorted(n for n in places if len(lines[n].text) <= MAX_HEADING)
