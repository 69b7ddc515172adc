"""Is this page what it was asked for? Notices, logins, errors and strangers are no articles.

The marks are those of Liferay 6.2 to 7.4 and of the servers before it, read in their sources and
on real pages: DESIGN 5 says what becomes of each.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from urllib.parse import urlsplit

from lxml import etree

from scraper.address import joined
from scraper.capture import Capture
from scraper.page.containers import FULL_CONTENT
from scraper.page.lines import Line
from scraper.page.tree import Head
from scraper.site import Site

REDIRECTS = frozenset({301, 302, 303, 307, 308})
GONE = frozenset({404, 410})
FORBIDDEN = frozenset({401, 403, 407, 451})
# A notice in place of a page is short; a page that only speaks of maintenance is not.
NOTICE_LINES = 40
NOTICE_LENGTH = 1500
NOTICE_LINE = 120

# A text with this share of bytes that are no letters is in no encoding that the page names.
UNDECODED = "\ufffd"
GARBLED = 0.1

_REFRESH = re.compile(r"\s*[\d.]*\s*[;,]?\s*url\s*=\s*[\"']?\s*([^\"'\s]+)", re.I)
_FLAGS = re.I
_MAINTENANCE = re.compile(
    r"bảo trì|nâng cấp hệ thống|đang nâng cấp|tạm ngừng (?:hoạt động|phục vụ)|under maintenance"
    r"|maintenance mode|scheduled maintenance|temporarily unavailable|be back soon"
    r"|system is (?:being|currently) (?:upgraded|down)",
    _FLAGS,
)
_FORBIDDEN = re.compile(
    r"bị cấm|không đủ thẩm quyền|không có quyền truy cập|403 forbidden|access denied|forbidden"
    r"|you do not have (?:permission|the required permissions?).*",
    _FLAGS,
)
_ERROR = re.compile(
    r"lỗi bên trong máy chủ|internal server error|đã xảy ra lỗi.*"
    r"|an (?:unexpected )?error occurred.*|50[0234] .{0,40}|bad gateway"
    r"|service unavailable|gateway time-?out|http status 50\d.*"
    r"|whitelabel error page|lỗi máy chủ|runtime error",
    _FLAGS,
)
_NOT_FOUND = re.compile(
    r"không tìm thấy(?: trang| tài nguyên| nội dung)?|tài nguyên không được tìm thấy"
    r"|(?:trang|bài viết|nội dung|tin|tài nguyên)"
    r"(?: này| (?:mà )?bạn (?:yêu cầu|tìm kiếm|cần tìm))?"
    r" không (?:còn )?tồn tại(?:,? (?:hoặc|hay) .{0,40})?"
    r"|not found|page not found|404(?:[ :.-].{0,60})?|the requested resource (?:was|could) not .*",
    _FLAGS,
)
_STATUS_TITLE = re.compile(r"(?:trạng thái|status)(?: - .*)?", _FLAGS)
_PARKED = re.compile(
    r"domain (?:name )?(?:is )?(?:for sale|may be for sale|has expired|is parked)|buy this domain"
    r"|tên miền (?:này )?(?:đã hết hạn|đang được rao bán|chưa được kích hoạt)"
    r"|parked (?:free|domain)|this domain|sedo|godaddy",
    _FLAGS,
)
# 6.2's login portlet, 7.x's, and those of themes: `_58_password`, `…LoginPortlet_password`.
_PASSWORD = re.compile(r"_58_password|_\w*[Ll]ogin\w*_password|password|j_password")
_PRINT = re.compile(r"[?&](?:p_p_state=pop_up|[^=&]*viewMode=print)|/pop_up/|[?&]print=", _FLAGS)
LIFERAY = (b"Liferay", b"asset-full-content", b"portlet-boundary", b"journal-content-article")
SHAREPOINT = (b"_spPageContextInfo", b"/_layouts/", b"WebPartWPQ", b"LacViet")
NOTICES = (("soft_404", _NOT_FOUND), ("forbidden", _FORBIDDEN), ("error", _ERROR))


def by_status(capture: Capture) -> str | None:
    """The outcome that the status alone decides, else None."""
    status = capture.status
    if status in REDIRECTS:
        return "redirect"
    if status == 304:
        return "not_modified"
    if status in GONE:
        return "gone"
    if status in FORBIDDEN:
        return "skipped: forbidden"
    if status >= 400 or status < 200:
        return "skipped: error"
    return None


def refresh_target(head: Head, lines: Sequence[Line], url: str) -> str | None:
    """Where a page without content of its own sends the reader by <meta http-equiv="refresh">."""
    found = _REFRESH.match(head.metas.get("refresh", ""))
    if found is None or len(lines) > 3 or _notice(head.title, lines):
        return None  # a notice that asks to be looked at again is no redirect
    return joined(url, found[1])


def not_the_page(
    capture: Capture, tree: etree._Element, head: Head, lines: Sequence[Line], site: Site
) -> str | None:
    """Why this is not the page that was asked for, as `Skipped.reason`; None where it is."""
    if not lines:
        return "empty"
    if _is_garbled(lines):
        return "unparsed"
    if _is_login(tree):
        return "login"
    if notice := _notice(head.title, lines):
        return notice
    if not any(mark in capture.body for mark in LIFERAY):
        if any(mark in capture.body for mark in SHAREPOINT):
            return "unparsed"
        if _is_foreign(tree, head, lines, site):
            return "foreign"
    return "print" if _PRINT.search(capture.url) or _is_popup(tree) else None


def _is_garbled(lines: Sequence[Line]) -> bool:
    """Whether so much of the text could not be decoded that it is none."""
    text = "".join(line.text for line in lines)
    return text.count(UNDECODED) > len(text) * GARBLED


def _is_login(tree: etree._Element) -> bool:
    """Whether the portal's login form is there for the reader, not only a box beside the text."""
    inputs = {e.get("name") or "" for e in tree.iter("input") if e.get("type") == "password"}
    return any(_PASSWORD.fullmatch(name) for name in inputs) and not any(
        FULL_CONTENT in (e.get("class") or "").split() for e in tree.iter("div")
    )


