"""What the pages of captures show: a capture with its neighbours, all captures of an address."""

import sqlite3
from dataclasses import dataclass

from archive.times import from_text
from archive.views.places import here
from scraper.site import Site

MOST_LISTED = 10_000  # captures of an address, the newest
OUTCOMES = {
    "home": "trang đầu", "listing": "trang danh sách", "article": "bài viết",
    "statistics": "trang thống kê", "feed": "nguồn cấp tin", "sitemap": "sơ đồ trang",
    "robots": "robots.txt", "attachment": "tệp đính kèm", "image": "hình ảnh",
    "redirect": "chuyển hướng", "not_modified": "không đổi so với lần trước",
    "gone": "không còn nữa", "other": "trang khác", "skipped: maintenance": "trang báo bảo trì",
    "skipped: login": "trang đăng nhập", "skipped: forbidden": "trang báo cấm truy cập",
    "skipped: error": "trang báo lỗi", "skipped: soft_404": "trang báo không tìm thấy",
    "skipped: empty": "trang trống", "skipped: foreign": "trang của nơi khác",
    "skipped: print": "trang để in", "skipped: too_large": "quá lớn, bị cắt",
    "skipped: unparsed": "không đọc được",
}  # fmt: skip
SOURCES = {
    "live": "chính trang gốc",
    "wayback": "Wayback Machine (Internet Archive)",
    "import": "tệp WARC hay trang đã lưu, nhập vào",
}

_CAPTURE = "SELECT * FROM captures WHERE id = ?"
_TIMES = (
    "SELECT * FROM (SELECT id, url, captured_at, status, media_type, bytes, outcome, source"
    " FROM captures WHERE address = ? ORDER BY captured_at DESC, id DESC"
    f" LIMIT {MOST_LISTED}) ORDER BY captured_at, id"
)
_ARTICLE = (
    "SELECT a.id, a.title FROM article_urls u JOIN articles a ON a.id = u.article_id"
    " WHERE u.url = ?"
)
_NEAREST = (
    "SELECT id, captured_at, status, media_type, bytes FROM captures"
    " WHERE address = :address AND {condition} AND captured_at {compared} :at"
    " ORDER BY captured_at {order} LIMIT 1"
)
_SIDES = (("<=", "DESC"), (">", "ASC"))
_ANY = "TRUE"
_SHOWN = "status = 200"
_HIDDEN = "SELECT reason, hidden_at FROM hidden_addresses WHERE url = ?"


@dataclass(frozen=True, slots=True)
class CaptureView:
    """A capture, all captures of its address in order of time, its article, why it is hidden.

    `number` is its place among all, from 1. Of more than 10,000 the newest are all; 0 of others.
    """

    capture: sqlite3.Row
    all: list[sqlite3.Row]
    number: int
    article: sqlite3.Row | None
    hidden: sqlite3.Row | None

    @property
    def previous(self) -> sqlite3.Row | None:
        """The capture before."""
        return self.all[self.number - 2] if self.number > 1 else None

    @property
    def next(self) -> sqlite3.Row | None:
        """The capture behind."""
        return self.all[self.number] if 0 < self.number < len(self.all) else None


def capture_view(connection: sqlite3.Connection, capture_id: int) -> CaptureView | None:
    """The capture of this id with all around it; None where there is none."""
    capture = connection.execute(_CAPTURE, [capture_id]).fetchone()
    if capture is None:
        return None
    address = capture["address"]
    every = connection.execute(_TIMES, [address]).fetchall()
    return CaptureView(
        capture,
        every,
        next((n for n, row in enumerate(every, 1) if row["id"] == capture_id), 0),
        connection.execute(_ARTICLE, [address]).fetchone(),
        connection.execute(_HIDDEN, [address]).fetchone(),
    )


def captures_of(connection: sqlite3.Connection, url: str, site: Site) -> list[sqlite3.Row]:
    """All captures of an address, whatever form it is written in, in order of time.

    Of more than 10,000 the newest.
    """
    return connection.execute(_TIMES, [here(url, site)]).fetchall()


def nearest(
    connection: sqlite3.Connection, address: str, at: str, *, shown: bool = False
) -> sqlite3.Row | None:
    """The capture of a canonical address nearest to the moment `at`; `shown`: with status 200."""
    condition = _SHOWN if shown else _ANY
    sides = [
        connection.execute(
            _NEAREST.format(condition=condition, compared=compared, order=order),
            {"address": address, "at": at},
        ).fetchone()
        for compared, order in _SIDES
    ]
    return min(filter(None, sides), key=lambda row: _apart(row["captured_at"], at), default=None)


def last_shown(connection: sqlite3.Connection, address: str, at: str) -> sqlite3.Row | None:
    """The last capture of a canonical address with status 200 up to the moment `at`."""
    compared, order = _SIDES[0]
    sql = _NEAREST.format(condition=_SHOWN, compared=compared, order=order)
    found: sqlite3.Row | None = connection.execute(sql, {"address": address, "at": at}).fetchone()
    return found


def _apart(one: str, other: str) -> float:
    return abs((from_text(one) - from_text(other)).total_seconds())
