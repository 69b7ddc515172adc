"""A small HTTP client for the replica, and ways to look at what it answers."""

import gzip
import http.client
import re
import unicodedata
from collections import deque
from collections.abc import Iterable
from urllib.parse import urljoin, urlsplit

from lxml import html

from scraper.replica import Replica, Section

TRAPS = re.compile(
    r"/en(/|$)|/c/|jsessionid|formDate|viewMode|redirect|pop_up|maximized|p_auth|lifecycle=[12]"
    r"|noi-bo|javascript:|mailto:|_delta=(?!\d+&p_r_p_resetCur=false&.*_cur=)|^#"
)
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


class Reply:
    """An answer, with its body decoded."""

    def __init__(self, status: int, headers: dict[str, str], body: bytes) -> None:
        self.status, self.headers, self.body = status, headers, body

    @property
    def text(self) -> str:
        return self.body.decode()


def _joined(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Headers by name; those of one name (Set-Cookie) together."""
    found: dict[str, str] = {}
    for name, value in pairs:
        found[name] = f"{found[name]}, {value}" if name in found else value
    return found


class Client:
    """One kept-alive connection; no redirects followed, no cookies kept."""

    def __init__(self, replica: Replica) -> None:
        self.replica = replica
        self.connection = http.client.HTTPConnection(replica.url.removeprefix("http://"))

    def get(self, target: str, method: str = "GET", **headers: str) -> Reply:
        path = target.removeprefix(self.replica.origin) or "/"
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        self.connection.request(method, path, headers={"Accept-Encoding": "gzip", **names})
        response = self.connection.getresponse()
        body = response.read()
        if response.headers.get("Content-Encoding") == "gzip" and body:
            body = gzip.decompress(body)
        return Reply(response.status, _joined(response.headers.items()), body)


def links(page: bytes, base: str, origin: str) -> list[str]:
    """Targets (path and query) of the page's own-site links that no trap is."""
    found = []
    for anchor in html.fromstring(page).iterfind(".//a[@href]"):
        address = urljoin(origin + base, anchor.get("href") or "")
        if address.startswith(origin) and not TRAPS.search(address):
            parts = urlsplit(address)
            found.append(parts.path + (f"?{parts.query}" if parts.query else ""))
    return found


def identity(target: str) -> str:
    """The target without language and site prefixes."""
    return re.sub(r"^(?:/vi|/web/guest)+(?=/|$)", "", target) or "/"


def crawl(client: Client, *, articles_too: bool) -> dict[str, Reply]:
    """Every page that a polite client finds from `/`, by its target; each identity once."""
    seen, waiting, pages = {"/"}, deque(["/"]), {}
    while waiting:
        target = waiting.popleft()
        if not articles_too and "/-/" in target:
            pages[target] = Reply(0, {}, b"")
            continue
        reply = pages[target] = client.get(target)
        if reply.status != 200 or not reply.headers["Content-Type"].startswith("text/html"):
            continue
        for link in links(reply.body, target, client.replica.origin):
            if identity(link) not in seen:
                seen.add(identity(link))
                waiting.append(link)
    return pages


def parsed(page: bytes) -> html.HtmlElement:
    found = html.document_fromstring(page.decode())
    assert isinstance(found, html.HtmlElement)
    return found


def content(page: bytes) -> html.HtmlElement:
    (found,) = parsed(page).cssselect(".asset-full-content")
    return found


def words(text: str) -> str:
    """NFC, single spaces."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def entry_ids(page: bytes) -> list[str]:
    return re.findall(r'lfr-asset-anchor" id="(\d+)"', page.decode())


def page_of(section: Section, cur: int) -> str:
    spot = section.portlet_id
    return (
        f"{section.path}?p_p_id={spot}&p_p_lifecycle=0&p_p_state=normal&p_p_mode=view"
        f"&_{spot}_delta={section.delta}&p_r_p_resetCur=false&_{spot}_cur={cur}"
    )
