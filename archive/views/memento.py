"""Captures as mementos: headers and the list of an address's captures (RFC 7089)."""

from collections.abc import Callable, Sequence
from sqlite3 import Row
from urllib.parse import quote

from archive.formats import http_date

Address = Callable[[Row], str]

# What may stand in a URI between angle brackets, in ASCII.
_SAFE = "/:?#[]@!$&'()*+,;=~-._%"
LINK_FORMAT = "application/link-format"


def headers(capture: Row, every: Sequence[Row], address: Address, timemap: str) -> dict[str, str]:
    """`Memento-Datetime` and `Link` of a capture among all of its address, in order of time."""
    links = [(_uri(capture["url"]), 'rel="original"')]
    links.append((timemap, f'rel="timemap"; type="{LINK_FORMAT}"'))
    ids = [row["id"] for row in every]
    at = ids.index(capture["id"]) if capture["id"] in ids else None
    if at is not None:
        named = {0: ["first"], len(every) - 1: ["last"]}
        if len(every) == 1:
            named = {0: ["first", "last"]}
        for place, name in ((at - 1, "prev"), (at + 1, "next")):
            if 0 <= place < len(every):
                named[place] = [*named.get(place, []), name]
        named.setdefault(at, [])
        links += [(address(every[n]), _memento(every[n], named[n])) for n in sorted(named)]
    return {
        "Memento-Datetime": http_date(capture["captured_at"]),
        "Link": ", ".join(f"<{target}>; {what}" for target, what in links),
    }


def timemap(url: str, every: Sequence[Row], address: Address, own: str) -> str:
    """All captures of `url` as application/link-format, a line each."""
    first, last = (http_date(every[n]["captured_at"]) for n in (0, -1))
    lines = [
        f'<{_uri(url)}>; rel="original"',
        f'<{own}>; rel="self"; type="{LINK_FORMAT}"; from="{first}"; until="{last}"',
    ]
    for n, row in enumerate(every):
        names = ["first"] * (n == 0) + ["last"] * (n == len(every) - 1)
        lines.append(f"<{address(row)}>; {_memento(row, names)}")
    return ",\n".join(lines) + "\n"


def _memento(row: Row, names: list[str]) -> str:
    return f'rel="{" ".join([*names, "memento"])}"; datetime="{http_date(row["captured_at"])}"'


def _uri(url: str) -> str:
    return quote(url, safe=_SAFE)
