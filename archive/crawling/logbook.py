"""The archive's log: one line a refresh, so that cron may be silent."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import click

from archive.crawling.running import Report
from archive.errors import ArchiveError, Busy
from archive.times import now, utc_text

LOG = "refresh.log"


def told(folder: Path, run: Callable[[], Report], *, verbose: bool) -> int:
    """The exit code of `run`; what is wrong goes to standard error, the line to the log.

    With `verbose` the line goes to standard output too. What `run` raises is logged and raised.
    """
    try:
        report = run()
    except Busy:  # the log is the other run's
        raise
    except ArchiveError as error:
        _log(folder, f"exit {error.exit_code}: {error}")
        raise
    for line in report.lines:
        click.echo(line, err=True)
    tally = report.tally
    line = (
        f"exit {report.exit_code}: {tally.requests} requests, {tally.captured} captures;"
        f" articles: {tally.new} new, {tally.changed} changed, {tally.removed} removed"
    )
    _log(folder, line)
    if verbose:
        click.echo(line)
    return report.exit_code


def _log(folder: Path, line: str) -> None:
    """A log that cannot be written is no reason to fail: the run's row says the same."""
    with suppress(OSError), (folder / LOG).open("a", encoding="utf-8") as log:
        log.write(f"{utc_text(now())[:19]}Z {' '.join(line.split())}\n")
