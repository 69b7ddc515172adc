"""Attachments and images: their addresses, and real bytes made from the address alone."""

import io
import random
import re
import struct
import uuid
import zipfile
import zlib
from collections import Counter
from datetime import date
from urllib.parse import quote, quote_plus
from xml.sax.saxutils import escape

from scraper.replica.blocks import Image, Linked
from scraper.replica.sections import GROUP_ID

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_FILE_FOLDER, _IMAGE_FOLDER = 30125, 30131
_NAMESPACE = uuid.UUID("6f1d9e0a-5d0c-4a9e-9a77-0d8f0c1f3b52")
_IMAGE_IDS = 90_000
_FILE_PATH = re.compile(r"^/documents/\d+/(\d+)/([^/]+)/([0-9a-f-]{36})$")
_FILE_NUMBER = re.compile(r"(\d+)\.(pdf|docx|png|jpg)$")


def article_file(number: int, kind: str, on: date) -> Linked:
    """The PDF or DOCX of article `number`."""
    name = f"Kế hoạch mẫu {number}.{kind}"
    path = f"{_path(_FILE_FOLDER, name)}?t={_stamp(on)}"
    label = name if kind == "pdf" else f"Văn bản mẫu số {number}"
    return Linked(path, name, PDF if kind == "pdf" else DOCX, label)


def article_image(number: int) -> Image:
    """The image of article `number`: a file under /documents, or one of the old kind."""
    alt = f"Ảnh mẫu {number}"
    caption = f"Ảnh mẫu {number}: quang cảnh buổi làm việc." if number % 2 else None
    if number % 4 == 3:
        return Image(
            f"/image/journal/article?img_id={_IMAGE_IDS + number}", alt, caption, "image/png"
        )
    kind = "jpg" if number % 4 < 2 else "png"
    path = f"{_path(_IMAGE_FOLDER, f'anh mau {number}.{kind}')}?t={1_600_000_000_000 + number}"
    return Image(path, alt, caption, "image/jpeg" if kind == "jpg" else "image/png")


def stored(path: str) -> tuple[bytes, str] | None:
    """Bytes and media type of what stands at `path` (as requested, encoded); None for nothing."""
    found = _FILE_PATH.match(path)
    name = found and _FILE_NUMBER.search(found[2])
    if not found or not name or found[3] not in path:
        return None
    number, kind = int(name[1]), name[2]
    if found[3] != str(uuid.uuid5(_NAMESPACE, f"{number}.{kind}")):
        return None
    if kind in ("png", "jpg"):
        return (png(number), "image/png") if kind == "png" else (jpeg(number), "image/jpeg")
    lines = _lines(number)
    return (pdf(lines), PDF) if kind == "pdf" else (docx(lines), DOCX)


def old_image(image_id: str) -> bytes | None:
    """The image that `/image/journal/article?img_id=` serves."""
    return png(int(image_id)) if image_id.isdecimal() and int(image_id) >= _IMAGE_IDS else None


def _path(folder: int, name: str) -> str:
    number, kind = name.split(" ")[-1].split(".")
    twice = quote(quote_plus(name), safe="")
    return f"/documents/{GROUP_ID}/{folder}/{twice}/{uuid.uuid5(_NAMESPACE, f'{number}.{kind}')}"


def _stamp(on: date) -> int:
    return (on.toordinal() - date(1970, 1, 1).toordinal()) * 86_400_000 + 1_234


def _lines(number: int) -> list[str]:
    rng = random.Random(number)
    return [
        "ỦY BAN NHÂN DÂN TỈNH VÍ DỤ",
        f"KẾ HOẠCH MẪU SỐ {number}/KH-SLĐTBXH",
        "Đây là văn bản mẫu, được tạo ra để thử chương trình.",
        f"Chỉ tiêu đào tạo nghề: {rng.randint(100, 900)} học viên.",
        f"Chỉ tiêu giải quyết việc làm: {rng.randint(100, 900)} lao động.",
    ]


def png(number: int) -> bytes:
    """A 64 by 48 image of one colour."""
    colour = bytes((number * 53 % 256, number * 97 % 256, number * 193 % 256))
    rows = (b"\0" + colour * 64) * 48
    parts = (
        (b"IHDR", struct.pack(">IIBBBBB", 64, 48, 8, 2, 0, 0, 0)),
        (b"IDAT", zlib.compress(rows, 9)),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in parts
    )


