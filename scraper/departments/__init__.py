"""A portal's particulars, one small file each, found by name or by host."""

from dataclasses import dataclass
from importlib import import_module
from pkgutil import iter_modules

NAMES = tuple(sorted(module.name.replace("_", "-") for module in iter_modules(__path__)))
DEFAULT = "sldtbxh-baclieu"


@dataclass(frozen=True, slots=True, kw_only=True)
class Department:
    """What one portal does its own way; everything else is Liferay's way.

    `start` are the paths where a crawl begins; `midnight_is_unknown` says that a printed
    `12:00 AM` stands for "no time known" (migrated articles); `place` is the province or city whose
    council and committee are meant where a text names none. The classes name the elements of the
    portal's own template that hold an article's title, section, lead and author.
    """

    name: str
    title: str
    host: str
    place: str = ""
    start: tuple[str, ...] = ("/",)
    time_zone: str = "Asia/Ho_Chi_Minh"
    midnight_is_unknown: bool = True
    title_classes: frozenset[str] = frozenset()
    section_classes: frozenset[str] = frozenset()
    lead_classes: frozenset[str] = frozenset()
    byline_classes: frozenset[str] = frozenset()


def department(name: str) -> Department:
    """The particulars of the department called `name`; KeyError where there is none."""
    if name not in NAMES:
        raise KeyError(name)
    module = import_module(f"{__name__}.{name.replace('-', '_')}")
    found: Department = module.DEPARTMENT
    return found


def for_host(host: str) -> Department:
    """The department whose portal `host` is; the default one for a host that nobody claims."""
    return next((d for d in map(department, NAMES) if d.host == host), department(DEFAULT))
