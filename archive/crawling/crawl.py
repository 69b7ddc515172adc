"""`sldtbxh crawl`: one pass over the whole site, kept, read and stored."""

from pathlib import Path

from archive.archive import open_archive
from archive.crawling.finishing import finish
from archive.crawling.running import EngineMaker, OneRun, Pace, Report, visit
from archive.times import Clock, now
from scraper.site import Site
from scraper.spiders.articles import ArticlesSpider


def crawl(
    folder: Path, site: Site, pace: Pace, *, clock: Clock = now, engine: EngineMaker = OneRun
) -> Report:
    """Visit the whole site, or go on with the pass that was killed.

    Raises what `open_archive` raises, NothingCame where no usable page came, LayoutDrift where
    articles have lost fields, and DiskFull where the archive could not keep what came.
    """
    with open_archive(folder, site, "crawl", clock) as archive:
        return finish(archive, visit(archive, ArticlesSpider, pace, engine))
