"""What the spiders yield."""

from dataclasses import dataclass

from scraper.capture import Capture
from scraper.decoding import decoded
from scraper.parse import parse
from scraper.raw import Raw
from scraper.records import Page, Problem, Skipped
from scraper.site import Site


@dataclass(frozen=True, slots=True)
class CrawledPage:
    """One response: as received, decoded, and what it turned out to be."""

    raw: Raw
    capture: Capture
    page: Page | Skipped


def read(raw: Raw, site: Site) -> CrawledPage:
    """The page in `raw`; one that was cut at the size limit is `too_large`, whatever it says.

    A defect of the parser costs one page's reading, never the crawl: it is an `error` in the
    page's problems, and a better parser reads the capture again.
    """
    capture = decoded(raw)
    if raw.truncated == "length":
        return CrawledPage(raw, capture, Skipped("too_large"))
    try:
        return CrawledPage(raw, capture, parse(capture, site))
    except Exception as error:  # parse() promises none
        problem = Problem("error", "parser_failed", f"{raw.url}: {type(error).__name__}: {error}")
        return CrawledPage(raw, capture, Skipped("unparsed", (problem,)))
