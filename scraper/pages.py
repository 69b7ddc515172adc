"""What a page of the portal is: an article, the home page, a listing, or another page."""

from collections.abc import Iterable

from scraper.address import take_apart
from scraper.fields.article import Reading
from scraper.records import Link
from scraper.site import Site
from scraper.urls import article_key, canonical, link_kind, slug

HOME_NAMES = frozenset({"", "home", "trang-chu", "index.html", "index.htm", "index.jsp"})
# Navigation and boxes link to some articles on every page; a listing's own are more.
LISTING_LINKS = 8
# Date, toolbar and title again: no home page has all three in a row.
CERTAIN = 9


def is_article(reading: Reading, url: str, site: Site) -> bool:
    """Whether the page is that article's own: its address or its labels say so."""
    if not reading.article.body_text:
        return False
    if link_kind(url, site) == "article":
        if not reading.contained and _is_of_another(reading.title_links_to, url):
            return False
        return reading.contained or reading.evidence > 0 or reading.views is not None
    if not reading.alone or (reading.dates_in_text > 1 and not reading.contained):
        return False
    if is_home(url, site):
        return reading.evidence >= CERTAIN
    dated = reading.article.published_text is not None
    return dated and (reading.contained or reading.evidence > 4)


def _is_of_another(title_links_to: str, url: str) -> bool:
    """Whether a title leads to another article, as those of a listing do."""
    key = article_key(title_links_to)
    return key is not None and slug(title_links_to) != slug(url) and key != article_key(url)


def outcome_of_page(url: str, links: Iterable[Link], site: Site) -> str:
    """The outcome of a page that is no article."""
    if is_home(url, site):
        return "home"
    if link_kind(url, site) == "listing":
        return "listing"
    articles = sum(1 for link in links if link.kind == "article")
    return "listing" if articles >= LISTING_LINKS else "other"


def is_home(url: str, site: Site) -> bool:
    """Whether the address is the site's front page."""
    found = canonical(url, site)
    if found in {canonical(site.origin + path, site) for path in site.department.start}:
        return True
    address = take_apart(found)
    return address.path.strip("/") in HOME_NAMES and not address.query
