"""The text of an article, as paragraphs and as clean HTML."""

import html

import nh3
import pytest

from scraper.parse import parse
from scraper.records import Article, ArticleFile, Page, PageTable
from scraper.site import Site
from tests.captures import ARTICLE, SITE, capture

SENTENCE = "Đây là một đoạn văn mẫu đủ dài để chương trình nhận ra là nội dung của bài."
PAGE = (
    "<html><head><title>Bài mẫu về thân bài - Tin - Sở</title></head><body><div id=wrapper>"
    '<div class="mb-2"><h4 class="component-title"><span class="asset-title">Bài mẫu về thân bài'
    '</span></h4></div><div class="asset-full-content clearfix"><div class="asset-content">'
    '<div class="ngay">Thứ ba, 18/02/2020, 09:40</div>{body}</div></div></div></body></html>'
)


def page(body: str, url: str = ARTICLE, site: Site | None = None) -> Page:
    found = parse(capture(PAGE.format(body=body), url), site)
    assert isinstance(found, Page)
    assert found.outcome == "article"
    return found


def article(body: str) -> Article:
    found = page(body).records[0]
    assert isinstance(found, Article)
    return found


@pytest.mark.parametrize(
    ("body", "paragraphs", "written"),
    [
        ("<p>một</p><p>hai</p>", ["một", "hai"], "<p>một</p><p>hai</p>"),
        ("một<br><br>hai", ["một", "hai"], "<p>một</p><p>hai</p>"),
        ("<h1>một</h1><h3>hai</h3>", ["một", "hai"], "<h2>một</h2><h3>hai</h3>"),
        (
            "<ul><li>một</li><li>hai<ol><li>ba</li></ol></li></ul><p>bốn</p>",
            ["một", "hai", "ba", "bốn"],
            "<ul><li>một</li><li>hai<ol><li>ba</li></ol></li></ul><p>bốn</p>",
        ),
        (
            "<ul><li><p>một</p><p>hai</p></li></ul>",
            ["một", "hai"],
            "<ul><li>một<br>hai</li></ul>",
        ),
        (
            "<blockquote><p>một</p></blockquote>",
            ["một"],
            "<blockquote><p>một</p></blockquote>",
        ),
        (
            "<p>a <b>b</b><i>c</i> <u>d</u> H<sub>2</sub>O</p>",
            ["a bc d H2O"],
            "<p>a <strong>b</strong><em>c</em> <u>d</u> H<sub>2</sub>O</p>",
        ),
        (
            '<p class="MsoNormal"><span lang="VI" style="mso-x:1"><font>một</font>'
            "<o:p></o:p></span></p><p><o:p>&nbsp;</o:p></p>",
            ["một"],
            "<p>một</p>",
        ),
        ("<p><b> một </b>hai</p>", ["một hai"], None),
        (
            '<p><span style="float:left">T</span><span>ổng số</span></p>',
            ["Tổng số"],
            "<p>Tổng số</p>",
        ),
        ('<div style="float:left">T</div><p>ổng số</p>', ["Tổng số"], "<p>Tổng số</p>"),
        ("<p>A</p><p>Bài</p>", ["A", "Bài"], "<p>A</p><p>Bài</p>"),
        (
            "<p>2017 &amp;ndash; 2021, nhi&ecirc;&#768;u</p>",
            ["2017 – 2021, nhiều"],
            "<p>2017 – 2021, nhiều</p>",
        ),
        ("<p>a &lt;b&gt; &amp;lt;script&amp;gt;</p>", ["a <b> <script>"], None),
    ],
)
def test_a_text_is_paragraphs_and_html(
    body: str, paragraphs: list[str], written: str | None
) -> None:
    found = article(f"{body}<p>{SENTENCE}</p>")
    assert found.body_text.split("\n") == [*paragraphs, SENTENCE]
    if written is not None:
        assert found.body_html == f"{written}<p>{SENTENCE}</p>"


