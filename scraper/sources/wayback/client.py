"""Asks the Wayback Machine which hosts and captures it has, and for captures themselves."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial

import requests
from wayback import CdxRecord, WaybackClient  # type: ignore[import-untyped]
from wayback.exceptions import (  # type: ignore[import-untyped]
    BlockedByRobotsError,
    BlockedSiteError,
    MementoPlaybackError,
    NoMementoError,
    UnexpectedResponseFormat,
    WaybackException,
)

from scraper.kinds import REDIRECTS
from scraper.raw import Raw
from scraper.site import Site
from scraper.sources.wayback.gateway import BrokenOffError
from scraper.sources.wayback.memento import as_raw
from scraper.sources.wayback.service import Service, Span
from scraper.sources.wayback.session import RepeatsError, Session

LIMITS = (10_000, 1_000, 100)  # rows an index call asks for; fewer where that takes too long
_TOO_MUCH = 504
_BARE_PERCENT = re.compile(r"%(?![0-9a-fA-F]{2})")  # would have every other one escaped again
_LONGEST = 200  # letters of an error's text
_HOST_NAME = 24  # letters of a name below the domain that tell hosts apart: more cost more rows

# Why there is no capture: what came is a page of Wayback's own.
NOT_ARCHIVED = "not archived"
ANOTHER_TIME = "archived at another time"
EXCLUDED = "excluded from the Wayback Machine"
NOT_REPLAYED = "not replayed by the Wayback Machine"


class UnavailableError(Exception):
    """The service does not answer, or not with what it should: what is wrong, in one line."""


class ExcludedError(UnavailableError):
    """The service does not show the site, at somebody's wish."""


class TooMuchError(UnavailableError):
    """The index cannot find even a few rows in time."""


class NoHostsError(Exception):
    """The index does not tell which hosts it knows; of a host of its own it may well tell."""


@dataclass(frozen=True, slots=True)
class Row:
    """A capture that the index lists; `status` is None where it does not say.

    `digest` is that of the payload as it was stored, in base32 without `sha1:`.
    """

    original: str
    at: datetime
    media_type: str
    status: int | None
    digest: str

    @property
    def name(self) -> str:
        """The capture's own part of the address of its replay."""
        return f"{self.at:%Y%m%d%H%M%S}id_/{self.original}"


class Wayback:
    """One client: one request at a time, at the service's pace, until it is closed."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._session = Session(service)
        self._client = WaybackClient(self._session)

    def __enter__(self) -> "Wayback":
        return self

    def __exit__(self, *error: object) -> None:
        self._client.close()

    @property
    def requests(self) -> int:
        """How many requests were sent."""
        return self._session.sent

    def hosts(self, domain: str) -> list[str]:
        """The hosts at or below `domain` that the index knows.

        Raises NoHostsError where it refuses that, UnavailableError where it does not answer, and
        RefusedError.
        """
        key = ",".join(reversed(domain.split(".")))
        collapse = f"urlkey:{len(key) + 1 + _HOST_NAME}"
        try:
            found = {r.urlkey for r in self._search(domain, "domain", Span(), collapse)}
        except (ExcludedError, TooMuchError) as error:
            raise NoHostsError(str(error)) from error
        return sorted({_host(key) for key in found if ")" in key})

    def rows(self, site: Site, span: Span) -> Iterator[Row]:
        """Every capture of the site that the index lists; some may come twice.

        Raises UnavailableError and RefusedError.
        """
        for record in self._search(site.host.partition(":")[0], "host", span, None):
            yield Row(
                record.original, record.timestamp, record.mimetype, record.statuscode, record.digest
            )

    def replay(self, row: Row) -> Raw | str:
        """The capture itself; why there is none where a page of Wayback's own came instead.

        Raises UnavailableError and RefusedError.
        """
        try:
            address = _BARE_PERCENT.sub("%25", row.original)
            self._client.get_memento(address, row.at, follow_redirects=False)
            answer = self._session.last
            assert answer is not None  # it is what the memento was made of
            source = f"{self._service.replay_url}/{row.name}"
            return as_raw(answer, row.original, source) or NOT_REPLAYED
        except (BlockedSiteError, BlockedByRobotsError):
            return EXCLUDED
        except NoMementoError:
            return NOT_ARCHIVED
        except MementoPlaybackError:
            return self._why_not()
        except (WaybackException, requests.RequestException) as error:
            raise UnavailableError(f"{self._service.replay_url}: {why(error)}") from error

    def _why_not(self) -> str:
        answer = self._session.last
        assert answer is not None  # it is what could not be played
        if answer.status_code in REDIRECTS:
            return ANOTHER_TIME
        if answer.status_code >= 500:
            raise UnavailableError(f"{self._service.replay_url}: status {answer.status_code}")
        return NOT_REPLAYED

    def _search(
        self, url: str, match: str, span: Span, collapse: str | None
    ) -> Iterator[CdxRecord]:
        """What the index lists: from the first again with smaller answers where it is too slow."""
        found = partial(
            self._client.search,
            url,
            match_type=match,
            from_date=span.start or None,
            to_date=span.end or None,
            collapse=collapse,
        )
        place = self._service.cdx_url
        for limit in LIMITS:
            try:
                yield from found(limit=limit)
                return
            except (BlockedSiteError, BlockedByRobotsError) as error:
                raise ExcludedError(f"{place}: {url} is excluded from the index") from error
            except RepeatsError as error:
                raise UnavailableError(f"{place}: the same rows come again and again") from error
            except (UnexpectedResponseFormat, ValueError, RuntimeError) as error:
                # ValueError: it is no text. RuntimeError: the key to resume with is missing.
                raise UnavailableError(f"{place}: what comes is no index of captures") from error
            except (WaybackException, requests.RequestException) as error:
                status = self._session.last.status_code if self._session.last is not None else None
                if status != _TOO_MUCH:
                    reason = f"status {status}" if status else why(error)
                    raise UnavailableError(f"{place}: {reason}") from error
        raise TooMuchError(f"{place}: it takes too long to find {url} (status {_TOO_MUCH})")


def _host(key: str) -> str:
    """The host in a SURT: `vn,gov,baclieu,sldtbxh)/` is sldtbxh.baclieu.gov.vn."""
    name, _, port = key.partition(")")[0].partition(":")
    host = ".".join(reversed(name.split(",")))
    return f"{host}:{port}" if port else host


def why(error: BaseException) -> str:
    """What is behind an error of the network, in a few words."""
    said, cause = error, error.__cause__ or error.__context__
    while cause is not None and not isinstance(said, BrokenOffError):
        said, cause = cause, cause.__cause__ or cause.__context__
    reason = said.strerror if isinstance(said, OSError) and said.strerror else str(said)
    line = "".join(letter if letter.isprintable() else " " for letter in reason[:_LONGEST])
    return line.strip() or type(said).__name__
