"""The site that an archive belongs to: its origin, its department, where a crawl starts."""

import ipaddress
import re
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import SplitResult, urlsplit

from scraper.departments import Department, department, for_host

DEFAULT_SITE = "https://sldtbxh.baclieu.gov.vn"
_NO_ADDRESS = f"not the address of a site: {{!r}}; give one such as {DEFAULT_SITE}"
# Without a dot it is a word that somebody typed: an archive would be that site's for ever.
_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_HOST = re.compile(rf"localhost|(?=.{{1,253}}$){_LABEL}(?:\.{_LABEL})+")
_PATH = re.compile(r"(?!//)(?!\w+:)[^\s\x00-\x1f]+")
_USUAL_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Site:
    """`origin` is scheme and host (`https://host[:port]`), without a slash at the end."""

    origin: str
    department: Department
    start: tuple[str, ...]

    @classmethod
    def of(
        cls, url: str = DEFAULT_SITE, name: str | None = None, start: tuple[str, ...] = ()
    ) -> "Site":
        """The site at `url`, with the particulars called `name`, else those of its host.

        ValueError where `url` is no http(s) address or has a path, or where one of `start` is no
        path; KeyError where no department is called `name`.
        """
        try:
            parts = urlsplit(url if "//" in url else f"https://{url}")
            host, port = parts.hostname or "", _port(parts)
        except ValueError:
            raise ValueError(_NO_ADDRESS.format(url)) from None
        if parts.scheme not in ("http", "https") or not _HOST.fullmatch(host) or parts.username:
            raise ValueError(_NO_ADDRESS.format(url))
        if parts.path not in ("", "/") or parts.query:
            raise ValueError(
                f"a site is scheme and host only: {url!r}; pages to start at go in --start"
            )
        for path in start:
            if not _PATH.fullmatch(path):
                raise ValueError(f"not a path of the site: {path!r}; give one such as /trang-chu")
        found = department(name) if name else for_host(host)
        origin = f"{parts.scheme}://{host}{port}"
        return cls(origin, found, start or found.start)

    @property
    def host(self) -> str:
        """The host with its port where one is given."""
        return self.origin.partition("://")[2]

    @property
    def canonical_origin(self) -> str:
        """`https` for a name; a loopback server with a port keeps the scheme that it has."""
        return _canonical_origin(self.origin)

    def owns(self, url: str) -> bool:
        """Whether `url` is on this site, with http or https."""
        if url.startswith(f"{self.origin}/"):
            return True
        try:
            parts = urlsplit(url)
        except ValueError:
            return False
        return parts.scheme in ("http", "https") and parts.netloc.lower() == self.host


def _port(parts: SplitResult) -> str:
    """The port where it is not the scheme's own, which is no part of an origin (RFC 6454, 4)."""
    usual = parts.port is None or parts.port == _USUAL_PORTS.get(parts.scheme)
    return "" if usual else f":{parts.port}"


@lru_cache(maxsize=64)
def _canonical_origin(origin: str) -> str:
    parts = urlsplit(origin)
    if parts.port or _is_address(parts.hostname or ""):
        return origin
    return f"https://{parts.netloc}"


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return host == "localhost"
    return True
