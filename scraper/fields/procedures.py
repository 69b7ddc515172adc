"""Procedure codes: where they are mentioned, and lists of procedures with name and field.

Codes are `N.NNNNNN`, published with the authority's suffix `.000.00.00.Hnn` (QCVN
102:2016/BTTTT); before about 2019 `T-BLI-286741-TT`. Dossier numbers such as
`000.00.53.H48-220921-0099` name one citizen's case and are never read.
"""

import re
from collections.abc import Iterator

from scraper.notation.quotes import quote_around
from scraper.records import PageTable, Procedure, ProcedureMention

_CODE = re.compile(
    r"(?<![\w.,/-])(?P<code>[1-3]\.\d{6})(?:\.\d{3}\.\d{2}\.\d{2}\.[A-Z]\d{2,3})?(?![\w-]|[.,/]\d)"
    r"|(?<![\w-])(?P<old>[A-Z]-[A-ZĐ]{2,4}-\d{6}-[A-Z]{2,3})(?![\w-])"
)
# In every code; looked for first, for most texts have none and the pattern is slow.
_SIX_DIGITS = re.compile(r"[.-]\d{6}")
MAX_NAME = 600

_NAME_HEAD = re.compile(r"\btên\b|thủ tục|tthc", re.I)
_CODE_HEAD = re.compile(r"\bmã\b|\bsố hồ sơ\b|ký hiệu", re.I)
_FIELD_HEAD = re.compile(r"lĩnh vực", re.I)
_FIELD_NAME = re.compile(
    r"(?:(?:[IVXLC]+|[A-ZĐ]|\d{1,2})(?:\.\d{1,2})*[.)/:-]\s*|[IVX]{1,5}\s+|\d{1,2}\s+)?"
    r"(?:[Ll]ĩnh vực|LĨNH VỰC)?\s*:?\s*(?P<name>\S.*)"
)
_FIELD_IN_CAPTION = re.compile(
    r"lĩnh vực\s+(?P<name>[^;:()]{3,120}?)\s*(?:$|[;:(]|năm\b|quý\b|tháng\b)", re.I
)
_NUMBERING = re.compile(r"(?:[IVXLC]+|[A-ZĐ]|\d{1,3})[.)]?", re.I)


def find_codes(text: str) -> Iterator[tuple[str, int, int]]:
    """Each code in `text` without the authority's suffix, with start and end (code points)."""
    if not _SIX_DIGITS.search(text):
        return
    for found in _CODE.finditer(text):
        yield found["code"] or found["old"], found.start(), found.end()


def read_mentions(text: str) -> tuple[ProcedureMention, ...]:
    """Where codes are printed in `text`, with the words around them on their line."""
    return tuple(
        ProcedureMention(code=code, start=start, quote=quote_around(text, start, end))
        for code, start, end in find_codes(text)
    )


def read_procedures(table: PageTable) -> tuple[Procedure, ...]:
    """The procedures that a table lists, each code once; () where it has no column of codes."""
    head = table.header or ("",) * len(table.rows[0])
    column = _code_column(table)
    if column is None:
        return ()
    names = _column(head, _NAME_HEAD, _CODE_HEAD, column)
    fields = _column(head, _FIELD_HEAD, _CODE_HEAD, column)
    field = field_in(table.caption or "")
    found: dict[str, Procedure] = {}
    for row in table.rows:
        code = next((code for code, *_ in find_codes(row[column])), None)
        if code is None:
            field = _group(row) or field
            continue
        name = _cell(row, names)
        own = _cell(row, fields) or field
        found.setdefault(code, Procedure(code=code, name=name, field=own))
    return tuple(found.values())


def field_in(text: str) -> str | None:
    """The field that a heading names: `… lĩnh vực Người có công năm 2020`."""
    found = _FIELD_IN_CAPTION.search(text)
    return " ".join(found["name"].split()) if found else None


def field_name(text: str) -> str:
    """A field's name without numbering and the word "Lĩnh vực"."""
    found = _FIELD_NAME.fullmatch(" ".join(text.split()))
    return found["name"] if found and found["name"] else " ".join(text.split())


def _code_column(table: PageTable) -> int | None:
    """The column where a cell is a code and nothing else."""
    for row in table.rows:
        for n, cell in enumerate(row):
            codes = list(find_codes(cell))
            if len(codes) == 1 and codes[0][1:] == (0, len(cell)):
                return n
    return None


def _column(
    head: tuple[str, ...], wanted: re.Pattern[str], other: re.Pattern[str], not_: int
) -> int | None:
    places = (n for n, text in enumerate(head) if n != not_ and wanted.search(text))
    return next((n for n in places if not other.search(head[n])), None)


def _cell(row: tuple[str, ...], column: int | None) -> str | None:
    text = " ".join(row[column].split()) if column is not None else ""
    return text if 0 < len(text) <= MAX_NAME else None


def _group(row: tuple[str, ...]) -> str | None:
    """The field of a row that heads those below: its only words, numbering aside."""
    texts = [text for text in row if text and not _NUMBERING.fullmatch(text)]
    return field_name(texts[0]) if len(texts) == 1 else None
