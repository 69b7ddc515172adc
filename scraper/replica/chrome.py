"""The theme around every page: head, banner, menus, columns, footer, scripts."""

import re
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from html import escape
from urllib.parse import quote

from scraper.replica import ballast, widgets
from scraper.replica.article import weekday
from scraper.replica.messages import Visit
from scraper.replica.portal import Portal
from scraper.replica.sections import GROUP_ID
from scraper.replica.sitemap_pages import NEWS, OLD_PAGE, PRIVATE_PAGE, TEXT_PAGES, Leaf
from scraper.replica.statistics import INDEX, PAGES

SITE_NAME = "Sở Lao động - Thương binh và Xã hội tỉnh Ví Dụ"
LOGIN = "com_liferay_login_web_portlet_LoginPortlet"
_NOT_PLAIN = re.compile(r"[^A-Za-z0-9]")
_MENU = (
    Leaf("/", "Trang chủ"),
    *TEXT_PAGES,
    *NEWS,
    Leaf(INDEX, "Thống kê", "Thống kê"),
    *(Leaf(page.path, page.title, "Thống kê") for page in PAGES),
    Leaf(OLD_PAGE, "Trang cũ", "Tiện ích"),
    Leaf(PRIVATE_PAGE, "Nội bộ", "Tiện ích"),
)


@dataclass(frozen=True, slots=True)
class About:
    """What a page's head says of it: `<title>`, Open Graph's title, description, canonical path."""

    title: str
    name: str
    description: str
    canonical: str


def page(portal: Portal, visit: Visit, about: About | str, main: str) -> str:
    """A whole page: `main` is the middle column; `about` a mere title where no more is known."""
    if isinstance(about, str):
        about = About(about, about, "", quote(visit.path, safe="/%"))
    shown = f"{escape(about.title, quote=False)} - {SITE_NAME}"
    prefix = "/en" if visit.english else ""
    return "".join(
        (
            _head(portal, visit, shown, about),
            _banner(portal, visit),
            _navigation(prefix),
            f'<h2 class="hide-accessible" role="heading" aria-level="1">{shown}</h2>\n',
            '<section class="container-fluid-1280" id="content"><div class="columns-1-2-3"'
            ' id="main-content" role="main"><div class="portlet-layout row">\n'
            '<div class="col-md-3 portlet-column portlet-column-first" id="column-1">\n',
            widgets.left_column(portal, visit),
            '</div>\n<div class="col-md-9 portlet-column portlet-column-last" id="column-2">\n',
            main,
            "</div>\n</div></div></section>\n",
            widgets.traffic(portal, visit),
            _mobile_navigation(prefix),
            widgets.footer(),
            ballast.scripts(visit.path),
            _tokens(visit),
            "</body>\n</html>\n",
        )
    )


def bare(title: str, main: str) -> str:
    """A page without the theme: print views and pop-ups."""
    return (
        '<!DOCTYPE html>\n<html class="ltr" dir="ltr" lang="vi-VN"><head><title>'
        f"{escape(title, quote=False)}</title>"
        '<meta content="text/html; charset=UTF-8" http-equiv="content-type" />'
        f'{ballast.css_links()}</head><body class="portal-popup">{main}</body></html>\n'
    )


def language_links(visit: Visit) -> tuple[str, str]:
    """The same page in both languages; on a page with a prefix they compound, a known defect."""
    path = visit.raw_path
    prefix = next((p for p in ("/vi", "/en") if path == p or path.startswith(f"{p}/")), "")
    rest = path[len(prefix) :] or "/"
    return f"{prefix}/vi{rest}", f"{prefix}/en{rest}"


def _head(portal: Portal, visit: Visit, title: str, about: About) -> str:
    address = escape(portal.origin + about.canonical)
    lang = "en-US" if visit.english else "vi-VN"
    return (
        f'<!DOCTYPE html>\n<html class="ltr" dir="ltr" lang="{lang}">\n<head>\n<title>{title}'
        '</title>\n<meta content="initial-scale=1.0, width=device-width" name="viewport" />\n'
        '<meta content="text/html; charset=UTF-8" http-equiv="content-type" />\n'
        f'<meta content="{escape(about.name)}" property="og:title" />\n'
        f'<meta content="{address}" property="og:url" />\n'
        f'<meta content="{escape(about.description)}" lang="vi-VN" name="description" />\n'
        f'<link data-senna-track="temporary" href="{address}" rel="canonical" />\n'
        f'<link data-senna-track="temporary" href="{address}" hreflang="vi-VN" rel="alternate" />\n'
        f'<link data-senna-track="temporary" href="{escape(portal.origin)}/en{escape(visit.path)}"'
        ' hreflang="en-US" rel="alternate" />\n'
        '<link href="/o/so-ldtbxh-theme/images/favicon.ico" rel="icon" />\n'
        f"{_head_files()}{_theme_display(portal, visit)}</head>\n"
        '<body class="controls-visible default yui3-skin-sam guest-site signed-out public-page'
        ' site so-ldtbxh">\n'
        '<nav aria-label="Đường dẫn nhanh" class="quick-access-nav" id="quickAccessNav"><ul><li>'
        '<a href="#main-content">Bỏ qua và đến nội dung</a></li></ul></nav>\n'
    )


