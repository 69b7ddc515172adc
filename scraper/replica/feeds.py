"""robots.txt, the sitemap index with a sitemap a page, and the feeds."""

import uuid
from datetime import datetime
from email.utils import format_datetime
from html import escape

from scraper.replica.article import Article
from scraper.replica.messages import Answer, Visit
from scraper.replica.portal import Portal
from scraper.replica.sections import BY_PATH, GROUP_ID, Section
from scraper.replica.sitemap_pages import NEWS, TEXT_PAGES
from scraper.replica.statistics import INDEX, PAGES

FEED_LENGTH = 20
_XML = "text/xml;charset=UTF-8"
_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>'
_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
_LAYOUTS = uuid.UUID("0e2b3a52-8f47-4a5e-9c55-3a6c2a1de0f7")


def _layouts() -> dict[str, str]:
    paths = ["/", *(leaf.path for leaf in NEWS), INDEX, *(page.path for page in PAGES)]
    paths += [leaf.path for leaf in TEXT_PAGES]
    return {str(uuid.uuid5(_LAYOUTS, path)): path for path in paths}


_PATH_OF_LAYOUT = _layouts()


def robots(portal: Portal) -> Answer:
    """Liferay's default, unless a test set another one."""
    text = portal.robots
    if text is None:
        text = f"User-Agent: *\nDisallow:\nSitemap: {portal.origin}/sitemap.xml\n"
    return Answer(text.encode(), media_type="text/plain;charset=UTF-8")


def sitemap(portal: Portal, visit: Visit) -> Answer:
    """The index, or the sitemap of the page that `layoutUuid` names; some are empty."""
    layout = visit.query.get("layoutUuid")
    if layout is None:
        return _index(portal)
    path = _PATH_OF_LAYOUT.get(layout, "")
    urls = ""
    if path and not path.startswith(("/gioi-thieu/", "/thu-tuc/")):
        urls = _url(portal, path, portal.clock)
    if section := BY_PATH.get(path):
        articles = (portal.article(number) for number in portal.listed(section))
        urls += "".join(
            _url(portal, f"/-/{article.slug}", article.changed_at)
            for article in articles
            if article.display_page
        )
    return _xml(f'<urlset xmlns="{_NAMESPACE}">{urls}</urlset>')


def _index(portal: Portal) -> Answer:
    entries = "".join(
        f"<sitemap><loc>{portal.origin}/sitemap.xml?p_l_id={number + 20}&amp;layoutUuid={layout}"
        f"&amp;groupId={GROUP_ID}&amp;privateLayout=false</loc></sitemap>"
        for number, layout in enumerate(_PATH_OF_LAYOUT)
    )
    return _xml(f'<sitemapindex xmlns="{_NAMESPACE}">{entries}</sitemapindex>')


def _url(portal: Portal, path: str, changed: datetime) -> str:
    return (
        f"<url><loc>{escape(portal.origin + path)}</loc><lastmod>{changed.isoformat()}</lastmod>"
        "<changefreq>daily</changefreq><priority>0.5</priority></url>\n"
    )


def feed(portal: Portal, section: Section) -> Answer:
    """The newest articles of a section, as RSS 2.0."""
    numbers = portal.listed(section)[:FEED_LENGTH]
    items = "".join(_item(portal, portal.article(number)) for number in numbers)
    return _xml(
        f'<rss version="2.0"><channel><title>{escape(section.name)}</title>'
        f"<link>{portal.origin}{section.path}</link><description>{escape(section.name)}"
        f"</description>{items}</channel></rss>",
        "application/rss+xml;charset=UTF-8",
    )


def _item(portal: Portal, article: Article) -> str:
    address = escape(portal.origin + article.path)
    return (
        f"<item><title>{escape(article.title)}</title><link>{address}</link>"
        f"<description>{escape(article.paragraphs[0])}</description>"
        f"<pubDate>{format_datetime(article.published_at)}</pubDate>"
        f"<guid>{address}</guid></item>\n"
    )


def _xml(content: str, media_type: str = _XML) -> Answer:
    return Answer((_DECLARATION + content).encode(), media_type=media_type)
