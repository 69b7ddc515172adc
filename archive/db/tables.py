"""The tables of archive.db: one class a table, one line a column.

A table that keeps what a page says extends that record's class, so its columns and descriptions
come from `scraper/records.py`. `TABLES` lists them in the order in which they are created; the
schema, Datasette's descriptions and the data dictionary are all made from it.
"""

from dataclasses import dataclass, fields
from datetime import date, datetime
from types import UnionType
from typing import Any, ClassVar, get_args

from scraper import records
from scraper.records import col

FULL_TEXTS = ("body_text", "body_html")
SQL_TYPES = {int: int, float: float, str: str, bytes: bytes, date: str, datetime: str, tuple: str}


@dataclass(frozen=True, slots=True)
class About:
    """A table's name, key, indexes and descriptions; a `hidden` one is the archive's own business.

    Of one with `many` rows, lists are sorted only as an index has them, or nearly so.

    An index's column with a minus before it is descending: Datasette sorts by `sort_desc`, then by
    the key, and only an index in that very order spares it to sort all rows for each page.
    """

    name: str
    vi: str
    en: str
    key: tuple[str, ...]
    indexes: tuple[tuple[str, ...], ...] = ()
    facets: tuple[str, ...] = ()
    sort_desc: str | None = None
    hidden: bool = False
    many: bool = False
    without: tuple[str, ...] = ()
    references: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its Python type in SQLite's sense, descriptions and unit."""

    name: str
    type: type
    vi: str
    en: str
    unit: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Articles(records.Article):
    """An article as last seen."""

    ABOUT: ClassVar[About] = About(
        "articles", "Bài viết, mỗi bài một dòng, ở bản mới nhất", "Articles, a row each, as last seen",
        key=("id",), sort_desc="published_date", facets=("category", "year", "byline"),
        # The long one has all that facets, filters and figures ask of an article; the first has the titles
        # of all, that need not be read out of the rows with their texts.
        indexes=(("-published_date", "id", "title"), ("category", "-published_date"), ("year", "-published_date"),
                 ("byline", "-published_date"), ("view_count",), ("changed_at",), ("removed_at",), ("url",),
                 ("capture_id",), ("word_count",), ("published_at",), ("published_text",), ("title",),
                 ("category", "year", "byline", "published_date", "view_count", "changed_at", "removed_at",
                  "first_seen_at", "word_count")),
        references=(("capture_id", "captures"),),
    )  # fmt: skip

    id: int = col("Mã bài", "The portal's entry id, else a hash of the canonical path")
    url: str = col("Địa chỉ chuẩn", "Canonical address")
    slug: str = col("Phần cuối của địa chỉ", "Last part of the address")
    published_date: str | None = col("Ngày đăng theo giờ Việt Nam", "Local day of publication")
    year: int | None = col("Năm đăng", "Year of publication")
    word_count: int = col("Số tiếng trong toàn văn", "Words (syllables) of the text", unit="words")
    view_count: int | None = col("Số lượt xem lần cuối", "Views when last shown", unit="views")
    first_seen_at: str = col("Lần đầu thấy (UTC)", "First seen (UTC)")
    last_seen_at: str = col("Lần cuối thấy (UTC)", "Last seen (UTC)")
    changed_at: str | None = col(
        "Lúc thấy lần sửa gần nhất (UTC); trống nếu chưa thấy sửa",
        "When the newest edit was first seen (UTC); NULL where none was",
    )
    removed_at: str | None = col(
        "Lúc thấy bài bị gỡ (UTC); trống nếu bài còn trên trang gốc hay đã đăng lại",
        "When it was first found removed (UTC); NULL where it is there, or there again",
    )
    version: int = col("Số bản đã thấy", "Number of the newest version")
    capture_id: int = col(
        "Bản lưu đầu tiên có bản này", "The capture that this version was first seen in"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleUrls:
    """Every address of an article."""

    ABOUT: ClassVar[About] = About(
        "article_urls", "Mọi địa chỉ đã thấy của một bài", "Every address that an article was seen under",
        key=("url",), indexes=(("article_id",),), references=(("article_id", "articles"),),
    )  # fmt: skip

    url: str = col("Địa chỉ chuẩn", "Canonical address")
    article_id: int = col("Mã bài", "The article")
    first_seen_at: str = col("Lần đầu thấy (UTC)", "First seen (UTC)")


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleAliases:
    """Former ids of articles that were found to be one."""

    ABOUT: ClassVar[About] = About(
        "article_aliases", "Mã cũ của các bài được nhận ra là một", "Former ids of articles found to be one",
        key=("old_id",), indexes=(("article_id",),),
    )  # fmt: skip

    old_id: int = col("Mã cũ", "The id that it no longer has")
    article_id: int = col("Mã bài", "The article")


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleVersions(records.Article):
    """What an article said, from when on."""

    ABOUT: ClassVar[About] = About(
        "article_versions", "Các bản của mỗi bài theo thời gian", "What each article said, from when on",
        key=("article_id", "observed_at"), sort_desc="observed_at", without=("entry_id",),
        indexes=(("-observed_at", "article_id"), ("capture_id",), ("title",)),
        references=(("article_id", "articles"), ("capture_id", "captures")),
    )  # fmt: skip

    article_id: int = col("Mã bài", "The article")
    observed_at: str = col("Lần đầu thấy bản này (UTC)", "When this version was first seen (UTC)")
    version: int = col("Bản số, từ 1", "Number of the version, from 1, by time")
    content_hash: str = col(
        "Mã băm nội dung: hai bản giống nhau có cùng mã",
        "Hash of what this version says: the same where two say the same",
    )
    capture_id: int = col("Bản lưu", "The capture that it was first seen in")


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleRemovals:
    """When an article was found removed, and when it came back."""

    ABOUT: ClassVar[About] = About(
        "article_removals", "Các lần bài bị gỡ và đăng lại", "Removals of articles, and their return",
        key=("article_id", "removed_at"), indexes=(("removed_at",),),
        references=(("article_id", "articles"),),
    )  # fmt: skip

    article_id: int = col("Mã bài", "The article")
    removed_at: str = col("Lần đầu không còn thấy (UTC)", "When it was first found gone (UTC)")
    confirmed_at: str = col(
        "Lần xác nhận (UTC)", "When that was confirmed, at least a day later (UTC)"
    )
    returned_at: str | None = col("Lần thấy lại (UTC)", "When it was seen again (UTC)")


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewCounts(records.ViewCount):
    """An article's counter over time."""

    ABOUT: ClassVar[About] = About(
        "view_counts", "Số lượt xem của từng bài theo thời gian", "Each article's counter over time",
        key=("article_id", "observed_at"), sort_desc="observed_at",
        indexes=(("-observed_at", "article_id"),),
        references=(("article_id", "articles"),),
    )  # fmt: skip

    article_id: int = col("Mã bài", "The article")
    observed_at: str = col("Thời điểm thấy (UTC)", "When it was seen (UTC)")
    own_visits: int = col(
        "Số lần chính kho lưu trữ đã mở bài (con số tối thiểu)",
        "How many of them are this archive's own visits up to then (a lower bound)", unit="visits",
    )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class RelatedArticles(records.RelatedArticle):
    """Tin đã đưa."""

    ABOUT: ClassVar[About] = About(
        "related_articles", "Mục “Tin đã đưa” của mỗi bài", "The list “Tin đã đưa” of each article",
        key=("article_id", "related_url"), indexes=(("related_url",),),
        references=(("article_id", "articles"),),
    )  # fmt: skip

    article_id: int = col("Mã bài", "The article")
    last_seen_at: str = col("Lần cuối thấy (UTC)", "Last seen in the list (UTC)")


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcedureStatistics(records.ProcedureStatistics):
    """Results of administrative procedures."""

    ABOUT: ClassVar[About] = About(
        "procedure_statistics", "Kết quả giải quyết thủ tục hành chính",
        "Results of administrative procedures, as printed and as understood",
        key=("scope", "period", "updated_at", "figures_hash"), sort_desc="updated_at",
        indexes=(("updated_at",), ("period",), ("convention",)), facets=("scope", "period", "convention"),
        references=(("capture_id", "captures"),),
    )  # fmt: skip

    figures_hash: str = col("Mã băm các con số", "Hash of the figures as printed")
    first_seen_at: str = col("Lần đầu thấy (UTC)", "First seen (UTC)")
    last_seen_at: str = col("Lần cuối thấy (UTC)", "Last seen (UTC)")
    capture_id: int = col("Bản lưu", "The first capture that shows them")


@dataclass(frozen=True, slots=True, kw_only=True)
class Procedures(records.Procedure):
    """Procedure codes."""

    ABOUT: ClassVar[About] = About(
        "procedures", "Mã thủ tục hành chính", "Codes of administrative procedures",
        key=("code",), facets=("field",), indexes=(("field",),),
    )  # fmt: skip

    first_seen_at: str = col("Lần đầu thấy (UTC)", "First seen (UTC)")
    last_seen_at: str = col("Lần cuối thấy (UTC)", "Last seen (UTC)")


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcedureMentions(records.ProcedureMention):
    """Where a code is printed."""

    ABOUT: ClassVar[About] = About(
        "procedure_mentions", "Nơi nhắc đến mã thủ tục", "Where procedure codes are printed",
        key=("capture_id", "start"), indexes=(("code",), ("article_id",)),
        references=(("capture_id", "captures"), ("code", "procedures"), ("article_id", "articles")),
    )  # fmt: skip

    capture_id: int = col("Bản lưu", "The capture that this text was first seen in")
    article_id: int | None = col("Mã bài, nếu là bài viết", "The article, where it is one")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tables(records.PageTable):
    """Tables."""

    ABOUT: ClassVar[About] = About(
        "tables", "Các bảng trong bài và trang thống kê", "Tables in articles and on statistics pages",
        key=("capture_id", "position"), indexes=(("article_id",),),
        references=(("capture_id", "captures"), ("article_id", "articles")),
    )  # fmt: skip

    capture_id: int = col("Bản lưu", "The capture that this table was first seen in")
    article_id: int | None = col("Mã bài, nếu là bài viết", "The article, where it is one")


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteTraffic(records.SiteTraffic):
    """Visitor counters."""

    ABOUT: ClassVar[About] = About(
        "site_traffic", "Thống kê truy cập trang, mỗi giờ một dòng",
        "The site's own visitor counters: the earliest observation of each hour",
        key=("observed_at",), sort_desc="observed_at", references=(("capture_id", "captures"),),
    )  # fmt: skip

    observed_at: str = col("Thời điểm thấy (UTC)", "When it was seen (UTC)")
    capture_id: int = col("Bản lưu", "The capture that shows it")


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteDetails(records.SiteDetails):
    """Footer."""

    ABOUT: ClassVar[About] = About(
        "site_details", "Thông tin cơ quan ở chân trang, mỗi lần đổi một dòng",
        "The footer's particulars: a row whenever one changes",
        key=("observed_at",), sort_desc="observed_at", references=(("capture_id", "captures"),),
    )  # fmt: skip

    observed_at: str = col("Lần đầu thấy (UTC)", "From when on (UTC)")
    capture_id: int = col("Bản lưu", "The first capture that shows it")


@dataclass(frozen=True, slots=True, kw_only=True)
class WebLinks(records.WebLink):
    """Liên kết web."""

    ABOUT: ClassVar[About] = About(
        "web_links", "Mục “Liên kết web”", "The site's links to other sites",
        key=("url", "text"),
    )  # fmt: skip

    first_seen_at: str = col("Lần đầu thấy (UTC)", "First seen (UTC)")
    last_seen_at: str = col("Lần cuối thấy (UTC)", "Last seen (UTC)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Polls:
    """Thăm dò."""

    ABOUT: ClassVar[About] = About(
        "polls", "Các câu hỏi thăm dò", "Poll questions", key=("id",),
    )  # fmt: skip

    id: int = col("Mã", "A hash of the question")
    question: str = col("Câu hỏi", "Question as printed")
    first_seen_at: str = col("Lần đầu thấy (UTC)", "First seen (UTC)")
    last_seen_at: str = col("Lần cuối thấy (UTC)", "Last seen (UTC)")


@dataclass(frozen=True, slots=True, kw_only=True)
class PollOptions(records.PollOption):
    """Answers."""

    ABOUT: ClassVar[About] = About(
        "poll_options", "Các phương án và số phiếu", "Answers of polls, with their votes: a row whenever one is new",
        key=("poll_id", "option", "votes_key"), references=(("poll_id", "polls"),),
    )  # fmt: skip

    poll_id: int = col("Mã câu hỏi", "The poll")
    votes_key: str = col("Số phiếu, '' nếu không in", "Votes as text, '' where not printed")
    first_seen_at: str = col(
        "Lần đầu thấy số phiếu này (UTC)", "When these votes were first seen (UTC)"
    )
    last_seen_at: str = col("Lần cuối thấy (UTC)", "Last seen (UTC)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Documents:
    """Cited legal documents."""

    ABOUT: ClassVar[About] = About(
        "documents", "Văn bản được trích dẫn", "Legal documents that articles cite",
        key=("id",), facets=("type", "year"), indexes=(("number",), ("type",), ("year",)),
    )  # fmt: skip

    id: int = col("Mã", "A hash of the document's identity")
    number: str = col("Số, ký hiệu chuẩn", "Canonical number, such as 18/2020/NQ-HĐND")
    type: str | None = col("Loại văn bản", "Type, as most citations have it")
    year: int | None = col("Năm ban hành, nếu biết", "Year, from the number or a citation's date")
    issuer: str | None = col("Cơ quan ban hành", "Issuer, as the fullest citation has it")
    issued_on: str | None = col("Ngày ban hành", "Date of issue, as most citations have it")


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleDocuments:
    """Citations."""

    ABOUT: ClassVar[About] = About(
        "article_documents", "Nơi trích dẫn văn bản", "Where articles cite documents",
        key=("article_id", "document_id", "field", "start"),
        indexes=(("document_id", "article_id", "number", "type", "year", "issuer", "issued_on"),),
        references=(("article_id", "articles"), ("document_id", "documents")),
    )  # fmt: skip

    article_id: int = col("Mã bài", "The article")
    document_id: int = col("Mã văn bản", "The document")
    field: str = col(
        "Ở phần nào của bài: title hay body_text", "Field of the article: `title` or `body_text`"
    )
    start: int = col(
        "Vị trí trong phần ấy, từ 0", "Place in that field, from 0", unit="code points"
    )
    quote: str = col("Trích dẫn", "The words around it")
    number: str = col("Số, ký hiệu chuẩn", "Canonical number")
    type: str | None = col("Loại văn bản ghi ở đây", "Type, as cited here")
    year: int | None = col("Năm ghi ở đây", "Year, as cited here")
    issuer: str | None = col("Cơ quan ghi ở đây", "Issuer, as printed here or by the number's code")
    issued_on: str | None = col("Ngày ghi ở đây", "Date of issue, as printed here")
    inferred: int = col(
        "1: chỗ này không ghi năm, năm lấy từ chỗ khác trong cùng bài; 0: không",
        "1 where no year is printed here and it is that of the one dated citation of this number in"
        " the same article, else 0",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachments:
    """Files and images."""

    ABOUT: ClassVar[About] = About(
        "attachments", "Tệp và ảnh đã lưu", "Files and images that are archived",
        key=("id",), facets=("media_type",), indexes=(("media_type",), ("url",)),
        references=(("capture_id", "captures"),),
    )  # fmt: skip

    id: int = col("Mã", "A hash of the file's identity")
    url: str = col("Địa chỉ chuẩn", "Canonical address")
    file_name: str = col("Tên tệp", "File name")
    media_type: str = col("Kiểu tệp", "Media type")
    bytes: int = col("Dung lượng", "Size", unit="bytes")
    sha256: str = col("SHA-256 của tệp, hệ 16", "SHA-256 of the file, in hex")
    text: str | None = col(
        "Văn bản trích từ tệp; trống nếu chưa trích",
        "Text of the file; NULL where none was extracted",
    )
    pages: int | None = col(
        "Số trang; trống nếu chưa đếm", "Pages; NULL where they were not counted", unit="pages"
    )
    capture_id: int = col(
        "Bản lưu đầu tiên có nội dung này của tệp", "The first capture of the file as it is now"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleAttachments:
    """Which article links to which file."""

    ABOUT: ClassVar[About] = About(
        "article_attachments", "Tệp và ảnh của mỗi bài", "Files and images of each article",
        key=("article_id", "attachment_id"), indexes=(("attachment_id",),),
        references=(("article_id", "articles"),),
    )  # fmt: skip

    article_id: int = col("Mã bài", "The article")
    attachment_id: int = col("Mã tệp", "The file; it has a row in attachments once it is captured")
    url: str = col("Địa chỉ chuẩn", "Canonical address of the file")
    text: str = col("Chữ của liên kết", "Text of the link, or alternative text of the image")
    position: int = col("Thứ tự trong bài, từ 1", "Place in the body, from 1")
    media: str = col("Loại: file hoặc image", "`file` or `image`")


@dataclass(frozen=True, slots=True, kw_only=True)
class Captures:
    """Captures."""

    ABOUT: ClassVar[About] = About(
        "captures", "Mọi lần lưu, mỗi phản hồi một dòng", "Every response that was kept, and where its bytes are",
        key=("id",), sort_desc="captured_at", facets=("outcome", "status", "source", "media_type"),
        # Of each facet an index that has the others too, for what is filtered by one is counted by all;
        # the sizes of all captures by their day are read from the index by time.
        indexes=(("url", "captured_at"), ("address", "captured_at"), ("-captured_at", "id", "outcome", "source", "bytes"),
                 ("outcome", "-captured_at", "status", "source", "media_type"),
                 ("status", "-captured_at", "outcome", "source", "media_type"),
                 ("source", "-captured_at", "outcome", "status", "media_type"),
                 ("media_type", "-captured_at", "outcome", "status", "source"),
                 ("run_id",), ("payload_digest",), ("sha256",), ("warc_file", "warc_offset", "warc_length")),
        references=(("run_id", "runs"),), many=True,
    )  # fmt: skip

    id: int = col("Mã bản lưu", "A hash of address, time and payload digest")
    url: str = col("Địa chỉ đã yêu cầu", "Address as requested")
    address: str = col("Địa chỉ chuẩn", "Canonical address")
    captured_at: str = col("Thời điểm lưu (UTC)", "When it was captured (UTC)")
    status: int = col("Mã trạng thái HTTP", "HTTP status")
    media_type: str = col("Kiểu nội dung", "Media type as sent")
    bytes: int = col(
        "Dung lượng nội dung như đã nhận, có khi đang nén",
        "Size of the payload as received, compressed where it was sent so", unit="bytes",
    )  # fmt: skip
    payload_digest: str = col(
        "SHA-1 của nội dung, như trong WARC", "`sha1:` in base32, as in the WARC"
    )
    sha256: str = col(
        "SHA-256 của nội dung như đã nhận, hệ 16", "SHA-256 of the payload as received, in hex"
    )
    source: str = col(
        "Nguồn: live (kho tự lưu), wayback (Wayback Machine) hay import (tệp được nhập)",
        "`live` (asked for by this archive), `wayback` (Wayback Machine) or `import` (from a file)",
    )
    source_uri: str | None = col(
        "Bản lưu lấy từ đâu, nếu không tự lưu",
        "Where the capture was taken from: a web archive's address, or file and record imported",
    )
    run_id: int | None = col("Lượt chạy", "The run that captured it")
    warc_file: str = col("Tệp WARC", "File in warc/")
    warc_offset: int = col("Vị trí trong tệp", "Where its record starts", unit="bytes")
    warc_length: int = col("Độ dài bản ghi", "Compressed length of its record", unit="bytes")
    outcome: str | None = col(
        "Trang nhận ra là gì: article, listing, statistics, home, attachment, image, gone …; skipped là"
        " không phải trang được hỏi (bảo trì, báo lỗi, đăng nhập …), không đụng đến bài nào",
        "What the page turned out to be: `article`, `listing`, `statistics`, `home`, `attachment`,"
        " `image`, `gone` …; `skipped: …` is not the page that was asked for, and touches no article",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Runs:
    """Runs."""

    ABOUT: ClassVar[About] = About(
        "runs", "Các lượt chạy", "Runs of the archive's commands",
        key=("id",), sort_desc="started_at", facets=("command", "exit_code"),
        indexes=(("started_at",), ("command",), ("exit_code",)),
    )  # fmt: skip

    id: int = col("Mã lượt chạy", "A hash of command and start")
    command: str = col(
        "Lệnh: crawl, refresh, import …", "Subcommand: `crawl`, `refresh`, `import` …"
    )
    pass_id: int = col(
        "Lượt chạy đầu của vòng này", "The run that began this pass; its own id where it did itself"
    )
    started_at: str = col("Bắt đầu (UTC)", "Start (UTC)")
    finished_at: str | None = col("Kết thúc (UTC)", "End (UTC); NULL where it was killed")
    outcome: str | None = col(
        "Kết quả: finished (xong), stopped (dừng giữa chừng), failed (hỏng); trống nếu bị ngắt",
        "`finished`, `stopped` or `failed`; NULL where it was killed",
    )
    exit_code: int | None = col(
        "Mã thoát: 0 xong, 1 có vấn đề mới, 3 trang gốc không trả lời được, 4 trang gốc đổi giao diện …",
        "Exit code: 0 done, 1 with problems that are new, 3 no usable page came, 4 fields are missing …",
    )
    requests: int | None = col("Số yêu cầu", "Requests sent", unit="requests")
    captured: int | None = col("Số bản lưu", "Captures kept", unit="captures")
    new: int | None = col("Bài mới", "Articles first seen", unit="articles")
    changed: int | None = col("Bài được sửa", "Articles found changed", unit="articles")
    removed: int | None = col("Bài bị gỡ", "Articles found removed", unit="articles")
    failed: int | None = col("Yêu cầu hỏng", "Requests without an answer", unit="requests")


@dataclass(frozen=True, slots=True, kw_only=True)
class Problems:
    """Problems."""

    ABOUT: ClassVar[About] = About(
        "problems", "Những điều cần xem lại", "What a person should look at; nothing is repaired silently",
        key=("id",), facets=("severity", "kind"), indexes=(("kind",), ("severity",), ("run_id",), ("capture_id",)),
        references=(("capture_id", "captures"), ("run_id", "runs"), ("first_run_id", "runs")),
    )  # fmt: skip

    id: int = col("Mã", "A hash of kind, address and message")
    run_id: int | None = col("Lượt chạy gần nhất gặp", "The newest run that met it")
    first_run_id: int | None = col("Lượt chạy đầu tiên gặp", "The first run that met it")
    capture_id: int | None = col("Bản lưu gần nhất", "The newest capture that shows it")
    url: str | None = col("Địa chỉ", "Canonical address, where it is about one")
    severity: str = col(
        "Mức: note (ghi chú, không cần làm gì), warning hay error",
        "`note` (nothing to be done), `warning` or `error`",
    )
    kind: str = col("Loại, tên ngắn như weekday", "Short name of the kind, such as `weekday`")
    message: str = col("Nội dung", "What was found")
    first_seen_at: str = col("Lần đầu gặp (UTC)", "First met (UTC)")
    last_seen_at: str = col("Lần cuối gặp (UTC)", "Last met (UTC)")


@dataclass(frozen=True, slots=True, kw_only=True)
class HiddenAddresses:
    """What the archive's keeper has hidden."""

    ABOUT: ClassVar[About] = About(
        "hidden_addresses", "Địa chỉ có nội dung bị người giữ kho ẩn, kèm lý do",
        "Addresses whose content the keeper of the archive has hidden, and why",
        key=("url",), sort_desc="hidden_at", indexes=(("article_id",), ("attachment_id",), ("hidden_at",)),
        references=(("article_id", "articles"),),
    )  # fmt: skip

    url: str = col("Địa chỉ chuẩn", "Canonical address")
    article_id: int | None = col("Mã bài, nếu là bài viết", "The article, where it is one's")
    attachment_id: int | None = col("Mã tệp, nếu là tệp", "The file, where it is one")
    reason: str = col("Lý do", "Why, in the words of who hid it")
    hidden_at: str = col("Thời điểm ẩn (UTC)", "When it was hidden (UTC)")


TABLES: tuple[type, ...] = (
    Articles, ArticleUrls, ArticleAliases, ArticleVersions, ArticleRemovals, ViewCounts, RelatedArticles,
    ProcedureStatistics, Procedures, ProcedureMentions, Tables, SiteTraffic, SiteDetails, WebLinks, Polls,
    PollOptions, Documents, ArticleDocuments, Attachments, ArticleAttachments, Captures, Runs, Problems,
    HiddenAddresses,
)  # fmt: skip


def about(table: type) -> About:
    """The table's name, key and descriptions."""
    found: About = table.ABOUT  # type: ignore[attr-defined]
    return found


def columns(table: type) -> list[Column]:
    """The columns of a table in order: its key first, full texts last.

    SQLite reads what stands behind a long text by walking through all of it.
    """
    left_out = about(table).without
    found = [
        Column(f.name, _sql_type(f.type), f.metadata["vi"], f.metadata["en"], f.metadata["unit"])
        for f in fields(table)
        if f.name not in left_out
    ]
    key = about(table).key
    rest = len(key)
    return sorted(
        found,
        key=lambda c: key.index(c.name) if c.name in key else rest + (c.name in FULL_TEXTS),
    )


def sortable(table: type) -> list[str] | None:
    """The columns that lists may be sorted by; None: any.

    Of rows that hold full texts, or of very many, those with an index: to sort the others all rows
    are read. Of very many no facets either, nor WARC files: so many equal values would have to lie
    in the order of the key.
    """
    facts = about(table)
    if not facts.many and not any(column.name in FULL_TEXTS for column in columns(table)):
        return None
    in_order = {*facts.key, facts.sort_desc}
    indexes = (
        names for names in facts.indexes if not facts.many or in_order.issuperset(names[1:2])
    )
    indexed = (names[0].removeprefix("-") for names in indexes)
    left_out = facts.facets if facts.many else ()
    return list(dict.fromkeys([*facts.key, *(name for name in indexed if name not in left_out)]))


def _sql_type(annotation: Any) -> type:  # noqa: ANN401
    kinds = get_args(annotation) if isinstance(annotation, UnionType) else (annotation,)
    kind = next(k for k in kinds if k is not type(None))
    return SQL_TYPES[getattr(kind, "__origin__", kind)]


NAMES = frozenset(about(table).name for table in TABLES)
