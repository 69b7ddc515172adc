"""Options that several subcommands share; they may stand before the subcommand or after it."""

import os
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource
from sqlite_utils import Database

from archive.db import database
from archive.errors import Damaged, Unusable
from archive.folder import database_path
from archive.ownership import site_in, site_of_warcs
from scraper.departments import NAMES
from scraper.site import DEFAULT_SITE, Site
from scraper.sources.wayback.service import CDX_URL, REPLAY_URL, Service

DEFAULT_ARCHIVE = "data"
DEMO_ARCHIVE = "demo-data"

Command = Callable[..., Any]

_EMPTY = "it is empty; perhaps a variable is not set"


class Folder(click.Path):
    """A folder's path; an empty one is refused, which else would be the current folder."""

    def convert(
        self,
        value: "str | os.PathLike[str]",
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> "str | bytes | os.PathLike[str]":
        """As click does it."""
        if value == "":
            self.fail(_EMPTY, param, ctx)
        return super().convert(value, param, ctx)


def archive_option(command: Command) -> Command:
    """`--archive DIR`, where the archive is."""
    return click.option(
        "--archive",
        type=Folder(path_type=Path, file_okay=False),
        envvar="SLDTBXH_ARCHIVE",
        help=f"The archive's folder.  [default: ./{DEFAULT_ARCHIVE}]",
    )(command)


def site_option(command: Command) -> Command:
    """`--site URL`, whose archive it is."""
    return click.option(
        "--site",
        envvar="SLDTBXH_SITE",
        callback=_not_empty,
        help=f"The site's address.  [default: {DEFAULT_SITE}]",
    )(command)


def _not_empty(context: click.Context, option: click.Parameter, value: str | None) -> str | None:
    if value == "":
        raise click.BadParameter(_EMPTY)
    return value


def place_options(command: Command) -> Command:
    """`--start` and `--department`, where both do not follow from the host."""
    for option in (
        click.option("--department", type=click.Choice(NAMES), help="Whose particulars to use."),
        click.option(
            "--start", multiple=True, metavar="PATH", help="A page to start at; repeatable."
        ),
    ):
        command = option(command)
    return command


def pace_options(command: Command) -> Command:
    """`--delay` and `--concurrency`, in place of the polite defaults."""
    for option in (
        click.option("--concurrency", type=click.IntRange(1, 64),
                     help="Requests at once.  [default: 1]"),
        click.option("--delay", type=click.FloatRange(0, 3600), metavar="SECONDS",
                     help="Between two requests.  [default: 1]"),
    ):  # fmt: skip
        command = option(command)
    return command


def service_options(command: Command) -> Command:
    """`--cdx-url` and `--replay-url`, where the Wayback Machine is."""
    for option in (
        click.option("--replay-url", metavar="URL", default=REPLAY_URL, show_default=True,
                     help="Where captures are replayed."),
        click.option("--cdx-url", metavar="URL", default=CDX_URL, show_default=True,
                     help="The index to ask."),
    ):  # fmt: skip
        command = option(command)
    return command


def chosen_service(cdx_url: str, replay_url: str) -> Service:
    """The Wayback Machine at these addresses; Unusable where one is none."""
    try:
        return Service.of(cdx_url, replay_url)
    except ValueError as error:
        raise Unusable(str(error)) from error


def jobs_option(command: Command) -> Command:
    """`--jobs`, how many processes read."""
    return click.option(
        "--jobs", type=click.IntRange(1, 1024), help="Processes that read.  [default: all cores]"
    )(command)


def scheduler_option(command: Command) -> Command:
    """`--scheduler ADDRESS`, whose workers read."""
    return click.option(
        "--scheduler", metavar="ADDRESS", help="Read on a Dask cluster: its scheduler's address."
    )(command)


def option(name: str, given: Any) -> Any:  # noqa: ANN401
    """What is given after the subcommand, else before it, else by the environment."""
    context = click.get_current_context()
    before = (context.obj or {}).get(name)
    if context.get_parameter_source(name) is ParameterSource.ENVIRONMENT:
        return before or given
    return given or before


def chosen_archive(given: Path | None) -> Path:
    """The folder given after the subcommand, else before it, else the default."""
    return option("archive", given) or Path(DEFAULT_ARCHIVE)


def typed_before(name: str) -> Any:  # noqa: ANN401
    """The option `name` as it was typed before the subcommand; None where the environment has it.

    The demo asks so: it must not write to the real archive.
    """
    group = click.get_current_context().find_root()
    typed = group.get_parameter_source(name) is ParameterSource.COMMANDLINE
    return group.params[name] if typed else None


def owned_archive(given: Path | None, site: str | None) -> Path:
    """`chosen_archive`; Unusable where a site is named and the archive is another one's."""
    folder = chosen_archive(given)
    url = option("site", site)
    if url:
        _check_site(folder, url)
    return folder


def _check_site(folder: Path, url: str) -> None:
    try:
        wanted = Site.of(url)
    except ValueError as error:
        raise Unusable(str(error)) from error
    try:
        own = site_of(folder)
    except (Unusable, Damaged, sqlite3.DatabaseError):  # what is to be done says what of that
        own = site_of_warcs(folder)
    if own and own.origin != wanted.origin:
        raise Unusable(
            f"{folder} is the archive of {own.origin}, not of {wanted.origin};"
            " choose another --archive"
        )


def chosen_site(
    folder: Path, given: str | None, department: str | None, start: tuple[str, ...]
) -> Site:
    """The site given after the subcommand or before it, else the archive's own, else the default.

    Unusable where the address is none, or where the archive in `folder` is another site's.
    """
    url = option("site", given)
    own = site_of(folder)
    if own and not url and not department and not start:
        return own
    try:
        paths = start or (own.start if own and not department else ())
        name = department or (own.department.name if own else None)
        return Site.of(url or (own.origin if own else DEFAULT_SITE), name, paths)
    except ValueError as error:
        raise Unusable(str(error)) from error


def site_of(folder: Path) -> Site | None:
    """The site whose archive lies in `folder`; None where there is none yet."""
    path = database_path(folder)
    if not database.is_made(path):
        return site_of_warcs(folder)
    connection = database.connect_to_read(path)
    try:
        return site_in(Database(connection), folder)
    finally:
        connection.close()
