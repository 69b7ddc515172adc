"""The spiders, for `sldtbxh` and for plain `scrapy crawl`."""
