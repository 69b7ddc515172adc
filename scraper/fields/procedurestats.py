"""The widget “Kết quả giải quyết thủ tục hành chính”: figures, their own time, how they add up."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from typing import Any

from scraper.dates import parse_date
from scraper.notation.clock import SITE_ZONE
from scraper.notation.periods import read_period
from scraper.page.figures import Figure, Run, labels, lower, read_runs_within, spaced, stretches
from scraper.records import Problem, ProcedureStatistics

PARTS = ("early", "on_time", "late")
COUNTS = ("received", "resolved", *PARTS)
# Real figures miss their sums by a little (Huế 2019, Lâm Đồng 2019): one in a hundred.
SUM_TOLERANCE = 0.01
PERCENT_TOLERANCE = 1.0
# A run without the widget's heading needs so many of the five labels to be believed.
LABELS_WITHOUT_HEADING = 4
LABELS_WITH_HEADING = 2

_HEADING = (
    r"(?:kết quả|tình hình|thống kê|tiến độ)(?: (?:tiếp nhận(?:,| và)?|thực hiện))?"
    r" (?:giải quyết|xử lý)(?: hồ sơ)?(?: (?:thủ tục hành chính|tthc))?"
)
_OF = r"(?:(?:tổng )?(?:số )?(?:lượng )?hồ sơ |tổng (?:số )?|số )?(?:đã được |đã |được )?"
# On one line only: a row of labels has "Giải quyết" above "Trước hạn".
_DONE = rf"(?:(?:tỷ|tỉ) lệ )?{_OF}(?:(?:giải quyết|xử lý)\x20)?(?:đã )?"
_DUE = r" (?:thời )?hạn"
LABELS = {
    "merged": rf"{_DONE}(?:sớm|trước)(?: hạn)?\s*(?:và|hoặc|,|/|-|&)\s*đúng{_DUE}",
    "early": rf"{_DONE}(?:sớm|trước){_DUE}",
    "on_time": rf"{_DONE}đúng{_DUE}",
    "late": rf"{_DONE}(?:trễ|quá|chậm|muộn){_DUE}",
    "pending": r"(?:hồ sơ )?(?:đang|chưa|cần|phải) (?:giải quyết|xử lý)",
    "other": (
        r"(?:hồ sơ )?(?:tồn(?: kỳ trước)?|kỳ trước(?: chuyển (?:qua|sang))?|chuyển kỳ sau"
        r"|trong hạn|(?:chưa|sắp) (?:đến|trễ|quá) hạn|đến hạn|(?:đã )?trả lại|rút(?: hồ sơ)?"
        r"|chưa nhận|bổ sung|từ chối|hủy|huỷ|trực tuyến|trực tiếp|mức độ [34])"
    ),
    "received": rf"{_OF}(?:mới )?tiếp nhận",
    "resolved": rf"{_OF}(?:giải quyết|xử lý)(?: xong)?",
}
_FIGURES = labels(LABELS, _HEADING, ("đúng hạn", "trước hạn"))
_HEADING_BEFORE = re.compile(spaced(_HEADING))
_HEADING_WITHIN, _UPDATE_WITHIN = 160, 120
_UPDATED = re.compile(
    spaced(
        r"(?:(?:số liệu )?(?:được )?(?:tự động )?cập nhật|số liệu (?:tính )?đến)"
        r"(?: (?:tự động|lần cuối|đến|mới nhất))*\s*:?\s*"
        r"(?:\s|[\d/:.,\-()]|lúc|vào|hồi|ngày|tháng|năm|giờ|phút|giây|[hg](?=\W|\d))*\d"
    )
)


def read_procedure_statistics(text: str) -> tuple[ProcedureStatistics, ...]:
    """The figures that widgets in `text` show, in order, without repetitions; () of an empty one.

    `text` are visible lines joined by line feeds, or just the words in their order.
    """
    lowered = lower(text)
    found: dict[ProcedureStatistics, None] = {}
    for start, end in stretches(lowered, _FIGURES):
        first = max(start - _HEADING_WITHIN, 0)
        near = text[first : end + _UPDATE_WITHIN]
        found |= dict.fromkeys(_read_near(near, start - first, end - first))
    return tuple(found)


@lru_cache(maxsize=256)
def _read_near(text: str, start: int, end: int) -> tuple[ProcedureStatistics, ...]:
    """The records in `text[start:end]`, which is remembered: every page shows the same widget."""
    lowered = lower(text)
    runs = read_runs_within(text, lowered, _FIGURES, start, end)
    return tuple(record for run in runs if (record := _record(run, text, lowered)))


def statistics_of(
    figures: Mapping[str, Figure], scope: str, period: str, updated: tuple[str, str | None]
) -> ProcedureStatistics:
    """A record of figures by label (`LABELS`), with its convention; `updated` is (ISO, text)."""
    values: dict[str, Any] = {}
    for name in COUNTS:
        figure = figures.get(name) or Figure()
        values |= {name: figure.count, f"{name}_text": figure.count_text}
        if name in PARTS:
            values[f"{name}_percent"] = figure.percent
            values[f"{name}_percent_text"] = figure.percent_text
    record = ProcedureStatistics(
        scope=scope, period=period, updated_at=updated[0], updated_text=updated[1], **values
    )
    return replace(record, convention=convention(record, "merged" in figures))


def updated_in(text: str) -> tuple[str, str | None]:
    """When the figures were brought up to date, as `text` says: ISO 8601 ('') and as printed."""
    found = _UPDATED.search(lower(text))
    if not found:
        return "", None
    printed = " ".join(text[slice(*found.span())].split())
    moment = parse_date(printed)
    return (moment.isoformat(), printed) if moment else ("", printed)


def convention(record: ProcedureStatistics, merged_label: bool = False) -> str:
    """How the parts add up to what was resolved, within 1 %; `unknown` where two ways fit alike.

    inclusive: on time counts early too, on_time + late = resolved and early <= on_time;
    disjoint: early + on_time + late = resolved; merged: no early figure is printed apart.
    """
    if merged_label:
        return "merged"
    resolved, early, on_time, late = record.resolved, record.early, record.on_time, record.late
    if resolved is None or on_time is None or late is None:
        return "unknown"
    gaps = {"merged": abs(on_time + late - resolved)}
    if early is not None:
        gaps = {"disjoint": abs(early + on_time + late - resolved)}
        if early <= on_time:
            gaps["inclusive"] = abs(on_time + late - resolved)
    best = min(gaps.values())
    names = [name for name, gap in gaps.items() if gap == best]
    return names[0] if best <= resolved * SUM_TOLERANCE and len(names) == 1 else "unknown"


def check(record: ProcedureStatistics, captured_at: datetime) -> list[Problem]:
    """What is odd about the figures; they stay as printed. `captured_at` is aware."""
    where = " ".join(filter(None, (record.scope, record.period, record.updated_at)))
    odd = [*_odd_sums(record), *_odd_percents(record), *_odd_time(record, captured_at)]
    said = f"procedure figures of {where}: "
    return [Problem("warning", kind, said + what, site_wide=True) for kind, what in odd]


def _record(run: Run, text: str, lowered: str) -> ProcedureStatistics | None:
    if text[run.start].islower():  # prose goes on; a widget's label starts with a capital
        return None
    figures = _resolved_parts(run.figures)
    before = max(run.start - _HEADING_WITHIN, 0)
    headings = list(_HEADING_BEFORE.finditer(lowered, before, run.start))
    known = sum(figures[name].count is not None for name in COUNTS if name in figures)
    if known < (LABELS_WITH_HEADING if headings else LABELS_WITHOUT_HEADING):
        return None
    period = read_period(text[headings[-1].start() : run.start]) if headings else ""
    if period is None:
        return None
    return statistics_of(figures, "department", period, _updated(run, text))


def _resolved_parts(figures: Mapping[str, Figure]) -> dict[str, Figure]:
    """Without the parts of what is still pending; a merged part stands as on time."""
    names = list(figures)
    kept = dict(figures)
    if "pending" in names:
        at = names.index("pending")
        if any(name in (*PARTS, "merged") for name in names[:at]):
            kept = {n: f for i, (n, f) in enumerate(figures.items()) if i < at or n not in PARTS}
    if "merged" in kept:
        kept["on_time"] = kept["merged"]
    return kept


def _updated(run: Run, text: str) -> tuple[str, str | None]:
    """The figures' own time after the run, else before it."""
    after = updated_in(text[run.end : run.end + _UPDATE_WITHIN])
    return after if after[1] else updated_in(text[max(run.start - _UPDATE_WITHIN, 0) : run.start])


