"""What a page says: one class a record, one line a field, each with its description.

The tables of the archive extend these classes (`archive/db/tables.py`), so that a field's name,
type, unit and description (Vietnamese for readers, English for the dictionary) stand here and
nowhere else. `None` is "the page does not show it", never zero and never empty.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any


def col(vi: str, en: str, *, unit: str | None = None, **options: Any) -> Any:  # noqa: ANN401
    """A field with its description in Vietnamese and English, and its unit where it has one."""
    return field(metadata={"vi": vi, "en": en, "unit": unit}, **options)


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """What one rendering of an article shows."""

    entry_id: int | None = col(
        "Số hiệu bài trên cổng", "The portal's entry id, if shown", default=None
    )
    title: str = col("Tiêu đề", "Title as printed")
    category: str | None = col("Chuyên mục", "Section as printed", default=None)
    published_at: date | datetime | None = col(
        "Thời điểm đăng (+07:00; chỉ có ngày nếu không rõ giờ)",
        "Time of publication (+07:00), or the bare date where the time is not known",
        default=None,
    )
    published_text: str | None = col(
        "Ngày đăng như đã in", "Date of publication as printed", default=None
    )
    byline: str | None = col("Đơn vị ký bài", "Signing unit or author, as printed", default=None)
    lead: str | None = col("Sa-pô", "Lead, only where the page marks one", default=None)
    body_text: str = col(
        "Toàn văn: mỗi đoạn một dòng, ô bảng cách nhau bằng tab",
        "The whole text, lead included: a line a paragraph, table cells separated by tabs",
    )
    body_html: str = col("Toàn văn, HTML đã làm sạch", "The whole text as cleaned HTML")


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewCount:
    """The article's own counter, as shown."""

    views: int = col("Số lượt xem đã in", "Views as printed", unit="views")


@dataclass(frozen=True, slots=True, kw_only=True)
class RelatedArticle:
    """A line of "Tin đã đưa" on an article's page."""

    related_url: str = col("Địa chỉ bài liên quan", "Address of the related article")
    position: int = col("Thứ tự trong danh sách, từ 1", "Place in the list, from 1")
    title: str = col("Tiêu đề như đã in", "Title as printed in the list")


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleFile:
    """A file that an article's body links to, or an image that it shows."""

    url: str = col("Địa chỉ tệp", "Canonical address of the file")
    text: str = col("Chữ của liên kết", "Text of the link, or the image's alternative text")
    position: int = col("Thứ tự trong bài, từ 1", "Place in the body, from 1")
    media: str = col("Loại: file hoặc image", "`file` or `image`")


