"""Statistics pages: is this page one, its tables, results of procedures, lists of procedures."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from lxml import etree

from scraper.capture import Capture
from scraper.fields.pagetables import data_tables, lines_before, names_table, read_table
from scraper.fields.procedureresults import read_results
from scraper.fields.procedures import read_mentions, read_procedures
from scraper.fields.procedurestats import check, read_procedure_statistics, updated_in
from scraper.page.lines import Line, clean, read_lines
from scraper.page.tree import head_title
from scraper.records import PageTable, Problem, Record
from scraper.site import Site
from scraper.urls import link_kind

# What makes a page with tables a page of statistics, beside its address.
_ABOUT = re.compile(
    r"(?:thống kê|số liệu|danh mục (?:thủ tục|tthc)|bộ thủ tục"
    r"|(?:kết quả|tình hình) (?:tiếp nhận|giải quyết|xử lý|rà soát|thực hiện))(?! truy cập)",
    re.I,
)
LINES_ABOVE = 6
LINES_BELOW = 2


@dataclass(frozen=True, slots=True)
class Statistics:
    """What a statistics page says: tables, results, procedures and mentions; and what is odd."""

    records: tuple[Record, ...]
    problems: tuple[Problem, ...]


def read_statistics(
    tree: etree._Element, lines: Sequence[Line], capture: Capture, site: Site
) -> Statistics | None:
    """What the page says where it is one of statistics, else None.

    It is one where it has tables of data and its address, a heading or a table says so; articles
    are told apart before. `lines` are the page's visible lines, which mentions count from.
    """
    tables = [(e, grid) for e, grid in data_tables(tree) if not _is_widget(e)]
    read = [(e, t) for n, (e, grid) in enumerate(tables, 1) if (t := read_table(e, grid, n))]
    if not read:
        return None
    titles = _titles(tree, *read[0])
    records: dict[Record, None] = {}
    problems: list[Problem] = []
    for element, table in read:
        names = [*_names(element, table), *titles]
        found = read_results(table, names, _updated(element))
        records |= dict.fromkeys([table, *found.records, *read_procedures(table)])
        problems += found.problems
        problems += [odd for r in found.records for odd in check(r, capture.captured_at)]
    named = [*titles, *(table.caption or "" for _, table in read)]
    told = link_kind(capture.url, site) == "statistics" or any(map(_ABOUT.search, named))
    if not told and all(isinstance(record, PageTable) for record in records):
        return None
    records |= dict.fromkeys(read_mentions("\n".join(line.text for line in lines)))
    return Statistics(tuple(records), tuple(problems))


def _is_widget(element: etree._Element) -> bool:
    """Whether a table is the widget that stands on every page: figures of no period."""
    above = [line.text for line in islice(lines_before(element), 2)]
    lines = [*reversed(above), *(line.text for line in read_lines(element))]
    return any(not record.period for record in read_procedure_statistics("\n".join(lines)))


def _titles(tree: etree._Element, first: etree._Element, table: PageTable) -> list[str]:
    """The names of the page: those above its first table that are not this table's, its title."""
    names = [name for name in _names(first, table) if name != table.caption]
    title = clean(head_title(tree))
    return [*names, title] if title else names


def _names(element: etree._Element, table: PageTable) -> Iterator[str]:
    if table.caption:
        yield table.caption
    for line in islice(lines_before(element), LINES_ABOVE):
        if names_table(line) and line.text != table.caption:
            yield line.text


def _updated(element: etree._Element) -> tuple[str, str | None]:
    """The figures' own time, where it stands close to the table: above it or below."""
    above = [line.text for line in islice(lines_before(element), LINES_ABOVE)]
    below = [clean(element.tail or "")]
    for sibling in islice(element.itersiblings(), LINES_BELOW):
        below += [line.text for line in read_lines(sibling)[:LINES_BELOW]]
    found = updated_in("\n".join(below))
    return found if found[1] else updated_in("\n".join(reversed(above)))
