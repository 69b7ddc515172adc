"""A backfill from the loopback machine into an archive of a test's own."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from archive.backfilling.backfill import Backfilled, backfill
from archive.errors import NothingCame
from scraper.sources.wayback.service import Pace, Service, Span
from tests.importing import SITE
from tests.waybackmachine import WaybackMachine

AT_ONCE = Pace(index=0, replays=0, backoff=0.01, pause=0.05)
ALWAYS = Span()
HTML = ("Content-Type", "text/html; charset=UTF-8")


def service(machine: WaybackMachine, pace: Pace = AT_ONCE) -> Service:
    return Service(machine.cdx_url, machine.replay_url, pace)


def fill(
    folder: Path, machine: WaybackMachine, span: Span = ALWAYS, told: list[str] | None = None
) -> Backfilled:
    tell = (told if told is not None else []).append
    return backfill(folder, SITE, service(machine), span, tell)


def options(machine: WaybackMachine) -> list[str]:
    """What a user types."""
    return ["--cdx-url", machine.cdx_url, "--replay-url", machine.replay_url, "--site", SITE.origin]


def moment(timestamp: str) -> datetime:
    return datetime.strptime(timestamp, "%Y%m%d%H%M%S").replace(tzinfo=UTC)


def failure(folder: Path, machine: WaybackMachine) -> str:
    """The one line that says why nothing came; exit code 3."""
    with pytest.raises(NothingCame) as caught:
        fill(folder, machine)
    (line,) = str(caught.value).splitlines()
    return line
