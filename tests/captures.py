"""Captures made for tests of the parser."""

from datetime import UTC, datetime

from scraper.capture import Capture

AT = datetime(2021, 3, 27, 2, 0, tzinfo=UTC)
SITE = "https://sldtbxh.baclieu.gov.vn"
ARTICLE = f"{SITE}/tin-tuc/-/asset_publisher/a1B2c3D4e5F6/content/bai-mau"
HTML = (("Content-Type", "text/html; charset=UTF-8"),)


def capture(
    body: str | bytes,
    url: str = ARTICLE,
    status: int = 200,
    headers: tuple[tuple[str, str], ...] = HTML,
) -> Capture:
    """A live capture of `body`, by default a page at an article's address."""
    payload = body.encode() if isinstance(body, str) else body
    return Capture(url, AT, status, headers, payload)
