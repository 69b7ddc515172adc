"""Which page an address shows."""

import re
from urllib.parse import unquote, urlsplit

from scraper.replica import ballast, chrome, feeds, files, statistics, text_pages, widgets
from scraper.replica.article import Article
from scraper.replica.article_page import article_page
from scraper.replica.listing import home_page, section_page
from scraper.replica.messages import Answer, Visit, html, redirect
from scraper.replica.portal import Portal
from scraper.replica.sections import BY_INSTANCE, BY_PATH
from scraper.replica.sitemap_pages import OLD_PAGE, PRIVATE_PAGE

_PUBLISHER = re.compile(
    r"^(?P<page>/[^/]+)?/-/asset_publisher/(?P<instance>\w+)/(?:(?P<feed>rss)"
    r"|content/id/(?P<id>\d{1,9})|content/(?P<slug>[^/]+)(?:/\d+)?)$"
)
_DISPLAY_PAGE = re.compile(r"^/-/(?P<slug>[^/]+)$")
_LOGIN_PATHS = ("/c/portal/login", PRIVATE_PAGE)


def answer(portal: Portal, visit: Visit) -> Answer:
    """What a healthy replica answers to a GET."""
    path = visit.path
    if path == "/robots.txt":
        return feeds.robots(portal)
    if path == "/sitemap.xml":
        return feeds.sitemap(portal, visit)
    if path.startswith(("/documents/", "/image/", "/o/", "/combo")):
        return _file(portal, visit)
    if visit.query.get("p_p_id") == widgets.POLLS and visit.query.get("p_p_state") == "pop_up":
        return html(chrome.bare("Thăm dò", widgets.poll_results()))
    return _article(portal, visit) or _page(portal, visit)


def _page(portal: Portal, visit: Visit) -> Answer:
    path = visit.path
    if path in ("/", "/home", "/trang-chu"):
        return home_page(portal, visit)
    if path in BY_PATH:
        return section_page(portal, visit, BY_PATH[path])
    if path == statistics.INDEX:
        return text_pages.statistics_index(portal, visit)
    if path in statistics.BY_PATH:
        return text_pages.statistics_page(portal, visit, statistics.BY_PATH[path])
    if path in text_pages.LEAVES:
        return text_pages.text_page(portal, visit, text_pages.LEAVES[path])
    if path == OLD_PAGE:
        return text_pages.not_found(portal, visit, status=200)
    if path in _LOGIN_PATHS:
        return text_pages.to_login(portal, visit)
    if path == "/dang-nhap":
        return text_pages.login_page(portal, visit)
    if path == "/c/portal/update_language":
        return redirect(portal.origin + "/")
    return text_pages.not_found(portal, visit)


def _article(portal: Portal, visit: Visit) -> Answer | None:
    """The page of an article or feed; None where the address is of another kind."""
    found = _PUBLISHER.match(visit.path)
    shown = found or _DISPLAY_PAGE.match(visit.path)
    if not shown:
        return None
    if found and found["instance"] not in BY_INSTANCE:
        return text_pages.not_found(portal, visit)
    if found and found["feed"]:
        section = BY_INSTANCE[found["instance"]]
        return feeds.feed(portal, section) if section.feed else text_pages.not_found(portal, visit)
    by_id = found["id"] if found else None
    article = portal.find(int(by_id) if by_id else shown["slug"])
    if article is None:
        return text_pages.not_found(portal, visit)
    return _as_it_stands(portal, visit, article, None if by_id else shown["slug"])


def _as_it_stands(portal: Portal, visit: Visit, article: Article, slug: str | None) -> Answer:
    """The article, or what a removed or moved one answers."""
    how = portal.gone.get(article.number)
    if how == "home":
        return redirect(portal.origin + "/")
    if how:
        return text_pages.not_found(portal, visit, {"soft_404": 200, "410": 410}.get(how, 404))
    if portal.old_addresses.get(visit.path) == "301":
        return redirect(portal.origin + article.path, 301)
    another = slug is not None and slug != unquote(article.slug)
    pageless = visit.path.startswith("/-/") and not article.display_page
    if another or pageless or visit.path in portal.old_addresses:
        return text_pages.not_found(portal, visit)
    return article_page(portal, visit, article)


def _file(portal: Portal, visit: Visit) -> Answer:
    """Attachments, images, and the theme's own files."""
    if visit.path == "/image/journal/article":
        body = files.old_image(visit.query.get("img_id", ""))
        found = (body, "image/png") if body else None
    elif visit.path.startswith("/documents/"):
        found = files.stored(urlsplit(visit.target).path)
    else:
        found = _theme_file(visit.path)
    if found is None:
        return text_pages.not_found(portal, visit)
    return Answer(found[0], media_type=found[1], static=True)


def _theme_file(path: str) -> tuple[bytes, str] | None:
    kind = path.rpartition(".")[2]
    if kind in ("png", "ico"):
        return files.png(7), "image/png"
    if kind == "svg":
        return b'<svg xmlns="http://www.w3.org/2000/svg"></svg>', "image/svg+xml"
    if kind == "css":
        return ballast.sheet(path), "text/css;charset=UTF-8"
    return b"// js", "text/javascript;charset=UTF-8"
