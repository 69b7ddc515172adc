"""Addresses that a crawl must never ask for: without end, or no page for readers."""

import re

from scraper.address import Address, take_apart
from scraper.site import Site

MAX_LENGTH = 2000  # beyond this it was built by a loop, not by a person
MAX_SEGMENTS = 20

# The portal's pages are read in Vietnamese; other languages are twins of the same articles, and
# links between languages compound (/en/vi/en/…).
_VIETNAMESE = re.compile(r"vi(?:[_-]VN)?", re.IGNORECASE)
_LOGIN = re.compile(
    r"(?:log-?(?:in|out)|sign-?in|dang-(?:nhap|xuat)|forgot_password|create_account|openid)(?:\.\w+)?"
)
_PRIVATE = frozenset({"group", "user"})  # /group/… and /user/… are a member's own pages
_PRINT = re.compile(r"(?:print|in-an|print-view)(?:\.html)?", re.IGNORECASE)
_CALENDAR_PAGE = re.compile(r"(?:calendar|lich-(?:cong-tac|lam-viec|tuan))", re.IGNORECASE)
_CALENDAR = re.compile(r"(?:calendar|lich|event)\b.*", re.IGNORECASE)
_DATE_PART = re.compile(r"\d{1,4}(?:-\d{1,2}){0,2}")
_DATED = re.compile(r"(?:.*_)?(?:year|month|day|week|date|nam|thang|ngay|tuan)", re.IGNORECASE)

_ENDLESS_PORTLET = re.compile(
    r"(?:3|8|49|58|82|145)(?:_INSTANCE_.*)?"  # 6.2's numbers of the portlets below
    r"|.*(?:Login|Calendar|Search|Language|MySites|DockBar|UserMenu|ForgotPassword)\w*Portlet.*"
    r"|.*_login(?:_|$).*"
)
_ALLOWED = {
    "p_p_lifecycle": ("0",),
    "p_p_state": ("normal",),
    "p_p_mode": ("view",),
    "languageId": ("vi_VN", "vi"),
}
_FORBIDDEN = frozenset({"p_auth", "p_p_auth", "doAsUserId", "p_l_mode", "controlPanelCategory"})
_FORBIDDEN_ENDING = re.compile(r"(?:.*_)?(?:viewMode|formDate|print|keywords)")
_REPEATED = re.compile(r"(?:^|/)((?:[^/]+/)*?[^/]+)/\1(?:/|$)")
_FILES = ("/documents/", "/image/")


def is_trap(url: str, site: Site) -> bool:
    """Whether `url`, an address on `site`, leads into one of the portal's traps.

    Sessions, form tokens and form dates, actions and resources (`p_p_lifecycle=1|2`), pop-ups and
    maximised portlets, print views, logins and private pages, other languages and compounded
    ones, calendars, the portal's own search, doubled paths, addresses inside addresses and
    addresses beyond all measure. Whether `url` is on the site at all is `site.owns`.
    """
    if len(url) > MAX_LENGTH:
        return True
    address = take_apart(url)
    return (
        address.session
        or address.scheme not in ("", "http", "https")
        or _asks_for_trap(address)
        or _leads_to_trap(address, site)
    )


def _asks_for_trap(address: Address) -> bool:
    for name, value in address.query:
        if name in _FORBIDDEN or (value and _FORBIDDEN_ENDING.fullmatch(name)):
            return True
        if value and value not in _ALLOWED.get(name, (value,)):
            return True
        if name == "p_p_id" and value and _ENDLESS_PORTLET.fullmatch(value):
            return True
    return False


def _leads_to_trap(address: Address, site: Site) -> bool:
    languages, parts = address.languages_and_page()
    if len(languages) > 1 or len(parts) > MAX_SEGMENTS:
        return True
    if not all(map(_VIETNAMESE.fullmatch, languages)):
        return True
    path = "/".join(parts)
    return (
        _is_private(parts)
        or _is_calendar(parts, address)
        or _PRINT.fullmatch(parts[-1] if parts else "") is not None
        or f"/{site.host}/" in f"/{path}/"
        or "http:/" in path
        or "https:/" in path
        or parts.count("-") > 1
        or (not address.path.startswith(_FILES) and _is_repeated(parts))
    )


def _is_repeated(parts: list[str]) -> bool:
    return len(set(parts)) < len(parts) and _REPEATED.search("/".join(parts)) is not None


def _is_private(parts: list[str]) -> bool:
    if not parts:
        return False
    return (
        parts[0] in _PRIVATE
        or parts[:2] == ["c", "portal"]
        or _LOGIN.fullmatch(parts[-1]) is not None
        or parts[0] == "login"
        or ("-" in parts and parts[parts.index("-") + 1 :][:1] == ["login"])
    )


def _is_calendar(parts: list[str], address: Address) -> bool:
    """Days, months and years of a calendar have no end, and its own page shows today's."""
    if parts and _CALENDAR_PAGE.fullmatch(parts[-1]):
        return True
    if "-" in parts and parts[parts.index("-") + 1 :][:1] == ["calendar"]:
        return True
    places = [n for n, part in enumerate(parts) if _CALENDAR.fullmatch(part)]
    if not places or "-" in parts:
        return False
    dated = any(_DATED.fullmatch(name) for name, _ in address.query)
    return dated or any(_DATE_PART.fullmatch(part) for part in parts[places[0] + 1 :])
