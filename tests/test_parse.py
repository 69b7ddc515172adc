"""A capture is read whatever it holds: never an exception, never without end."""

import time
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scraper.page.tree import LARGE, MAX_ATTRIBUTES
from scraper.parse import parse
from scraper.records import Article, Page, Skipped
from scraper.site import Site
from tests.captures import ARTICLE, SITE, capture
from tests.variants import Words, liferay, nested_tables, plain, renamed

WORDS = Words.of((Path(__file__).parent / "sample-page.txt").read_text(encoding="utf-8"))
PAGES = tuple(
    page.encode() for page in (liferay(WORDS), nested_tables(renamed(liferay(WORDS))), plain(WORDS))
)
# What breaks parsers: ends of everything, odd characters, half an entity or character.
SHARDS = st.sampled_from(
    [b"<", b">", b"</div>", b"<table>", b"<td>", b"</body>", b"<!--", b"<![CDATA[", b"<script>",
     b"<plaintext>", b"<textarea>", b"<svg>", b"<br>", b"\x00", b"\xff\xfe", b"\xc3", b"&#0;",
     b"&#xd800;", b"&nbsp;" * 20, b"\xed\xa0\x80", b"<base href='http://['>", b"<a href='http://[x'>",
     b"<img src='//[' width=x>", b"<meta http-equiv=refresh content='0;url=http://['>",
     b"<meta property='og:type' content='article'>", b"<form>", b"<p align=right>",
     b"31/02/2021", b"99/99/9999 25:61", b"null ", "Số lượt xem: 99999999999999".encode(),
     "Ngày đăng".encode(), "Màu chữ ".encode() * 9, b"<li>" * 9, b"<td colspan=99999>"]
)  # fmt: skip


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    """A page with pieces cut out, doubled, moved and put in."""
    page = draw(st.sampled_from(PAGES))
    for _ in range(draw(st.integers(1, 6))):
        a, b = sorted(draw(st.tuples(*[st.integers(0, len(page))] * 2)))
        cut = page[a : min(b, a + draw(st.sampled_from([1, 9, 400])))]
        new = draw(st.one_of(SHARDS, st.just(cut * 2), st.just(b""), st.binary(max_size=9)))
        page = page[:a] + new + page[a + len(cut) :]
    return page


@settings(max_examples=150)
@given(body=mutated())
def test_a_broken_page_is_read(body: bytes) -> None:
    check(parse(capture(body)))


@settings(max_examples=80)
@given(
    body=st.one_of(st.binary(max_size=300), st.text(max_size=300).map(str.encode)),
    url=st.one_of(
        st.sampled_from([ARTICLE, "a://[", "//[", "http://a:x/", "http://a:99999/", ""]),
        st.text(max_size=40),
        st.text(max_size=40).map(SITE.__add__),
    ),
    status=st.sampled_from([200, 200, 302, 404, 0, 999]),
    kind=st.sampled_from(["text/html", "text/html; charset=nonsense", "", "text/xml", "a/b"]),
)
def test_garbage_is_read(body: bytes, url: str, status: int, kind: str) -> None:
    found = parse(capture(body, url, status, (("Content-Type", kind), ("Location", url))))
    assert found.outcome


def check(page: Page | Skipped) -> None:
    assert page.outcome
    if isinstance(page, Page):
        for record in page.records:
            if isinstance(record, Article):
                assert record.title == " ".join(record.title.split())
                assert not record.title.startswith("null ")
                assert "\x00" not in record.body_text
                assert "<script" not in record.body_html


BOMBS = {
    "open divs": "<div>" * 500_000 + "x",
    "deep and closed": "<div>" * 3000 + "x" + "</div>" * 3000 + "<p>y</p>",
    "nested tables": "<table><tr><td>" * 40_000 + "x",
    "unclosed inline": "<p><b><i>chữ " * 40_000,
    "lines in the deep": "<div>" * 2000 + "a<br>" * 40_000,
    "one long line": "chữ " * 700_000,
    "blanks": " \n\t" * 900_000,
    "no-break blanks": "&nbsp;" * 300_000,
    "entities": "&amp;amp;" * 300_000,
    "marks": "e" + "\u0301" * 900_000,
    "attributes": "<p " + "a=1 " * 500_000 + ">x",
    "names of attributes": "<p " + " ".join(f"a{n}=1" for n in range(400_000)) + ">x",
    "quotes in tags": "<a b='" * 600_000,
    "tools": ("A+ A- " * 10 + "<br>") * 30_000,
    "dates": "<p>18/02/2020 09:40</p>" * 30_000,
    "titles": "<title>Bài - A - B</title>" + "<p>Bài - A</p>" * 30_000,
    "wide table": "<table>" + "<tr>" + "<td>1</td>" * 40_000 + "</tr></table>",
    "cells that span": "<table>" + '<tr><td colspan="1000" rowspan="9999">1</td></tr>' * 900,
    "comment without end": "<!--" + "-" * 3_000_000,
    "nested lists": "<ul><li>x" * 40_000,
    "links": '<a href="/-/x?a=b">x</a>' * 40_000,
    "separators": "<p>" + "|" * 100_000 + "x</p>",
    "dashes": "<p>" + "- " * 100_000 + "</p>",
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_read_in_bounded_time(name: str) -> None:
    bomb = BOMBS[name]
    started = time.process_time()
    for page in (bomb, liferay(WORDS, bomb + "</div>" * 10)):
        check(parse(capture(page)))
    assert time.process_time() - started < 20


def test_an_element_with_absurdly_many_attributes_is_said_to_be() -> None:
    many = " ".join(f'a{n}="<p b>"' for n in range(MAX_ATTRIBUTES + 1))
    assert parse(capture(f"<p {many}>x" + "y" * LARGE)) == Skipped("too_large")
    assert not isinstance(parse(capture(liferay(WORDS, "<p a b='c' d>x</p>" * 9_000))), Skipped)


def test_two_hundred_megabytes_are_not_read() -> None:
    started = time.process_time()
    assert parse(capture(b"<p>x</p>" * 25_000_000)) == Skipped("too_large")
    assert time.process_time() - started < 2


def test_the_same_capture_gives_the_same_page() -> None:
    for page in PAGES:
        assert parse(capture(page)) == parse(capture(page))


def test_an_article_whose_links_nobody_follows_says_the_same() -> None:
    read = [parse(capture(html, ARTICLE)) for html in PAGES]
    for html, page in zip(PAGES, read, strict=True):
        assert isinstance(page, Page)
        assert page.outcome == "article"
        assert parse(capture(html, ARTICLE), follow=False) == replace(page, links=())
    assert any(page.links for page in read if isinstance(page, Page))


def test_a_redirect_is_read_whoever_follows() -> None:
    moved = capture(b"", status=302, headers=(("Location", ARTICLE),))
    assert parse(moved, follow=False) == parse(moved)
    assert parse(moved).outcome == "redirect"


@pytest.mark.parametrize("charset", ["utf-8", "utf-16", "windows-1258"])
def test_the_charset_is_that_of_the_header(charset: str) -> None:
    html = "<html><body><p>Trang m\u00e2u</p></body></html>"
    page = capture(
        html.encode(charset), headers=(("Content-Type", f"text/html; charset={charset}"),)
    )
    assert parse(page).outcome == "other"


def test_the_article_is_read_on_any_site() -> None:
    site = Site.of("http://127.0.0.1:8080")
    page = parse(capture(PAGES[0], "http://127.0.0.1:8080/-/bai-mau"), site)
    assert isinstance(page, Page)
    assert isinstance(page.records[0], Article)
    assert page.records[0].title == WORDS.title
