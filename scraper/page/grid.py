"""A table's cells as a grid: what spans several rows or columns stands in each of its places."""

from dataclasses import dataclass

from lxml import etree

from scraper.page.lines import read_lines

CELLS = frozenset({"td", "th"})
_SHOWN = {"thead": 0, "tfoot": 2}
# HTML's own limits of spans (https://html.spec.whatwg.org/multipage/tables.html).
MAX_COLSPAN = 1000
MAX_ROWSPAN = 65534
# A grid beyond this was blown up by spans, not written by a person.
MAX_PLACES = 200_000


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell's words (one line a paragraph), how far it spans, and whether it heads others."""

    text: str
    element: etree._Element
    colspan: int = 1
    rowspan: int = 1

    @property
    def is_head(self) -> bool:
        """Whether the page marks it as a header: <th>, or a row of <thead>."""
        return (
            self.element.tag == "th" or next(self.element.iterancestors("thead"), None) is not None
        )


def own_rows(table: etree._Element) -> list[etree._Element]:
    """The table's rows in the order in which they are shown: those of inner tables are not."""
    rows = [row for row in table.iter("tr") if next(row.iterancestors("table"), None) is table]
    return sorted(rows, key=lambda row: _SHOWN.get(_part(row), 1))


def read_grid(table: etree._Element) -> list[list[Cell | None]]:
    """Rows of equal length; a spanning cell is the same object in each place, None is no cell."""
    grid: list[dict[int, Cell]] = []
    rows = own_rows(table)
    places = 0
    for y, row in enumerate(rows):
        _row(grid, y)
        x = 0
        for element in row:
            if element.tag not in CELLS:
                continue
            while x in grid[y]:
                x += 1
            cell = _cell(element, len(rows) - y)
            places += cell.colspan * cell.rowspan
            if places > MAX_PLACES:
                return []
            for below in range(y, y + cell.rowspan):
                _row(grid, below)
                grid[below].update(dict.fromkeys(range(x, x + cell.colspan), cell))
            x += cell.colspan
    width = max((max(row, default=-1) + 1 for row in grid), default=0)
    return [[row.get(x) for x in range(width)] for row in grid]


def _row(grid: list[dict[int, Cell]], y: int) -> None:
    while len(grid) <= y:
        grid.append({})


def _part(row: etree._Element) -> str:
    parent = row.getparent()
    return str(parent.tag) if parent is not None else ""


def _cell(element: etree._Element, rows_left: int) -> Cell:
    text = "\n".join(line.text for line in read_lines(element))
    colspan = _span(element, "colspan", MAX_COLSPAN)
    rowspan = _span(element, "rowspan", MAX_ROWSPAN, zero=rows_left)
    return Cell(text, element, colspan, min(rowspan, rows_left))


def _span(element: etree._Element, name: str, most: int, zero: int = 1) -> int:
    """The span; 0 says "to the end" of rows, and nonsense is 1."""
    printed = (element.get(name) or "").strip()
    if not (printed.isascii() and printed.isdecimal()):
        return 1
    return min(int(printed[:9]), most) or zero
