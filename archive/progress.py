"""A bar with an estimate for work that takes long, on a terminal only."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

Progress = Callable[[int], None]
"""Told of each so many bytes that are done."""


@contextmanager
def progress_bar(label: str, total: int) -> Iterator[Progress | None]:
    """Told of each so many bytes that are done; None where nobody looks."""
    if not sys.stderr.isatty():
        yield None
        return
    with click.progressbar(length=total, label=label, file=sys.stderr) as bar:
        yield bar.update
        bar.update(total - bar.pos)
