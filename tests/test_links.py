from datetime import UTC, datetime

import pytest
from lxml import etree

from scraper.capture import Capture
from scraper.links import base_of, read_links
from scraper.page.tree import read_tree
from scraper.site import Site

SITE = Site.of("https://so.example.vn")
NOW = datetime(2021, 3, 26, tzinfo=UTC)


def page(html: str, url: str = "https://so.example.vn/tin-tuc") -> tuple[etree._Element, Capture]:
    capture = Capture(url, NOW, 200, (("Content-Type", "text/html; charset=utf-8"),), html.encode())
    tree = read_tree(capture)
    assert tree is not None
    return tree, capture


def links(html: str, url: str = "https://so.example.vn/tin-tuc") -> list[tuple[str, str]]:
    tree, capture = page(html, url)
    return [(link.url, link.kind) for link in read_links(tree, base_of(tree, capture.url), SITE)]


def one(href: str, url: str = "https://so.example.vn/tin-tuc") -> str | None:
    found = links(f'<body><p>x</p><a href="{href}">x</a></body>', url)
    return found[0][0] if found else None


@pytest.mark.parametrize(
    ("href", "url"),
    [
        ("/tin/-/mot-bai", "https://so.example.vn/tin/-/mot-bai"),
        ("https://so.example.vn/tin/-/mot-bai", "https://so.example.vn/tin/-/mot-bai"),
        ("http://so.example.vn/tin/-/mot-bai", "https://so.example.vn/tin/-/mot-bai"),
        ("//so.example.vn/tin/-/mot-bai", "https://so.example.vn/tin/-/mot-bai"),
        ("tin/mot-bai", "https://so.example.vn/tin/mot-bai"),
        ("../tin/mot-bai", "https://so.example.vn/tin/mot-bai"),
        (" /tin/mot-bai\n", "https://so.example.vn/tin/mot-bai"),
        ("/tin/mot-bai#cuoi", "https://so.example.vn/tin/mot-bai"),
        ("?_101_cur=2", "https://so.example.vn/tin-tuc?_101_cur=2"),
        ("/tin?a=1&amp;b=2", "https://so.example.vn/tin?a=1&b=2"),
        (
            "https&amp;#x3a;&amp;#x2f;&amp;#x2f;so.example.vn&amp;#x2f;tin",
            "https://so.example.vn/tin",
        ),
        ("/tin/-/bai;jsessionid=AB12?x=1", "https://so.example.vn/tin/-/bai?x=1"),
        ("/tin/-/bai?redirect=%2Ftin&amp;x=1", "https://so.example.vn/tin/-/bai?x=1"),
        ("/tin/-/bai?_101_redirect=https%3A%2F%2Fso.example.vn", "https://so.example.vn/tin/-/bai"),
        ("/web/guest/tin", "https://so.example.vn/web/guest/tin"),
        ("/vi/tin", "https://so.example.vn/vi/tin"),
    ],
)
def test_an_address_is_absolute_and_otherwise_as_linked(href: str, url: str) -> None:
    assert one(href) == url


@pytest.mark.parametrize(
    "href",
    [
        "",
        "#",
        "#noi-dung",
        "javascript:;",
        "JavaScript:void(0)",
        "mailto:so.mau@example.vn",
        "tel:0299123456",
        "https://khac.example.vn/tin",
        "//khac.example.vn/tin",
        "ftp://so.example.vn/tin",
        "http://[hong/tin",
        "/c/portal/login?p_l_id=1",
        "/dang-nhap",
        "/en/tin",
        "/en/vi/en/tin",
        "/tin?p_p_id=1&amp;p_p_lifecycle=1",
        "/tin?p_p_lifecycle=2&amp;p_p_id=1",
        "/tin?p_p_id=1&amp;p_p_state=pop_up",
        "/tin?p_p_id=1&amp;p_p_state=maximized",
        "/tin?_101_viewMode=print",
        "/tin?p_auth=abc",
        "/lich?_8_formDate=1616700000000",
        "/tin/so.example.vn/tin",
    ],
)
def test_traps_other_sites_and_no_addresses_are_left_out(href: str) -> None:
    assert one(href) is None


def test_each_address_is_there_once_in_order_with_its_kind() -> None:
    found = links(
        """<html><head><link rel="alternate" type="application/rss+xml" href="/tin/rss">
        <link rel="alternate" hreflang="en-US" href="/tin-en"><link rel="stylesheet" href="/a.css">
        <link rel="next" href="/tin?_101_cur=3"><link rel="canonical" href="/chinh"></head>
        <body><a href="/tin/-/asset_publisher/AbCd/content/mot-bai">x</a><a name="x">y</a>
        <a href="/tin?_101_INSTANCE_AbCd_cur=2">2</a><a href="/thong-ke">Thống kê</a>
        <a href="/documents/1/2/a.pdf/0a1b2c3d-0000-1111-2222-333344445555">Tệp</a>
        <a href="/gioi-thieu">Giới thiệu</a><a href="/gioi-thieu#dau">Giới thiệu</a>
        <a href="/sitemap.xml">Sơ đồ</a><img src="/image/logo.png"></body></html>"""
    )
    assert found == [
        ("https://so.example.vn/tin/rss", "feed"),
        ("https://so.example.vn/tin?_101_cur=3", "listing"),
        ("https://so.example.vn/tin/-/asset_publisher/AbCd/content/mot-bai", "article"),
        ("https://so.example.vn/tin?_101_INSTANCE_AbCd_cur=2", "listing"),
        ("https://so.example.vn/thong-ke", "statistics"),
        (
            "https://so.example.vn/documents/1/2/a.pdf/0a1b2c3d-0000-1111-2222-333344445555",
            "file",
        ),
        ("https://so.example.vn/gioi-thieu", "page"),
        ("https://so.example.vn/sitemap.xml", "sitemap"),
    ]


def test_relative_addresses_belong_to_their_page_or_its_base() -> None:
    assert one("2", "https://so.example.vn/a/b") == "https://so.example.vn/a/2"
    assert one("2", "https://so.example.vn/c/d") == "https://so.example.vn/c/2"
    based = '<html><head><base href="/goc/"></head><body><a href="2">x</a></body></html>'
    assert links(based) == [("https://so.example.vn/goc/2", "page")]


def test_the_address_of_a_loopback_site_keeps_its_port() -> None:
    site = Site.of("http://127.0.0.1:8123")
    tree, capture = page('<body><a href="/tin">x</a></body>', "http://127.0.0.1:8123/")
    assert [link.url for link in read_links(tree, capture.url, site)] == [
        "http://127.0.0.1:8123/tin"
    ]
