"""Where the Wayback Machine is, how fast it may be asked, and for which times."""

import re
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

CDX_URL = "https://web.archive.org/cdx/search/cdx"
REPLAY_URL = "https://web.archive.org/web"

_SPAN = re.compile(r"(\d{4})(?:(\d\d)(?:(\d\d)(?:(\d\d)(?:(\d\d)(\d\d)?)?)?)?)?", re.ASCII)
_BETWEEN = re.compile(r"[-:TZ ]")


@dataclass(frozen=True, slots=True)
class Pace:
    """Calls a second of the index and of replays (0: no limit), and how long to wait, in seconds.

    The Internet Archive asks the authors of clients for 80 % of its limits (30 index calls and
    600 replays a minute); `backoff` is doubled at each retry, `pause` follows a 429 that names no
    time.
    """

    index: float = 24 / 60
    replays: float = 8.0
    backoff: float = 2.0
    pause: float = 60.0


@dataclass(frozen=True, slots=True)
class Service:
    """The addresses of the index and of the replays, and the pace."""

    cdx_url: str = CDX_URL
    replay_url: str = REPLAY_URL
    pace: Pace = Pace()

    @classmethod
    def of(cls, cdx_url: str = CDX_URL, replay_url: str = REPLAY_URL) -> "Service":
        """The service at these addresses; one without a path has the Wayback Machine's own.

        ValueError where one is no http(s) address.
        """
        return cls(_address(cdx_url, CDX_URL), _address(replay_url, REPLAY_URL).rstrip("/"))

    def target(self, url: str) -> str:
        """Where to send what is meant for the Wayback Machine's own address."""
        for own, given in ((CDX_URL, self.cdx_url), (REPLAY_URL, self.replay_url)):
            if url.startswith(own):
                return given + url[len(own) :]
        return url


@dataclass(frozen=True, slots=True)
class Span:
    """The times of the captures wanted, both included: 4 to 14 digits each, '' without a bound."""

    start: str = ""
    end: str = ""

    @classmethod
    def of(cls, start: str | None, end: str | None) -> "Span":
        """The span of times written `2019`, `2019-05`, `2019-05-03`, `20190503081300`.

        ValueError where one is no such time, or where they are the wrong way round.
        """
        span = cls(_digits(start), _digits(end))
        if span.start and span.end and span.start > span.end.ljust(14, "9"):
            raise ValueError(f"{start} is after {end}")
        return span


def _address(url: str, own: str) -> str:
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").encode("idna")
        valid = parts.scheme in ("http", "https") and host and parts.port != 0
    except ValueError:
        valid = False
    if not valid or parts.query or parts.fragment or re.search(r"\s", url):
        raise ValueError(f"not an address: {url!r}; give one such as {own}")
    return url if parts.path.strip("/") else url.rstrip("/") + urlsplit(own).path


def _digits(text: str | None) -> str:
    if not text:
        return ""
    digits = _BETWEEN.sub("", text)
    found = _SPAN.fullmatch(digits)
    try:
        if found:
            given = [int(part) for part in found.groups() if part]
            datetime(*(given + [1, 1][max(0, len(given) - 1) :]))  # type: ignore[arg-type]
            return digits
    except ValueError:
        pass
    raise ValueError(f"not a time: {text!r}; give one such as 2019, 2019-05 or 20190503081300")