def _odd_sums(record: ProcedureStatistics) -> list[tuple[str, str]]:
    odd = []
    resolved = record.resolved
    for name in PARTS:
        part = getattr(record, name)
        if part is not None and resolved is not None and part > resolved:
            odd.append(("procedure_part", f"{name} {part} is more than resolved {resolved}"))
    parts = [record.early, record.on_time, record.late]
    if not odd and record.convention == "unknown" and resolved and None not in parts[1:]:
        printed = [p for p in parts if p is not None]
        ways = {sum(printed), sum(printed[-2:])}
        if all(abs(total - resolved) > resolved * SUM_TOLERANCE for total in ways):
            shown = " + ".join(map(str, printed))
            odd.append(("procedure_sum", f"{shown} do not add up to resolved {resolved}"))
    return odd


def _odd_percents(record: ProcedureStatistics) -> list[tuple[str, str]]:
    base = record.resolved
    if record.convention == "merged" and record.on_time is not None and record.late is not None:
        base = record.on_time + record.late
    odd = []
    for name in PARTS:
        part, printed = getattr(record, name), getattr(record, f"{name}_percent")
        if part is None or printed is None or not base:
            continue
        computed = 100 * part / base
        if abs(computed - printed) > PERCENT_TOLERANCE:
            odd.append(
                ("procedure_percent", f"{name} is printed as {printed:g} %, is {computed:.1f} %")
            )
    return odd


def _odd_time(record: ProcedureStatistics, captured_at: datetime) -> list[tuple[str, str]]:
    if not record.updated_at:
        unread = record.updated_text and ("procedure_time", f"no time: {record.updated_text}")
        return [unread] if unread else []
    moment = datetime.fromisoformat(record.updated_at)
    if moment.tzinfo is None:
        late = moment.date() > captured_at.astimezone(SITE_ZONE).date()
    else:
        late = moment > captured_at
    return [("procedure_time", "updated after it was captured")] if late else []
