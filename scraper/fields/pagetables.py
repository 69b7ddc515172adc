"""Tables of data in an article or on a statistics page; tables that only lay out are none."""

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from lxml import etree

from scraper.page.grid import CELLS as _CELLS
from scraper.page.grid import Cell, own_rows, read_grid
from scraper.page.lines import Line, clean, read_lines, words
from scraper.records import PageTable

Grid = list[list[Cell | None]]

_HEADING = re.compile(r"h[1-6]|strong|b|caption|figcaption")
_CAPTION = re.compile(
    r"(?:bảng|biểu|phụ lục|thống kê|kết quả|danh mục|danh sách|tình hình|số liệu|tổng hợp"
    r"|báo cáo)\b",
    re.I,
)
# Letterheads and signatures of decrees, set as tables since typewriters.
_LETTERHEAD = re.compile(r"cộng\s+h[oò][aà]\s+xã\s+hội|độc lập\s*[-–]\s*tự do|nơi nhận\s*:", re.I)
# Stands between a table and its name.
_UNIT = re.compile(r"[(*]*\s*(?:đơn vị(?: tính)?|đvt|tính đến|cập nhật|số liệu)\b", re.I)
_FIGURE = re.compile(r"[\d.,%()\s/+\-–—:]*\d[\d.,%()\s/+\-–—:]*|[-–—]?")
# What a table of data never holds.
_CONTROLS = frozenset({"form", "input", "select", "textarea", "button", "iframe", "object"})
# Between the parts of a header of several rows.
HEADER_JOINT = " / "
MAX_CAPTION = 300
MAX_HEADER_ROWS = 4
# Cells of a table of data are figures and names; cells that lay out hold texts.
LONGEST_MEDIAN = 200


def read_tables(element: etree._Element) -> tuple[PageTable, ...]:
    """The tables of data in `element`, in order, numbered from 1.

    Spans are filled: a name that spans rows stands in each of them, a header that spans columns
    in each column's header, parts of a header of several rows joined by ` / `. A row's cell that
    spans columns keeps its words in the first, the others are ''.
    """
    found: list[PageTable] = []
    for table, grid in data_tables(element):
        if read := read_table(table, grid, len(found) + 1):
            found.append(read)
    return tuple(found)


def data_tables(element: etree._Element) -> list[tuple[etree._Element, Grid]]:
    """The tables that hold data with their cells, outermost first where they follow each other.

    A table around another table of data lays out; so do tables of one row or one column, with
    form fields, of long texts, and the letterheads of decrees.
    """
    found: list[tuple[etree._Element, Grid]] = []
    outer: set[etree._Element] = set()
    for table in reversed(list(element.iter("table"))):
        if table not in outer and (grid := _data(table)):
            found.append((table, grid))
            outer.update(table.iterancestors("table"))
    return found[::-1]


def read_table(table: etree._Element, grid: Grid, position: int) -> PageTable | None:
    """A table of data with these cells; None where it has no rows below its header."""
    grid = [row for row in grid if any(cell and cell.text for cell in row)]
    title, grid = _title(grid)
    heads = _header_rows(grid)
    header = tuple(_head(column) for column in zip(*grid[:heads], strict=True))
    rows = tuple(map(_texts, grid[heads:]))
    if not rows:
        return None
    return PageTable(position=position, caption=_caption(table) or title, header=header, rows=rows)


def _data(table: etree._Element) -> Grid | None:
    """The table's cells where they hold data."""
    if table.get("role") in ("presentation", "none"):
        return None
    rows = own_rows(table)
    if len(rows) < 2 or any(e.tag in _CONTROLS for e in table.iter()):
        return None
    grid = read_grid(table)
    return grid if _is_data(grid) else None


def _is_data(grid: Grid) -> bool:
    if sum(sum(bool(cell.text) for cell in _distinct(row)) > 1 for row in grid) < 2:
        return False
    texts = [cell.text for row in grid for cell in _distinct(row)]
    if any(_LETTERHEAD.search(text) for text in texts):
        return False
    worded = sorted(len(text) for text in texts if text)
    return len(worded) > len(texts) // 4 and worded[len(worded) // 2] <= LONGEST_MEDIAN


