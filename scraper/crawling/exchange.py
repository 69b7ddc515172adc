"""A response of Scrapy's as the exchange that a WARC record keeps.

Scrapy's own decompression is switched off (`settings.py`): the body of a response is what came
over the wire, and a page is decoded in one place only, whether it comes from the site or out of a
WARC file.
"""

from datetime import UTC, datetime

from scrapy import Request
from scrapy.http import Response
from scrapy.http.headers import Headers

from scraper import raw
from scraper.raw import Raw, header_text

# Keys in request.meta.
RAW = "raw"
REVISIT = "revisit"  # a page that was captured before: the site may answer that it is unchanged

# What Scrapy says of a body that is not whole, in the words of `WARC-Truncated`.
_TRUNCATED = {"download_stopped": "length", "dataloss": "disconnect"}


def raw_of(request: Request, response: Response) -> Raw:
    """The exchange that a middleware left in `request.meta`, else one as of now."""
    known = request.meta.get(RAW)
    return known if isinstance(known, Raw) else new_raw(request, response)


def new_raw(request: Request, response: Response, at: datetime | None = None) -> Raw:
    """The exchange as of `at`, by default now.

    A middleware that keeps it puts it under RAW in `request.meta`, at each try, so that what the
    spider reads is what was kept, to the second of its capture.
    """
    return Raw(
        url=request.url,
        captured_at=at or datetime.now(UTC),
        status=response.status,
        headers=_pairs(response.headers),
        payload=response.body,
        method=request.method,
        http_version=response.protocol or "HTTP/1.1",
        request_headers=_pairs(request.headers),
        truncated=next((_TRUNCATED[flag] for flag in response.flags if flag in _TRUNCATED), None),
    )


def _pairs(headers: Headers) -> raw.Headers:
    return tuple(
        (header_text(name), header_text(value))
        for name, values in headers.items()
        for value in values
    )
