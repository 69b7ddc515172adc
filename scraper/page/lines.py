"""The visible words of a page: one `Line` for each line that a reader would see, in order.

What a page says is read from these lines, whatever elements and classes stand around them. Blocks,
cells and <br> end a line. Where a page has no structure at all (plain words in <body> or <pre>),
the line feeds of its source do.
"""

import html
import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple
from unicodedata import is_normalized

from lxml import etree

from scraper.text import squeeze


def _names(names: str) -> frozenset[str]:
    return frozenset(names.split())


# Elements whose content nobody sees on the page.
INVISIBLE: frozenset[object] = _names(
    "script style noscript template head title textarea iframe object applet math svg canvas audio"
    " video datalist"
) | {etree.Comment, etree.ProcessingInstruction, etree.Entity}
INVISIBLE_CLASSES = (
    "hide-accessible", "helper-hidden-accessible", "aui-helper-hidden-accessible", "sr-only",
    "visually-hidden", "helper-hidden", "aui-helper-hidden",
)  # fmt: skip
# https://html.spec.whatwg.org/multipage/rendering.html#flow-content-3, cells and options added:
# each of them is read as a line of its own. Whatever is not named here is inline.
BLOCKS = _names(
    "html body address article aside blockquote center dd details dialog dir div dl dt fieldset"
    " figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr legend li listing main menu"
    " nav ol optgroup option p plaintext pre search section select summary ul xmp table caption"
    " colgroup tbody thead tfoot tr td th br"
)
PREFORMATTED = _names("pre listing xmp plaintext")
# What may wrap a whole page without giving it structure.
WRAPPERS = _names(
    "body div main article section center form table tbody tr td pre span font b strong"
)
# A text node of so many lines, with blank ones between them, was typed as lines.
PLAIN_LINES = 8
SHORT = 120
REMEMBERED = 1024  # lists of classes, and styles: a theme has a few hundred, the same on every page

_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_HIDDEN_CLASS = re.compile(rf"(?:^|\s)(?:{'|'.join(INVISIBLE_CLASSES)})(?:\s|$)")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,31}\d{0,2});")
_JOINER = "\u034f"
# What entities may name and no XML may hold: an editor's accidents, neither seen nor blank.
NO_LETTERS = re.compile("[\x00-\x08\x0e-\x1b\ufffe\uffff]")
_BLANK_LINE = re.compile(r"\n[^\S\n]*\n")


# A run of text ('' stands for an image), its element, and whether it follows that element (as its
# tail) or stands in it. A plain tuple: a page has a thousand of them.
Piece = tuple[str, etree._Element, bool]


class Line(NamedTuple):
    """A visible line: its text (NFC, blanks squeezed) and the pieces that it was made of.

    `element` is the innermost element that holds its first words.
    """

    text: str
    pieces: list[Piece]

    @property
    def element(self) -> etree._Element:
        """The innermost element that holds the line's first words, else its first image."""
        for piece in self.pieces:
            if piece[0] and not piece[0].isspace():
                return parent(piece)
        return parent(self.pieces[0])

    @property
    def raw(self) -> str:
        """The text with its blanks as in the source."""
        return "".join([piece[0] for piece in self.pieces])


def parent(piece: Piece) -> etree._Element:
    """The element that a piece stands in; of an image, the image itself."""
    _, element, tail = piece
    above = element.getparent() if tail else None
    return element if above is None else above


def read_lines(tree: etree._Element) -> list[Line]:
    """The lines of `tree` that have words."""
    return [line for line in read_all(tree) if line.text]


def read_all(tree: etree._Element) -> list[Line]:
    """The lines of `tree`; those with text '' hold only images."""
    found = []
    for pieces in _read(tree):
        raw = pieces[0][0] if len(pieces) == 1 else "".join([piece[0] for piece in pieces])
        text = _clean_short(raw) if len(raw) <= SHORT else _clean(raw)
        if text or any(not piece[0] for piece in pieces):
            found.append(Line(text, pieces))
    return found


def clean(text: str) -> str:
    """`text` with blanks squeezed, in NFC, entities that were escaped twice decoded."""
    return _clean_short(text) if len(text) <= SHORT else _clean(text)


