"""A server on loopback that answers in a site's place: the replica, under the site's own name."""

from urllib.parse import urlsplit, urlunsplit

from scrapy import Request
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.crawler import Crawler
from scrapy.http import Response


class StandInHandler(HTTP11DownloadHandler):
    """Sends requests for an origin in the setting STAND_IN to the origin that it maps to.

    http and https alike: a site that has a stand-in is never asked itself.

    The response keeps the address that was asked for, and the server is told the site's own host,
    so that nothing of the stand-in shows in a capture. Everything else goes where it says.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        stand_ins: dict[str, str] = crawler.settings.getdict("STAND_IN")
        self._servers = {urlsplit(site).netloc: server for site, server in stand_ins.items()}

    async def download_request(self, request: Request) -> Response:
        """The response of the site or of its stand-in."""
        parts = urlsplit(request.url)
        if not (server := self._servers.get(parts.netloc)):
            return await super().download_request(request)
        there = urlsplit(server)
        moved = parts._replace(scheme=there.scheme, netloc=there.netloc)
        sent = request.replace(url=urlunsplit(moved))
        sent.meta.pop("proxy", None)  # a proxy of the environment knows no loopback server
        sent.headers["Host"] = parts.netloc
        response = await super().download_request(sent)
        request.meta["download_latency"] = sent.meta["download_latency"]
        return response.replace(url=request.url)
