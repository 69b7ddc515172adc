"""Results of procedures in a table: a row a field or a period, columns in any order."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from scraper.fields.pagetables import HEADER_JOINT
from scraper.fields.procedures import field_in, field_name
from scraper.fields.procedurestats import PARTS, statistics_of
from scraper.notation.numbers import parse_percent
from scraper.notation.periods import read_cell_period, read_period
from scraper.page.figures import NUMBER, PERCENT, Figure, read_count
from scraper.records import PageTable, Problem, ProcedureStatistics

# Names of columns, tried in order on the innermost part of a header first.
COLUMNS = (
    ("merged", re.compile(r"(?:sớm|trước)(?: hạn)?\s*(?:và|hoặc|,|/|-|&)\s*đúng (?:thời )?hạn")),
    ("early", re.compile(r"(?:sớm|trước) (?:thời )?hạn")),
    ("on_time", re.compile(r"đúng (?:thời )?hạn")),
    ("late", re.compile(r"(?:trễ|quá|chậm|muộn) (?:thời )?hạn")),
    ("received", re.compile(r"tiếp nhận")),
    ("resolved", re.compile(r"giải quyết|xử lý")),
)
_NOT_RESULTS = re.compile(
    r"đang|chưa|tồn|kỳ trước|chuyển|còn lại|trả lại|rút|lĩnh vực|thủ tục$|\btên\b|\bmã\b|ghi chú"
)
_SHARE = re.compile(r"t[ỷỉ] (?:lệ|trọng)|phần trăm|%")
# What may stand below "Tiếp nhận" or "Giải quyết" and still is the count of it.
_AMOUNT = re.compile(r"tổng(?: số| cộng)?|số lượng|sl|(?:số )?hồ sơ|trong kỳ|mới|[\s()%]", re.I)
_ABOUT = re.compile(r"thủ tục|hồ sơ|tthc|một cửa", re.I)
_PETITIONS = re.compile(r"khiếu nại|tố cáo|đơn thư|tiếp công dân", re.I)

_NUMBERING = re.compile(r"(?:s?tt|số tt|số thứ tự)\.?", re.I)
_FIELDS = re.compile(r".*lĩnh vực.*|nội dung|", re.I)
_TOTAL = re.compile(r"(?:tổng(?: cộng| số| chung)?|cộng|toàn (?:sở|ngành|cơ quan))\s*:?", re.I)
_PERIOD = re.compile(r"(?:tháng|quý|năm)\s*[\divIV]+\b.*|(?:19|20)\d\d", re.I)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_CELL = re.compile(
    rf"(?P<count>(?:{NUMBER})(?!\s*%|[.,\d]))?(?:\s*hồ sơ)?"
    rf"[\s(\[:;/-]*(?P<share>{PERCENT})?[\s)\]]*"
)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of figures: what it counts, and whether it is that count's share in percent."""

    place: int
    label: str
    share: bool


@dataclass(frozen=True, slots=True)
class Results:
    """The rows that could be read, and what could not."""

    records: tuple[ProcedureStatistics, ...] = ()
    problems: tuple[Problem, ...] = ()


def read_results(
    table: PageTable, names: Sequence[str], updated: tuple[str, str | None]
) -> Results:
    """The results in `table`, () where it holds none.

    `names` are the names of the table and of the page, the nearest first: they say the period,
    and the field where the rows do not. `updated` is the figures' own time, as ISO and as printed.
    """
    columns = _columns(table.header)
    about = " ".join([*names, *table.header])
    if not _is_results(columns) or not _ABOUT.search(about) or _PETITIONS.search(about):
        return Results()
    heading = _heading_period(names)
    if heading is None:
        what = f"no year, quarter or month is the period of {names[0] if names else 'a table'!r}"
        return Results(problems=(Problem("note", "procedure_period", what),))
    scope = next((f"field:{name}" for name in map(field_in, names) if name), "department")
    name_column = _name_column(table.header, columns)
    found = []
    for row in table.rows:
        figures = _figures(row, columns)
        place = _place(row, name_column, table.header, scope, heading, names)
        if place and any(f.count is not None for f in figures.values()):
            found.append(statistics_of(figures, *place, updated))
    return Results(tuple(found))


