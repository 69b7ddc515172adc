"""Every page of the replica besides articles: name, address, where it stands in the menu."""

from dataclasses import dataclass

from scraper.replica.sections import SECTIONS


@dataclass(frozen=True, slots=True)
class Leaf:
    """A page of the menu; `parent` is the menu that it stands in, '' for the bar itself."""

    path: str
    name: str
    parent: str = ""


_ABOUT = (
    ("/gioi-thieu", "Giới thiệu chung"),
    ("/gioi-thieu/chuc-nang-nhiem-vu", "Chức năng, nhiệm vụ"),
    ("/gioi-thieu/co-cau-to-chuc", "Cơ cấu tổ chức"),
    ("/gioi-thieu/don-vi-truc-thuoc", "Đơn vị trực thuộc"),
    ("/gioi-thieu/lich-su", "Quá trình phát triển"),
)
_SERVICES = (
    ("/thu-tuc/huong-dan", "Hướng dẫn nộp hồ sơ"),
    ("/thu-tuc/bieu-mau", "Biểu mẫu"),
    ("/thu-tuc/phi-le-phi", "Phí, lệ phí"),
    ("/thu-tuc/cau-hoi", "Câu hỏi thường gặp"),
)
_OTHERS = (
    ("/lien-he", "Liên hệ"),
    ("/lich-cong-tac", "Lịch công tác"),
    ("/so-do-trang", "Sơ đồ trang"),
    ("/dieu-khoan", "Điều khoản sử dụng"),
)
OLD_PAGE = "/trang-cu"  # answers 200 and says that there is nothing: the soft 404
PRIVATE_PAGE = "/group/guest/noi-bo"
TEXT_PAGES = (
    *(Leaf(path, name, "Giới thiệu") for path, name in _ABOUT),
    *(Leaf(path, name, "Thủ tục hành chính") for path, name in _SERVICES),
    *(Leaf(path, name, "Tiện ích") for path, name in _OTHERS),
)
NEWS = tuple(Leaf(section.path, section.name, "Tin tức") for section in SECTIONS)
