"""Atom feeds (RFC 4287): ids that stay, whatever server gives them out."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit
from xml.etree import ElementTree

NAMESPACE = "http://www.w3.org/2005/Atom"
CONTENT_TYPE = "application/atom+xml; charset=utf-8"
NEVER = "1970-01-01T00:00:00Z"  # when a feed without entries was updated
# What XML 1.0 cannot hold, escaped or not.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Entry:
    """`id` is a tag URI, `updated` ISO 8601 with a zone, `link` absolute, `summary` plain text."""

    id: str
    title: str
    updated: str
    link: str
    summary: str = ""
    category: str = ""


def tag(site: str, year: str, name: str) -> str:
    """A tag URI (RFC 4151) of the archive of `site`: it does not depend on the server's name."""
    return f"tag:{urlsplit(site).hostname or 'localhost'},{year}:{name}"


def feed(
    feed_id: str,
    title: str,
    author: str,
    updated: str,
    own: str,
    page: str,
    entries: Iterable[Entry],
) -> bytes:
    """The feed as XML; `own` is its address, `page` that of the page that it follows."""
    root = ElementTree.Element("feed", {"xmlns": NAMESPACE, "xml:lang": "vi"})
    for name, text in (("id", feed_id), ("title", title), ("updated", updated)):
        _add(root, name, text)
    ElementTree.SubElement(root, "link", {"rel": "self", "href": own})
    ElementTree.SubElement(root, "link", {"rel": "alternate", "href": page})
    _add(ElementTree.SubElement(root, "author"), "name", author)
    for entry in entries:
        node = ElementTree.SubElement(root, "entry")
        for name in ("id", "title", "updated"):
            _add(node, name, getattr(entry, name))
        ElementTree.SubElement(node, "link", {"rel": "alternate", "href": entry.link})
        if entry.category:
            ElementTree.SubElement(node, "category", {"term": _clean(entry.category)})
        if entry.summary:
            _add(node, "summary", entry.summary)
    found: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return found


def _add(parent: ElementTree.Element, name: str, text: str) -> None:
    ElementTree.SubElement(parent, name).text = _clean(text)


def _clean(text: str) -> str:
    return _FORBIDDEN.sub("\ufffd", text)
