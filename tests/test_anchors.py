"""A body made ready to be read: anchors, own images, links that stay, nothing that runs."""

import re

import pytest

from scraper.replaying.anchors import Places, Reading, anchored, paragraph_id

OWN = {"https://replica.invalid/a.png": "/tep/1/a.png", "https://replica.invalid/b.pdf": "/tep/2/b"}
PLACES = Places(
    file=OWN.get,
    page=lambda url: f"/url/{url}" if url.startswith("https://replica.invalid") else None,
    size=lambda url: (8, 6) if url.endswith(".png") else None,
    cite=lambda name: f"/bai-viet/7?v=x#{name}",
    table=lambda n: f"/bang-{n}.csv" if n == 1 else None,
)
HOSTILE = (
    "<p onclick=alert(1)>Chữ</p><script>alert(2)</script><img src=x onerror=alert(3)>"
    "<a href='javascript:alert(4)'>mã</a><p style='position:fixed'>Lớp phủ</p>"
    "<iframe src=//xau.invalid></iframe><svg><style><img src=x onerror=alert(5)></style></svg>"
    "<p id=main class=banner>Giả</p><form action=//xau.invalid><button>Gửi</button></form>"
)


def read(html: str) -> Reading:
    return anchored(html, PLACES)


def ids(html: str) -> list[str]:
    return re.findall(r'id="([^"]+)"', read(html).html)


def test_a_paragraph_has_an_anchor_of_its_words() -> None:
    before = ids("<p>Một đoạn</p><p>Hai</p>")
    assert before == [paragraph_id("Một đoạn"), paragraph_id("Hai")]
    assert ids("<p>Mới</p><p>Hai</p>")[1] == before[1]
    assert ids("<p>Một <strong>đoạn</strong></p>") == before[:1]


def test_equal_paragraphs_are_told_apart() -> None:
    name = paragraph_id("Như nhau")
    assert ids("<p>Như nhau</p><p>Như nhau</p>") == [name, f"{name}-2"]


def test_the_link_cites_the_paragraph_and_needs_no_script() -> None:
    html = read("<p>Một “đoạn” &amp; nữa</p>").html
    name = paragraph_id("Một “đoạn” & nữa")
    assert f'href="/bai-viet/7?v=x#{name}"' in html
    assert 'data-quote="Một “đoạn” &amp; nữa"' in html


def test_a_long_quotation_ends_with_a_word() -> None:
    html = read(f"<p>{'chữ ' * 100}</p>").html
    quote = re.findall(r'data-quote="([^"]+)"', html)[0]
    assert quote.endswith("chữ…") and len(quote) <= 201


def test_items_with_lists_inside_are_cited_before_them() -> None:
    html = read("<ul><li>Một<ul><li>Trong</li></ul></li></ul>").html
    assert html.index("¶") < html.index("<ul>", 5)


def test_archived_images_and_files_are_shown_from_here() -> None:
    html = read(
        '<p><img src="https://replica.invalid/a.png" alt="Ảnh"> '
        '<img src="https://replica.invalid/c.png" alt="Ảnh hai"> '
        '<a href="https://replica.invalid/b.pdf">tệp</a></p>'
    ).html
    assert '<img src="/tep/1/a.png" alt="Ảnh" width="8" height="6">' in html
    assert "[Ảnh chưa được lưu: Ảnh hai]" in html and "c.png" not in html
    assert '<a href="/tep/2/b">tệp</a>' in html


def test_links_of_the_old_site_stay_here_and_others_say_where_they_lead() -> None:
    html = read(
        '<p><a href="https://replica.invalid/x">nhà</a> <a href="https://a.invalid/">xa</a></p>'
    ).html
    assert '<a href="/url/https://replica.invalid/x">' in html
    assert 'href="https://a.invalid/" rel="noopener noreferrer nofollow"' in html


def test_headings_go_down_one_step_at_a_time() -> None:
    html = read("<h5>Một</h5><p>a</p><h6>Hai</h6><h2>Ba</h2><h6>Bốn</h6>").html
    assert re.findall(r"<h(\d)", html) == ["2", "3", "2", "3"]


def test_tables_scroll_and_give_their_data() -> None:
    found = read("<table><tr><td><p>ô</p></td></tr></table><p>Sau</p><table><tr><td>b</table>")
    assert found.tables == 2
    assert found.html.count('role="region"') == 2
    assert found.html.count(".csv") == 1 and found.html.index(".csv") < found.html.index("Sau")
    assert "¶" not in found.html.partition("</table>")[0]


@pytest.mark.parametrize("html", [HOSTILE, f"<table><tr><td>{HOSTILE}</table>", f"<li>{HOSTILE}"])
def test_nothing_hostile_is_left(html: str) -> None:
    found = read(html).html.lower()
    for word in ("script", "onerror", "onclick", "style=", "iframe", "xau.invalid", "<form", "<svg",
                 'id="main"', 'class="banner"'):  # fmt: skip
        assert word not in found
    assert "chữ" in found


@pytest.mark.parametrize("html", ["", " ", "chữ không thẻ", "<p></p>", "<", "&", "\0"])
def test_any_string_is_a_body(html: str) -> None:
    assert read(html).tables == 0


def test_words_that_lie_deep_or_hold_what_no_xml_may_are_shown() -> None:
    assert "Sâu" in read("<blockquote>" * 1000 + "<p>Sâu</p>").html
    assert paragraph_id("một") in ids("<p>mộ&#1;t</p>")