@dataclass(frozen=True, slots=True, kw_only=True)
class PageTable:
    """A table in an article's body or on a statistics page."""

    position: int = col("Thứ tự trên trang, từ 1", "Place on the page, from 1")
    caption: str | None = col("Tên bảng", "Caption, where the page gives one", default=None)
    header: tuple[str, ...] = col("Tiêu đề cột (JSON)", "Header cells as printed (JSON array)")
    rows: tuple[tuple[str, ...], ...] = col(
        "Các dòng, mỗi dòng một mảng ô như đã in (JSON)",
        "Rows, each an array of cells as printed (JSON)",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcedureStatistics:
    """The results of administrative procedures, as a widget or a statistics page prints them."""

    scope: str = col(
        "Phạm vi: department (toàn sở) hoặc field:TÊN (một lĩnh vực)",
        "`department` (all of it) or `field:NAME` (one field)",
    )
    period: str = col(
        "Kỳ: năm YYYY, quý YYYY-Qn, tháng YYYY-MM; '' nếu không in",
        "Year `YYYY`, quarter `YYYY-Qn`, month `YYYY-MM`; '' where not printed",
    )
    updated_at: str = col(
        "Thời điểm số liệu tự cập nhật (ISO 8601, +07:00), '' nếu không in",
        "The figures' own time stamp (ISO 8601, +07:00), '' where not printed",
    )
    updated_text: str | None = col(
        "Dòng cập nhật như đã in", "The time stamp as printed", default=None
    )
    received: int | None = col("Tiếp nhận", "Received", unit="dossiers", default=None)
    received_text: str | None = col("Tiếp nhận, như đã in", "Received, as printed", default=None)
    resolved: int | None = col("Giải quyết", "Resolved", unit="dossiers", default=None)
    resolved_text: str | None = col("Giải quyết, như đã in", "Resolved, as printed", default=None)
    early: int | None = col("Trước hạn", "Resolved early", unit="dossiers", default=None)
    early_text: str | None = col("Trước hạn, như đã in", "Resolved early, as printed", default=None)
    on_time: int | None = col("Đúng hạn", "Resolved on time", unit="dossiers", default=None)
    on_time_text: str | None = col(
        "Đúng hạn, như đã in", "Resolved on time, as printed", default=None
    )
    late: int | None = col("Trễ hạn", "Resolved late", unit="dossiers", default=None)
    late_text: str | None = col("Trễ hạn, như đã in", "Resolved late, as printed", default=None)
    early_percent: float | None = col(
        "Tỷ lệ trước hạn", "Share resolved early", unit="%", default=None
    )
    early_percent_text: str | None = col(
        "Tỷ lệ trước hạn, như đã in", "Share resolved early, as printed", default=None
    )
    on_time_percent: float | None = col(
        "Tỷ lệ đúng hạn", "Share resolved on time", unit="%", default=None
    )
    on_time_percent_text: str | None = col(
        "Tỷ lệ đúng hạn, như đã in", "Share resolved on time, as printed", default=None
    )
    late_percent: float | None = col("Tỷ lệ trễ hạn", "Share resolved late", unit="%", default=None)
    late_percent_text: str | None = col(
        "Tỷ lệ trễ hạn, như đã in", "Share resolved late, as printed", default=None
    )
    convention: str = col(
        "Cách cộng, suy từ chính các số: inclusive (đúng hạn gồm cả trước hạn), disjoint (không"
        " gồm), merged (trước hạn không in riêng) hoặc unknown (không rõ)",
        "How the parts add up, as found from the figures: `inclusive` (on time counts early too),"
        " `disjoint` (it does not), `merged` (early is not printed apart) or `unknown`",
        default="unknown",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Procedure:
    """A procedure code with what a page says of it."""

    code: str = col("Mã thủ tục hành chính", "Procedure code, such as 1.000123")
    name: str | None = col("Tên thủ tục", "Name, where a page gives it", default=None)
    field: str | None = col("Lĩnh vực", "Field, where a page gives it", default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcedureMention:
    """One place where a procedure code is printed in an article's text or on a statistics page."""

    code: str = col("Mã thủ tục hành chính", "Procedure code without the province's suffix")
    start: int = col(
        "Vị trí trong toàn văn, từ 0", "Place in the page's text, from 0", unit="code points"
    )
    quote: str = col("Trích dẫn", "The words around the code")


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteTraffic:
    """“Thống kê truy cập”: the site's own visitor counters."""

    online: int | None = col("Đang truy cập", "Visitors online", unit="visitors", default=None)
    today: int | None = col("Hôm nay", "Visits today", unit="visits", default=None)
    this_month: int | None = col("Trong tháng", "Visits this month", unit="visits", default=None)
    total: int | None = col("Tổng lượt truy cập", "Visits in all", unit="visits", default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteDetails:
    """The footer: who answers for the site and how to reach them."""

    name: str | None = col("Tên cơ quan", "Name of the department", default=None)
    responsible: str | None = col(
        "Chịu trách nhiệm chính", "Who answers for the site", default=None
    )
    address: str | None = col("Địa chỉ", "Address", default=None)
    phone: str | None = col("Điện thoại", "Telephone numbers as printed", default=None)
    fax: str | None = col("Fax", "Fax as printed", default=None)
    email: str | None = col("Email", "E-mail address", default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class WebLink:
    """An entry of "Liên kết web"."""

    text: str = col("Tên liên kết", "Text of the link")
    url: str = col("Địa chỉ", "Where it leads")


@dataclass(frozen=True, slots=True, kw_only=True)
class PollOption:
    """An answer of a poll, with its votes where they are shown."""

    option: str = col("Phương án", "Answer as printed")
    votes: int | None = col("Số phiếu", "Votes as printed", unit="votes", default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Poll:
    """A question of "Thăm dò" with its answers."""

    question: str = col("Câu hỏi", "Question as printed")
    options: tuple[PollOption, ...] = ()


Record = (
    Article | ViewCount | RelatedArticle | ArticleFile | PageTable | ProcedureStatistics | Procedure
    | ProcedureMention | SiteTraffic | SiteDetails | WebLink | Poll
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Problem:
    """Something on a page that a person should know of; a `note` needs nobody to act.

    `severity` is `note`, `warning` or `error`; `kind` a short name in snake_case; `message` one
    line in English that says what and where. One that is `site_wide` stands on every page, such
    as a widget's, and is one problem however many pages show it.
    """

    severity: str
    kind: str
    message: str
    site_wide: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """An address on a page that a crawl may follow.

    `url` is absolute and as linked (what is requested), on the site's own origin; `kind` says what
    it is expected to be: `article`, `listing`, `statistics`, `page`, `feed`, `sitemap`, `image`,
    `style`, `file` or `redirect` (where this answer sends the client). `modified` is when a sitemap
    says that the page was last changed.
    """

    url: str
    kind: str
    modified: datetime | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Page:
    """What a capture turned out to be, and what it says.

    `outcome` is one of CONTRACT's: home, listing, article, statistics, feed, sitemap, robots,
    attachment, image, redirect, not_modified, gone, other.
    """

    outcome: str
    records: tuple[Record, ...] = ()
    links: tuple[Link, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Skipped:
    """A capture that is not the page that was asked for, and touches no article.

    `reason` is one of maintenance, login, forbidden, error, soft_404, empty, foreign, print,
    too_large, unparsed.
    """

    reason: str
    problems: tuple[Problem, ...] = ()

    @property
    def outcome(self) -> str:
        """As `captures.outcome` holds it."""
        return f"skipped: {self.reason}"
