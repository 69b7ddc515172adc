"""`sldtbxh backfill`: its options, and what it prints."""

import sys
from pathlib import Path

import click

from archive.errors import Unusable
from archive.options import (
    archive_option,
    chosen_archive,
    chosen_service,
    chosen_site,
    place_options,
    service_options,
    site_option,
)
from scraper.sources.wayback.service import Span


@click.group(epilog="Example: sldtbxh backfill wayback --from 2018 --to 2021-06")
def backfill() -> None:
    """Fetch captures of the site that others have and the archive lacks."""


@backfill.command(epilog="Example: sldtbxh backfill wayback --archive ./data --from 2018")
@click.option("--from", "since", metavar="TIME", help="Captures from then on: 2019, 2019-05, ...")
@click.option(
    "--to", "until", metavar="TIME", help="Captures up to then, the whole of it included."
)
@service_options
@archive_option
@site_option
@place_options
def wayback(
    since: str | None,
    until: str | None,
    cdx_url: str,
    replay_url: str,
    archive: Path | None,
    site: str | None,
    department: str | None,
    start: tuple[str, ...],
) -> None:
    """Fetch the site's captures from the Wayback Machine.

    At most 8 captures a second; a run that was stopped goes on where it was.
    """
    from archive.backfilling.backfill import backfill as run

    folder = chosen_archive(archive)
    service = chosen_service(cdx_url, replay_url)
    try:
        span = Span.of(since, until)
    except ValueError as error:
        raise Unusable(str(error)) from error
    done = run(folder, chosen_site(folder, site, department, start), service, span, click.echo)
    for line in done.lines:
        click.echo(line, err=True)
    tally = done.tally
    click.echo(
        f"{tally.requests} requests, {tally.captured} captures fetched; articles: {tally.new} new,"
        f" {tally.changed} changed, {tally.removed} removed"
    )
    for reason, count in sorted(done.skipped.items()):
        click.echo(f"{count} skipped: {reason}")
    sys.exit(done.exit_code)
