"""What goes over the wire: requests sent where the service is, answers read to their end."""

import time
from io import BytesIO
from typing import Any

import requests
import urllib3
from requests.adapters import HTTPAdapter
from requests.structures import CaseInsensitiveDict
from requests.utils import get_environ_proxies
from urllib3.exceptions import HTTPError

from scraper.decoding import LIMIT, undone
from scraper.sources.wayback.service import REPLAY_URL, Service

LONGEST = 600.0  # seconds in which an answer must be there
_PIECE = 2**16
LINKS = "X-Replay-Link"  # what a replay's `Link` is called from here on
_LOCATION, _ORIGINAL_LOCATION = "Location", "X-Archive-Orig-Location"


class BrokenOffError(requests.ConnectionError):
    """An answer that began and did not come to its end."""


class Gateway(HTTPAdapter):
    """Sends what is meant for web.archive.org to the service; counts what it `sent`, and `answers`.

    An answer's body is read here, up to a byte more than LIMIT, and its content coding undone,
    also where Wayback names it twice or where it is broken. A replay leads nowhere: where an
    archived redirect went is among its original headers.
    """

    def __init__(self, service: Service) -> None:
        super().__init__()
        self.sent = 0
        self.answers = 0
        self._service = service

    def send(
        self,
        request: requests.PreparedRequest,
        *args: Any,  # noqa: ANN401
        **options: Any,  # noqa: ANN401
    ) -> requests.Response:
        """The answer, as if it came from web.archive.org.

        BrokenOffError where it does not come to its end.
        """
        sent = request.copy()
        sent.url = self._service.target(request.url or "")
        options |= {"stream": True, "proxies": get_environ_proxies(sent.url)}
        self.sent += 1
        answer = super().send(sent, *args, **options)
        self.answers += 1
        answer.url, answer.request = request.url or "", request
        headers = answer.raw.headers.copy()
        body = undone(_body(answer.raw), tuple(headers.items()), LIMIT + 1)
        headers.discard("Content-Encoding")
        if answer.url.startswith(REPLAY_URL):
            _set_apart(headers)
        answer.raw = _in_memory(answer.raw, headers, body)
        answer.headers = CaseInsensitiveDict(headers)
        return answer


def _set_apart(headers: urllib3.HTTPHeaderDict) -> None:
    """Rename what leads somewhere else, so that nobody follows or reads it but we."""
    for name, aside in ((_LOCATION, _ORIGINAL_LOCATION), ("Link", LINKS)):
        if name in headers:
            headers.setdefault(aside, headers[name])
            headers.discard(name)


def _in_memory(
    raw: urllib3.BaseHTTPResponse, headers: urllib3.HTTPHeaderDict, body: bytes
) -> urllib3.HTTPResponse:
    return urllib3.HTTPResponse(
        BytesIO(body),
        headers,
        raw.status,
        raw.version,
        reason=raw.reason,
        preload_content=False,
        enforce_content_length=False,
    )


def _body(raw: urllib3.BaseHTTPResponse) -> bytes:
    body = bytearray()
    began = time.monotonic()
    try:
        for piece in raw.stream(_PIECE, decode_content=False):
            body += piece
            if len(body) > LIMIT:
                break
            if time.monotonic() - began > LONGEST:
                raise BrokenOffError("the answer takes too long")
    except HTTPError as error:
        raise BrokenOffError("the answer breaks off") from error
    finally:
        raw.close()
    return bytes(body)
