import gzip
import time
from datetime import UTC, datetime

import pytest

from scraper.capture import Capture
from scraper.feeds import read_feed
from scraper.records import Link, Problem
from scraper.site import Site

SITE = Site.of("https://so.example.vn")
ARTICLE = "https://so.example.vn/tin/-/asset_publisher/AbCd/content/mot-bai"
PAGE = "https://so.example.vn/gioi-thieu"


def read(
    body: str | bytes, url: str = "https://so.example.vn/sitemap.xml"
) -> tuple[tuple[Link, ...], tuple[Problem, ...]]:
    data = body.encode() if isinstance(body, str) else body
    return read_feed(Capture(url, datetime(2021, 3, 26, tzinfo=UTC), 200, (), data), SITE)


URLSET = f"""<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">
<url><loc>{ARTICLE}</loc><xhtml:link rel="alternate" hreflang="en" href="https://so.example.vn/en/x"/>
<lastmod>2021-03-26</lastmod></url>
<url><loc> {PAGE} </loc></url><url><loc>{PAGE}</loc></url><url><loc>https://khac.example.vn/</loc></url>
</urlset>"""


@pytest.mark.parametrize(
    "body",
    [
        URLSET,
        URLSET.replace("UTF-8", "UTF-16").encode("utf-16"),
        "\n  " + URLSET,
        gzip.compress(URLSET.encode(), mtime=0),
        URLSET.replace("xmlns=", "xmlns:s="),
        f'<rss version="2.0"><channel><title>x</title><link>https://so.example.vn/tin</link>'
        f"<item><title>a</title><link>{ARTICLE}</link></item>"
        f"<item><link>{PAGE}</link></item></channel></rss>",
        f'<feed xmlns="http://www.w3.org/2005/Atom"><link href="https://so.example.vn/tin"/>'
        f'<entry><link href="{ARTICLE}"/><link rel="self" href="https://so.example.vn/x"/></entry>'
        f'<entry><link rel="alternate" href="{PAGE}"/></entry></feed>',
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        'xmlns="http://purl.org/rss/1.0/">'
        f"<item><link>{ARTICLE}</link></item><item><link>{PAGE}</link></item></rdf:RDF>",
    ],
)
def test_the_addresses_of_a_feed_or_sitemap(body: str | bytes) -> None:
    assert read(body) == ((Link(ARTICLE, "article"), Link(PAGE, "page")), ())


def test_an_index_names_sitemaps_whatever_their_addresses() -> None:
    address = "https://so.example.vn/sitemap.xml?layoutUuid=7&amp;groupId=2&amp;privateLayout=false"
    other = "https://so.example.vn/so-do?n=2"
    body = f"""<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
    <sitemap><loc>{address}</loc></sitemap><sitemap><loc>{other}</loc></sitemap></sitemapindex>"""
    wanted = (Link(address.replace("&amp;", "&"), "sitemap"), Link(other, "sitemap"))
    assert read(body) == (wanted, ())


@pytest.mark.parametrize("cut", [f"<loc>{PAGE}</loc></url>", "<url><loc> "])
def test_a_torn_sitemap_gives_what_can_be_read_and_a_problem(cut: str) -> None:
    links, problems = read(URLSET[: URLSET.index(cut)])
    assert Link(ARTICLE, "article") in links
    assert [(p.severity, p.kind) for p in problems] == [("warning", "feed_broken")]


@pytest.mark.parametrize(
    "body", ["", "không phải XML", b"\x00\x01\x02", b"\x1f\x8bxxxx", "<html><p>bảo trì</html>"]
)
def test_what_is_no_feed_gives_no_address_and_no_exception(body: str | bytes) -> None:
    links, problems = read(body)
    assert links == ()
    assert all(p.severity == "warning" and "\n" not in p.message for p in problems)


def test_entities_are_not_resolved() -> None:
    body = f"""<!DOCTYPE urlset [<!ENTITY a "{PAGE}"><!ENTITY f SYSTEM "file:///etc/hostname">]>
    <urlset><url><loc>&a;</loc></url><url><loc>https://so.example.vn/&f;</loc></url></urlset>"""
    links, _ = read(body)
    assert Link(PAGE, "page") not in links


def test_entities_within_entities_do_not_explode() -> None:
    layers = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    body = f'<!DOCTYPE u [<!ENTITY e0 "x">{layers}]><urlset><url><loc>&e11;</loc></url></urlset>'
    started = time.process_time()
    assert read(body)[0] == ()
    assert time.process_time() - started < 20


def test_a_sitemap_of_fifty_thousand_addresses_is_read_and_not_more() -> None:
    entries = "".join(f"<url><loc>https://so.example.vn/p{n}</loc></url>" for n in range(50_002))
    links, problems = read(f"<urlset>{entries}</urlset>")
    assert len(links) == 50_000
    assert [p.kind for p in problems] == ["feed_too_long"]


@pytest.mark.parametrize(
    ("printed", "meant"),
    [
        ("2021-03-26", "2021-03-26T00:00:00+07:00"),
        (" 2021-03-26T08:13:00Z ", "2021-03-26T08:13:00+00:00"),
        ("2021-03-26T15:13:00+07:00", "2021-03-26T15:13:00+07:00"),
        ("hôm qua", None),
    ],
)
def test_when_a_sitemap_says_that_a_page_was_changed(printed: str, meant: str | None) -> None:
    links, _ = read(URLSET.replace("2021-03-26", printed))
    found = {link.url: link.modified for link in links}
    assert found[ARTICLE] == (datetime.fromisoformat(meant) if meant else None)
    assert found[PAGE] is None
