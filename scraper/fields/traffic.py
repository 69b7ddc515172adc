"""“Thống kê truy cập”: the site's own visitor counters."""

import re

from scraper.page.figures import Run, labels, lower, read_runs, spaced
from scraper.records import SiteTraffic

_OF = r"(?:(?:tổng )?số )?(?:lượt )?(?:(?:khách|người|thành viên) )?"
_VISITS = r"(?:(?:số )?(?:lượt )?truy cập )?"
LABELS = {
    "online": rf"{_OF}(?:(?:đang|hiện) )?(?:trực tuyến|online|đang truy cập|đang xem)",
    "today": rf"{_VISITS}(?:trong ngày|hôm nay|ngày hôm nay)",
    "month": rf"{_VISITS}(?:trong tháng(?: này)?|tháng (?:này|hiện tại))",
    "other": (
        rf"{_VISITS}(?:hôm qua|(?:trong )?tuần(?: (?:này|trước|qua|hiện tại))?|tháng (?:trước|qua)"
        r"|trong năm(?: nay)?|năm (?:nay|này|trước|ngoái)|khách|thành viên|máy chủ tìm kiếm)"
    ),
    "total": (
        r"tổng(?: (?:cộng|số))?(?: (?:số )?(?:lượt|lần|lượng))?(?: (?:khách|người))?(?: truy cập)?"
        r"|tất cả"
    ),
}
_HEADING = (
    r"(?:thống kê|bộ đếm)(?: (?:số )?(?:lượt|lượng))?(?: người)? truy cập"
    r"|(?<!tổng\s)(?:số )?(?:lượt|lượng)(?: người)? truy cập(?! (?:hôm|trong|hiện))"
)
_ENDS_IN_HEADING = re.compile(rf"(?:{spaced(_HEADING)})\s*:?\s*\Z")
# What only a visitor counter says; every counter has one of them, in its heading or a label.
_ANCHORS = ("truy cập", "trực tuyến", "online")
_FIGURES = labels(LABELS, _HEADING, _ANCHORS)
_HEADING_WITHIN = 60


def read_site_traffic(text: str) -> SiteTraffic | None:
    """The counters in `text` (visible lines or words in order); None where none has a figure.

    They need the widget's heading right before them, or two labels one of which names visits.
    """
    lowered = lower(text)
    for run in read_runs(text, lowered, _FIGURES):
        if _is_counter(run, lowered):
            return _record(run)
    return None


def _is_counter(run: Run, lowered: str) -> bool:
    counted = [name for name, figure in run.figures.items() if figure.count is not None]
    if not set(counted) - {"other"}:
        return False
    if _ENDS_IN_HEADING.search(lowered, max(run.start - _HEADING_WITHIN, 0), run.start):
        return True
    words = lowered[run.start : run.end]
    return len(counted) > 1 and any(anchor in words for anchor in _ANCHORS)


def _record(run: Run) -> SiteTraffic:
    counts = {name: figure.count for name, figure in run.figures.items()}
    return SiteTraffic(
        online=counts.get("online"),
        today=counts.get("today"),
        this_month=counts.get("month"),
        total=counts.get("total"),
    )