def _clean(text: str) -> str:
    # Blanks but the plain one, and all but one of the letters that nobody sees, are not printable:
    # most texts are known at once to be clean.
    text = decode_entities(text).strip()
    if "  " in text or not text.isprintable():
        text = " ".join(NO_LETTERS.sub("", text).split())
    if text.isascii():
        return text
    seen = text.isprintable() and _JOINER not in text
    return text if seen and is_normalized("NFC", text) else squeeze(text)


# The lines of navigation and widgets are the same on every page of a crawl.
_clean_short = lru_cache(maxsize=1024)(_clean)


def words(element: etree._Element) -> str:
    """All text in an element as one line."""
    if not len(element):
        return clean(element.text or "")
    return clean("".join([str(text) for text in element.itertext()]))


def decode_entities(text: str) -> str:
    """`text` with the entities decoded that its page shows as such: they were escaped twice."""
    return _ENTITY.sub(lambda m: html.unescape(m[0]), text) if "&" in text else text


def _read(tree: etree._Element) -> list[list[Piece]]:
    """The pieces of each line. One loop over all elements: every page of a crawl goes through."""
    plain = _plain_container(tree)
    singles = frozenset(plain) if plain is not None else frozenset()
    done: list[list[Piece]] = []
    line: list[Piece] = []
    walk = etree.iterwalk(tree, events=("start", "end", "comment", "pi"))
    for event, element in walk:
        tag = element.tag
        if event == "start":
            if tag in INVISIBLE or ((names := element.keys()) and _hidden(element, names)):
                walk.skip_subtree()
                continue
            tail = False
            text = element.text
        elif element is tree:
            break
        else:
            tail = True
            text = element.tail
        if tag in BLOCKS or (singles and element in singles and _is_single(tag, line)):
            if line:
                done.append(line)
                line = []
        elif tag == "img" and not tail:
            line.append(("", element, False))
        if not text or not (line or not text.isspace() or "\xa0" in text):
            continue
        if "\n" in text and _has_lines(text, element, tail, plain):
            *ended, rest = text.split("\n")
            for part in ended:
                done.append([*line, (part, element, tail)])
                line = []
            text = rest
        if text:
            line.append((text, element, tail))
    return [*done, line]


def _is_single(tag: str, line: list[Piece]) -> bool:
    """Whether an inline element in a page without structure ends the line before it.

    Not a link, nor where only blanks stand before it: they push its words to the right.
    """
    return tag != "a" and any(not piece[0].isspace() for piece in line)


def _has_lines(
    text: str, element: etree._Element, tail: bool, plain: etree._Element | None
) -> bool:
    """Whether the line feeds of a text node are those of the page as it is seen."""
    if "\n" not in text.strip():
        return False
    holder = element.getparent() if tail else element
    if holder is None:
        return False
    return holder is plain or holder.tag in PREFORMATTED or _typed_as_lines(text)


def _hidden(element: etree._Element, attributes: Sequence[str]) -> bool:
    return (
        ("class" in attributes and _class_hides(element.get("class", "")))
        or ("style" in attributes and _style_hides(element.get("style", "")))
        or "hidden" in attributes
    )


@lru_cache(maxsize=REMEMBERED)
def _class_hides(names: str) -> bool:
    return _HIDDEN_CLASS.search(names) is not None


@lru_cache(maxsize=REMEMBERED)
def _style_hides(style: str) -> bool:
    return _HIDDEN.search(style) is not None


def _typed_as_lines(text: str) -> bool:
    inside = text.strip()
    return inside.count("\n") >= PLAIN_LINES and len(_BLANK_LINE.findall(inside)) >= 2


def _plain_container(tree: etree._Element) -> etree._Element | None:
    """The element that holds the page's words where only wrappers stand above them, else None.

    In it each inline child is a line (`<span>` after `<span>`), and so is each line of its text.
    """
    body = tree if tree.tag in WRAPPERS else tree.find("body")
    while body is not None:
        inside = [e for e in body if e.tag not in INVISIBLE]
        if len(inside) != 1 or inside[0].tag not in WRAPPERS or _has_text(body):
            return body
        body = inside[0]
    return None


def _has_text(element: etree._Element) -> bool:
    texts = [element.text, *(child.tail for child in element)]
    return any(text and not text.isspace() for text in texts)
