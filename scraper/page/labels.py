"""The words that stand around an article on the page: what is a label, and of what.

Every pattern matches a whole line of visible text. The labels were read on the department's own
page and on comparable Liferay portals, in Vietnamese and English.
"""

import re

_FLAGS = re.IGNORECASE


def _line(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"[\s:|•\-–]*(?:{pattern})[\s:|•.\-–]*", _FLAGS)


_VIEWS = (
    r"(?:số )?(?:lượt|lần) (?:xem|đọc|truy cập bài(?: viết)?)|view count|đã xem|(?:page )?views?"
)
_COUNT = r"\d{1,3}(?:[.,]\d{3})+|\d{1,12}"
COUNT = re.compile(_COUNT)
# A line of its own, or the end of the line that prints the date.
VIEWS = re.compile(rf"(?:^|[|(\s–-])(?:{_VIEWS})\s*:?\s*({_COUNT})\)?$", _FLAGS)
VIEWS_LABEL = _line(_VIEWS)

# What may stand before a date of publication.
DATE_LABEL = _line(
    r"(?:ngày|thời gian|giờ)(?: giờ)? (?:đăng(?: tin| bài)?|xuất bản|cập nhật|đưa tin|ban hành tin)"
    r"|đăng(?: ngày| lúc)?|cập nhật(?: lúc| ngày)?|xuất bản(?: ngày| lúc)?"
    r"|publish(?:ed)?(?: date| on)?|posted(?: on| date)?|date"
)
DATE_LABEL_BEFORE = re.compile(rf"^{DATE_LABEL.pattern}(?=\W|\d|thứ|chủ)", _FLAGS)
# All that a line may hold which is a date of publication and nothing else.
_DATE_WORDS = re.compile(
    r"thứ|hai|ba|tư|năm|sáu|bả?ảy|bẩy|chủ|nhật|cn|ngày|tháng|lúc|giờ|phút|gmt|utc|am|pm|sa|ch|t[2-7]"
    r"|monday|tuesday|wednesday|thursday|friday|saturday|sunday|jan|feb|mar|apr|may|jun|jul|aug|sep"
    r"|oct|nov|dec|january|february|march|april|june|july|august|september|october|november|december"
    r"|mon|tue|wed|thu|fri|sat|sun|h|g|p",
    _FLAGS,
)
# A section or an author may stand before the date; a place before it dates a letter, so there must
# be a time.
DATE_TAIL = re.compile(
    r"[^\d:]{2,60}?[\s|,(–-]\s*(?=.*\d{1,2}:\d\d)"
    r"((?:thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ nhật|ngày|\d{1,2}/\d).*)",
    _FLAGS,
)
_WORD = re.compile(r"[^\W\d_]+")
_DATE_LONGEST = 80

# Tools beside the text: size and colour of letters, print, share, read aloud.
_TOOL = (
    r"màu chữ|cỡ chữ|kích cỡ chữ|font chữ|xem (?:với )?cỡ chữ|tăng cỡ chữ|giảm cỡ chữ|a|aa"
    r"|in(?: bài(?: viết)?| trang| tin| ấn)?|bản in|gửi(?: e?-?mail| bài(?: viết)?| tin)"
    r"|gửi cho bạn bè|email|e-mail|lưu(?: bài(?: viết)?| tin)?|chia sẻ(?: bài viết)?"
    r"|facebook|twitter|zalo|google|linkedin|pinterest|tweet|like|share|thích"
    r"|đọc bài(?: viết)?|nghe(?: bài(?: viết)?| nội dung)?|tương phản|đọc bài tương phản"
    r"|print|send email|copy link|sao chép liên kết|mặc định|nhỏ|vừa|lớn|quay lại|back|trở lại"
    r"|về đầu trang|quan tâm|bình luận|theo dõi|(?:xem )?toàn màn hình|phóng to|thu nhỏ"
)
TOOLBAR = re.compile(rf"[\s|/•·\-–]*+(?:(?:{_TOOL})(?![^\W_])[\s:|/•·+\-–]*+)++", _FLAGS)

# Those of them that stand below the text and can be no cell or heading of it.
TOOLS_BELOW = re.compile(
    r"[\s|/•·\-–]*+(?:(?:in bài(?: viết)?|in trang|bản in|gửi (?:e?-?mail|bài(?: viết)?)"
    r"|gửi cho bạn bè|chia sẻ(?: bài viết)?|print|send email|facebook|twitter|zalo"
    r"|(?:xem )?toàn màn hình|quay lại|trở lại|về đầu trang)"
    r"(?![^\W_])[\s:|/•·+\-–]*)++",
    _FLAGS,
)

# Lists of other articles below the text.
RELATED = _line(
    r"(?:các )?(?:tin|bài)(?: viết| tức)?(?: bài)? (?:đã đưa|đã đăng|liên quan|khác|cùng chuyên mục"
    r"|cùng loại|cũ hơn|mới hơn|mới nhất)(?: (?:đã đưa|khác))?"
    r"|other news|related (?:news|assets)|(?:nội dung|tài sản) liên quan"
)
# What ends the text besides: comments, tags.
ENDING = re.compile(
    r"(?:bình luận \(\d+\)|ý kiến bạn đọc|gửi bình luận|your rating|comments|tags?|từ khóa)\s*:?",
    _FLAGS,
)
# Widgets and footers that follow an article where nothing else bounds it.
CHROME = re.compile(
    r"(?:thống kê(?: truy cập)?|liên kết(?: web(?:site)?)?|thăm dò(?: ý kiến)?|lượt truy cập"
    r"|kết quả giải quyết|đang truy cập|đang online|thông báo|tin nổi bật|tin mới(?: nhất)?)\s*:?"
    r"|(?:chịu trách nhiệm|bản quyền|người chịu trách nhiệm|copyright|©|®|tổng số truy cập).*"
    r"|(?:địa chỉ|trụ sở)\s*:.*",
    _FLAGS,
)


def is_date_only(text: str) -> bool:
    """Whether a line holds nothing but what dates are written with, digits among it."""
    if len(text) > _DATE_LONGEST or not any(map(str.isdigit, text)):
        return False
    return all(map(_DATE_WORDS.fullmatch, _WORD.findall(text)))
