"""How large an image is, from its first bytes, so that a page keeps room for it.

PNG: https://www.w3.org/TR/png-3/#11IHDR, GIF: the logical screen of GIF89a, JPEG: the frame header
of ITU-T T.81, annex B.
"""

import struct

_PNG = b"\x89PNG\r\n\x1a\n"
_GIF = (b"GIF87a", b"GIF89a")
_JPEG = b"\xff\xd8"
# Frame headers are C0 to CF, but for tables (C4, CC) and an extension (C8).
_NO_FRAME = (0xC4, 0xC8, 0xCC)
_LONGEST = 20_000  # pixels; what says more is broken


def image_size(body: bytes) -> tuple[int, int] | None:
    """Width and height in pixels of a PNG, GIF or JPEG; None of anything else."""
    try:
        found = _read(body)
    except (struct.error, IndexError):
        return None
    return found if found and all(0 < side <= _LONGEST for side in found) else None


def _read(body: bytes) -> tuple[int, int] | None:
    if body.startswith(_PNG):
        width, height = struct.unpack_from(">II", body, 16)
    elif body.startswith(_GIF):
        width, height = struct.unpack_from("<HH", body, 6)
    elif body.startswith(_JPEG):
        return _read_jpeg(body)
    else:
        return None
    return width, height


def _read_jpeg(body: bytes) -> tuple[int, int] | None:
    at = 2
    while body[at] == 0xFF:
        kind = body[at + 1]
        if 0xC0 <= kind <= 0xCF and kind not in _NO_FRAME:
            height, width = struct.unpack_from(">HH", body, at + 5)
            return width, height
        (length,) = struct.unpack_from(">H", body, at + 2)
        at += 2 + length
    return None
