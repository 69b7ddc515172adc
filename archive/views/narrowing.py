"""What a search can be narrowed and ordered by: facets with their choices, what is chosen."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from archive.formats import day
from archive.search.asked import SORTS, Asked
from archive.search.catalogue import HAS, Counts
from archive.search.search import Found

MOST_VALUES = 60  # of a facet
FACETS = {"category": "Chuyên mục", "year": "Năm", "byline": "Ký tên"}
HAS_LABELS = {
    "tables": "Có bảng số liệu",
    "files": "Có tệp đính kèm",
    "changed": "Đã sửa sau khi đăng",
    "removed": "Đã bị gỡ",
}
SORT_LABELS = dict(zip(SORTS, ("Liên quan", "Mới nhất", "Xem nhiều"), strict=True))
Link = Callable[[Asked], str]


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of a facet, and where choosing it leads, or leaving it where it is chosen.

    `count` is None where too much was found to be counted.
    """

    label: str
    count: int | None
    href: str
    chosen: bool


def facets(found: Found, values: Counts, link: Link) -> list[tuple[str, str, list[Choice]]]:
    """Of each facet its name, its label and its choices, the most frequent first.

    `values` are all that there are, where too much was found to be counted.
    """
    if not found.hits:
        return []
    asked, listed, is_counted = found.asked, [], bool(found.counts)
    counts = found.counts or values
    for name, label in FACETS.items():
        frequent = counts.get(name, Counter[str]()).most_common(MOST_VALUES)
        if name == "year":
            frequent.sort(reverse=True)
        choices = [_choice(asked, name, v, n if is_counted else None, link) for v, n in frequent]
        listed.append((name, label, choices))
    has = counts.get("has", Counter[str]())
    choices = [
        _has_choice(asked, name, has[name] if is_counted else None, link)
        for name in HAS
        if has[name]
    ]
    listed.append(("has", "Chỉ những bài", choices))
    return [facet for facet in listed if facet[2]]


def _choice(asked: Asked, name: str, value: str, count: int | None, link: Link) -> Choice:
    chosen = getattr(asked.filters, name) == value
    return Choice(value, count, link(asked.changed(**{name: "" if chosen else value})), chosen)


def _has_choice(asked: Asked, name: str, count: int | None, link: Link) -> Choice:
    chosen = name in asked.filters.has
    without = tuple(n for n in asked.filters.has if n != name)
    other = asked.changed(has=without if chosen else (*without, name))
    return Choice(HAS_LABELS[name], count, link(other), chosen)


def sorts(asked: Asked) -> list[tuple[str, Asked, bool]]:
    """Of each order its label, where it leads, whether it is this one; no words, no relevance."""
    names = SORTS if asked.query.groups else SORTS[1:]
    current = asked.sort if asked.sort in names else names[0]
    return [(SORT_LABELS[name], asked.changed(sort=name), name == current) for name in names]


def chips(asked: Asked) -> list[tuple[str, Asked]]:
    """What narrows the search now, each with the search without it."""
    kept = asked.filters
    found = [
        (f"{label}: {getattr(kept, name)}", asked.changed(**{name: ""}))
        for name, label in FACETS.items()
        if getattr(kept, name)
    ]
    if kept.first_day:
        found.append((f"Từ {day(kept.first_day)}", asked.changed(first_day="")))
    if kept.last_day:
        found.append((f"Đến {day(kept.last_day)}", asked.changed(last_day="")))
    found += [
        (HAS_LABELS[name], asked.changed(has=tuple(n for n in kept.has if n != name)))
        for name in kept.has
    ]
    return found
