"""How a portal fails: answers in place of its pages, and connections that do not end well.

Kinds: `maintenance` (a notice with status 200), `503` and `429` (of the proxy in front), `500` and
`403` (in the theme), `login` (every page asks for it), `garbage` (bytes), `parked` (another site
under this name), `slow` (a byte a second), `cut` (the connection is closed in the middle of the
body), `drift` (the portal's own template is gone from articles: the text is there, but no section,
date, counter or list). Three are no failures: `redesign` (the same words in other markup), `bare`
(the boxes beside the middle column, with results, links and poll, are gone) and `no_results` (that
with the results alone is).
"""

import random

from scraper.replica import chrome, text_pages
from scraper.replica.messages import Answer, Visit, html
from scraper.replica.portal import Breakage, Portal

KINDS = (
    "maintenance",
    "503",
    "429",
    "500",
    "403",
    "login",
    "garbage",
    "parked",
    "slow",
    "cut",
    "drift",
    "redesign",
    "bare",
    "no_results",
)
_MAINTENANCE = (
    "<!DOCTYPE html>\n<html><head><title>Bảo trì hệ thống</title>"
    '<meta http-equiv="refresh" content="30; url=/" /><meta charset="UTF-8" /></head><body>'
    "<h1>Hệ thống đang bảo trì</h1><p>Trang thông tin mẫu đang được bảo trì, mời bạn quay lại sau."
    "</p></body></html>\n"
)
_BUSY = (
    "<html><head><title>503 Service Temporarily Unavailable</title></head><body><center>"
    "<h1>503 Service Temporarily Unavailable</h1></center><hr><center>nginx</center></body></html>"
)
_PARKED = (
    '<!DOCTYPE html>\n<html lang="en"><head><title>This domain is for sale</title></head><body>'
    "<h1>This domain may be for sale</h1><p>Related searches:</p><ul>"
    '<li><a href="https://parking.example/loans">Loans</a></li>'
    '<li><a href="https://parking.example/hotels">Hotels</a></li></ul>'
    '<script src="https://parking.example/ads.js"></script></body></html>\n'
)


def broken(portal: Portal, visit: Visit, breakage: Breakage) -> Answer | None:
    """What is answered instead of the page; None where only the sending is at fault."""
    if breakage.kind == "maintenance":
        return html(_MAINTENANCE)
    if breakage.kind == "parked":
        return html(_PARKED)
    if breakage.kind == "garbage":
        return Answer(random.Random(visit.target).randbytes(8_000))
    if breakage.kind in ("503", "429"):
        wait = breakage.retry_after
        headers = () if wait is None else (("Retry-After", str(wait)),)
        return Answer(_BUSY.encode(), int(breakage.kind), "text/html", headers)
    if breakage.kind == "500":
        return text_pages.server_error(portal, visit)
    if breakage.kind == "403":
        return text_pages.forbidden(portal, visit)
    if breakage.kind == "login":
        return _login(portal, visit)
    return None


def _login(portal: Portal, visit: Visit) -> Answer:
    if visit.query.get("p_p_id") == chrome.LOGIN:
        return text_pages.login_page(portal, visit)
    return text_pages.to_login(portal, visit)
