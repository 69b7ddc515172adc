"""A captured page made harmless for a frame: nothing runs, only archived images and styles load.

The frame's Content-Security-Policy forbids the same again; this rewriting is what makes the page
look as it did, and the second of two walls.
"""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urljoin

from lxml import etree

from scraper.address import unescaped
from scraper.capture import Capture
from scraper.page.tree import read_tree
from scraper.replaying.stylesheet import rewritten

Place = Callable[[str], str | None]

# What runs, loads by itself, or stands for scripts that did not run here.
REMOVED = (
    "script", "noscript", "template", "iframe", "frame", "frameset", "noframes", "object", "applet",
    "portal", "fencedframe", "base", "meta", "audio", "video", "param", "animate",
    "animatetransform", "animatemotion", "set", "foreignobject",
)  # fmt: skip
# The same, but a browser puts nothing into them, and libxml2 all that follows.
_UNWRAPPED = ("embed", "source", "track", "wbr", "bgsound", "keygen")
_IMAGES = frozenset({"src", "background", "poster", "lowsrc", "dynsrc"})
_HREF = frozenset({"href", "xlink:href", "{http://www.w3.org/1999/xlink}href"})
# Addresses that are asked for in other ways, and what changes the reader's page or focus.
_DROPPED = frozenset(
    ["srcset", "imagesrcset", "sizes", "ping", "action", "formaction", "method", "target",
     "formtarget", "data", "code", "codebase", "classid", "archive", "cite", "longdesc", "usemap",
     "manifest", "profile", "integrity", "nonce", "crossorigin", "referrerpolicy", "autofocus",
     "contenteditable", "popover", "popovertarget", "http-equiv", "srcdoc", "is", "download"]
)  # fmt: skip
# Attributes of drawings that are read as style sheets are.
_PAINTED = frozenset(
    ["style", "fill", "stroke", "filter", "mask", "clip-path", "cursor", "marker", "marker-start",
     "marker-mid", "marker-end", "color-profile"]
)  # fmt: skip
_NOWHERE = ("#", "javascript:", "vbscript:", "data:", "about:", "blob:", "file:")
_DATA_IMAGE = "data:image/"
_EMPTY = b"<!DOCTYPE html><html><body></body></html>"


@dataclass(frozen=True, slots=True)
class Held:
    """Where this archive has what a captured page asks for.

    `image` and `style` give the local address of a resource, None where there is none; `page`
    that of what is known of a linked page.
    """

    image: Place
    style: Place
    page: Callable[[str], str]


def replay_html(capture: Capture, held: Held) -> bytes:
    """The page of `capture` as UTF-8, with this archive's addresses in place of its own."""
    root = read_tree(capture)
    if root is None:
        return _EMPTY
    base = _base(root, capture.url)
    etree.strip_tags(root, *_UNWRAPPED)
    etree.strip_elements(root, *REMOVED, with_tail=False)
    for element in list(root.iter(etree.Element)):
        if element.tag == "link":
            _keep_stylesheet(element, base, held)
        else:
            _rewrite(element, base, held)
    tree = root.getroottree()
    body: bytes = etree.tostring(tree, encoding="utf-8", method="html")
    return body


def replay_css(capture: Capture, held: Held) -> bytes:
    """The style sheet of `capture` as UTF-8, with this archive's addresses."""
    return _style(capture.text, capture.url, held).encode("utf-8", "replace")


def _base(root: etree._Element, url: str) -> str:
    element = next(root.iter("base"), None)
    href = element.get("href") if element is not None else None
    return _joined(url, href) or url if href else url


def _joined(base: str, address: str) -> str | None:
    """An absolute http(s) address; None for every other."""
    text = unescaped(address)
    if not text or text.lower().startswith(_NOWHERE):
        return None
    try:
        found = urljoin(base, text)
    except ValueError:
        return None
    return found if found.startswith(("http://", "https://")) else None


def _keep_stylesheet(link: etree._Element, base: str, held: Held) -> None:
    relations = (link.get("rel") or "").lower().split()
    target = _joined(base, link.get("href") or "")
    found = held.style(target) if target and "stylesheet" in relations else None
    media = link.get("media")
    link.attrib.clear()
    if not found or "alternate" in relations:
        return  # a link that links to nothing
    link.set("rel", "stylesheet")
    link.set("href", found)
    if media:
        link.set("media", media)


def _rewrite(element: etree._Element, base: str, held: Held) -> None:
    for name, value in list(element.attrib.items()):
        key = str(name).lower()
        if key.startswith("on") or key in _DROPPED:
            del element.attrib[name]
        elif key in _PAINTED:
            element.set(name, _style(str(value), base, held))
        elif key in _IMAGES:
            _put(element, str(name), _image(str(value), base, held))
        elif key in _HREF:
            _put(element, str(name), _target(element, str(value), base, held))
    if element.tag == "style" and element.text:
        element.text = _style(element.text, base, held)
    if element.tag in ("a", "area") and element.get("href", "#")[:1] != "#":
        element.set("target", "_top")


def _put(element: etree._Element, name: str, value: str | None) -> None:
    if value is None:
        del element.attrib[name]
    else:
        element.set(name, value)


def _target(element: etree._Element, value: str, base: str, held: Held) -> str | None:
    if value.strip().startswith("#"):
        return value.strip()
    if element.tag not in ("a", "area"):  # an image within a drawing
        return _image(value, base, held)
    target = _joined(base, value)
    return held.page(target) if target else None


def _image(value: str, base: str, held: Held) -> str | None:
    if value.strip().lower().startswith(_DATA_IMAGE):
        return value.strip()
    target = _joined(base, value)
    return held.image(target) if target else None


def _style(css: str, base: str, held: Held) -> str:
    def image(address: str) -> str | None:
        # A colour or shape of this very page.
        return address if address.startswith("#") else _image(address, base, held)

    def sheet(address: str) -> str | None:
        target = _joined(base, address)
        return held.style(target) if target else None

    return rewritten(css, image, sheet)
