"""What a captured page asks for to be seen as it was, and where a redirect leads."""

from urllib.parse import urljoin

from scraper.capture import Capture
from scraper.kinds import REDIRECTS
from scraper.page.tree import MAX_BYTES
from scraper.replaying.replay import Held, replay_css, replay_html

_HTML = frozenset({"text/html", "application/xhtml+xml"})
_STYLE = "text/css"


def needs(capture: Capture) -> list[str]:
    """Absolute addresses of its style sheets and images, or of the page that it redirects to."""
    if capture.status in REDIRECTS:
        return _target(capture)
    found: dict[str, None] = {}

    def place(url: str) -> None:
        found[url] = None

    held = Held(image=place, style=place, page=lambda url: url)
    if len(capture.body) > MAX_BYTES:
        return []
    if capture.media_type in _HTML:
        replay_html(capture, held)
    elif capture.media_type == _STYLE:
        replay_css(capture, held)
    return list(found)


def _target(capture: Capture) -> list[str]:
    try:
        return [urljoin(capture.url, capture.header("Location") or "")]
    except ValueError:
        return []
