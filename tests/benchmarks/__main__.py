"""`make bench`: python -m tests.benchmarks --pages DIR --only parsing"""

from collections.abc import Callable
from pathlib import Path
from time import monotonic

import click

from tests.benchmarks import (
    crawling,
    downloading,
    exporting,
    importing,
    keeping,
    links,
    memory,
    parsing,
    refreshing,
    searching,
    sizes,
    storing,
    verifying,
)
from tests.benchmarks.pages import REAL

Part = Callable[[Path | None, bool], None]
# Each takes the folder of real pages and whether there is time for the long form.
PARTS: dict[str, Part] = {
    "parsing": lambda pages, _: parsing.run(pages),
    "crawling": lambda *_: crawling.run(),
    "storing": lambda *_: storing.run(),
    "keeping": lambda *_: keeping.run(),
    "importing": lambda *_: importing.run(),
    "refreshing": lambda *_: refreshing.run(),
    "searching": lambda _, long: searching.run(searching.LONG if long else searching.ARTICLES),
    "downloading": lambda _, long: downloading.run(
        downloading.LONG if long else downloading.ARTICLES
    ),
    "links": lambda _, long: links.run(links.LONG if long else links.ARTICLES),
    "verifying": lambda *_: verifying.run(),
    "exporting": lambda *_: exporting.run(),
    "sizes": lambda _, long: sizes.run(sizes.LONG if long else sizes.SIZES),
    "memory": lambda _, long: memory.run(memory.LONG if long else memory.ARTICLES),
}


@click.command(epilog="Example: python -m tests.benchmarks --only parsing --only storing")
@click.option("--pages", type=click.Path(path_type=Path, exists=True, file_okay=False),
              help=f"Folder that has {REAL}: real pages are measured too.")  # fmt: skip
@click.option("--only", multiple=True, type=click.Choice(list(PARTS)), help="This part alone.")
@click.option(
    "--long", is_flag=True, help="Memory over 10,000 articles and 2 GB: a quarter of an hour more."
)
def main(pages: Path | None, only: tuple[str, ...], long: bool) -> None:
    """Measure ours beside peers and limits, in one run, and print the ratios."""
    if pages and not (pages / REAL).is_file():
        raise click.BadParameter(f"{pages} has no {REAL}", param_hint="--pages")
    for name in only or PARTS:
        began = monotonic()
        PARTS[name](pages, long)
        click.echo(f"({name}: {monotonic() - began:.0f} s)")


if __name__ == "__main__":
    main()