def _notice(title: str, lines: Sequence[Line]) -> str | None:
    """What an error page or a notice says, in its alert or on a page with little else."""
    short = len(lines) <= NOTICE_LINES and sum(len(x.text) for x in lines) <= NOTICE_LENGTH
    bare = short or _STATUS_TITLE.fullmatch(title) is not None
    found = [
        (line, reason)
        for line in lines
        if len(line.text) <= NOTICE_LINE and (reason := _said(line.text))
    ]
    for reason, pattern in NOTICES:
        if any(bare or _is_alert(line) for line, said in found if said == reason):
            return reason
        if short and pattern.fullmatch(title):
            return reason
    if short and any(_MAINTENANCE.search(text) for text in (title, *(x.text for x in lines))):
        return "maintenance"
    return None


def notice_among(lines: Sequence[Line]) -> str | None:
    """What a line says of a page whose content is missing, in the middle of the portal's chrome."""
    said = {_said(line.text) for line in lines if len(line.text) <= NOTICE_LINE}
    return next((reason for reason, _ in NOTICES if reason in said), None)


# The lines of navigation and widgets are the same on every page of a crawl.
@lru_cache(maxsize=1024)
def _said(text: str) -> str | None:
    """The notice that a line is; None of almost every line."""
    text = text.rstrip(" .!")
    return next((reason for reason, pattern in NOTICES if pattern.fullmatch(text)), None)


def _is_alert(line: Line) -> bool:
    around = [line.element, *line.element.iterancestors()][:3]
    return any("alert" in (e.get("class") or "") for e in around)


def _is_foreign(tree: etree._Element, head: Head, lines: Sequence[Line], site: Site) -> bool:
    said = " ".join([head.title, *(line.text for line in lines[:NOTICE_LINES])])
    if len(lines) <= NOTICE_LINES and _PARKED.search(said):
        return True
    own = [head.metas.get("og:url", "")]
    own += [e.get("href") or "" for e in tree.iter("link") if e.get("rel") == "canonical"]
    hosts = {_host(url) for url in own} - {""}
    return bool(hosts) and site.host.removeprefix("www.") not in hosts


def _host(url: str) -> str:
    try:
        return urlsplit(url.strip()).netloc.lower().removeprefix("www.")
    except ValueError:
        return ""


def _is_popup(tree: etree._Element) -> bool:
    body = tree.find("body")
    return body is not None and "portal-popup" in (body.get("class") or "").split()
