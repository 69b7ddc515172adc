"""`sldtbxh demo`: the main job before your eyes, on the bundled replica of the site."""

from pathlib import Path

import click

from archive.crawling.crawl import crawl
from archive.crawling.running import Pace
from archive.db import database
from archive.folder import database_path
from archive.serve import check_port
from archive.serve import run as serve
from scraper.replica import Replica
from scraper.site import Site

ORIGIN = "https://replica.invalid"
_HOST = "127.0.0.1"
_SHOWN = ("articles", "article_versions", "view_counts", "procedure_statistics", "tables",
          "attachments", "captures", "problems")  # fmt: skip


def demo(folder: Path, port: int | None) -> int:
    """Crawl the replica into `folder`, print what it holds, and serve it on `port` unless None.

    The exit code of the crawl; serving ends with Ctrl-C.
    """
    if port is not None:
        check_port(_HOST, port)  # before a crawl that takes a while
    with Replica(origin=ORIGIN) as replica:
        click.echo(f"The replica answers on {replica.url}; crawling it as {ORIGIN} ...")
        report = crawl(folder, Site.of(ORIGIN), Pace(delay=0, stand_in=replica.url))
    for line in report.lines:
        click.echo(line, err=True)
    _show(folder)
    if port is not None:
        click.echo(f"\nOpen http://{_HOST}:{port}/ and search, say: dao tao nghe  (Ctrl-C stops)")
        serve(folder, _HOST, port)
    return report.exit_code


def _show(folder: Path) -> None:
    connection = database.connect_to_read(database_path(folder))
    try:
        for name in _SHOWN:
            count = connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0]
            click.echo(f"{count:>8} {name}")
        newest = "SELECT published_date, title FROM articles ORDER BY published_date DESC LIMIT 3"
        for day, title in connection.execute(newest):
            click.echo(f"  {day or '':10}  {title}")
    finally:
        connection.close()
