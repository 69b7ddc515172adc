"""A page that is not the page that was asked for is named as what it is."""

import pytest

from scraper.parse import parse
from scraper.records import Link, Page, Skipped
from scraper.site import Site
from tests.captures import ARTICLE, SITE, capture

THEME = (
    '<!DOCTYPE html><html class="ltr" lang="vi-VN"><head><title>{title}</title></head>'
    '<body class="yui3-skin-sam signed-out public-page site"><div class="portlet-boundary">'
    + "".join(f'<ul><li><a href="/muc-{n}">Mục {n}</a></li></ul>' for n in range(60))
    + "{body}</div></body></html>"
)


def outcome(body: str | bytes, url: str = ARTICLE, status: int = 200, **headers: str) -> str:
    pairs = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    return parse(capture(body, url, status, pairs or (("Content-Type", "text/html"),))).outcome


@pytest.mark.parametrize(
    ("status", "wanted"),
    [
        (301, "redirect"), (302, "redirect"), (308, "redirect"), (304, "not_modified"),
        (404, "gone"), (410, "gone"), (401, "skipped: forbidden"), (403, "skipped: forbidden"),
        (429, "skipped: error"), (500, "skipped: error"), (503, "skipped: error"),
        (400, "skipped: error"), (102, "skipped: error"),
    ],
)  # fmt: skip
def test_the_status_alone_decides(status: int, wanted: str) -> None:
    assert outcome("<p>Bài mẫu</p>", status=status) == wanted


@pytest.mark.parametrize(
    ("location", "target"),
    [("/", f"{SITE}/"), ("https://khac.example/a", "https://khac.example/a"), ("x", None)],
)
def test_a_redirect_says_where_to(location: str, target: str | None) -> None:
    page = parse(capture("", status=302, headers=(("Location", location),)))
    assert isinstance(page, Page)
    wanted = target or ARTICLE.rpartition("/")[0] + "/x"
    assert page.links == (Link(wanted, "redirect"),)


@pytest.mark.parametrize("location", ["", "http://[", "http://[::1"])
def test_a_redirect_to_nowhere_has_no_link(location: str) -> None:
    page = parse(capture("", status=302, headers=(("Location", location),)))
    assert page == Page("redirect")


def test_a_refresh_stub_is_a_redirect() -> None:
    stub = (
        '<html><head><title></title><meta content="1; url=/c" http-equiv="refresh"></head></html>'
    )
    page = parse(capture(stub))
    assert page == Page("redirect", links=(Link(f"{SITE}/c", "redirect"),))


@pytest.mark.parametrize(
    ("url", "headers", "body", "wanted"),
    [
        (f"{SITE}/robots.txt", "text/plain", b"User-agent: *", "robots"),
        (f"{SITE}/image/journal/article?img_id=1", "image/png", b"\x89PNG", "image"),
        (f"{SITE}/documents/1/2/a.pdf", "application/pdf", b"%PDF-1.4", "attachment"),
        (f"{SITE}/documents/1/2/a.pdf", "text/html", b"%PDF-1.4", "attachment"),
        (f"{SITE}/documents/1/2/a.docx", "", b"PK\x03\x04", "attachment"),
        (f"{SITE}/a.json", "application/json", b"{}", "other"),
        (f"{SITE}/a.css", "text/css", b"a{}", "other"),
        (f"{SITE}/a.txt", "text/plain", "chữ".encode(), "other"),
        (f"{SITE}/sitemap.xml", "text/xml", b"<?xml version='1.0'?><urlset></urlset>", "sitemap"),
        (f"{SITE}/sitemap.xml", "text/xml", b"<sitemapindex></sitemapindex>", "sitemap"),
        (f"{SITE}/rss", "text/xml", b"<rss version='2.0'><channel></channel></rss>", "feed"),
        (f"{SITE}/rss", "text/xml", b"<feed xmlns='http://www.w3.org/2005/Atom'></feed>", "feed"),
    ],
)
def test_what_is_no_page_is_not_read_as_one(
    url: str, headers: str, body: bytes, wanted: str
) -> None:
    assert outcome(body, url, Content_Type=headers) == wanted


