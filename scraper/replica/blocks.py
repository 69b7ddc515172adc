"""The pieces of a body: what a reader sees of each, and its HTML as editors leave it.

`@ORIGIN@` and `@T@` in the HTML stand for the site's origin and the time of rendering.
"""

import random
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from html import escape

_JUSTIFIED = '<p style="text-align: justify;">'
_WORD_OPEN = (
    '<p class="MsoNormal" style="margin-bottom:6.0pt;text-align:justify;text-indent:36.0pt;'
    'line-height:normal"><span lang="VI" style="font-size:14.0pt;font-family:&quot;Times New'
    ' Roman&quot;,serif;mso-ansi-language:VI">'
)
_WORD_CLOSE = "<o:p></o:p></span></p>"
_WORD_COMMENT = (
    "<!--[if gte mso 9]><xml><w:WordDocument><w:View>Normal</w:View><w:Zoom>0</w:Zoom>"
    "</w:WordDocument></xml><![endif]-->"
)
# Letters that an old editor writes as an entity, with the tone mark after it as a character.
_ENTITIES = {"â": "&acirc;", "ê": "&ecirc;", "ô": "&ocirc;", "Â": "&Acirc;", "Ê": "&Ecirc;"}
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_PUSH_RIGHT = 90


@dataclass(frozen=True, slots=True)
class Table:
    """A table as printed."""

    caption: str | None
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Linked:
    """A file under /documents: `path` is what the body links to, with its query."""

    path: str
    name: str
    media_type: str
    text: str


@dataclass(frozen=True, slots=True)
class Image:
    """An image; `path` without the time of rendering that some addresses end with."""

    path: str
    alt: str
    caption: str | None
    media_type: str


@dataclass(frozen=True, slots=True)
class Block:
    """`lines` as a reader sees them: NFC, single spaces."""

    lines: tuple[str, ...]
    html: str
    table: Table | None = None
    file: Linked | None = None
    image: Image | None = None


Writer = Callable[[str], str]


def plain(text: str) -> str:
    """A paragraph as the portal's own editor writes it."""
    return f"{_JUSTIFIED}{escape(text, quote=False)}</p>\n"


def spaced(rng: random.Random) -> Writer:
    """Paragraphs with stray NBSP and doubled blanks."""

    def write(text: str) -> str:
        words = escape(text, quote=False).split(" ")
        place = rng.randrange(1, max(2, len(words)))
        head, tail = " ".join(words[:place]), " ".join(words[place:])
        gap = rng.choice(("&nbsp; ", "  ", "&nbsp;", " \n\t"))
        return f"{_JUSTIFIED}{head}{gap}{tail}&nbsp;</p>\n" if tail else plain(text)

    return write


def word(text: str) -> str:
    """A paragraph pasted from Word."""
    return f"{_WORD_OPEN}{escape(text, quote=False)}{_WORD_CLOSE}\n"


def decomposed(text: str) -> str:
    """A paragraph in NFD."""
    return plain(unicodedata.normalize("NFD", text))


def combining(text: str) -> str:
    """A paragraph whose circumflex letters are entities followed by the tone as a character."""
    return f"{_JUSTIFIED}{''.join(map(_loosened, escape(text, quote=False)))}</p>\n"


@cache
def _loosened(letter: str) -> str:
    """`ề` as `&ecirc;` and a combining grave; other letters as they are."""
    parts = unicodedata.normalize("NFD", letter)
    tone = "".join(mark for mark in parts if mark in _TONES)
    base = unicodedata.normalize("NFC", "".join(m for m in parts if m not in _TONES))
    return _ENTITIES[base] + tone if base in _ENTITIES else letter


def double_escaped(text: str) -> str:
    """A paragraph whose entities were escaped once too often: readers see `&ndash;`."""
    return plain(text)


def paragraph(text: str, write: Writer = plain) -> Block:
    """A paragraph, heading line or bullet typed as text."""
    return Block((text,), write(text))


def heading(text: str) -> Block:
    """A heading as editors make them: a short bold line."""
    return Block((text,), f"<p><strong>{escape(text, quote=False)}</strong></p>\n")


def drop_cap(text: str) -> Block:
    """A paragraph whose first letter is an element of its own."""
    first, rest = escape(text[0]), escape(text[1:], quote=False)
    html = f'<p><span class="dropcap" style="float:left;font-size:48px;">{first}</span>{rest}</p>\n'
    return Block((text,), html)


def lead(text: str) -> Block:
    """The lead where it is marked as one."""
    return Block((text,), f'<div class="sapo"><p>{escape(text, quote=False)}</p></div>\n')


def items(texts: Iterable[str]) -> Block:
    """A list."""
    lines = tuple(texts)
    html = "".join(f"\t<li>{escape(line, quote=False)}</li>\n" for line in lines)
    return Block(lines, f"<ul>\n{html}</ul>\n")


def broken_lines(texts: Iterable[str]) -> Block:
    """Paragraphs that are text between line breaks."""
    lines = tuple(texts)
    return Block(
        lines, f"<div>{'<br /><br />'.join(escape(x, quote=False) for x in lines)}</div>\n"
    )


def word_comment() -> Block:
    """What Word leaves before the text; readers see nothing of it."""
    return Block((), _WORD_COMMENT)


def table(found: Table, *, head: bool = True) -> Block:
    """A table; without `head` its header cells are ordinary ones, as in most real pages."""
    mark = "th" if head else "td"
    rows = [_row(found.header, mark), *(_row(row, "td") for row in found.rows)]
    title = f"<caption>{escape(found.caption, quote=False)}</caption>" if found.caption else ""
    lines = ("\t".join(row) for row in (found.header, *found.rows))
    html = (
        '<table border="1" cellpadding="0" cellspacing="0" style="width:100%;">'
        f"{title}<tbody>{''.join(rows)}</tbody></table>\n"
    )
    return Block((*((found.caption,) if found.caption else ()), *lines), html, table=found)


def _row(cells: tuple[str, ...], mark: str) -> str:
    inner = "".join(f"<{mark}><p>{escape(cell, quote=False)}</p></{mark}>" for cell in cells)
    return f"<tr>{inner}</tr>"


def attachment(found: Linked, *, absolute: bool) -> Block:
    """A line that links to a file."""
    address = ("@ORIGIN@" if absolute else "") + found.path
    link = f'<a href="{escape(address)}" target="_blank">{escape(found.text, quote=False)}</a>'
    return Block((f"Tệp đính kèm: {found.text}",), f"<p>Tệp đính kèm: {link}</p>\n", file=found)


def image(found: Image) -> Block:
    """An image, centred, with its caption below where it has one."""
    stamp = "&amp;t=@T@" if "img_id=" in found.path else ""
    source = f"{escape(found.path)}{stamp}"
    html = (
        f'<p style="text-align:center"><img alt="{escape(found.alt)}" src="{source}"'
        ' style="width: 640px; height: 480px;" /></p>\n'
    )
    if found.caption:
        html += f'<p style="text-align:center"><em>{escape(found.caption, quote=False)}</em></p>\n'
    return Block((found.caption,) if found.caption else (), html, image=found)


def byline(text: str) -> str:
    """The signing unit, pushed to the right by blanks as editors do."""
    pushed = "&nbsp;" * _PUSH_RIGHT
    return f"<p>{pushed}<strong>{escape(text, quote=False)}</strong></p>\n"
