"""A cleaned body made ready to be read and cited: an anchor for each paragraph, own images.

Nothing of the page's own survives that `scraper/fields/body.py` would not let through: the body is
cleaned once more before it is touched.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from html import escape

import lxml.html
from lxml import etree

from scraper.fields.body import clean_html
from scraper.page.lines import NO_LETTERS
from scraper.page.lines import words as words_of

BLOCKS = ("p", "h2", "h3", "h4", "h5", "h6", "li", "table")
HEADINGS = ("h2", "h3", "h4", "h5", "h6")
QUOTED = 200  # characters of a paragraph that a quotation starts with
_DIGITS = 8
_PREFIX = "d-"  # the Vietnamese word for a paragraph; an id must not start with a digit

# Lists that were never closed lie deeper than libxml2 reads of itself.
_PARSER = lxml.html.HTMLParser(encoding="utf-8", huge_tree=True)

Place = Callable[[str], str | None]


@dataclass(frozen=True, slots=True)
class Reading:
    """The body as it is shown, and how many tables stand in it."""

    html: str
    tables: int


@dataclass(frozen=True, slots=True)
class Places:
    """Where things are in this archive: an image or file, a page; None where they are not.

    `size` are width and height of an archived image; `cite` is the permanent address of an
    anchor, `table` the address of the nth table as CSV.
    """

    file: Place
    page: Place
    size: Callable[[str], tuple[int, int] | None]
    cite: Callable[[str], str]
    table: Callable[[int], str | None]


def anchored(html: str, places: Places) -> Reading:
    """`html` with an anchor and a link to cite it at each paragraph, and links that stay here.

    An anchor's id is a function of the paragraph's words, so it is the same in every version that
    has them; a paragraph that is there twice gets a number.
    """
    clean = NO_LETTERS.sub("", clean_html(html))
    root = lxml.html.fragment_fromstring(clean, create_parent="div", parser=_PARSER)
    for element in list(root.iter("a", "img")):
        _place(element, places)
    seen: dict[str, int] = {}
    level = 1
    for block in list(root.iter(*BLOCKS)):
        if block.tag in HEADINGS:
            level = _lower(block, level)
        if block.tag == "table" or not _inside_table(block):
            _anchor(block, seen, places)
    tables = [table for table in root.iter("table") if not _inside_table(table)]
    for n, table in enumerate(tables, 1):
        _frame(table, n, places.table(n))
    inner = escape(root.text or "", quote=False)
    inner += "".join(etree.tostring(child, encoding="unicode", method="html") for child in root)
    return Reading(inner, len(tables))


def paragraph_id(text: str) -> str:
    """The anchor of a paragraph with these words."""
    words = " ".join(text.split())
    return _PREFIX + hashlib.sha256(words.encode()).hexdigest()[:_DIGITS]


def _place(element: etree._Element, places: Places) -> None:
    """Links lead to this archive where it can follow them; images are this archive's or none."""
    if element.tag == "img":
        original = element.get("src") or ""
        if source := places.file(original):
            element.set("src", source)
            if size := places.size(original):
                element.set("width", str(size[0]))
                element.set("height", str(size[1]))
        else:
            _replace_image(element)
        return
    target = element.get("href") or ""
    found = places.file(target) or places.page(target)
    if found:
        element.set("href", found)
        element.attrib.pop("rel", "")


def _replace_image(image: etree._Element) -> None:
    words = (image.get("alt") or "").strip()
    image.tag = "span"
    image.attrib.clear()
    image.set("class", "missing")
    image.text = f"[Ảnh chưa được lưu{': ' + words if words else ''}]"


def _lower(heading: etree._Element, level: int) -> int:
    """Headings go down one step at a time, from the page's own h1; their level."""
    found = min(int(heading.tag[1]), level + 1)
    heading.tag = f"h{found}"
    return found


def _inside_table(element: etree._Element) -> bool:
    return next(element.iterancestors("table"), None) is not None


def _anchor(block: etree._Element, seen: dict[str, int], places: Places) -> None:
    words = words_of(block)
    if not words:
        return
    name = paragraph_id(words)
    seen[name] = seen.get(name, 0) + 1
    if seen[name] > 1:
        name = f"{name}-{seen[name]}"
    block.set("id", name)
    if block.tag == "table":
        return
    shown = words[:QUOTED].rsplit(" ", 1)[0] + "…" if len(words) > QUOTED else words
    link = etree.Element("a", {"class": "cite", "href": places.cite(name), "data-quote": shown})
    link.set("aria-label", "Liên kết đến đoạn này")
    link.text = "¶"
    nested = next((child for child in block if child.tag in ("ul", "ol")), None)
    if nested is None:
        _append_text(block, "\u00a0")
        block.append(link)
    else:
        at = block.index(nested)
        link.tail = "\n"
        block.insert(at, link)


def _append_text(block: etree._Element, text: str) -> None:
    if len(block):
        block[-1].tail = (block[-1].tail or "") + text
    else:
        block.text = (block.text or "") + text


def _frame(table: etree._Element, number: int, csv: str | None) -> None:
    """A wide table scrolls by itself, by keyboard too; its data can be had as CSV."""
    parent = table.getparent()
    assert parent is not None
    frame = etree.Element("div", {"class": "scroll", "role": "region", "tabindex": "0"})
    frame.set("aria-label", f"Bảng {number}")
    parent.replace(table, frame)
    frame.tail, table.tail = table.tail, None
    frame.append(table)
    if csv:
        note = etree.Element("p", {"class": "facts"})
        link = etree.SubElement(note, "a", {"href": csv, "download": ""})
        link.text = f"Tải bảng {number} (CSV)"
        note.tail, frame.tail = frame.tail, None
        parent.insert(parent.index(frame) + 1, note)
