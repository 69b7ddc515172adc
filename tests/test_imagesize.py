"""Sizes of images, from their first bytes."""

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.replaying.imagesize import image_size

PNG = b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sII", 13, b"IHDR", 640, 480)
GIF = b"GIF89a" + struct.pack("<HH", 640, 480)
JPEG = (
    b"\xff\xd8\xff\xe0" + struct.pack(">H", 16) + b"J" * 14
    + b"\xff\xc4" + struct.pack(">H", 4) + b"xx"
    + b"\xff\xc2" + struct.pack(">HBHH", 17, 8, 480, 640)
)  # fmt: skip
KINDS = st.sampled_from([b"", PNG, GIF, JPEG, JPEG[:30], b"\xff\xd8\xff", PNG[:8]])


@pytest.mark.parametrize("body", [PNG, GIF, JPEG], ids=["png", "gif", "jpeg"])
def test_width_and_height(body: bytes) -> None:
    assert image_size(body + b"\0" * 9) == (640, 480)


@pytest.mark.parametrize("body", [b"", b"RIFF", PNG[:20], GIF[:7], JPEG[:24], b"\xff\xd8",
                                  PNG[:16] + b"\0" * 8, PNG[:16] + b"\xff" * 8])  # fmt: skip
def test_what_is_no_image_or_broken_has_none(body: bytes) -> None:
    assert image_size(body) is None


@given(KINDS, st.binary(max_size=40))
def test_any_bytes_are_read_without_an_error(start: bytes, rest: bytes) -> None:
    found = image_size(start[: len(start) // 2] + rest)
    assert found is None or min(found) > 0
