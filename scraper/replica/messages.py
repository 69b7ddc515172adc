"""A request as the portal sees it, and its answer."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, unquote, urlsplit

HTML = "text/html;charset=UTF-8"
_SESSION = ";jsessionid="
_LANGUAGES = {"vi": "vi", "vi_VN": "vi", "en": "en", "en_US": "en"}
_SITES = ("/web/guest", "/web/sldtbxh")


@dataclass(frozen=True, slots=True)
class Visit:
    """One request.

    `target` is path and query as requested; `path` has no language, site or session part and is
    decoded; `serial` numbers the renderings of this replica.
    """

    target: str
    path: str
    query: Mapping[str, str]
    language: str
    serial: int
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def raw_path(self) -> str:
        """The path as requested."""
        return urlsplit(self.target).path

    @property
    def english(self) -> bool:
        """Whether the portal's own words are English here."""
        return self.language == "en"


@dataclass(frozen=True, slots=True)
class Answer:
    """What the portal answers; `static` files carry a validator and no session."""

    body: bytes
    status: int = 200
    media_type: str = HTML
    headers: tuple[tuple[str, str], ...] = ()
    static: bool = False


def visit(target: str, headers: Mapping[str, str], serial: int) -> Visit:
    """Reads a request line's target: prefixes, session and query."""
    parts = urlsplit(target)
    path = unquote(parts.path.partition(_SESSION)[0]) or "/"
    path, language = _without_prefixes(path)
    if not language:
        language = "en" if "GUEST_LANGUAGE_ID=en_US" in headers.get("Cookie", "") else "vi"
    query = dict(parse_qsl(parts.query, keep_blank_values=True))
    return Visit(target, path, query, language, serial, headers)


def _without_prefixes(path: str) -> tuple[str, str]:
    """Takes off every leading language and site; the first language counts, as in Liferay."""
    language = ""
    while True:
        head, _, rest = path[1:].partition("/")
        if head in _LANGUAGES:
            language = language or _LANGUAGES[head]
            path = f"/{rest}"
            continue
        site = next((s for s in _SITES if path == s or path.startswith(f"{s}/")), None)
        if site is None:
            return path if path == "/" else path.rstrip("/"), language
        path = path[len(site) :] or "/"


def html(text: str, status: int = 200) -> Answer:
    """A page."""
    return Answer(text.encode(), status)


def redirect(location: str, status: int = 302) -> Answer:
    """A redirect; `location` is absolute."""
    return Answer(b"", status, headers=(("Location", location),))
