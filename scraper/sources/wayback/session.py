"""The session that every question to the Wayback Machine is asked in: its pace, its patience."""

import logging
import time
from typing import Any

import requests
from wayback import WaybackSession  # type: ignore[import-untyped]
from wayback.exceptions import RateLimitError  # type: ignore[import-untyped]

from scraper.settings import BACKOFF_MAX, DOWNLOAD_TIMEOUT, USER_AGENT
from scraper.sources.wayback.gateway import Gateway
from scraper.sources.wayback.service import CDX_URL, Service

_RETRIES = 6
_FIRST_TRIES = 2  # of a server from which nothing ever came: its address may be wrong
_TOO_MUCH = 504  # of the index: it cannot find so many rows in time
_HOST = "https://web.archive.org/"
_TALKERS = ("wayback", "urllib3")


class RefusedError(Exception):
    """The Wayback Machine asks to be left alone."""


class RepeatsError(Exception):
    """The index gives the same page of its answer again: it has no end."""


class Session(WaybackSession):  # type: ignore[misc]
    """Never faster than the service's pace; `last` is the newest answer.

    A first 429 is waited for as long as it asks, a second one raises RefusedError, and so does
    any answer that asks for more than BACKOFF_MAX seconds.
    """

    def __init__(self, service: Service) -> None:
        pace = service.pace
        super().__init__(
            retries=_RETRIES,
            backoff=pace.backoff,
            timeout=DOWNLOAD_TIMEOUT,
            user_agent=USER_AGENT,
            search_calls_per_second=pace.index,
            memento_calls_per_second=pace.replays,
        )
        self.headers["Accept-Encoding"] = "gzip"
        self.last: requests.Response | None = None
        self._pause = pace.pause
        self._was_refused = False
        self._read: set[str] = set()
        for name in _TALKERS:  # what goes wrong is told in our own words
            logging.getLogger(name).setLevel(logging.CRITICAL)
        self._gateway = Gateway(service)
        self.mount(_HOST, self._gateway)

    @property
    def sent(self) -> int:
        """How many requests were sent."""
        return self._gateway.sent

    def send(
        self,
        request: requests.PreparedRequest,
        **options: Any,  # noqa: ANN401
    ) -> requests.Response:
        """The answer to a request, with all the patience that it takes."""
        url = request.url or ""
        if url in self._read:
            raise RepeatsError(url)
        self.last = None
        try:
            answer: requests.Response = super().send(request, **options)
        except RateLimitError as error:
            if self._was_refused:
                raise RefusedError("429, for the second time") from error
            self._was_refused = True
            time.sleep(error.retry_after)
            return self.send(request, **options)
        if url.startswith(CDX_URL):
            self._read.add(url)
        self.last = answer
        return answer

    def should_retry(self, response: requests.Response) -> bool:
        """Whether to ask again; the index is asked for less instead where it was too much."""
        too_much = response.status_code == _TOO_MUCH and response.url.startswith(CDX_URL)
        return not too_much and bool(super().should_retry(response))

    def should_retry_error(self, error: Exception) -> bool:
        """Whether to ask again: a connection that was reset, or broke off, may hold next time."""
        if not self._gateway.answers and self._gateway.sent >= _FIRST_TRIES:
            return False
        return isinstance(error, requests.ConnectionError | requests.Timeout)

    def get_retry_delay(self, retries: int, response: requests.Response | None = None) -> float:
        """Seconds to wait; RefusedError where the answer asks for more than BACKOFF_MAX."""
        delay = float(super().get_retry_delay(retries, response))
        if response is not None and response.status_code == 429:
            asked = response.headers.get("Retry-After")
            delay = delay if asked else self._pause
        if delay > BACKOFF_MAX:
            raise RefusedError(f"Retry-After: {delay:.0f} s")
        return delay
