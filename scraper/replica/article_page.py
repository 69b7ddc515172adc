"""An article's page: Liferay's frame, and the portal's own template inside it."""

from html import escape

from scraper.replica import chrome
from scraper.replica.article import Article
from scraper.replica.blocks import byline
from scraper.replica.messages import Answer, Visit, html
from scraper.replica.portal import Portal

_TOOLS = (
    '<div class="cong-cu"><span>Màu chữ</span> <a class="mau" href="javascript:;"'
    ' style="background:#000"></a><a class="mau" href="javascript:;" style="background:#00f"></a>'
    ' <span>Cỡ chữ</span> <a class="co" href="javascript:;" onclick="doiCo(-1)"></a>'
    '<a class="co" href="javascript:;" onclick="doiCo(1)"></a></div>\n'
)
_RELATED = 5
# The English twin prints the portal's own words in English on the same markup.
_VIEWS = {"vi": "Số lượt xem", "en": "View count"}
_RELATED_TITLE = {"vi": "Tin đã đưa", "en": "Related news"}


def article_page(portal: Portal, visit: Visit, article: Article) -> Answer:
    """The page of `article` at whatever address; each rendering counts as a view."""
    views = portal.count_rendering(article.number)
    if visit.query.get("viewMode") == "print" or visit.query.get("p_p_state") == "pop_up":
        body = f"<h3>{escape(article.title, quote=False)}</h3>{_body(portal, visit, article)}"
        return html(chrome.bare(article.title, f"{body}<script>print();</script>"))
    canonical = f"/-/{article.slug}" if article.display_page else article.path
    title = f"{article.title} - {article.section.name}"
    main = _frame(portal, visit, article, _content(portal, visit, article, views))
    about = chrome.About(title, article.title, article.paragraphs[0], canonical)
    return html(chrome.page(portal, visit, about, main))


def related(portal: Portal, article: Article) -> list[Article]:
    """The older articles of the section that the page lists, newest first; every sixth has none."""
    if article.number % 6 == 5:
        return []
    return portal.older(article, _RELATED)


def _frame(portal: Portal, visit: Visit, article: Article, content: str) -> str:
    title = escape(article.title, quote=False)
    section = article.section
    return (
        f'<div class="portlet-boundary portlet-boundary_{section.portlet_id}_ portlet-static'
        f' portlet-asset-publisher" id="p_p_id_{section.portlet_id}_"><span'
        f' id="p_{section.portlet_id}"></span><section class="portlet"><div'
        ' class="portlet-content"><h2 class="portlet-title-text hide-accessible">'
        f'{section.name}</h2><div class="portlet-content-container"><div class="portlet-body">\n'
        '<div class="asset-full-content clearfix mb-5 show-asset-title">\n'
        '<div class="mb-2"><h4 class="component-title"><a class="icon-monospaced"'
        f' href="{section.path}" target="_self"><span class="icon-monospaced"><svg'
        ' aria-hidden="true" class="lexicon-icon lexicon-icon-angle-left" focusable="false">'
        '<use href="/o/so-ldtbxh-theme/images/clay/icons.svg#angle-left" /></svg></span>'
        '<span class="taglib-text hide-accessible">null</span></a> '
        f'<span class="asset-title d-inline">{title}</span></h4></div>\n'
        f'<span class="asset-anchor lfr-asset-anchor" id="{article.entry_id}"></span>\n'
        '<div class="asset-content mb-3">\n<div class="journal-content-article"'
        f' data-analytics-asset-id="{article.entry_id - 3}" data-analytics-asset-title='
        f'"{escape(article.title)}" data-analytics-asset-type="web-content">\n{content}</div>\n'
        f"{_print_link(visit, article)}</div>\n</div>\n</div></div></div></section></div>\n"
    )


def _content(portal: Portal, visit: Visit, article: Article, views: int) -> str:
    """Section, date, tools, title, text, counter, related list, in the real site's order."""
    if portal.breakage and portal.breakage.kind == "drift":
        return _body(portal, visit, article)
    # A display page has settings of its own: no counter and no list there.
    own_page = visit.path.startswith("/-/")
    piece = _redesigned if portal.breakage and portal.breakage.kind == "redesign" else _piece
    parts = ["<div class='chi-tiet-tin'>\n"]
    if article.category:
        parts.append(piece("chuyen-muc", escape(article.category)))
    parts += [
        piece("ngay-dang", _date(visit, article)),
        _TOOLS,
        piece("tieu-de", escape(article.title, quote=False)),
        f'<div class="noi-dung" id="noi-dung">\n{_body(portal, visit, article)}</div>\n',
    ]
    if not own_page and "no_counter" not in article.quirks:
        label = _VIEWS[visit.language]
        parts.append(piece("luot-xem", f"<span>{label}: {views}</span>"))
    if not own_page:
        parts.append(_related_list(portal, visit, article))
    return "".join((*parts, "</div>\n"))


def _piece(name: str, inner: str) -> str:
    return f'<div class="{name}">{inner}</div>\n'


def _redesigned(name: str, inner: str) -> str:
    """The same words in another theme's markup."""
    return f'<section class="the-{len(name)}"><div><p class="dong">{inner}</p></div></section>\n'


def _date(visit: Visit, article: Article) -> str:
    if visit.english:
        return f"Publish date: {article.published_text.partition(', ')[2]}"
    return article.published_text


def _body(portal: Portal, visit: Visit, article: Article) -> str:
    text = "".join(block.html for block in article.blocks)
    if article.byline:
        text += byline(article.byline)
    stamp = str(portal.milliseconds(visit.serial))
    return text.replace("@ORIGIN@", portal.origin).replace("@T@", stamp)


def _related_list(portal: Portal, visit: Visit, article: Article) -> str:
    entries = "".join(
        f'<li><a href="{other.path}">{escape(other.title, quote=False)}</a>'
        f" <span>({other.published_at:%d/%m/%Y})</span></li>\n"
        for other in related(portal, article)
    )
    title = _RELATED_TITLE[visit.language]
    return f'<div class="tin-da-dua"><h3>{title}</h3>\n<ul>{entries}</ul></div>\n'


def _print_link(visit: Visit, article: Article) -> str:
    portlet = article.section.portlet_id
    here = f"{article.path}?p_p_id={portlet}&amp;p_p_lifecycle=0&amp;p_p_state=pop_up"
    maximized = here.replace("pop_up", "maximized")
    return (
        f'<div class="asset-actions"><a href="{here}&amp;p_p_mode=view&amp;_{portlet}_viewMode='
        f'print&amp;viewMode=print&amp;_{portlet}_languageId=vi_VN" target="_blank">In bài</a> '
        f'<a href="{maximized}&amp;_{portlet}_redirect=%2F">Xem toàn màn hình</a></div>\n'
    )
