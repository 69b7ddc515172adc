"""Scrapy's settings for a crawl that is kept: the spiders' own, and the archive's two parts."""

import os

from scraper import settings as spiders

ARCHIVE = os.environ.get("SLDTBXH_ARCHIVE", "data")

globals().update({name: value for name, value in vars(spiders).items() if name.isupper()})

DOWNLOADER_MIDDLEWARES = {**spiders.DOWNLOADER_MIDDLEWARES, "archive.crawling.keeping.Keeper": 990}
ITEM_PIPELINES = {"archive.crawling.keeping.Reader": 100}
