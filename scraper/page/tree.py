"""A page's tree: parsed once, whatever the bytes are."""

import re
from dataclasses import dataclass

from lxml import etree

from scraper.capture import Capture
from scraper.page.lines import words

# Above this, a page is no page of such a portal (the heaviest real ones have 0.5 MB).
MAX_BYTES = 4_000_000
MAX_LINES = 50_000
# libxml2 compares an attribute with all before it: 400,000 of one element, in 3 MB, take minutes.
MAX_ATTRIBUTES = 1_000
LARGE = 200_000  # bytes; what is smaller cannot have so many that it matters

# HTML's own reading of a tag (13.2.5.32 to 39), linear in the length of any text.
_ATTRIBUTE = rb"""[\s/]*+[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:"[^"]*+"?|'[^']*+'?|[^\s>]*+))?+"""
_ATTRIBUTES = re.compile(_ATTRIBUTE)
_TAG = re.compile(rb"<[a-zA-Z][^\s/>]*+(?:%b)*+" % _ATTRIBUTE)

# libxml2 would read on with U+FFFD for NUL; the other controls make no words either.
_CONTROLS = bytes(code for code in range(32) if chr(code) not in "\t\n\f\r")
_PARSER = etree.HTMLParser(
    encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True, collect_ids=False
)


def read_tree(capture: Capture) -> etree._Element | None:
    """The root element of the page; None where there is none, or one with absurdly many attributes.

    Comments and processing instructions are left out, so that a text they cut in two is one.
    libxml2 reads no further where elements lie 2,048 deep (256 by default: unclosed elements of
    pasted texts lie deeper).
    """
    source = capture.utf8.translate(None, _CONTROLS)
    if len(source) > LARGE and _has_many_attributes(source):
        return None
    try:
        return etree.fromstring(source, _PARSER)
    except etree.LxmlError:
        return None


def _has_many_attributes(source: bytes) -> bool:
    tags = (tag for tag in _TAG.findall(source) if len(tag) > 2 * MAX_ATTRIBUTES)
    return any(len(_ATTRIBUTES.findall(tag)) > MAX_ATTRIBUTES for tag in tags)


@dataclass(frozen=True, slots=True)
class Head:
    """What a page says of itself: <title>, and <meta> contents by property, name or http-equiv.

    Keys are in lower case; the first of equal ones counts.
    """

    title: str
    metas: dict[str, str]


def read_head(tree: etree._Element) -> Head:
    """The page's head; of a page without one, what stands in its body instead."""
    head = tree.find("head")
    found: dict[str, str] = {}
    for meta in (tree if head is None else head).iter("meta"):
        key = meta.get("property") or meta.get("name") or meta.get("http-equiv")
        content = meta.get("content")
        if key and content:
            found.setdefault(key.lower(), content)
    return Head(head_title(tree), found)


def head_title(tree: etree._Element) -> str:
    """The text of <title>; '' where there is none."""
    found = next(tree.iter("title"), None)
    return "" if found is None else words(found)
