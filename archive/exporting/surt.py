"""Keys of an index of captures: addresses as replay programs look them up (SURT).

The rules are those of the Internet Archive's `surt`, by which pywb seeks; tests compare the two.
That package itself is under the AGPL, and needs a list of all domains for what is not used here.
"""

import re
from urllib.parse import quote_from_bytes, unquote_to_bytes, urlsplit

_KEPT = "!\"$&'()*+,-./:;<=>?@[\\]^_`{|}~"
_WWW = re.compile(r"www\d*\.")
_ASPX = re.compile(
    r"^(.*/)(?:\((?:[a-z]\([0-9a-z]{24}\))+\)|\([0-9a-z]{24}\))/([^?]+\.aspx.*)$", re.I
)
_SESSIONS = [
    re.compile(rf"^(.*)(?:{session})(?:&(.*))?$", re.I)
    for session in (
        "jsessionid=[0-9a-z]{32}", "phpsessid=[0-9a-z]{32}", "sid=[0-9a-z]{32}",
        "aspsessionid[a-z]{8}=[a-z]{24}", "cfid=[^&]+&cftoken=[^&]+",
    )
]  # fmt: skip
_PORTS = {"http": 80, "https": 443}


def surt(url: str) -> str:
    """`vn,gov,baclieu,sldtbxh)/tin?a=1&b=2` for an http(s) address; any other as it is."""
    try:
        parts = urlsplit(url)
        port, host = parts.port, (parts.hostname or "").encode("idna").decode()
    except ValueError:
        return url
    if parts.scheme not in _PORTS or not host:
        return url
    if found := _WWW.match(host):
        host = host[found.end() :]
    names = ",".join(reversed(host.split(".")))
    shown = f":{port}" if port and port != _PORTS[parts.scheme] else ""
    query = _query(parts.query)
    return f"{names}{shown}){_path(parts.path)}{'?' if query else ''}{query}"


def _path(path: str) -> str:
    *folders, last = _resolved(_unescaped(path).split(b"/")[1:] or [b""])
    whole = _escaped(b"/" + b"".join(name + b"/" for name in folders if name) + last).lower()
    whole = _ASPX.sub(r"\1\2", whole)
    return whole[:-1] if whole.endswith("/") and len(whole) > 1 else whole


def _resolved(names: list[bytes]) -> list[bytes]:
    kept: list[bytes] = []
    for name in names:
        if name == b".." and kept:
            kept.pop()
        elif name != b".":
            kept.append(name)
    return kept or [b""]


def _query(query: str) -> str:
    text = _escaped(_unescaped(query))
    for session in _SESSIONS:
        text = session.sub(lambda found: found[1] + (found[2] or ""), text)
    pairs = [pair.split("=", 1) for pair in text.lower().split("&")]
    return "&".join("=".join(pair) for pair in sorted(pairs))


def _unescaped(text: str) -> bytes:
    """With no escape left, however often it was escaped."""
    found, before = text.encode("utf-8", "surrogateescape"), b""
    while found != before:
        found, before = unquote_to_bytes(found), found
    return found


def _escaped(data: bytes) -> str:
    return quote_from_bytes(data, safe=_KEPT)
