"""`sldtbxh backfill wayback`: what the Wayback Machine has of the site and the archive lacks."""

from collections import Counter
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from archive.archive import Archive, open_archive
from archive.backfilling.fetching import fetch
from archive.backfilling.lacking import Lacking
from archive.errors import NothingCame
from archive.progress import Progress, progress_bar
from archive.runs import FAILED, FINISHED, Tally
from archive.stopping import stoppable, whole
from scraper.records import Problem
from scraper.site import Site
from scraper.sources.wayback.client import NoHostsError, UnavailableError, Wayback
from scraper.sources.wayback.domain import domain_of
from scraper.sources.wayback.service import Service, Span
from scraper.sources.wayback.session import RefusedError

COMMAND = "backfill"
CUT_SHORT = "backfill_cut_short"  # the kind of the problem
_WITH_PROBLEMS = 1
_GOES_ON = ": what has come is not asked for again"

Tell = Callable[[str], None]
Bar = Callable[[str, int], AbstractContextManager[Progress | None]]


@dataclass(slots=True)
class Filled:
    """What did not come, by reason; `failure` says why it ended early, if it did."""

    skipped: Counter[str]
    failure: str | None = None


@dataclass(slots=True)
class Backfilled:
    """How a backfill went: its exit code, what did not come and why, the lines to be read."""

    exit_code: int
    tally: Tally
    skipped: Counter[str]
    lines: list[str]


def backfill(
    folder: Path, site: Site, service: Service, span: Span, tell: Tell, bar: Bar = progress_bar
) -> Backfilled:
    """Fetch what the archive in `folder` lacks, as a run of its own.

    `tell` is given the lines on the hosts that the index knows, as soon as they are. Raises what
    `open_archive` raises, Stopped once everything that came is stored, and NothingCame where the
    service gave nothing because it does not answer.
    """
    with stoppable(), open_archive(folder, site, COMMAND) as archive:
        filled = archive.or_stopped(partial(fill, archive, service, span, tell, bar))
        return _finish(archive, filled)


def fill(
    archive: Archive,
    service: Service,
    span: Span,
    tell: Tell | None = None,
    bar: Bar = progress_bar,
) -> Filled:
    """Fetch what an open archive lacks, within its run; whoever began the run ends it.

    The index is asked for hosts only where somebody is told of them. Each capture is in the WARC
    before the next is asked for. A service that does not answer, or asks to be left alone, is no
    exception: it is `failure`, and a problem of the run. Stopped passes through, and so does what
    `Archive` raises.
    """
    lacking = Lacking(archive.db, archive.site, archive.clock())
    filled = Filled(lacking.skipped)
    with Wayback(service) as wayback:
        try:
            if tell:
                _tell_hosts(wayback, archive.site, tell)
            rows = lacking.of(wayback.rows(archive.site, span))
            with bar("Fetching", len(rows)) as progress:
                fetch(archive, wayback, rows, lacking, progress)
        except UnavailableError as error:
            filled.failure = f"{error}; check the address and the network, or try later{_GOES_ON}"
        except RefusedError as error:
            filled.failure = (
                f"the Wayback Machine asks to be left alone ({error}); try again in some hours"
                f"{_GOES_ON}"
            )
        finally:
            archive.tally.requests += wayback.requests
    if filled.failure:
        archive.note(Problem("warning", CUT_SHORT, filled.failure), archive.site.origin)
    return filled


@whole()
def _finish(archive: Archive, filled: Filled) -> Backfilled:
    archive.settle()
    problems = archive.new_problems()
    exit_code = _exit_code(archive, filled, problems)
    archive.finish(FAILED if filled.failure else FINISHED, exit_code)
    if exit_code == NothingCame.exit_code:
        raise NothingCame(filled.failure)
    lines = [*archive.recovered, *problems]
    if filled.failure and not any(filled.failure in line for line in lines):
        lines.append(filled.failure)  # it ended another run so before
    return Backfilled(exit_code, archive.tally, filled.skipped, lines)


def _tell_hosts(wayback: Wayback, site: Site, tell: Tell) -> None:
    domain = domain_of(site)
    try:
        hosts = wayback.hosts(domain)
    except NoHostsError as error:
        tell(f"which hosts of *.{domain} the index knows, it does not say: {error}")
        return
    tell(f"hosts of *.{domain} that the Wayback Machine knows: {len(hosts)}")
    for host in hosts:
        tell(f"  {host}")


def _exit_code(archive: Archive, filled: Filled, problems: list[str]) -> int:
    if filled.failure and not archive.tally.captured:
        return NothingCame.exit_code
    return _WITH_PROBLEMS if problems or filled.failure else 0
