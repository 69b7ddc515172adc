"""The words of a line as safe inline HTML: links, emphasis, images; nothing else is kept."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from html import escape
from urllib.parse import urljoin, urlsplit

from lxml import etree

from scraper.lines import BLOCKS, Piece, decode_entities, parent
from scraper.lines import words as text_of

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

    def html(self, pieces: Iterable[Piece]) -> str:
        """One line's HTML, blanks squeezed; '' where it holds nothing."""
        out: list[str] = []
        open_tags: list[etree._Element] = []
        blank = True  # whether a blank would be one too many
        for piece in pieces:
            text, element, _ = piece
            if not text:
                if image := self._image(element):
                    out.append(image)
                    blank = False
                continue
            wrappers = [e for e in _wrappers(parent(piece)) if self._opening(e)]
            words = " ".join(decode_entities(text).split())
            if text[0].isspace() and not blank:
                out.append(" ")
                blank = True
            if not words:
                continue
            self._switch(out, open_tags, wrappers)
            out.append(escape(words, quote=False))
            blank = text[-1].isspace()
            if blank:
                out.append(" ")
        self._switch(out, open_tags, [])
        return "".join(out).strip()

    def _switch(
        self, out: list[str], now: list[etree._Element], wanted: list[etree._Element]
    ) -> None:
        same = 0
        while same < min(len(now), len(wanted)) and now[same] is wanted[same]:
            same += 1
        while len(now) > same:
            out.append(f"</{KEPT[now.pop().tag]}>")
        for element in wanted[same:]:
            out.append(self._opening(element))
            now.append(element)
            if element.tag == "a":
                words = text_of(element)
                self.targets.append((self.address(element.get("href")), words, "a"))

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
        words = " ".join((element.get("alt") or "").split())
        self.targets.append((target, words, "img"))
        return f'<img src="{escape(target)}" alt="{escape(words)}">'

    def address(self, linked: str | None) -> str:
        """`linked` as an absolute address; '' where it is none that a reader could follow."""
        if not linked or linked.startswith("#"):
            return ""
        try:
            target = urljoin(self.base, _NO_PART.sub("", decode_entities(linked)).strip())
            return target.replace(" ", "%20") if urlsplit(target).scheme in SCHEMES else ""
        except ValueError:
            return ""


def _wrappers(element: etree._Element | None) -> list[etree._Element]:
    """The kept inline elements around, outermost first."""
    found: list[etree._Element] = []
    while element is not None and element.tag not in BLOCKS:
        if element.tag in KEPT:
            found.append(element)
        element = element.getparent()
    return found[::-1]


def _is_dot(image: etree._Element) -> bool:
    sides = (image.get("width") or "", image.get("height") or "")
    return any(side.removesuffix("px") in ("0", "1") for side in sides)
