"""An article's text: its lines as paragraphs, and the same as clean HTML.

The HTML is written anew from the words, with the few elements that carry meaning (paragraphs,
headings, lists, quotes, tables, links, emphasis, images), so that both say exactly the same
whatever markup the text was pasted with; nh3 has the last word on what is safe wherever more was
written than paragraphs, headings and emphasis without attributes.
"""

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from html import escape

import nh3
from lxml import etree

from scraper.page.inline import Inline
from scraper.page.lines import Line, read_all

HEADINGS = {"h1": "h2", "h2": "h2", "h3": "h3", "h4": "h4", "h5": "h5", "h6": "h6"}
LISTS = ("ul", "ol")
# What a line may stand in, of all blocks around it.
NESTING = frozenset({"ul", "ol", "li", "blockquote"})
CELLS = ("td", "th")
SAFE_TAGS = {
    "p", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "table", "caption", "tbody",
    "tr", "td", "th", "a", "strong", "em", "u", "sup", "sub", "img", "br",
}  # fmt: skip
SAFE_ATTRIBUTES = {
    "a": {"href"}, "img": {"src", "alt"}, "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
}  # fmt: skip
SAFE_SCHEMES = {"http", "https", "mailto", "tel"}
# Where each `<` begins one of these, nothing is left to clean; and cleaning takes its time.
_TAG = re.compile(r"<[^>]*>?")
_PLAIN_TAGS = frozenset(
    f"<{end}{name}>"
    for name in ("p", "h2", "h3", "h4", "h5", "h6", "strong", "em", "u", "sup", "sub")
    for end in ("", "/")
)
# What opens a block of several parts.
_NESTED = frozenset({"<table>", "<ul>", "<ol>", "<li>", "<blockquote>"})
_CLEANER = nh3.Cleaner(
    tags=SAFE_TAGS, attributes=SAFE_ATTRIBUTES, url_schemes=SAFE_SCHEMES,
    link_rel="noopener noreferrer nofollow",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Body:
    """A text twice: the lines of `paragraphs`, and `html`.

    `targets` are what it links to and shows, in order: address, words, `a` or `img`; `tables` its
    tables of data.
    """

    paragraphs: tuple[str, ...]
    html: str
    targets: tuple[tuple[str, str, str], ...]
    tables: tuple[etree._Element, ...]

    @property
    def text(self) -> str:
        """The whole text: a line a paragraph, cells parted by tabs."""
        return "\n".join(self.paragraphs)


def read_body(lines: Sequence[Line], outside: AbstractSet[etree._Element], base: str) -> Body:
    """The text that `lines` hold; `base` is the address of its page.

    `outside` are elements that hold other lines too: they are the page's layout, not the text's.
    """
    writer = _Writer(outside, Inline(base))
    at = 0
    while at < len(lines):
        at += writer.write(lines, at)
    writer.nest([])
    html = _safe(writer.out)
    return Body(tuple(writer.paragraphs), html, tuple(writer.inline.targets), tuple(writer.tables))


def _safe(written: list[str]) -> str:
    """What was written, cleaned: blocks by themselves, and none that has nothing to clean."""
    if not _NESTED.isdisjoint(written):
        written = ["".join(written)]
    return "".join(part if _is_plain(part) else clean_html(part) for part in written)


def _is_plain(html: str) -> bool:
    return _PLAIN_TAGS.issuperset(_TAG.findall(html))


def clean_html(html: str) -> str:
    """`html` with nothing left but the elements, attributes and schemes that a body may have."""
    return _CLEANER.clean(html)


@dataclass(slots=True)
class _Writer:
    """Writes line after line.

    `_open` are the lists and quotes that stand open; `_data` says of tables whether they hold data.
    """

    outside: AbstractSet[etree._Element]
    inline: Inline
    tables: list[etree._Element] = field(default_factory=list)
    paragraphs: list[str] = field(default_factory=list)
    out: list[str] = field(default_factory=list)
    _open: list[etree._Element] = field(default_factory=list)
    _data: dict[etree._Element, bool] = field(default_factory=dict)

    def write(self, lines: Sequence[Line], at: int) -> int:
        """Writes the line at `at`; gives how many lines that took in."""
        line = lines[at]
        around = self._around(line)
        table = next((e for e in around if e.tag == "table" and self._is_data(e)), None)
        if table is not None:
            return self._write_table(table, lines, at, around)
        taken = 1
        html = self.inline.line(line)
        text = line.text
        if _is_drop_cap(text) and at + 1 < len(lines) and lines[at + 1].text[:1].islower():
            text += lines[at + 1].text
            html += self.inline.line(lines[at + 1])
            taken = 2
        if html:
            path = [e for e in around if e.tag in NESTING]
            fresh = self.nest(path)
            self._write_block(html, around, fresh)
        if text:
            self.paragraphs.append(text)
        return taken

    def nest(self, path: list[etree._Element]) -> bool:
        """Closes and opens lists and quotes; whether an item of a list was opened just now."""
        same = 0
        while same < min(len(path), len(self._open)) and path[same] is self._open[same]:
            same += 1
        while len(self._open) > same:
            self.out.append(f"</{self._open.pop().tag}>")
        for element in path[same:]:
            self.out.append(f"<{element.tag}>")
            self._open.append(element)
        return len(path) > same and path[-1].tag == "li"

    def _write_block(self, html: str, around: list[etree._Element], fresh: bool) -> None:
        if self._open and self._open[-1].tag == "li":
            self.out.append(html if fresh else f"<br>{html}")
            return
        name = next((HEADINGS[e.tag] for e in reversed(around) if e.tag in HEADINGS), "p")
        self.out.append(f"<{name}>{html}</{name}>")

    def _around(self, line: Line) -> list[etree._Element]:
        """The text's own elements around the line, outermost first."""
        found = []
        element: etree._Element | None = line.element
        while element is not None and element not in self.outside:
            found.append(element)
            element = element.getparent()
        return found[::-1]

    def _write_table(
        self, table: etree._Element, lines: Sequence[Line], at: int, around: list[etree._Element]
    ) -> int:
        self.nest([e for e in around[: around.index(table)] if e.tag in NESTING])
        self.tables.append(table)
        self.out.append("<table>")
        for caption in table.iterchildren("caption"):
            self._write_caption(read_all(caption))
        self.out.append("<tbody>")
        for row in _rows(table):
            cells = [(cell, read_all(cell)) for cell in row if cell.tag in CELLS]
            texts = [" ".join(line.text for line in inside if line.text) for _, inside in cells]
            if any(texts):
                self.paragraphs.append("\t".join(texts))
            self.out.append("<tr>")
            self.out += [self._cell(cell, inside) for cell, inside in cells]
            self.out.append("</tr>")
        self.out.append("</tbody></table>")
        inside = 0
        while at + inside < len(lines) and table in self._around(lines[at + inside]):
            inside += 1
        return max(inside, 1)

    def _is_data(self, table: etree._Element) -> bool:
        """`_is_data`, asked once a table: every line of a layout stands in it."""
        if table not in self._data:
            self._data[table] = _is_data(table)
        return self._data[table]

    def _write_caption(self, lines: list[Line]) -> None:
        self.paragraphs += [line.text for line in lines if line.text]
        self.out.append(f"<caption>{self._joined(lines)}</caption>")

    def _joined(self, lines: list[Line]) -> str:
        return "<br>".join(filter(None, (self.inline.line(line) for line in lines)))

    def _cell(self, cell: etree._Element, lines: list[Line]) -> str:
        spans = "".join(
            f' {name}="{escape(value)}"'
            for name in ("colspan", "rowspan")
            if (value := cell.get(name) or "").isdigit() and value != "1"
        )
        return f"<{cell.tag}{spans}>{self._joined(lines)}</{cell.tag}>"


def _is_drop_cap(text: str) -> bool:
    return len(text) == 1 and text.isalpha() and text.isupper()


def _rows(table: etree._Element) -> list[etree._Element]:
    """The table's own rows: those of tables inside its cells are not."""
    return [row for row in table.iter("tr") if next(row.iterancestors("table")) is table]


def _is_data(table: etree._Element) -> bool:
    """Whether a table holds data: two cells with words side by side; else it only lays out."""
    return any(
        sum(1 for cell in row if cell.tag in CELLS and any(t.strip() for t in cell.itertext())) > 1
        for row in _rows(table)
    )
