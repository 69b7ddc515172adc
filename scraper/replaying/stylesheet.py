"""A style sheet's addresses replaced: images and imports by those given, fonts by none."""

import re
from collections.abc import Callable

Place = Callable[[str], str | None]  # the address to put in place of another, or none

EMPTY = 'url("data:,")'

# CSS Syntax 3: comments, strings and url() are tokens, so one pattern takes them in their order.
# A url() that is none, not closed say, asks for nothing: without the comment in it, it might.
# Possessive, and a string that is not closed ends with its line: linear in the length of any text.
_STRING = r"""(?:"(?:[^"\\\n]|\\.)*+(?:"|(?=\n)|\Z)|'(?:[^'\\\n]|\\.)*+(?:'|(?=\n)|\Z))"""
_TOKEN = re.compile(
    rf"""(?P<comment>/\*.*?(?:\*/|\Z))
    |@import\s*+(?:url\(\s*+)?(?P<import>{_STRING}|[^\s;()"'{{}}@]++)\s*+\)?(?P<media>[^;{{}}@]*+)(?:;|\Z)
    |(?P<font>@font-face\s*+\{{[^}}]*+(?:\}}|\Z))
    |(?P<charset>@(?:charset|namespace)[^;{{}}@]*+(?:;|\Z))
    |url\(\s*+(?P<url>{_STRING}|(?:[^()"'\\]++|\\.)*+)\s*+\)
    |(?P<image>(?:image-set|-webkit-image-set|src)\s*+\((?=\s*+["'])|url\()
    |(?P<string>{_STRING})""",
    re.I | re.S | re.X,
)
_ESCAPE = re.compile(r"\\(?:([0-9a-fA-F]{1,6})\s?|(.))", re.S)
# A letter may be written as an escape in any name: `u\\72l(` asks for what `url(` asks for.
_ESCAPED = re.compile(r"\\(?:([0-9a-f]{1,6})(?:\r\n|[ \t\r\n\f])?|(.))", re.I | re.S)
_BEGINS_TAG = re.compile(r"<(?=[a-zA-Z!?])")
_UNSAFE = re.compile(r'["\\\n\r\f<>]')


def rewritten(css: str, image: Place, sheet: Place) -> str:
    """`css` with `image(address)` for each url() and `sheet(address)` for each @import.

    What they give None for is left out; comments, fonts and @charset too. Addresses written with
    CSS escapes are understood. No tag can come out of it: within a drawing, a browser looks for
    elements in <style>, too.
    """

    def replace(found: re.Match[str]) -> str:
        if found["url"] is not None:
            place = image(_unquoted(found["url"]))
            return _url(place) if place else EMPTY
        if found["import"]:
            place = sheet(_unquoted(found["import"]))
            return f"@import {_url(place)} {found['media'].strip()};" if place else ""
        if found["string"]:
            return found["string"]
        return "none(" if found["image"] else " "

    plain = _ESCAPED.sub(_letter, css)
    safe = _TOKEN.sub(replace, plain).replace("<!--", " ").replace("</", "<\\/")
    return _BEGINS_TAG.sub(r"\\3c ", safe)


def addresses(css: str) -> tuple[list[str], list[str]]:
    """The addresses of images and of imported sheets in `css`, as written there."""
    images: list[str] = []
    sheets: list[str] = []
    rewritten(css, images.append, sheets.append)
    return images, sheets


def _url(place: str) -> str:
    if place.lower().startswith("data:image/"):
        place = _UNSAFE.sub(lambda c: f"%{ord(c[0]):02X}", place)
    return f'url("{_UNSAFE.sub("", place)}")'


def _unquoted(text: str) -> str:
    inner = text.strip()
    if inner[:1] in ("'", '"'):
        inner = inner[1:-1]
    return _ESCAPE.sub(_unescaped, inner).strip()


def _letter(found: re.Match[str]) -> str:
    """The letter that an escape means; every other escape as it is."""
    code = int(found[1], 16) if found[1] else ord(found[2])
    meant = chr(code) if code < 128 else ""
    return meant if meant.isalpha() else found[0]


def _unescaped(found: re.Match[str]) -> str:
    if not found[1]:
        return found[2] if found[2] not in "\n\r\f" else ""
    code = int(found[1], 16)
    return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"
