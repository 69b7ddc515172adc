import pytest
from lxml import html

from scraper.fields.weblinks import read_web_links
from scraper.page.lines import read_all
from scraper.records import WebLink
from scraper.site import Site

SITE = Site.of("https://so.example.vn")
WANTED = (
    WebLink(text="Cổng mẫu thứ nhất", url="https://mot.example.vn/"),
    WebLink(text="Cổng mẫu thứ hai", url="http://hai.example.vn/trang?x=1"),
)
ONE = '<a href="https://mot.example.vn/">Cổng mẫu thứ nhất</a>'
TWO = '<a href="http://hai.example.vn/trang?x=1">Cổng <b>mẫu</b> thứ hai</a>'
OPTIONS = (
    '<option value="#">Chọn liên kết</option>'
    '<option value="https://mot.example.vn/">Cổng mẫu thứ nhất</option>'
    '<option value="http://hai.example.vn/trang?x=1"> Cổng mẫu thứ hai </option>'
)
IMAGES = (
    '<a href="https://mot.example.vn/"><img src="/1.png" alt="Cổng mẫu thứ nhất"></a>'
    '<a href="http://hai.example.vn/trang?x=1" title="Cổng mẫu thứ hai"><img src="/2.png"></a>'
)
AFTER = '<h3>Thăm dò</h3><p><a href="https://ba.example.vn/">Không thuộc mục này</a></p>'


def read(body: str) -> tuple[WebLink, ...]:
    tree = html.document_fromstring(f"<html><body><p>Trang mẫu</p>{body}</body></html>")
    return read_web_links(read_all(tree), SITE)


@pytest.mark.parametrize(
    "body",
    [
        f"<h2>Liên kết web</h2><ul><li>{ONE}</li><li>{TWO}</li></ul>{AFTER}",
        f"<div>LIÊN KẾT WEBSITE</div><select>{OPTIONS}</select>{AFTER}",
        f"<select><option value=''>-- Liên kết web --</option>{OPTIONS}</select>{AFTER}",
        f"<span>Liên kết web</span><br>{ONE} | {TWO}<br>{AFTER}",
        f"<table><tr><td>Liên kết</td></tr><tr><td>{ONE}</td><td>{TWO}</td></tr></table>{AFTER}",
        f"<h2>Website liên kết:</h2><div>{IMAGES}</div>{AFTER}",
        f'<h2>Liên kết web</h2>{ONE}<br><a href="/noi-bo">Trang nội bộ</a><br>{TWO}{AFTER}',
    ],
)
def test_the_links_of_the_widget_whatever_its_elements(body: str) -> None:
    assert read(body) == WANTED


@pytest.mark.parametrize(
    "body",
    [
        f"<h2>Liên kết web</h2>{AFTER}",
        f"<h2>Liên kết web</h2><p>null Bài mẫu</p>{ONE}",
        f"<p>{ONE}</p>{AFTER}",
        f"<p>Chương trình liên kết web giữa hai sở</p>{ONE}",
        '<h2>Liên kết web</h2><a href="javascript:;">Một</a><a href="mailto:a@b.vn">Hai</a>',
        '<h2>Liên kết web</h2><select><option value="#">Chọn liên kết</option></select>',
    ],
)
def test_an_empty_widget_has_no_links(body: str) -> None:
    assert read(body) == ()
