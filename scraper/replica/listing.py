"""Lists of articles: sections with Liferay's paging, and the home page."""

from html import escape
from urllib.parse import quote

from scraper.replica import chrome, pager
from scraper.replica.article import Article
from scraper.replica.messages import Answer, Visit, html
from scraper.replica.portal import Portal
from scraper.replica.sections import PORTLET, SECTIONS, Section

_HOME_INSTANCE = "Tn4mQx7hZsLp"
_HOME_NEWEST = 5
_HOME_DELTA = 10
_DELTAS = range(1, 201)
# Here "Tin đã đưa" is the label of a form, as seen on some portals, and no related list.
_OLDER_NEWS = (
    '<form action="#" class="tim-theo-ngay"><label>Tin đã đưa</label> Từ ngày <input name="tu" />'
    ' Đến ngày <input name="den" /><button type="button">Xem</button></form>\n'
)


def section_page(portal: Portal, visit: Visit, section: Section) -> Answer:
    """A section's list; a page number past the end shows the last page again."""
    numbers = portal.listed(section)
    place = _place(visit, section.portlet_id, section.path, section.delta, len(numbers))
    shown = [portal.article(n) for n in numbers[place.first : place.first + place.delta]]
    entries = "".join(_abstract(portal, visit, article) for article in shown)
    feed = ""
    if section.feed:
        feed = f'<a class="rss" href="{section.publisher}/rss">RSS</a>\n'
    if section.pager == "many":
        feed += _OLDER_NEWS
    main = _publisher(
        section.portlet_id, section.name, feed + entries + pager.bar(place, section.pager, portal)
    )
    return html(chrome.page(portal, visit, section.name, main))


def home_page(portal: Portal, visit: Visit) -> Answer:
    """The newest of all with a pager of its own, then the newest of each section."""
    recent = portal.recent()
    spot = f"{PORTLET}_INSTANCE_{_HOME_INSTANCE}"
    place = _place(visit, spot, "/", _HOME_DELTA, len(recent))
    newest = recent[place.first : place.first + place.delta]
    top = "".join(_abstract(portal, visit, portal.article(n)) for n in newest)
    blocks = [_publisher(spot, "Tin mới", top + pager.bar(place, "neighbours", portal))]
    for section in SECTIONS:
        titles = "".join(_title(portal.article(n)) for n in portal.listed(section)[:_HOME_NEWEST])
        more = f"{section.path};jsessionid={visit.serial * 7919:032X}.node1"
        inner = f'<ul class="title-list">{titles}</ul><a href="{more}">Xem thêm</a>'
        blocks.append(_publisher(f"{section.portlet_id}home", section.name, inner))
    return html(chrome.page(portal, visit, "Trang chủ", "".join(blocks)))


def _place(visit: Visit, portlet: str, path: str, delta: int, total: int) -> pager.Place:
    asked = visit.query.get(f"_{portlet}_delta", "")
    if asked.isdecimal() and len(asked) < 4 and int(asked) in _DELTAS:
        delta = int(asked)
    cur = visit.query.get(f"_{portlet}_cur", "")
    wanted = int(cur) if cur.isdecimal() and len(cur) < 9 else 1
    last = max(1, -(-total // delta))
    prefix = "/en" if visit.english else ""
    return pager.Place(portlet, prefix + path, min(max(1, wanted), last), last, delta, total)


def _publisher(portlet: str, name: str, inner: str) -> str:
    return (
        f'<div class="portlet-boundary portlet-boundary_{portlet}_ portlet-asset-publisher"'
        f' id="p_p_id_{portlet}_"><section class="portlet"><h2 class="portlet-title-text">'
        f'{escape(name)}</h2><div class="portlet-body">\n{inner}</div></section></div>\n'
    )


def _abstract(portal: Portal, visit: Visit, article: Article) -> str:
    """An entry as 7.2 and 7.3 print it: the title's link, and a second one with `redirect`."""
    title = escape(article.title, quote=False)
    summary = escape(article.paragraphs[0][:200], quote=False)
    return (
        f'<div class="asset-abstract mb-5 default-asset-publisher"><span class="asset-anchor'
        f' lfr-asset-anchor" id="{article.entry_id}"></span><div class="mb-2"><h4'
        f' class="component-title"><a href="{_link(portal, article)}"><span'
        f' class="asset-title d-inline">{title}</span></a></h4></div>\n'
        f'<div class="asset-content mb-3">{_thumbnail(article)}'
        f'<div class="asset-summary">{summary}...</div>'
        f'<div class="asset-more"><a href="{_more(portal, visit, article)}">Đọc thêm'
        f'<span class="hide-accessible">Về {title}</span> »</a></div></div>'
        f'<span class="ngay">{article.published_at:%d/%m/%Y}</span></div>\n'
    )


def _thumbnail(article: Article) -> str:
    """A small image, linking to the article a second time."""
    if not article.images or "img_id=" in article.images[0].path:
        return ""
    source = escape(article.images[0].path)
    return f'<a href="{article.path}"><img alt="" class="anh-nho" src="{source}" /></a>'


def _title(article: Article) -> str:
    """A line of a title list; every fourth by entry id."""
    path = article.id_path if article.number % 4 == 2 else article.path
    return (
        f'<li class="title-list"><a href="{path}">{escape(article.title, quote=False)}</a></li>\n'
    )


def _link(portal: Portal, article: Article) -> str:
    """Links as real pages mix them: relative, absolute, wholly escaped, with a prefix."""
    kind = article.number % 7
    if kind == 1:
        return portal.origin + article.path
    if kind == 2:
        address = portal.origin + article.path
        return address.replace(":", "&#x3a;").replace("/", "&#x2f;")
    if kind == 3:
        return f"/web/guest{article.path}"
    if kind == 4:
        return f"/vi{article.path}"
    if kind == 5 and article.display_page:
        return f"/-/{article.slug}"
    return article.path


def _more(portal: Portal, visit: Visit, article: Article) -> str:
    spot = article.section.portlet_id
    back = quote(f"{portal.origin}{visit.target}", safe="")
    return (
        f"{portal.origin}{article.path}?_{spot}_assetEntryId={article.entry_id}"
        f"&amp;_{spot}_redirect={back}&amp;redirect={back}"
    )
