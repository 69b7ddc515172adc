"""Legal documents that a text cites: numbers, types, dates and issuers.

Forms of numbers: Decree 34/2016/NĐ-CP, article 58 (number/year/TYPE-ISSUER); Decree
30/2020/NĐ-CP, annexes I and III (number/TYPE-ISSUER, and the abbreviations of types); Guidance
36-HD/VPTW of 2018 (documents of the Party: number-TYPE/ISSUER).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from scraper.dates import parse_date
from scraper.notation.issuers import issuer_at, issuer_of
from scraper.text import nfc

# HD is not HĐ and DA is not ĐA: marks of types are never folded.
_TYPES = {
    "NQ": "Nghị quyết", "QĐ": "Quyết định", "CT": "Chỉ thị", "QC": "Quy chế", "QyĐ": "Quy định",
    "TC": "Thông cáo", "TB": "Thông báo", "HD": "Hướng dẫn", "CTr": "Chương trình",
    "KH": "Kế hoạch", "PA": "Phương án", "ĐA": "Đề án", "DA": "Dự án", "BC": "Báo cáo",
    "BB": "Biên bản", "TTr": "Tờ trình", "HĐ": "Hợp đồng", "CĐ": "Công điện",
    "BGN": "Bản ghi nhớ", "BTT": "Bản thỏa thuận", "GUQ": "Giấy ủy quyền", "GM": "Giấy mời",
    "GGT": "Giấy giới thiệu", "GNP": "Giấy nghỉ phép", "PG": "Phiếu gửi", "PC": "Phiếu chuyển",
    "PB": "Phiếu báo", "NĐ": "Nghị định", "TT": "Thông tư", "TTLT": "Thông tư liên tịch",
    "NQLT": "Nghị quyết liên tịch", "PL": "Pháp lệnh", "L": "Lệnh", "KL": "Kết luận",
    "GP": "Giấy phép", "VBHN": "Văn bản hợp nhất", "CV": "Công văn",
}  # fmt: skip
_LETTER = "Công văn"
_JOINT = ("TTLT", "NQLT")
# Titles in capitals print CTR-UBND and QĐ-TTG.
_SPELLED = {code.upper(): code for code in _TYPES}
_CODES_SPELLED = {"TTG": "TTg", "TƯ": "TW"}

_NUMBER = r"(?<![\w/.-])(?<!\d,)(?P<number>\d{1,5}[a-zđ]?)"
_YEAR = r" ?/ ?(?P<year>(?:19|20)\d\d)"
_TYPE = f"(?P<type>{'|'.join(sorted({*_TYPES, *_SPELLED}, key=len, reverse=True))})"
_CODE = r"[A-ZĐƯ][A-ZĐƯ&][A-Za-zĐđƯư&]{0,13}\d{0,3}"
_CAPITALS, _UNIT = r"[A-ZĐƯ&]{2,15}", r"[A-ZĐƯ][A-Za-zĐđƯư&]{1,14}"
_CANDIDATE = re.compile(_NUMBER + r" ?[/-]")
# Each form with the canonical print of its number. The first that matches at a place wins.
_FORMS = tuple(
    (re.compile(rf"{_NUMBER}{form}(?![\w/])"), canonical)
    for form, canonical in (
        (
            rf"{_YEAR} ?/ ?{_TYPE} ?- ?(?P<codes>{_CODE}(?:-{_CODE})*)",
            "{number}/{year}/{type}-{codes}",
        ),
        (rf"{_YEAR} ?/ ?(?P<codes>QH|UBTVQH)(?P<term>\d{{1,2}})", "{number}/{year}/{codes}{term}"),
        (rf" ?/ ?{_TYPE} ?- ?(?P<codes>{_CODE}(?:-{_CODE})*)", "{number}/{type}-{codes}"),
        (rf" ?- ?{_TYPE} ?/ ?(?P<codes>{_CODE}(?:-{_CODE})*)", "{number}-{type}/{codes}"),
        (rf" ?/ ?(?P<codes>{_CAPITALS}(?:-{_UNIT})+)", "{number}/{codes}"),
        (r" ?/ ?(?P<codes>[A-ZĐƯ]{3,15})(?P<alone>)(?!-)", "{number}/{codes}"),
    )
)
# With one code only (285/CCTTHC) a number is a letter's where the text says so.
_SAYS_LETTER = re.compile(r"(?:công văn|văn bản)(?: số)?:? {0,3}\Z", re.I)
# The type of a law stands in words before its number.
_SAYS_LAW = re.compile(r"(?<!\w)(bộ luật|luật|nghị quyết|pháp lệnh)(?!\w)", re.I)
_LAW_WITHIN = 100

_DAY = (
    r"(?P<day>\d{1,2} ?(?P<sep>[/.-]) ?\d{1,2} ?(?P=sep) ?\d{4}"
    r"|\d{1,2} +tháng +\d{1,2} +năm +\d{4})"
)
_DATED = re.compile(
    rf"[ ,(]{{0,3}}(?:(?:được )?(?:ban hành |ký ))?(?:ngày *|(?<=\()){_DAY}(?!\d)\)?", re.I
)
_ISSUED_BY = re.compile(r"[ ,)]{0,3}(?:do|của) ", re.I)
_ISSUER_WITHIN = 100

# One character for one: places in the text stay what they are. Few texts have any of them, and
# `str.translate` takes longer over all the others than the rest of the search.
_SIGNS = dict(zip("Ð\u00a0\t\u2010\u2011\u2012\u2013\u2014\u2212", "Đ  ------", strict=True))
_SIGN = re.compile(f"[{''.join(_SIGNS)}]")


@dataclass(frozen=True, slots=True)
class Mention:
    """One place where a text cites a document.

    `number` is canonical (18/2020/NQ-HĐND); `type` in Vietnamese words; `year` from the number,
    else from the date beside it; `issuer` as printed beside it, else by the number's code;
    `issued_on` as printed beside it; `start` and `end` are places in the NFC text (code points).
    What is not printed is None.
    """

    number: str
    type: str | None
    year: int | None
    issuer: str | None
    issued_on: date | None
    start: int
    end: int


def find_documents(text: str) -> tuple[Mention, ...]:
    """The documents that `text` cites by number, in the order of their places."""
    plain = _SIGN.sub(lambda sign: _SIGNS[sign[0]], nfc(text))
    found: list[Mention] = []
    for candidate in _CANDIDATE.finditer(plain):
        if not found or candidate.start() >= found[-1].end:
            found.extend(_mention(plain, candidate.start()))
    return tuple(found)


def _mention(plain: str, start: int) -> Iterator[Mention]:
    for pattern, canonical in _FORMS:
        match = pattern.match(plain, start)
        if match is None or ("alone" in match.re.groupindex and not _is_letter(plain, start)):
            continue
        parts = _parts(match)
        issued_on, printed_issuer = _beside(plain, match.end())
        yield Mention(
            number=canonical.format(**parts),
            type=_type(parts, plain, start),
            year=int(parts["year"]) if "year" in parts else issued_on.year if issued_on else None,
            issuer=printed_issuer
            or issuer_of(parts["codes"].split("-"), joint=parts.get("type") in _JOINT),
            issued_on=issued_on,
            start=start,
            end=match.end(),
        )
        return


def _parts(match: re.Match[str]) -> dict[str, str]:
    parts = {name: part for name, part in match.groupdict().items() if part}
    if "type" in parts:
        parts["type"] = _SPELLED.get(parts["type"], parts["type"])
    codes = parts["codes"].split("-")
    parts["codes"] = "-".join(_CODES_SPELLED.get(code, code) for code in codes)
    return parts | {"number": _padded(parts["number"])}


def _padded(number: str) -> str:
    digits = number.rstrip("abcdefghijklmnopqrstuvwxyzđ")
    return f"{int(digits):02}{number[len(digits) :]}"


def _type(parts: dict[str, str], plain: str, start: int) -> str | None:
    if "type" in parts:
        return _TYPES[parts["type"]]
    if "term" not in parts:
        return _LETTER
    words = _SAYS_LAW.findall(plain, max(0, start - _LAW_WITHIN), start)
    return words[-1].capitalize() if words else None


def _is_letter(plain: str, start: int) -> bool:
    return _SAYS_LETTER.search(plain, max(0, start - _LAW_WITHIN), start) is not None


def _beside(plain: str, end: int) -> tuple[date | None, str | None]:
    """The date and the issuer that are printed right after a number, in either order."""
    issued_on, issuer = None, None
    if dated := _DATED.match(plain, end):
        issued_on, end = _day(dated["day"]), dated.end()
    if by := _ISSUED_BY.match(plain, end):
        issuer, length = issuer_at(plain[by.end() : by.end() + _ISSUER_WITHIN]) or (None, 0)
        end = by.end() + length
    if issuer and not dated and (dated := _DATED.match(plain, end)):
        issued_on = _day(dated["day"])
    return issued_on, issuer


def _day(printed: str) -> date | None:
    read = parse_date(printed)
    return read.date() if isinstance(read, datetime) else read
