"""Who issues documents: bodies as texts print them, and the codes in documents' numbers."""

import re
from collections.abc import Iterable

from scraper.text import fold

# Fields of ministries (bộ) and of departments (sở) of provinces, by their codes.
_FIELDS = {
    "LĐTBXH": "Lao động - Thương binh và Xã hội",
    "TC": "Tài chính",
    "NV": "Nội vụ",
    "GDĐT": "Giáo dục và Đào tạo",
    "YT": "Y tế",
    "TP": "Tư pháp",
    "KHĐT": "Kế hoạch và Đầu tư",
    "TTTT": "Thông tin và Truyền thông",
    "CA": "Công an",
    "QP": "Quốc phòng",
    "CT": "Công Thương",
    "XD": "Xây dựng",
    "GTVT": "Giao thông vận tải",
    "NNPTNT": "Nông nghiệp và Phát triển nông thôn",
    "NNMT": "Nông nghiệp và Môi trường",
    "TNMT": "Tài nguyên và Môi trường",
    "VHTTDL": "Văn hóa, Thể thao và Du lịch",
    "KHCN": "Khoa học và Công nghệ",
    "NG": "Ngoại giao",
    "DTTG": "Dân tộc và Tôn giáo",
}
_COUNCILS = {"HĐND": "Hội đồng nhân dân", "UBND": "Ủy ban nhân dân"}
_CENTRAL = {
    "CP": "Chính phủ",
    "TTg": "Thủ tướng Chính phủ",
    "CTN": "Chủ tịch nước",
    "QH": "Quốc hội",
    "UBTVQH": "Ủy ban Thường vụ Quốc hội",
    "VPQH": "Văn phòng Quốc hội",
    "VPCP": "Văn phòng Chính phủ",
    "UBDT": "Ủy ban Dân tộc",
    "TTCP": "Thanh tra Chính phủ",
    "NHNN": "Ngân hàng Nhà nước Việt Nam",
    "BHXH": "Bảo hiểm xã hội Việt Nam",
    "TLĐ": "Tổng Liên đoàn Lao động Việt Nam",
}
# TU is a province's or a city's committee of the Party, TW one of several: codes without a name.
_PARTY = (
    "Tỉnh ủy", "Thành ủy", "Huyện ủy", "Thị ủy", "Bộ Chính trị", "Ban Bí thư",
    "Ban Chấp hành Trung ương",
)  # fmt: skip
_OFFICES = {f"B{code}": f"Bộ {field}" for code, field in _FIELDS.items()} | {
    f"S{code}": f"Sở {field}" for code, field in _FIELDS.items()
}
_CODES = _COUNCILS | _CENTRAL | _OFFICES

_NAMES = {fold(name): name for name in (*_CODES.values(), *_PARTY)}
_NAMES |= {fold(code): name for code, name in _COUNCILS.items()} | {
    "thu tuong": "Thủ tướng Chính phủ"
}
_LEVELS = ("tỉnh", "thành phố", "huyện", "thị xã", "quận", "xã", "phường", "thị trấn")
_TITLES = ("Chủ tịch", "Giám đốc", "Bộ trưởng")
# The provinces and cities as they were from 2008 to 2025, and the districts of Bạc Liêu.
_PLACES = (
    "An Giang", "Bà Rịa - Vũng Tàu", "Bạc Liêu", "Bắc Giang", "Bắc Kạn", "Bắc Ninh", "Bến Tre",
    "Bình Dương", "Bình Định", "Bình Phước", "Bình Thuận", "Cà Mau", "Cao Bằng", "Cần Thơ",
    "Đà Nẵng", "Đắk Lắk", "Đắk Nông", "Điện Biên", "Đồng Nai", "Đồng Tháp", "Gia Lai", "Hà Giang",
    "Hà Nam", "Hà Nội", "Hà Tĩnh", "Hải Dương", "Hải Phòng", "Hậu Giang", "Hòa Bình",
    "Hồ Chí Minh", "Hưng Yên", "Khánh Hòa", "Kiên Giang", "Kon Tum", "Lai Châu", "Lạng Sơn",
    "Lào Cai", "Lâm Đồng", "Long An", "Nam Định", "Nghệ An", "Ninh Bình", "Ninh Thuận", "Phú Thọ",
    "Phú Yên", "Quảng Bình", "Quảng Nam", "Quảng Ngãi", "Quảng Ninh", "Quảng Trị", "Sóc Trăng",
    "Sơn La", "Tây Ninh", "Thái Bình", "Thái Nguyên", "Thanh Hóa", "Thừa Thiên Huế", "Tiền Giang",
    "Trà Vinh", "Tuyên Quang", "Vĩnh Long", "Vĩnh Phúc", "Yên Bái",
    "Đông Hải", "Giá Rai", "Hồng Dân", "Phước Long", "Vĩnh Lợi",
)  # fmt: skip
_USUAL = _NAMES | {fold(word): word for word in (*_TITLES, *_PLACES)}


def _any(words: Iterable[str]) -> str:
    return "|".join(re.escape(fold(word)) for word in sorted(words, key=len, reverse=True))


_PRINTED = re.compile(rf"(?:({_any(_TITLES)}) )?({_any(_NAMES)})(?!\w)")
_PLACE = re.compile(rf" ({_any(_PLACES)})(?!\w)")
# Levels keep their marks: "quản lý" is no "quận", "xa" no "xã".
_LEVEL = re.compile(rf" ({'|'.join(_LEVELS)})(?!\w)", re.I)
_HAVE_LEVELS = tuple(_COUNCILS.values())
_LOCAL = re.compile(rf"(?:(?:{_any(_TITLES)}) )?(?:{_any((*_HAVE_LEVELS, *_PARTY))})(?!\w)")


def issuer_at(text: str) -> tuple[str, int] | None:
    """The body that `text` begins with, in its usual spelling, and where its name ends.

    A title ("Chủ tịch"), a level ("tỉnh") and a province are kept where they are printed; `text`
    is in NFC.
    """
    folded = fold(text)
    found = _PRINTED.match(folded)
    if found is None:
        return None
    words, end = [_USUAL[word] for word in found.groups() if word], found.end()
    if words[-1] in _HAVE_LEVELS and (level := _LEVEL.match(text, end)):
        words.append(level[1].lower())
        end = level.end()
    if words[-1] in (*_LEVELS, *_PARTY) and (place := _PLACE.match(folded, end)):
        words.append(_USUAL[place[1]])
        end = place.end()
    return " ".join(words), end


def elsewhere(issuer: str | None, place: str) -> str:
    """Where the council or committee `issuer` is, '' for that of `place`: `huyện Đông Hải`.

    `place` is level and name (`tỉnh Bạc Liêu`). Bodies of which there is one are nowhere else.
    """
    found = _LOCAL.match(fold(issuer or ""))
    where = (issuer or "")[found.end() :].strip() if found else ""
    level = next((level for level in _LEVELS if place.startswith(level)), "")
    return "" if where in (level, place, place.removeprefix(level).strip()) else where


def issuer_of(codes: list[str], *, joint: bool) -> str | None:
    """The body that the codes after a document's type stand for, all of them where it is joint.

    `["HĐND"]` is Hội đồng nhân dân; None where a code is unknown or may be of several bodies.
    """
    names = [_CODES.get(code) for code in (codes if joint else codes[:1])]
    return None if None in names else ", ".join(filter(None, names))
