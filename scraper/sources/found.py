"""What a source of captures yields."""

from dataclasses import dataclass
from datetime import datetime

from scraper.raw import Raw

# Why something is skipped. These are no problem: a source may hold much else.
KNOWN = "here already"
FOREIGN = "of another site"
NOT_GET = "no answer to GET"
NOT_HTTP = "no web page"
NOT_ADDRESSED = "saved files without an address (--base gives the folder one)"
NO_FILE = "symbolic links, pipes and devices"
# These are: the source is not what it should be.
DAMAGED = "damaged"
TOO_LARGE = "too large"
WRONG_DIGEST = "wrong digest"
INCOMPLETE = "without what a capture needs"
UNRESOLVED = "revisits of what is not here"

HARMLESS = frozenset({KNOWN, FOREIGN, NOT_GET, NOT_HTTP, NOT_ADDRESSED, NO_FILE})


@dataclass(frozen=True, slots=True)
class Skip:
    """Something that is no capture of the site, or none that can be used: why, and what."""

    reason: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """A capture with its payload; `names` are what a revisit may call it by."""

    raw: Raw
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Revisit:
    """A capture whose payload is another's: one of `names`, or that of `url` at `at`.

    `raw` has no payload; where `headless`, its status and headers are the other's too.
    """

    raw: Raw
    names: tuple[str, ...]
    url: str | None
    at: datetime | None
    headless: bool
