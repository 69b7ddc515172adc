"""Units of the archive's columns, in Vietnamese."""

UNITS_VI = {
    "%": "%",
    "articles": "bài",
    "bytes": "byte",
    "captures": "bản lưu",
    "code points": "ký tự",
    "dossiers": "hồ sơ",
    "pages": "trang",
    "requests": "yêu cầu",
    "views": "lượt xem",
    "visitors": "người",
    "visits": "lượt",
    "votes": "phiếu",
    "words": "tiếng",
}
