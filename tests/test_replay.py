"""A captured page in its frame: harmless, and as it looked."""

import re
from datetime import UTC, datetime

import pytest

from scraper.capture import Capture
from scraper.replaying.replay import Held, replay_css, replay_html
from tests.changed_archive import HOSTILE, ORIGIN, PICTURE, SECOND_PATH, STYLE

HELD = Held(
    image=lambda url: "/i" if url.startswith(ORIGIN) else None,
    style=lambda url: "/s" if url.startswith(ORIGIN) else None,
    page=lambda url: f"/p?{url}",
)
ADDRESS = re.compile(r"""(?:src|href|action|data|background|srcset|ping)\s*=\s*["']?([^"'\s>]*)""")


def capture(body: bytes | str, kind: str = "text/html; charset=utf-8") -> Capture:
    data = body.encode() if isinstance(body, str) else body
    moment = datetime(2021, 3, 26, tzinfo=UTC)
    return Capture(f"{ORIGIN}/a/b", moment, 200, (("Content-Type", kind),), data)


def replay(html: bytes | str) -> str:
    return replay_html(capture(html), HELD).decode()


def test_a_hostile_page_keeps_its_words_and_nothing_else() -> None:
    found = replay(HOSTILE)
    for word in ("<script", "onerror", "onload", "<iframe", "<object", "<embed", "<video", "<meta",
                 "<base", "javascript:", "action=", "ping=", "srcset", "autofocus"):  # fmt: skip
        assert word not in found
    for word in ("Trang mẫu", "trang khác", 'id="own"', "Gửi", "<p style="):
        assert word in found
    assert "Không có mã" not in found  # a browser with scripts did not show it


def test_a_hostile_page_loads_from_here_only() -> None:
    found = replay(HOSTILE)
    assert set(ADDRESS.findall(found)) <= {"/i", "/s", "/p?https://xau.invalid/n",
                                           f"/p?{ORIGIN}{SECOND_PATH}"}  # fmt: skip
    assert 'url("https' not in found and "@import" not in found


def test_links_lead_out_of_the_frame_to_what_is_known() -> None:
    found = replay('<a href="c?x=1&amp;y=2">chữ</a><a href="#d">đây</a><a name="d">kia</a>')
    assert f'<a href="/p?{ORIGIN}/a/c?x=1&amp;y=2" target="_top">' in found
    assert '<a href="#d">' in found and '<a name="d">' in found


def test_images_and_styles_are_this_archives() -> None:
    found = replay(
        f'<link rel="stylesheet" media="print" href="{STYLE}"><link rel="icon" href="/f.ico">'
        f'<link rel="alternate stylesheet" href="{STYLE}">'
        f'<body background="{PICTURE}"><img src="x.png" width="3">'
        '<img src="data:image/png;base64,A">'
        '<table background="//khac.invalid/x"><tr><td style="background:url(y.png)">'
    )
    assert '<link rel="stylesheet" href="/s" media="print">' in found
    assert found.count("/s") == 1 and found.count("/i") == 3 and 'width="3"' in found
    assert "icon" not in found and "khac.invalid" not in found
    assert 'src="data:image/png;base64,A"' in found


def test_drawings_keep_their_own_colours_only() -> None:
    found = replay(
        '<svg><rect fill="url(#a)" mask="url(https://khac.invalid/x)" stroke="red"/>'
        r'<rect marker-end="u\72l(//khac.invalid/y)" style="fill:url(#b)"/></svg>'
    )
    assert found.count("#a") == found.count("#b") == 1 and 'stroke="red"' in found
    assert "khac.invalid" not in found


def test_addresses_are_relative_to_the_pages_own_base() -> None:
    found = replay(f'<base href="{ORIGIN}/goc/"><a href="x">chữ</a>')
    assert f"/p?{ORIGIN}/goc/x" in found


def test_what_is_behind_an_empty_element_stays() -> None:
    assert "Chữ sau" in replay("<p><embed src=x><source src=y>Chữ sau</p>")


def test_the_doctype_decides_the_layout_and_stays() -> None:
    assert replay("<!DOCTYPE html><p>a").startswith("<!DOCTYPE html>")


def test_another_charset_is_read_and_utf8_is_written() -> None:
    page = capture("<p>Đơn</p>".encode("cp1258"), "text/html; charset=windows-1258")
    assert "<p>Đơn</p>" in replay_html(page, HELD).decode()


@pytest.mark.parametrize("body", [b"", b"\0\xff\xfe", b"<" * 5000, b"<b>" * 5000, b"<!--"])
def test_any_bytes_are_a_page(body: bytes) -> None:
    assert isinstance(replay_html(capture(body), HELD), bytes)


def test_a_style_sheets_addresses_are_relative_to_itself() -> None:
    found = replay_css(capture("p{background:url(c.png)} @import '/d.css';", "text/css"), HELD)
    assert found.decode() == 'p{background:url("/i")} @import url("/s") ;'
