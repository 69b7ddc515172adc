"""The visible words of a page: one `Line` for each line that a reader would see, in order.

What a page says is read from these lines, whatever elements and classes stand around them. Blocks,
cells and <br> end a line. Where a page has no structure at all (plain words in <body> or <pre>),
the line feeds of its source do.
"""

import html
import re
from typing import NamedTuple
from unicodedata import is_normalized

from lxml import etree

from scraper.text import squeeze


def _names(names: str) -> frozenset[str]:
    return frozenset(names.split())


# Elements whose content nobody sees on the page.
INVISIBLE = _names(
    "script style noscript template head title textarea iframe object applet math svg canvas audio"
    " video datalist"
)
INVISIBLE_CLASSES = _names(
    "hide-accessible helper-hidden-accessible aui-helper-hidden-accessible sr-only visually-hidden"
    " helper-hidden aui-helper-hidden"
)
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
WRAPPERS = _names("body div main article section center form table tbody tr td pre")
MAX_DEPTH = 250
# A text node of so many lines, with blank ones between them, was typed as lines.
PLAIN_LINES = 8

_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,31}\d{0,2});")
_UNSEEN = re.compile("[\u00ad\u034f\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]")
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
        with_words = (p for p in self.pieces if p[0] and not p[0].isspace())
        return parent(next(with_words, self.pieces[0]))

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
    return _Reader(tree).lines()


def clean(text: str) -> str:
    """`text` with blanks squeezed, in NFC, entities that were escaped twice decoded."""
    text = decode_entities(text)
    if not text.isascii() and (_UNSEEN.search(text) or not is_normalized("NFC", text)):
        return squeeze(text)
    return " ".join(text.split())


def words(element: etree._Element) -> str:
    """All text in an element as one line."""
    return clean("".join([str(text) for text in element.itertext()]))


def decode_entities(text: str) -> str:
    """`text` with the entities decoded that its page shows as such: they were escaped twice."""
    return _ENTITY.sub(lambda m: html.unescape(m[0]), text) if "&" in text else text


class _Reader:
    """Walks a tree once; `_done` collects the pieces of each finished line."""

    def __init__(self, tree: etree._Element) -> None:
        self._pieces: list[Piece] = []
        self._done: list[list[Piece]] = []
        self._plain = _plain_container(tree)
        self._visit(tree, 0)
        self._end_line()

    def lines(self) -> list[Line]:
        found = []
        for pieces in self._done:
            text = clean("".join([piece[0] for piece in pieces]))
            if text or any(not piece[0] for piece in pieces):
                found.append(Line(text, pieces))
        return found

    def _end_line(self) -> None:
        if self._pieces:
            self._done.append(self._pieces)
            self._pieces = []

    def _visit(self, element: etree._Element, depth: int) -> None:
        tag = element.tag
        if tag in INVISIBLE or not isinstance(tag, str) or (element.attrib and _hidden(element)):
            return
        if tag == "img":
            self._pieces.append(("", element, False))
            return
        block = tag in BLOCKS
        if block and self._pieces:
            self._end_line()
        plain = element is self._plain
        by_line = plain or tag in PREFORMATTED
        if text := element.text:
            self._add(text, element, False, by_line)
        if depth < MAX_DEPTH:
            for child in element:
                self._visit(child, depth + 1)
                if plain and child.tag != "a":
                    self._end_line()
                if text := child.tail:
                    self._add(text, child, True, by_line)
        else:
            self._flatten(element)
        if block and self._pieces:
            self._end_line()

    def _add(self, text: str, element: etree._Element, tail: bool, by_line: bool) -> None:
        if text.isspace():
            # No line begins with blanks, except those that push its words to the right.
            if self._pieces or "\xa0" in text:
                self._pieces.append((text, element, tail))
            if by_line and "\n" in text:
                self._end_line()
        elif "\n" in text and (by_line or _typed_as_lines(text)):
            first, *rest = text.split("\n")
            self._pieces.append((first, element, tail))
            for part in rest:
                self._end_line()
                if part:
                    self._pieces.append((part, element, tail))
        else:
            self._pieces.append((text, element, tail))

    def _flatten(self, element: etree._Element) -> None:
        """The words below an element that lies too deep to be descended into."""
        for below in element.iterdescendants():
            if isinstance(below.tag, str) and below.tag not in INVISIBLE:
                self._pieces.append((f" {below.text or ''}", below, False))
            if below.tail:
                self._pieces.append((f" {below.tail}", below, True))


def _hidden(element: etree._Element) -> bool:
    names = element.get("class")
    if names and not INVISIBLE_CLASSES.isdisjoint(names.split()):
        return True
    style = element.get("style")
    if style and _HIDDEN.search(style):
        return True
    return element.get("hidden") is not None


def _typed_as_lines(text: str) -> bool:
    inside = text.strip()
    return inside.count("\n") >= PLAIN_LINES and len(_BLANK_LINE.findall(inside)) >= 2


def _plain_container(tree: etree._Element) -> etree._Element | None:
    """The element that holds the page's words where only wrappers stand above them, else None.

    In it each inline child is a line (`<span>` after `<span>`), and so is each line of its text.
    """
    body = tree if tree.tag in WRAPPERS else tree.find("body")
    while body is not None:
        inside = [e for e in body if isinstance(e.tag, str) and e.tag not in INVISIBLE]
        if len(inside) != 1 or inside[0].tag not in WRAPPERS or _has_text(body):
            return body
        body = inside[0]
    return None


def _has_text(element: etree._Element) -> bool:
    texts = [element.text, *(child.tail for child in element)]
    return any(text and not text.isspace() for text in texts)