def test_cells_are_separated_by_tabs() -> None:
    table = (
        "<table><caption>Bảng mẫu</caption><tr><th>Xã</th><th>Hộ</th></tr>"
        '<tr><td><p>Ví Dụ</p></td><td>1.234<br>hộ</td></tr><tr><td colspan="2"></td></tr></table>'
    )
    found = page(f"<p>{SENTENCE}</p>{table}<p>hết</p>")
    text = found.records[0]
    assert isinstance(text, Article)
    assert text.body_text.split("\n") == [
        SENTENCE, "Bảng mẫu", "Xã\tHộ", "Ví Dụ\t1.234 hộ", "hết",
    ]  # fmt: skip
    assert "<th>Xã</th>" in text.body_html
    assert "<td>1.234<br>hộ</td>" in text.body_html
    assert [r.header for r in found.records if isinstance(r, PageTable)] == [("Xã", "Hộ")]


def test_a_table_of_one_column_only_lays_out() -> None:
    layout = f"<table><tr><td><p>{SENTENCE}</p></td></tr><tr><td>chú thích</td></tr></table>"
    found = article(layout)
    assert found.body_text.split("\n") == [SENTENCE, "chú thích"]
    assert "<table" not in found.body_html


@pytest.mark.parametrize(
    "dropped",
    [
        "<p>Màu chữ Cỡ chữ</p>",
        "<div>A- A A+</div>",
        "<h2>Bài mẫu về thân bài</h2>",
        "<script>document.write('x')</script>",
        '<p style="display:none">x</p>',
    ],
)
def test_what_is_no_text_is_left_out_above(dropped: str) -> None:
    assert article(f"{dropped}<p>{SENTENCE}</p>").body_text == SENTENCE


@pytest.mark.parametrize(
    "dropped",
    [
        "<div>Số lượt xem: 1758</div>",
        "<div>Lượt xem:</div><div>1.758</div>",
        "<div>Tin đã đưa</div><ul><li><a href='/-/x'>Bài khác</a></li></ul>",
        "<div>Các tin khác</div><ul><li><a href='/-/x'>Bài khác</a></li></ul>",
        "<div>In bài viết Gửi mail</div>",
        "<p>Chia sẻ: Facebook Twitter</p>",
        "<noscript>x</noscript>",
    ],
)
def test_what_is_no_text_is_left_out_below(dropped: str) -> None:
    assert article(f"<p>{SENTENCE}</p>{dropped}").body_text == SENTENCE


def test_links_and_images_are_kept_with_absolute_addresses() -> None:
    found = page(
        f'<p>{SENTENCE} <a href="/documents/1/2/mau.pdf/5a1b2c3d-0000-1111-2222-333344445555?t=1">'
        'tệp mẫu</a> <a href="javascript:x()">x</a> <a href="https://khac.example/?a=1&b=2">ra</a>'
        '</p><p><img src="/image/journal/article?img_id=7&t=1" alt="Ảnh &quot;mẫu&quot;"></p>'
        "<p><em>Chú thích ảnh</em></p>"
    )
    text = found.records[0]
    assert isinstance(text, Article)
    assert text.body_text.split("\n") == [f"{SENTENCE} tệp mẫu x ra", "Chú thích ảnh"]
    assert f'<a href="{SITE}/documents/1/2/mau.pdf/' in text.body_html
    assert 'href="https://khac.example/?a=1&amp;b=2"' in text.body_html
    assert "javascript" not in text.body_html
    assert f'<img src="{SITE}/image/journal/article?img_id=7&amp;t=1"' in text.body_html
    files = [r for r in found.records if isinstance(r, ArticleFile)]
    assert [(f.position, f.media, f.text) for f in files] == [
        (1, "file", "tệp mẫu"),
        (2, "image", 'Ảnh "mẫu"'),
    ]
    assert any(link.kind == "image" and "img_id=7" in link.url for link in found.links)


