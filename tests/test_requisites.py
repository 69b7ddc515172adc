"""What a page needs to look as it did, found on it and in its style sheets."""

from datetime import UTC, datetime

from scraper.capture import Capture
from scraper.page.tree import read_tree
from scraper.parse import parse
from scraper.records import Link, Page
from scraper.replaying.requisites import read_requisites
from scraper.site import Site

ORIGIN = "https://so.example.vn"
SITE = Site.of(ORIGIN)
PAGE = """<html><head><link rel="stylesheet" href="/o/a.css?b=1&amp;t=2">
<link rel="alternate stylesheet" href="b.css"><link rel="icon" href="/f.ico">
<link rel="stylesheet" href="https://khac.example.vn/c.css">
<style>@import "d.css"; p { background: url('/e.png') }
@font-face { src: url(f.woff) }</style></head>
<body background="/g.gif"><img src="h.jpg"><img src="/e.png"><img src="data:image/png;base64,A">
<input type="image" src="/i.png"><script src="/j.js"></script><table background="/k.png"></table>
<iframe src="/l"></iframe><p>Chữ mẫu của trang này.</p></body></html>"""


def capture(body: str, kind: str, path: str = "/tin/x") -> Capture:
    headers = (("Content-Type", kind),)
    moment = datetime(2021, 3, 26, tzinfo=UTC)
    return Capture(ORIGIN + path, moment, 200, headers, body.encode())


def links(kind: str, *paths: str) -> list[Link]:
    return [Link(ORIGIN + path, kind) for path in paths]


def test_a_pages_style_sheets_and_images() -> None:
    page = capture(PAGE, "text/html")
    tree = read_tree(page)
    assert tree is not None
    assert list(read_requisites(tree, page.url, SITE)) == [
        *links("style", "/o/a.css?b=1&t=2", "/tin/b.css", "/tin/d.css"),
        *links("image", "/e.png", "/g.gif", "/tin/h.jpg", "/i.png", "/k.png"),
    ]
    known = links("image", "/e.png")
    assert known[0] not in read_requisites(tree, page.url, SITE, known)


def test_a_page_is_read_with_them() -> None:
    page = parse(capture(PAGE, "text/html"), SITE)
    assert isinstance(page, Page)
    assert links("style", "/tin/b.css")[0] in page.links


def test_a_style_sheets_own_are_relative_to_it() -> None:
    css = "@import 'b.css'; body { background: url(../images/c.png) } /* url(d.png) */"
    page = parse(capture(css, "text/css;charset=UTF-8", "/o/css/a.css"), SITE)
    assert isinstance(page, Page) and page.outcome == "other"
    assert list(page.links) == [*links("style", "/o/css/b.css"), *links("image", "/o/images/c.png")]