@lru_cache(maxsize=1)
def _head_files() -> str:
    senna = (
        '<script data-senna-track="permanent" src="/combo?browserId=other&amp;minifierType=&amp;'
        f"languageId=vi_VN&amp;b={ballast.BUILD}&amp;t=1611820800000&amp;/o/frontend-js-aui-web/aui"
        '/aui/aui.js&amp;/o/frontend-js-spa-web/liferay/init.es.js" type="text/javascript">'
        "</script>\n"
    )
    return ballast.css_links() + ballast.styles() + ballast.loader() + senna


def _theme_display(portal: Portal, visit: Visit) -> str:
    values = {
        "LayoutURL": portal.origin + visit.path,
        "LanguageId": "en_US" if visit.english else "vi_VN",
        "CompanyId": "20099",
        "ScopeGroupId": str(GROUP_ID),
        "SiteGroupId": str(GROUP_ID),
        "PathContext": "",
        "PathMain": "/c",
        "PathThemeRoot": "/o/so-ldtbxh-theme",
        "PortalURL": portal.origin,
        "DefaultLanguageId": "vi_VN",
        "UserName": "",
    }
    getters = ",".join(
        f'get{name}:function(){{return"{_js(value)}"}}' for name, value in values.items()
    )
    return (
        '<script data-senna-track="temporary" type="text/javascript">\nvar Liferay=Liferay||{};'
        f"Liferay.ThemeDisplay={{{getters}}};var themeDisplay=Liferay.ThemeDisplay;"
        f'Liferay.currentURL="{_js(visit.target)}";'
        f'Liferay.currentURLEncoded="{quote(visit.target, safe="")}";\n</script>\n'
    )


def _js(value: str) -> str:
    return _NOT_PLAIN.sub(lambda found: f"\\u{ord(found[0]):04x}", value)


def _banner(portal: Portal, visit: Visit) -> str:
    vietnamese, english = language_links(visit)
    now: datetime = portal.clock
    clock = f"{weekday(now)}, ngày {now:%d/%m/%Y} {now:%H:%M}"
    back = quote(visit.target, safe="")
    return (
        '<header id="banner" role="banner"><div class="navbar-header"><a class="logo"'
        f' href="{escape(portal.origin)}/web/guest" title="Về trang chủ"><img alt="Logo mẫu"'
        ' src="/o/so-ldtbxh-theme/images/logo.png" /></a>'
        f'<span class="dong-ho" id="clock">{clock}</span>'
        f'<div class="language"><a href="{escape(vietnamese)}" lang="vi-VN">Tiếng Việt</a> '
        f'<a href="{escape(english)}" lang="en-US">English</a></div>'
        f'<a data-redirect="false" href="/c/portal/login?p_l_id=20&amp;redirect={back}"'
        ' id="sign-in" rel="nofollow">Đăng nhập</a>'
        '<form action="/tim-kiem" class="search-bar" method="get"><label class="hide-accessible"'
        ' for="q">Tìm kiếm</label><input id="q" name="q" type="text" /></form>'
        "</div></header>\n"
    )


@lru_cache(maxsize=2)
def _navigation(prefix: str) -> str:
    return (
        '<nav class="navbar sort-pages modify-pages" id="navigation" role="navigation">'
        '<h2 class="hide-accessible">Điều hướng</h2><ul aria-label="Các trang" class="nav"'
        f' role="menubar">{_entries(prefix, "layout")}</ul></nav>\n'
    )


@lru_cache(maxsize=2)
def _mobile_navigation(prefix: str) -> str:
    return (
        '<div class="collapse mobile-menu" hidden="hidden" style="display:none"><ul>'
        f"{_entries(prefix, 'mobile')}</ul></div>\n"
    )


def _entries(prefix: str, kind: str) -> str:
    return "".join(_entry(leaf, number, prefix, kind) for number, leaf in enumerate(_MENU))


def _entry(leaf: Leaf, number: int, prefix: str, kind: str) -> str:
    name = escape(leaf.name)
    group = f'<span class="hide-accessible">{leaf.parent}</span>' if leaf.parent else ""
    return (
        f'<li class="lfr-nav-item nav-item" id="{kind}_{number + 21}" role="presentation">{group}'
        f'<a aria-labelledby="{kind}_{number + 21}" class="nav-link text-truncate"'
        f' data-senna-off="false" href="{prefix}{leaf.path}" role="menuitem"><span><svg'
        ' aria-hidden="true" class="lexicon-icon lexicon-icon-angle-right" focusable="false">'
        f'<use href="/o/so-ldtbxh-theme/images/clay/icons.svg#angle-right" /></svg> {name}</span>'
        "</a></li>\n"
    )


def _tokens(visit: Visit) -> str:
    token = f"{visit.serial * 2654435761 % 2**32:08x}"
    return (
        f'<script type="text/javascript">Liferay.authToken="{token}";'
        "Liferay.Data.notices=[null];</script>\n"
        f'<a class="hide" href="/c/portal/update_language?p_auth={token}&amp;languageId=en_US'
        '&amp;redirect=%2F" rel="nofollow"></a>\n'
    )