@pytest.mark.parametrize("body", ["", "   ", "\x00" * 50, "<html></html>", "<script>x</script>"])
def test_a_page_without_words_is_empty(body: str) -> None:
    assert outcome(body) == "skipped: empty"


@pytest.mark.parametrize(
    ("title", "body", "wanted"),
    [
        ("Trạng thái - Sở", '<h3 class="alert alert-error">Không tìm thấy</h3>', "soft_404"),
        ("Status - Sở", '<h3 class="alert alert-danger">Not Found</h3>', "soft_404"),
        (
            "Sở",
            '<div class="alert alert-danger">Tài nguyên không được tìm thấy.</div>'
            '<code class="lfr-url-error">/-/x</code>',
            "soft_404",
        ),
        ("Sở", '<div class="alert alert-danger">Bị cấm</div>', "forbidden"),
        (
            "Sở",
            '<div class="portlet-msg-error alert">Bạn không đủ thẩm quyền</div>'
            '<div class="alert">Không đủ thẩm quyền</div>',
            "forbidden",
        ),
        ("Sở", '<h3 class="alert alert-error">Lỗi bên trong máy chủ</h3>', "error"),
    ],
)
def test_an_alert_in_the_full_theme_is_a_notice(title: str, body: str, wanted: str) -> None:
    assert outcome(THEME.format(title=title, body=body)) == f"skipped: {wanted}"


@pytest.mark.parametrize(
    ("html", "wanted"),
    [
        ("<title>404 Not Found</title><h1>Not Found</h1><p>nginx</p>", "soft_404"),
        ("<title>403 Forbidden</title><h1>403 Forbidden</h1>", "forbidden"),
        ("<title>502 Bad Gateway</title><h1>502 Bad Gateway</h1><hr>nginx", "error"),
        ("<h1>Hệ thống đang bảo trì</h1><p>Xin quay lại sau.</p>", "maintenance"),
        (
            '<meta http-equiv="refresh" content="30; url=/"><p>The portal is under maintenance.</p>'
            "<p>Please wait.</p><p>Thank you.</p><p>...</p>",
            "maintenance",
        ),
        ("<title>x</title><p>This domain is for sale. Buy this domain.</p>", "foreign"),
        (
            '<html><head><link rel="canonical" href="https://khac.example/"></head>'
            "<body><p>Trang của người khác</p></body></html>",
            "foreign",
        ),
        (
            "<script>var _spPageContextInfo = {};</script>"
            '<link href="/_layouts/LacVietBIO/a.css"><p>Thứ Năm, 28/06/2018, 08:00</p>',
            "unparsed",
        ),
    ],
)
def test_a_notice_in_place_of_the_page(html: str, wanted: str) -> None:
    assert outcome(html) == f"skipped: {wanted}"


@pytest.mark.parametrize(
    "name", ["_58_password", "_com_liferay_login_web_portlet_LoginPortlet_password"]
)
def test_a_login_form_in_place_of_the_page(name: str) -> None:
    form = f'<form><label>Mật khẩu</label><input type="password" name="{name}"></form>'
    assert outcome(THEME.format(title="Đăng nhập", body=form)) == "skipped: login"


@pytest.mark.parametrize(
    "query", ["p_p_state=pop_up", "_101_viewMode=print&x=1", "a=b&p_p_state=pop_up"]
)
def test_a_print_view_is_named_by_its_address(query: str) -> None:
    page = THEME.format(title="Bài", body="<p>Nội dung bài mẫu</p>")
    assert outcome(page, f"{ARTICLE}?{query}") == "skipped: print"


def test_a_pop_up_is_named_by_its_body() -> None:
    page = THEME.format(title="Bài", body="<p>x</p>").replace("yui3-skin-sam", "portal-popup")
    assert outcome(page) == "skipped: print"


