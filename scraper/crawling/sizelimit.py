"""The size limit: what is longer is cut, not lost, so that the archive can say it was there."""

from typing import Self

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import StopDownload

_RECEIVED = "bytes_received"


class SizeLimit:
    """Stops a download at DOWNLOAD_MAXSIZE bytes on the wire.

    The response keeps its status, its headers and what had come by then (nothing, where its
    Content-Length already said too much), and carries Scrapy's flag `download_stopped`.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._limit = crawler.settings.getint("DOWNLOAD_MAXSIZE")
        crawler.signals.connect(self.headers_received, signal=signals.headers_received)
        crawler.signals.connect(self.bytes_received, signal=signals.bytes_received)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """As Scrapy makes it."""
        return cls(crawler)

    def headers_received(self, body_length: object, request: Request) -> None:
        """Stop before the body where it is announced as too long."""
        request.meta[_RECEIVED] = 0
        if isinstance(body_length, int) and body_length > self._limit:
            raise StopDownload(fail=False)

    def bytes_received(self, data: bytes, request: Request) -> None:
        """Stop once too much has come."""
        request.meta[_RECEIVED] = request.meta.get(_RECEIVED, 0) + len(data)
        if request.meta[_RECEIVED] > self._limit:
            raise StopDownload(fail=False)