@pytest.mark.parametrize(
    "attack",
    [
        '<p onclick="x()">a</p>',
        '<img src="x" onerror="alert(1)">',
        '<a href="javascript:alert(1)">a</a>',
        '<a href="&#106;avascript:alert(1)">a</a>',
        '<a href=" java\nscript:alert(1)">a</a>',
        '<a href="data:text/html,<script>">a</a>',
        '<img src="&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;">',
        "<svg><script>alert(1)</script></svg>",
        "<iframe src='//x'></iframe>",
        '<p style="background:url(javascript:x)">a</p>',
        "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></table></math>",
        '<td rowspan="2&quot; onclick=&quot;x()">a</td><p>&amp;lt;script&amp;gt;alert(1)</p>',
    ],
)
def test_html_is_safe(attack: str) -> None:
    written = article(f"{attack}<p>{SENTENCE}</p>").body_html
    assert nh3.clean(written) == nh3.clean(nh3.clean(written))
    for harm in (
        "<script",
        "onclick",
        "onerror",
        "javascript:",
        "data:",
        "<svg",
        "<iframe",
        "style",
    ):
        assert harm not in written
    assert SENTENCE in html.unescape(written)


HANOI = Site.of("https://sotttt.hanoi.gov.vn")
HANOI_PAGE = (
    "<title>Bài mẫu - Tin - Sở</title><span class='tintuc'><p>Tin mẫu</p></span>"
    "<div class='asset-full-content-title'>Bài mẫu</div><div class='assetPublishDate block_timer'>"
    "18/02/2020 | 9:40 PM</div><div class='asset-full-content show-asset-title'>"
    "<div class='asset-content' id='_101_7654'><div class='sapo-wrapper'><p class='sapo'><strong>"
    "{lead}</strong></p></div><div class='journal-content-article'>{body}"
    "<p class='view-content-author' align='right'>admin admin</p></div></div></div>"
)


def hanoi(lead: str, body: str) -> Article:
    url = f"{HANOI.origin}/vi/tin/-/view_content/7654-bai-mau.html"
    found = parse(capture(HANOI_PAGE.format(lead=lead, body=body), url), HANOI)
    assert isinstance(found, Page)
    assert isinstance(found.records[0], Article)
    return found.records[0]


def test_a_portal_marks_its_fields_by_its_own_containers() -> None:
    found = hanoi("Lời dẫn mẫu.", f"<p>{SENTENCE}</p>")
    assert (found.title, found.category, found.lead) == ("Bài mẫu", "Tin mẫu", "Lời dẫn mẫu.")
    assert found.byline == "admin admin"
    assert found.entry_id == 7654
    assert found.body_text.split("\n") == ["Lời dẫn mẫu.", SENTENCE]


def test_a_lead_that_comes_back_as_first_paragraph_is_told_once() -> None:
    found = hanoi("Lời dẫn mẫu.", f"<p>Lời dẫn mẫu.</p><p>{SENTENCE}</p>")
    assert found.lead == "Lời dẫn mẫu."
    assert found.body_text.split("\n") == ["Lời dẫn mẫu.", SENTENCE]
    assert found.body_html.count("Lời dẫn mẫu.") == 1


def test_an_author_signs_before_the_account_that_posted() -> None:
    found = hanoi("", f'<p>{SENTENCE}</p><p style="text-align: right;">Người Mẫu</p>')
    assert (found.byline, found.lead) == ("Người Mẫu", None)
    assert found.body_text == SENTENCE


def test_addresses_are_relative_to_the_page_s_base() -> None:
    text = f'<p>{SENTENCE} <a href="a.pdf">tệp</a></p><p><img src="b.png"></p>'
    base = f'<head><base href="{SITE}/goc/">'
    found = parse(capture(PAGE.format(body=text).replace("<head>", base)))
    assert isinstance(found, Page)
    files = [record.url for record in found.records if isinstance(record, ArticleFile)]
    assert files == [f"{SITE}/goc/a.pdf", f"{SITE}/goc/b.png"]
    assert {(link.url, link.kind) for link in found.links} == {
        (f"{SITE}/goc/a.pdf", "file"), (f"{SITE}/goc/b.png", "image"),
    }  # fmt: skip


@pytest.mark.parametrize("odd", ["&#1;", "&#x1b;", "&#xFFFF;", "\ufffe", "&amp;#1;"])
def test_what_no_xml_may_hold_is_left_out(odd: str) -> None:
    found = article(f"<p>{SENTENCE}</p><p>mộ{odd}t</p>")
    assert found.body_text == f"{SENTENCE}\nmột"
    assert found.body_html == f"<p>{SENTENCE}</p><p>một</p>"
