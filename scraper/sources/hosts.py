"""Whose address it is: a web archive's captures of the site, and of everything else."""

import re
from urllib.parse import urlsplit

from scraper.site import Site

_DEFAULT_PORTS = {"http": 80, "https": 443}
_WWW = "www."
_NOT_IN_A_URL = re.compile(r"[\s\x00-\x1f\x7f-\x9f\ud800-\udfff]")


def on_site(url: str, site: Site) -> str | None:
    """The address on the site's own host; None where it is another site's, or no address.

    http and https, with and without `www.` and the scheme's own port are one site; the scheme is
    kept, and what follows `#` is left out.
    """
    url = url.strip().removeprefix("<").removesuffix(">")
    if _NOT_IN_A_URL.search(url):
        return None
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return None
    scheme, host = parts.scheme.lower(), (parts.hostname or "").rstrip(".")
    own = urlsplit(site.origin)
    if scheme not in _DEFAULT_PORTS or _bare(host) != _bare(own.hostname or ""):
        return None
    if own.port is None and port not in (None, *_DEFAULT_PORTS.values()):
        return None
    if own.port is not None and port != own.port:
        return None
    rest = url.partition("//")[2][len(parts.netloc) :].partition("#")[0]
    return f"{scheme}://{site.host}{'' if rest.startswith('/') else '/'}{rest}"


def _bare(host: str) -> str:
    return host.removeprefix(_WWW)
