"""What a response is by its address, type and first bytes, before anybody reads it as a page."""

import re

from scraper.capture import Capture

HTML_TYPES = ("text/html", "application/xhtml+xml")
XML_TYPES = ("text/xml", "application/xml", "application/rss+xml", "application/atom+xml")
FILE_TYPES = (
    "application/pdf", "application/msword", "application/rtf", "application/zip",
    "application/x-rar", "application/vnd.", "application/octet-stream",
    "application/x-download", "application/force-download", "video/", "audio/", "text/csv",
)  # fmt: skip
PEEK = 1024

_HTML = re.compile(rb"<\s*(?:!doctype\s+html|html|head|body|title|meta|div|p|table|script)\b", re.I)
_PAGES = (b"<!doctype html", b"<html")
_PAGE = re.compile(rb"<\s*(?:!doctype\s+html|html|head|body)\b", re.I)  # a feed has titles too
_SITEMAP = re.compile(rb"<(?:\w+:)?(?:urlset|sitemapindex)\b", re.I)
_FEED = re.compile(rb"<(?:rss|feed|rdf:RDF)\b", re.I)
_ROBOTS = re.compile(r"https?://[^/]+/robots\.txt(?:\?.*)?", re.I)
_IMAGE_MARKS = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"\x00\x00\x01\x00")
_FILE_MARKS = (b"%PDF", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"Rar!", b"{\\rtf", b"7z\xbc\xaf")


def kind_of_media(capture: Capture) -> str:
    """`html`, or the outcome of what is no page: robots, sitemap, feed, image, attachment, other.

    What the server says comes first; a file sent as HTML or without a type is known by its bytes.
    """
    media, head = capture.media_type, capture.body[: PEEK * 8].lstrip()[:PEEK]
    if media in HTML_TYPES and head[: len(_PAGES[0])].lower().startswith(_PAGES):
        return "html"
    if _ROBOTS.fullmatch(capture.url):
        return "robots"
    if head.startswith(_FILE_MARKS):
        return "attachment"
    if media.startswith("image/") or head.startswith(_IMAGE_MARKS):
        return "image"
    if _SITEMAP.search(head):
        return "sitemap"
    if _FEED.search(head) and not _PAGE.search(head):
        return "feed"
    if media in HTML_TYPES or (media in ("", *XML_TYPES) and _HTML.search(head)):
        return "html"
    if media.startswith(FILE_TYPES):
        return "html" if _HTML.match(head) else "attachment"
    if media in ("", "text/plain"):
        return "html" if _HTML.search(head) or not head.strip() else "other"
    return "other"