def _columns(header: Sequence[str]) -> list[Column]:
    """The columns of figures; of two for the same the one called total, else the first."""
    found: dict[tuple[str, bool], Column] = {}
    last = ""
    for place, head in enumerate(header):
        lowered = " ".join(head.lower().split())
        label = _label(lowered) or (last if _is_bare_share(lowered) else "")
        share = bool(_SHARE.search(lowered))
        last = label
        if label and ((label, share) not in found or "tổng" in lowered):
            found[label, share] = Column(place, label, share)
    return list(found.values())


def _label(head: str) -> str:
    """What a header counts: its innermost part says so, or names an amount of what is above."""
    if _NOT_RESULTS.search(head):
        return ""
    for part in reversed(head.split(HEADER_JOINT)):
        for label, pattern in COLUMNS:
            if pattern.search(part):
                return label
        if _AMOUNT.sub("", _SHARE.sub("", part)).strip():
            return ""
    return ""


def _is_bare_share(head: str) -> bool:
    return bool(_SHARE.search(head)) and not _AMOUNT.sub("", _SHARE.sub("", head)).strip()


def _is_results(columns: list[Column]) -> bool:
    labels = {c.label for c in columns if not c.share}
    parts = labels & {*PARTS, "merged"}
    return len(labels) > 1 and (bool(parts) or {"received", "resolved"} <= labels)


def _heading_period(names: Sequence[str]) -> str | None:
    """The first period that a name says; a bare month takes the year of a later name."""
    for n, name in enumerate(names):
        year = next((found[0] for other in names[n:] if (found := _YEAR.search(other))), None)
        if (period := read_period(name, year)) != "":
            return period
    return ""


def _name_column(header: Sequence[str], columns: list[Column]) -> int:
    """The first column that neither counts nor numbers."""
    taken = {c.place for c in columns}
    free = (n for n, head in enumerate(header) if n not in taken and not _NUMBERING.fullmatch(head))
    return next(free, 0)


def _place(
    row: Sequence[str], column: int, header: Sequence[str], scope: str, period: str,
    names: Sequence[str],
) -> tuple[str, str] | None:  # fmt: skip
    """Scope and period of a row, None where its name is neither a field, a period nor a total."""
    name = " ".join((row[column] or next((c for c in row if c), "")).split())
    if _TOTAL.fullmatch(name):
        return scope, period
    if _PERIOD.fullmatch(name):
        year = period[:4] or next((f[0] for n in names if (f := _YEAR.search(n))), None)
        own = read_cell_period(name, year)
        return (scope, own) if own else None
    if not _FIELDS.fullmatch(header[column]) or sum(c.isalpha() for c in name) < 3:
        return None
    return f"field:{field_name(name)}", period


def _figures(row: Sequence[str], columns: list[Column]) -> dict[str, Figure]:
    figures: dict[str, Figure] = {}
    for column in columns:
        known = figures.get(column.label, Figure())
        figures[column.label] = _with_cell(known, row[column.place].strip(), column.share)
    if "merged" in figures:
        figures["on_time"] = figures["merged"]
    return figures


def _with_cell(figure: Figure, cell: str, share: bool) -> Figure:
    """With what a cell says: `270`, `270 (95%)`, or in a column of shares `95,4`."""
    if share and cell:
        percent = parse_percent(cell if "%" in cell else f"{cell}%")
        return replace(figure, percent=percent, percent_text=cell)
    found = _CELL.fullmatch(cell)
    if not found or share:
        return figure
    if found["count"]:
        figure = replace(figure, count=read_count(found["count"]), count_text=found["count"])
    if found["share"]:
        printed = found["share"]
        figure = replace(figure, percent=parse_percent(printed), percent_text=printed)
    return figure
