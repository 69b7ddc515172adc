"""A body's text: by what charset it is read, whatever it says of itself."""

import pytest

from scraper.capture import decode
from tests.captures import capture

META = '<html><head><meta charset="{}"></head><body>Sở Lao đông “mâu”</body></html>'


@pytest.mark.parametrize(
    ("body", "content_type", "text"),
    [
        (b"\xef\xbb\xbfS\xe1\xbb\x9f", "text/html; charset=cp1258", "Sở"),
        (b"\xff\xfeS\x00\xdf\x1e", None, "Sở"),
        ("Đơn".encode("cp1258"), "text/html; charset='windows-1258'", "Đơn"),
        ("Sở".encode(), "text/html", "Sở"),
        ("Sở".encode(), "text/html; charset=us-ascii", "Sở"),
        ("Sở".encode(), "text/html; charset=khong-co", "Sở"),
        (b"S\xff", "text/html; charset=utf-8", "S\ufffd"),
        # Latin-1 is what a browser takes it for: Windows' own, but for the five that it lacks.
        (b"\x93m\x94", "text/html; charset=ISO-8859-1", "“m”"),
        (b"\x93m\x81", "text/html; charset=latin1", "\x93m\x81"),
        # Python's own codecs are no charsets.
        (b"m\\u0061-x", "text/html; charset=unicode_escape", "m\\u0061-x"),
        (b"+2AA-", "text/html; charset=utf-7", "+2AA-"),
        (b"6d", "text/html; charset=hex", "6d"),
    ],
)
def test_a_charset_is_looked_for_in_its_order(
    body: bytes, content_type: str | None, text: str
) -> None:
    assert decode(body, content_type) == text


def test_a_codec_that_takes_for_ever_is_not_used() -> None:
    slow = b"a" * 10**6 + b"-" + b"b9a" * 10**6
    assert decode(slow, "text/html; charset=punycode") == slow.decode()


@pytest.mark.parametrize(
    ("said", "charset"), [("utf-8", "utf-8"), ("Windows-1258", "cp1258"), ("utf-16", "utf-8")]
)
def test_a_page_says_its_charset_itself(said: str, charset: str) -> None:
    page = META.format(said).replace("ở", "o")
    assert decode(page.encode(charset)) == page


def test_utf_8_is_given_as_it_is() -> None:
    body = META.format("utf-8").encode()
    assert capture(body).utf8 is body
    assert capture(b"\xff").utf8 == "\ufffd".encode()
