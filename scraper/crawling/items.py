"""What the spiders yield."""

from dataclasses import dataclass

from scraper.capture import Capture
from scraper.decoding import LIMIT, decoded
from scraper.parse import parse
from scraper.raw import Raw
from scraper.records import Page, Problem, Skipped
from scraper.site import Site

_LIMIT = f"{LIMIT // 2**20} MiB"


@dataclass(frozen=True, slots=True)
class CrawledPage:
    """One response: as received, decoded, and what it turned out to be."""

    raw: Raw
    capture: Capture
    page: Page | Skipped


def read(raw: Raw, site: Site, *, follow: bool = True) -> CrawledPage:
    """The page in `raw`; one that was cut at the size limit is `too_large`, whatever it says.

    A person is told of that, for it is not whole. A defect of the parser costs one page's reading,
    never the crawl: it is an `error` in the page's problems, and a better parser reads the capture
    again. Without `follow`, an article's links are left out.
    """
    capture = decoded(raw)
    if raw.truncated == "length":
        said = "cut at the size limit of who asked for it: what came is kept, and not read"
        return CrawledPage(raw, capture, _too_large(said))
    if len(capture.body) >= LIMIT:
        return CrawledPage(raw, capture, _too_large(f"over {_LIMIT} once decoded: kept, not read"))
    try:
        page = parse(capture, site, follow=follow)
    except Exception as error:  # parse() promises none
        problem = Problem("error", "parser_failed", f"{raw.url}: {type(error).__name__}: {error}")
        page = Skipped("unparsed", (problem,))
    if page == Skipped("too_large"):
        page = _too_large("a page too long to be read; it is kept")
    return CrawledPage(raw, capture, page)


def _too_large(said: str) -> Skipped:
    """With the same words each time, so that it is told once."""
    return Skipped("too_large", (Problem("warning", "too_large", said),))
