"""Pages that are no article and no list: plain text, statistics, login, not found."""

from html import escape
from urllib.parse import quote

from scraper.replica import chrome
from scraper.replica.blocks import table
from scraper.replica.messages import Answer, Visit, html, redirect
from scraper.replica.portal import Portal
from scraper.replica.sitemap_pages import TEXT_PAGES, Leaf
from scraper.replica.statistics import INDEX, PAGES, StatisticsPage

# A relative address written as if the page stood at the root: it doubles the path, and is a 404.
_WRONG_LINK = {"/thu-tuc/huong-dan": '<p><a href="thu-tuc/bieu-mau">Biểu mẫu</a></p>'}
LEAVES = {leaf.path: leaf for leaf in TEXT_PAGES}


def text_page(portal: Portal, visit: Visit, leaf: Leaf) -> Answer:
    """A page of the menu with a few lines of sample text."""
    main = (
        '<div class="portlet-journal-content"><div class="journal-content-article"'
        f' data-analytics-asset-id="2{len(leaf.path):04d}" data-analytics-asset-title='
        f'"{escape(leaf.name)}" data-analytics-asset-type="web-content"><p><strong>{leaf.name}'
        "</strong></p><p>Trang này chỉ có văn bản mẫu của cổng thông tin thử nghiệm.</p>"
        f"<p>Nội dung đang được cập nhật.</p>{_WRONG_LINK.get(leaf.path, '')}</div></div>\n"
    )
    return html(chrome.page(portal, visit, leaf.name, main))


def statistics_index(portal: Portal, visit: Visit) -> Answer:
    """Links to all statistics pages."""
    links = "".join(f'<li><a href="{page.path}">{page.title}</a></li>' for page in PAGES)
    return html(chrome.page(portal, visit, "Thống kê", f"<h3>Thống kê</h3><ul>{links}</ul>"))


def statistics_page(portal: Portal, visit: Visit, page: StatisticsPage) -> Answer:
    """A page of tables."""
    stamp = ""
    if page.updated:
        stamp = f"<p>Tự động cập nhật lúc {page.updated:%H:%M} ngày {page.updated:%d/%m/%Y}</p>"
    tables = "".join(table(one).html for one in page.tables)
    main = (
        f'<div class="thong-ke"><h3>{page.title}</h3>{stamp}{tables}'
        f'<p><a href="{INDEX}">Về trang thống kê</a></p></div>\n'
    )
    return html(chrome.page(portal, visit, page.title, main))


def not_found(portal: Portal, visit: Visit, status: int = 404) -> Answer:
    """The theme around Liferay's message; with status 200 a soft 404."""
    words = "Không tìm thấy", "Không tìm thấy tài nguyên được yêu cầu."
    return _status(portal, visit, status, *words)


def forbidden(portal: Portal, visit: Visit) -> Answer:
    """A page that guests may not see."""
    words = "Bị cấm", "Bạn không đủ thẩm quyền để truy cập tài nguyên được yêu cầu."
    return _status(portal, visit, 403, *words)


def server_error(portal: Portal, visit: Visit) -> Answer:
    """A page that failed while it was made."""
    words = "Lỗi bên trong máy chủ", "Một lỗi đã xảy ra trong khi truy cập tài nguyên."
    return _status(portal, visit, 500, *words)


def _status(portal: Portal, visit: Visit, status: int, title: str, message: str) -> Answer:
    main = (
        f'<h3 class="alert alert-danger">{title}</h3><p>{message}</p>'
        f'<p><code class="lfr-url-error">{escape(portal.origin + visit.target)}</code></p>'
        '<a href="javascript:history.go(-1);">« Trở lại</a>\n'
    )
    return html(chrome.page(portal, visit, "Trạng thái", main), status)


def to_login(portal: Portal, visit: Visit) -> Answer:
    """Where a private page sends a guest."""
    back = quote(visit.query.get("redirect", visit.target), safe="")
    spot = chrome.LOGIN
    return redirect(
        f"{portal.origin}/dang-nhap?p_p_id={spot}&p_p_lifecycle=0&p_p_state=maximized"
        f"&p_p_mode=view&saveLastPath=false&_{spot}_mvcRenderCommandName=%2Flogin%2Flogin"
        f"&redirect={back}"
    )


def login_page(portal: Portal, visit: Visit) -> Answer:
    """The login form, with status 200."""
    spot = chrome.LOGIN
    main = (
        f'<div class="login-container"><form action="/dang-nhap?p_p_id={spot}&amp;p_p_lifecycle=1"'
        f' class="form sign-in-form" id="_{spot}_loginForm" method="post" name="_{spot}_loginForm">'
        f'<label for="_{spot}_login">Địa chỉ email</label><input id="_{spot}_login"'
        f' name="_{spot}_login" type="text" /><label for="_{spot}_password">Mật khẩu</label>'
        f'<input id="_{spot}_password" name="_{spot}_password" type="password" />'
        '<button type="submit">Đăng nhập</button></form></div>\n'
    )
    return html(chrome.page(portal, visit, "Đăng nhập", main))
