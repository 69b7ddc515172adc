"""Liferay's pagers as three real sites show them."""

from dataclasses import dataclass
from html import escape

from scraper.replica.portal import Portal

_DELTAS = (5, 10, 20, 30, 50, 75)
_SCRIPTED_FROM = 20  # beyond, Liferay's script adds the numbers


@dataclass(frozen=True, slots=True)
class Place:
    """Where a list stands: page `cur` of `last`, `delta` entries a page, `total` in all."""

    portlet: str
    path: str
    cur: int
    last: int
    delta: int
    total: int

    @property
    def first(self) -> int:
        """The first entry of the page, from 0."""
        return (self.cur - 1) * self.delta

    def address(self, cur: int, delta: int | None = None) -> str:
        """Page `cur` of the list."""
        spot = self.portlet
        return (
            f"{self.path}?p_p_id={spot}&p_p_lifecycle=0&p_p_state=normal&p_p_mode=view"
            f"&_{spot}_delta={delta or self.delta}&p_r_p_resetCur=false&_{spot}_cur={cur}"
        )


def bar(place: Place, kind: str, portal: Portal) -> str:
    """The pager; nothing where one page holds all."""
    if place.last == 1:
        return ""
    origin = portal.origin if kind == "numbers" else ""
    numbers = {"numbers": _numbers, "neighbours": _position, "many": _many}[kind](place, origin)
    shown_to = min(place.total, place.first + place.delta)
    return (
        f'<div class="pagination-bar" data-qa-id="paginator" id="_{place.portlet}_pageIterator">'
        f"{_per_page(place, origin) if kind == 'many' else ''}"
        f'<p class="pagination-results">Hiển thị kết quả {place.first + 1} - {shown_to} trong số'
        f' {place.total}.</p><ul class="pagination">'
        f"{_step(place, place.cur - 1, 'Trang trước', 'angle-left', origin)}{numbers}"
        f"{_step(place, place.cur + 1, 'Trang kế tiếp', 'angle-right', origin)}</ul></div>\n"
    )


def _step(place: Place, cur: int, name: str, icon: str, origin: str) -> str:
    there = 1 <= cur <= place.last
    address = escape(origin + place.address(cur)) if there else "javascript:;"
    return (
        f'<li class="page-item{"" if there else " disabled"}"><a class="page-link" href="{address}"'
        f'><svg class="lexicon-icon lexicon-icon-{icon}"><use href="#{icon}" /></svg>'
        f'<span class="sr-only">{name}</span></a></li>\n'
    )


def _number(place: Place, cur: int, origin: str) -> str:
    active = " active" if cur == place.cur else ""
    return (
        f'<li class="page-item{active}"><a class="page-link"'
        f' href="{escape(origin + place.address(cur))}"><span class="sr-only">Trang</span>{cur}'
        "</a></li>\n"
    )


def _numbers(place: Place, origin: str) -> str:
    """First pages, a window, the last; beyond twenty pages the window is left to a script."""
    if place.last <= _SCRIPTED_FROM:
        return "".join(_number(place, cur, origin) for cur in range(1, place.last + 1))
    return _many(place, origin)


def _many(place: Place, origin: str) -> str:
    """First and last as links; those between are put in by a script, into a menu that is empty."""
    first = _number(place, 1, origin)
    last = _number(place, place.last, origin) if place.last > 1 else ""
    between = (
        '<li class="dropdown page-item"><a class="dropdown-toggle page-link" href="#1"'
        ' onclick="return false;">...</a><ul class="dropdown-menu inline-scroller"'
        f' data-current-index="1" data-max-index="{place.last}"></ul></li>\n'
    )
    return first + (between if place.last > 2 else "") + last


def _position(place: Place, origin: str) -> str:
    return f'<li class="page-item active"><span>{place.cur} / {place.last}</span></li>\n'


def _per_page(place: Place, origin: str) -> str:
    choices = "".join(
        f'<li><a class="dropdown-item" href="{escape(origin + place.address(1, delta))}">{delta}'
        "</a></li>"
        for delta in _DELTAS
    )
    return (
        '<div class="dropdown pagination-items-per-page"><a class="dropdown-toggle"'
        f' href="javascript:;">{place.delta} mục</a><ul class="dropdown-menu">{choices}</ul></div>'
    )