def _distinct(row: Iterable[Cell | None]) -> list[Cell]:
    return list({id(cell): cell for cell in row if cell}.values())


def _title(grid: Grid) -> tuple[str | None, Grid]:
    """A cell alone in the first row is the table's title."""
    if len(grid) > 2 and len(alone := _distinct(grid[0])) == 1:
        return alone[0].text.replace("\n", " "), grid[alone[0].rowspan :]
    return None, grid


def _header_rows(grid: Grid) -> int:
    """How many rows are headers: marked ones, else a first row of names above figures."""
    marked = 0
    while marked < len(grid) - 1 and all(c.is_head for c in _distinct(grid[marked]) if c.text):
        marked += 1
    if marked:
        return min(marked, MAX_HEADER_ROWS)
    first = _distinct(grid[0])
    if any(_is_figure(cell.text) for cell in first if cell.text) or not _is_full(grid[0]):
        return 0
    deepest = max(cell.rowspan for cell in first)
    spans = any(cell.colspan > 1 for cell in first)
    heads = min(deepest, len(grid) - 1, MAX_HEADER_ROWS) if deepest > 1 and spans else 1
    return heads if _below_differs(grid, heads) else 0


def _is_full(row: Iterable[Cell | None]) -> bool:
    """Whether every column has a name, the first perhaps not: it may head the names below."""
    return all(cell and cell.text for cell in list(row)[1:])


def _below_differs(grid: Grid, heads: int) -> bool:
    """Whether figures stand below the first row, or it is set in bold or centred."""
    below = [cell.text for row in grid[heads:] for cell in _distinct(row)[1:]]
    if any(text and _is_figure(text) for text in below):
        return True
    return all(_is_set_off(cell.element) for cell in _distinct(grid[0]) if cell.text)


def _is_set_off(element: etree._Element) -> bool:
    style = "".join(e.get("style") or "" for e in element.iter()).replace(" ", "").lower()
    return (
        any(e.tag in ("b", "strong") for e in element.iter())
        or "font-weight:bold" in style
        or "text-align:center" in style
        or any((e.get("align") or "").lower() == "center" for e in element.iter())
    )


def _is_figure(text: str) -> bool:
    return _FIGURE.fullmatch(text) is not None


def _head(column: tuple[Cell | None, ...]) -> str:
    parts: list[str] = []
    for cell in column:
        text = cell.text.replace("\n", " ") if cell else ""
        if text and text not in parts[-1:]:
            parts.append(text)
    return HEADER_JOINT.join(parts)


def _texts(row: list[Cell | None]) -> tuple[str, ...]:
    """A row's words: of a cell over several columns in the first of them only."""
    texts = []
    for x, cell in enumerate(row):
        again = x > 0 and cell is not None and cell is row[x - 1]
        texts.append("" if cell is None or again else cell.text)
    return tuple(texts)


def _caption(table: etree._Element) -> str | None:
    """The table's <caption>, else words right before it that name a table or are a heading."""
    own = next(table.iterchildren("caption"), None)
    if own is not None and (text := words(own)):
        return text
    for line in islice(lines_before(table), 2):
        if not _UNIT.match(line.text):
            return line.text if names_table(line) else None
    return None


def lines_before(table: etree._Element) -> Iterator[Line]:
    """The lines above the table, the nearest first, up to the table before it."""
    at = table
    while (above := at.getparent()) is not None and above.tag not in _CELLS:
        before: etree._Element | None = at
        while before is not None:
            before = before.getprevious()
            holder = above if before is None else before
            text = clean((holder.text if before is None else holder.tail) or "")
            if text:
                yield Line(text, [(text, holder, before is not None)])
            if before is None:
                break
            if before.tag == "table" or next(before.iter("table"), None) is not None:
                return
            yield from reversed(read_lines(before))
        at = above


def names_table(line: Line) -> bool:
    """Whether a line above a table may be its name: a heading, or words such as "Bảng 1"."""
    if len(line.text) > MAX_CAPTION or line.text.endswith(":"):
        return False
    around = [line.element, *islice(line.element.iterancestors(), 2)]
    return bool(_CAPTION.match(line.text)) or any(
        isinstance(e.tag, str) and _HEADING.fullmatch(e.tag) for e in around
    )
