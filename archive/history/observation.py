"""One reading of a page as far as it bears on an article's history."""

from dataclasses import dataclass
from typing import Any

# Kinds of observation.
SHOWN = "shown"  # the article's page, with its content
SAME = "same"  # 304: as it was
GONE = "gone"  # 404, 410, a soft 404, or the home page in its place
MOVED = "moved"  # a redirect to another address
VISIT = "visit"  # anything else with status 200: it counted as a rendering all the same
STATISTICS = "statistics"  # a statistics page, with its tables


@dataclass(frozen=True, slots=True)
class Observation:
    """What one capture says of one address.

    `address` and `target` (of a redirect) are canonical; `observed_at` is text as
    `archive.times` writes it; `content` is the key of what was shown; `visit` says that it was a
    live capture with status 200, which the site's counter counted.
    """

    capture_id: int
    address: str
    observed_at: str
    kind: str
    entry_id: int | None = None
    target: str | None = None
    content: str | None = None
    views: int | None = None
    visit: bool = False

    @property
    def positive(self) -> bool:
        """Whether the page was there."""
        return self.kind in (SHOWN, SAME)


def in_order(observation: Observation) -> tuple[str, int]:
    """Sort key: by time, then by capture, so that any order of arrival gives one order."""
    return (observation.observed_at, observation.capture_id)


@dataclass(frozen=True, slots=True)
class Content:
    """What an observation showed: the fields of `records.Article`, and what is in its body.

    `twin` is the same for two pages that say the same, whatever their address.
    """

    fields: dict[str, Any]
    tables: tuple[dict[str, Any], ...] = ()
    mentions: tuple[dict[str, Any], ...] = ()
    files: tuple[dict[str, Any], ...] = ()
    twin: str | None = None
