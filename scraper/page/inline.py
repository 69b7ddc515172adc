"""The words of a line as safe inline HTML: links, emphasis, images; nothing else is kept."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from html import escape

from lxml import etree

from scraper.address import joined
from scraper.page.lines import BLOCKS, Line, Piece, clean, decode_entities, parent
from scraper.page.lines import words as text_of

KEPT = {
    "b": "strong", "strong": "strong", "i": "em", "em": "em", "cite": "em", "u": "u", "sup": "sup",
    "sub": "sub", "a": "a",
}  # fmt: skip
SCHEMES = ("http", "https", "mailto", "tel")
# Blanks, bullets and buttons of a theme: no pictures of the article.
_DECORATION = ("/spacer.", "/icons/", "/common/", "/arrows/")
# What a browser drops from an address (https://url.spec.whatwg.org/#concept-basic-url-parser).
_NO_PART = re.compile(r"[\t\r\n]")


@dataclass(slots=True)
class Inline:
    """Builds the HTML of one line after the other against the address of the page.

    `targets` collects what was linked or shown: address, words, `a` or `img`.
    """

    base: str
    targets: list[tuple[str, str, str]] = field(default_factory=list)

    def line(self, line: Line) -> str:
        """One line's HTML, blanks squeezed; '' where it holds nothing."""
        if len(line.pieces) == 1 and line.text and line.element.tag in BLOCKS:
            return escape(line.text, quote=False)
        return self._pieces(line.pieces)

    def _pieces(self, pieces: Iterable[Piece]) -> str:
        out: list[str] = []
        around: list[etree._Element] = []
        blank = False
        for piece in pieces:
            text, element, _ = piece
            if text:
                words = clean(text)
                blank = blank or text[0].isspace()
                if words:
                    holder = parent(piece)
                    wrappers = [] if holder.tag in BLOCKS else self._wrappers(holder)
                    if wrappers or around:
                        self._switch(out, around, wrappers, blank)
                    elif blank:
                        out.append(" ")
                    out.append(escape(words, quote=False))
                    blank = text[-1].isspace()
            elif image := self._image(element):
                self._switch(out, around, [], blank)
                out.append(image)
                blank = False
        self._switch(out, around, [], False)
        return "".join(out).strip()

    def _wrappers(self, element: etree._Element | None) -> list[etree._Element]:
        """The kept inline elements around, outermost first; a link to nowhere is not kept."""
        found: list[etree._Element] = []
        while element is not None and element.tag not in BLOCKS:
            if element.tag in KEPT and (element.tag != "a" or self._opening(element)):
                found.append(element)
            element = element.getparent()
        return found[::-1]

    def _switch(
        self,
        out: list[str],
        now: list[etree._Element],
        wanted: list[etree._Element],
        blank: bool,
    ) -> None:
        """Closes and opens elements; a blank between words stands outside of both."""
        same = 0
        while same < min(len(now), len(wanted)) and now[same] is wanted[same]:
            same += 1
        while len(now) > same:
            out.append(f"</{KEPT[now.pop().tag]}>")
        if blank:
            out.append(" ")
        for element in wanted[same:]:
            out.append(self._opening(element))
            now.append(element)
            if element.tag == "a":
                target = self.address(element.get("href"))
                self.targets.append((target, text_of(element), "a"))

    def _opening(self, element: etree._Element) -> str:
        name = KEPT[element.tag]
        if name != "a":
            return f"<{name}>"
        target = self.address(element.get("href"))
        return f'<a href="{escape(target)}">' if target else ""

    def _image(self, element: etree._Element) -> str:
        target = self.address(element.get("src"))
        if not target or any(part in target for part in _DECORATION) or _is_dot(element):
            return ""
        words = clean(element.get("alt") or "")
        self.targets.append((target, words, "img"))
        return f'<img src="{escape(target)}" alt="{escape(words)}">'

    def address(self, linked: str | None) -> str:
        """`linked` as an absolute address; '' where it is none that a reader could follow."""
        if not linked or linked.startswith("#"):
            return ""
        return _absolute(self.base, linked)


@lru_cache(maxsize=1024)
def _absolute(base: str, linked: str) -> str:
    target = joined(base, _NO_PART.sub("", decode_entities(linked)).strip())
    scheme = target.partition(":")[0].lower()
    return target.replace(" ", "%20") if scheme in SCHEMES else ""


def _is_dot(image: etree._Element) -> bool:
    sides = (image.get("width") or "", image.get("height") or "")
    return any(side.removesuffix("px") in ("0", "1") for side in sides)