def jpeg(number: int) -> bytes:
    """An 8 by 8 image of one grey, as baseline JPEG (ITU T.81): a DC value and an end of block."""
    level = number * 41 % 127 + 1
    size = level.bit_length()
    bits = f"{size:04b}{level:0{size}b}0"
    bits += "1" * (-len(bits) % 8)
    scan = int(bits, 2).to_bytes(len(bits) // 8, "big").replace(b"\xff", b"\xff\0")
    dc_table = b"\0" + bytes((0, 0, 0, 8, *(0,) * 12)) + bytes(range(8))
    ac_table = b"\x10" + bytes((1, *(0,) * 15)) + b"\0"
    return b"".join(
        (
            b"\xff\xd8",
            _segment(0xE0, b"JFIF\0\1\1\0\0\1\0\1\0\0"),
            _segment(0xDB, b"\0" + b"\x08" * 64),
            _segment(0xC0, struct.pack(">BHHB", 8, 8, 8, 1) + b"\1\x11\0"),
            _segment(0xC4, dc_table),
            _segment(0xC4, ac_table),
            _segment(0xDA, b"\1\1\0\0\x3f\0"),
            scan,
            b"\xff\xd9",
        )
    )


def _segment(marker: int, data: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(data) + 2) + data


def docx(lines: list[str]) -> bytes:
    """A Word document with a paragraph a line."""
    word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    body = "".join(f"<w:p><w:r><w:t>{escape(line)}</w:t></w:r></w:p>" for line in lines)
    parts = {
        "[Content_Types].xml": (
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels"'
            ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{DOCX}.main+xml"/></Types>'
        ),
        "_rels/.rels": (
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
            'relationships/officeDocument" Target="word/document.xml"/></Relationships>'
        ),
        "word/document.xml": (
            f'<w:document xmlns:w="{word}"><w:body>{body}<w:sectPr/></w:body></w:document>'
        ),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            declared = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>{content}'
            archive.writestr(zipfile.ZipInfo(name), declared, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def pdf(lines: list[str]) -> bytes:
    """A page of text; a ToUnicode map (PDF 32000-1, 9.10.3) says which letters its codes are."""
    letters = [letter for letter, _ in Counter("".join(lines)).most_common(200)]
    codes = {letter: code for code, letter in enumerate(letters, 33)}
    shown = "".join(
        f"<{''.join(f'{codes[letter]:02X}' for letter in line)}> Tj T*\n" for line in lines
    )
    names = " ".join(f"/uni{ord(letter):04X}" for letter in letters)
    mapped = "\n".join(f"<{codes[letter]:02X}> <{ord(letter):04X}>" for letter in letters)
    # At most 100 entries a block.
    rows = mapped.split("\n")
    chunks = [rows[at : at + 100] for at in range(0, len(rows), 100)]
    ranges = "\n".join(f"{len(c)} beginbfchar\n" + "\n".join(c) + "\nendbfchar" for c in chunks)
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
        "/CMapName /Sample def /CMapType 2 def\n"
        "1 begincodespacerange <00> <FF> endcodespacerange\n"
        f"{ranges}\nendcmap end end"
    )
    content = f"BT /F1 13 Tf 16 TL 60 780 Td\n{shown}ET"
    last = 32 + len(letters)
    objects = (
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        " /Resources << /Font << /F1 5 0 R >> >> >>",
        f"<< /Length {len(content)} >>\nstream\n{content}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 6 0 R"
        f" /FirstChar 33 /LastChar {last} /Widths [{' '.join(['560'] * len(letters))}]"
        f" /Encoding << /Type /Encoding /Differences [33 {names}] >> >>",
        f"<< /Length {len(cmap)} >>\nstream\n{cmap}\nendstream",
    )
    return _assemble(objects)


def _assemble(objects: tuple[str, ...]) -> bytes:
    out, offsets = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{content}\nendobj\n".encode("ascii")
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    size = len(objects) + 1
    return out + (
        f"xref\n0 {size}\n0000000000 65535 f \n{table}"
        f"trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF\n"
    ).encode("ascii")