def test_an_article_about_maintenance_is_no_notice() -> None:
    text = "<p>Sáng nay, đơn vị mẫu bảo trì đường dây; không tìm thấy hư hỏng nào lớn.</p>" * 30
    assert outcome(THEME.format(title="Bảo trì", body=text)) == "other"


@pytest.mark.parametrize("path", ["", "/", "/vi", "/web/guest", "/web/guest/home", "/vi/trang-chu"])
def test_the_front_page_is_home(path: str) -> None:
    page = THEME.format(title="Trang chủ", body="<p>Chào mừng</p>")
    assert outcome(page, f"{SITE}{path}") == "home"


def test_a_page_of_many_articles_is_a_listing() -> None:
    items = "".join(f'<h3><a href="/-/bai-{n}">Bài mẫu số {n}</a></h3>' for n in range(10))
    assert outcome(THEME.format(title="Tin", body=items), f"{SITE}/tin") == "listing"
    assert outcome(THEME.format(title="Tin", body="<p>x</p>"), f"{SITE}/gioi-thieu") == "other"


def test_a_listing_with_dates_is_no_article() -> None:
    items = "".join(
        f'<p><a href="/-/bai-{n}">Bài mẫu số {n}</a></p><p>0{n}/02/2020</p><p>{"Tóm tắt. " * 9}</p>'
        for n in range(1, 9)
    )
    page = THEME.format(title="Tin chuyên ngành - Sở", body=f"<h1>Tin chuyên ngành</h1>{items}")
    assert outcome(page, f"{SITE}/tin-chuyen-nganh") == "listing"


def test_a_page_at_an_article_address_without_article_is_a_problem() -> None:
    page = parse(capture(THEME.format(title="Sở", body="<p>Xin chào</p>")))
    assert isinstance(page, Page)
    assert [problem.kind for problem in page.problems] == ["article_not_read"]


def test_a_page_that_is_too_large_is_not_read() -> None:
    assert outcome("<p>x</p>" * 600_000) == "skipped: too_large"
    assert outcome("a<br>" * 60_000) == "skipped: too_large"


def test_the_site_may_be_another_than_the_address() -> None:
    page = capture("<p>x</p>", "http://127.0.0.1:8000/")
    assert parse(page, Site.of("http://127.0.0.1:8000", "sotttt-hanoi")).outcome == "home"
    assert not isinstance(parse(capture("<p>x</p>", "nonsense")), Skipped)


@pytest.mark.parametrize(
    "said",
    [
        "Bài viết không tồn tại hoặc đã bị xóa.", "Trang bạn yêu cầu không tồn tại.",
        "Nội dung này không còn tồn tại",
    ],
)  # fmt: skip
def test_a_plain_notice_within_the_theme_at_an_article_s_address_is_a_soft_404(said: str) -> None:
    page = THEME.format(title="Tin tức", body=f"<p>{said}</p>")
    assert outcome(page) == "skipped: soft_404"
    assert outcome(page, f"{SITE}/tin-tuc") != "skipped: soft_404"


def test_a_listing_at_an_article_s_address_is_no_article() -> None:
    entries = "".join(
        f'<div class="asset-abstract"><h3 class="asset-title"><a href="/-/bai-{n}">Bài thử thứ {n}'
        f"</a></h3><div>Thứ ba, 18/02/2020, 09:40</div><p>{'Tóm tắt mẫu của bài thử. ' * 5}</p>"
        "</div>"
        for n in range(9)
    )
    assert outcome(THEME.format(title="Tin tức", body=entries)) == "listing"


def test_the_site_s_own_address_may_have_www() -> None:
    own = SITE.replace("//", "//www.")
    html = f'<link rel="canonical" href="{own}/"><p>Trang của chính cơ quan</p>'
    assert not outcome(html).startswith("skipped")
