import pytest
from lxml import etree

from scraper.page.lines import clean, read_all, read_lines
from scraper.page.tree import read_tree
from tests.captures import capture


def lines(html: str) -> list[str]:
    return [line.text for line in read_lines(etree.fromstring(html, etree.HTMLParser()))]


@pytest.mark.parametrize(
    ("html", "wanted"),
    [
        ("<p>một</p><p>hai</p>", ["một", "hai"]),
        ("<div>một<div>hai</div>ba</div>", ["một", "hai", "ba"]),
        ("<p>một<br>hai<br/>\nba</p>", ["một", "hai", "ba"]),
        ("<p>một\n  hai&nbsp; ba</p>", ["một hai ba"]),
        ("<p><b>T</b>ổng <i>số</i></p>", ["Tổng số"]),
        ("<p><span>một</span> <span>hai</span><span>ba</span></p><p>x</p>", ["một haiba", "x"]),
        ("<table><tr><td>một</td><td>hai</td></tr></table>", ["một", "hai"]),
        ("<ul><li>một<ul><li>hai</li></ul></li></ul>", ["một", "hai"]),
        ("<select><option>một</option><option>hai</option></select>", ["một", "hai"]),
        ("<p>m<!-- x -->ột</p>", ["một"]),
        ("<p>một<o:p>&nbsp;</o:p></p>", ["một"]),
    ],
)
def test_blocks_and_breaks_end_a_line(html: str, wanted: list[str]) -> None:
    assert lines(html) == wanted


@pytest.mark.parametrize(
    "hidden",
    [
        "<script>x</script>",
        "<style>x</style>",
        "<noscript>x</noscript>",
        "<template>x</template>",
        '<span class="taglib-text hide-accessible">null</span>',
        '<span class="helper-hidden-accessible">x</span>',
        '<span class="sr-only">x</span>',
        "<div hidden>x</div>",
        '<div STYLE="DISPLAY: NONE">x</div>',
        '<div class="hidden-xs" style="display:none">x</div>',
        '<div style="color:red; display : none">x<p>y</p></div>',
    ],
)
def test_what_nobody_sees_is_no_line(hidden: str) -> None:
    assert lines(f"<div>một {hidden}</div><p>hai</p>") == ["một", "hai"]


@pytest.mark.parametrize(
    "html",
    [
        "<body>một\nhai\n\nba</body>",
        "<body><div>\nmột\nhai\nba</div></body>",
        "<pre>một\nhai\nba</pre>",
        "<div>x</div><pre>một\nhai\nba</pre>",
        "<body><span>một</span><span>hai</span>\n<span>ba</span></body>",
    ],
)
def test_line_feeds_count_where_nothing_else_does(html: str) -> None:
    assert lines(html)[-3:] == ["một", "hai", "ba"]


def test_a_link_in_plain_words_stays_in_its_line() -> None:
    assert lines('<body>xem <a href="/x">ở đây</a> nhé\nhai</body>') == ["xem ở đây nhé", "hai"]


def test_a_wrapped_paragraph_is_one_line() -> None:
    wrapped = "<div><p>a</p><p>" + "\n".join(f"từ {n}" for n in range(40)) + "</p></div>"
    assert len(lines(wrapped)) == 2


def test_a_line_knows_its_element_and_its_blanks() -> None:
    tree = etree.fromstring("<div><p>x</p>\xa0\xa0 <b>SỞ</b></div>", etree.HTMLParser())
    line = read_lines(tree)[1]
    assert (line.text, line.element.tag, line.raw) == ("SỞ", "b", "\xa0\xa0 SỞ")


def test_images_are_lines_without_words() -> None:
    tree = etree.fromstring('<div><p><img src="a.png"></p><p>x</p></div>', etree.HTMLParser())
    assert [line.text for line in read_all(tree)] == ["", "x"]
    assert read_all(tree)[0].element.tag == "img"


def test_the_tail_of_the_element_is_not_its_own() -> None:
    tree = etree.fromstring("<div><td>một</td>hai</div>", etree.HTMLParser())
    cell = next(tree.iter("p", "td", "div"))
    assert "hai" in "".join(line.text for line in read_lines(cell))
    inner = etree.fromstring("<div><i>một</i>hai</div>", etree.HTMLParser()).find(".//i")
    assert inner is not None
    assert [line.text for line in read_lines(inner)] == ["một"]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("2017 &ndash; 2021", "2017 – 2021"),
        ("châu &Aacute;", "châu Á"),
        ("R&D; AT&T", "R&D; AT&T"),
        ("nhie\u0302\u0300u", "nhiều"),
        ("một\u200b\u00ad hai\ufeff", "một hai"),
        ("\xa0 a \t\n b ", "a b"),
    ],
)
def test_text_is_squeezed_composed_and_decoded(text: str, wanted: str) -> None:
    assert clean(text) == wanted


def test_words_after_many_unclosed_elements_are_read() -> None:
    deep = "<p>đầu</p>" + "<p><font><b>x" * 300 + "</p><p>cuối</p>"
    tree = read_tree(capture(deep))
    assert tree is not None
    assert read_lines(tree)[-1].text == "cuối"
