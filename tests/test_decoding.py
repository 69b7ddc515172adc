import gzip
import json
import time
import tracemalloc
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.decoding import decoded
from scraper.raw import header_text
from tests.exchanges import PAGE, exchange, zipped


def gzipped(data: bytes) -> bytes:
    """The same bytes each time: they name the tests, which two processes must name alike."""
    return gzip.compress(data, mtime=0)


BARE = zlib.compressobj(9, zlib.DEFLATED, -15)
DEFLATED = BARE.compress(PAGE) + BARE.flush()


def body(payload: bytes, *codings: str, limit: int = 10**6) -> bytes:
    headers = tuple(("Content-encoding", coding) for coding in codings)
    return decoded(exchange(payload=payload, headers=headers), limit).body


@pytest.mark.parametrize(
    ("payload", "codings"),
    [
        (PAGE, ()),
        (PAGE, ("identity",)),
        (gzipped(PAGE), ("gzip",)),
        (gzipped(PAGE), ("X-GZIP",)),
        (gzipped(PAGE), ("", "gzip")),
        (zlib.compress(PAGE), ("deflate",)),
        (DEFLATED, ("deflate",)),
        (gzipped(zlib.compress(PAGE)), ("deflate, gzip",)),
        (gzipped(gzipped(PAGE)), ("gzip", "gzip")),
        (gzipped(PAGE[:9]) + gzipped(PAGE[9:]), ("gzip",)),
        (gzipped(PAGE) + b"garbage", ("gzip",)),
        (PAGE, ("gzip",)),
        (PAGE, ("deflate",)),
        (PAGE, ("unheard-of",)),
        (b"", ()),
    ],
)
def test_codings_are_undone(payload: bytes, codings: tuple[str, ...]) -> None:
    assert body(payload, *codings) == (PAGE if payload else b"")


def test_several_members_longer_than_a_step() -> None:
    noise = bytes(i * i % 251 for i in range(300_000))
    payload = b"".join(gzip.compress(noise[i : i + 99_999], 0) for i in range(0, 300_000, 99_999))
    assert body(payload, "gzip") == noise


@given(cut=st.integers(0, 400))
def test_a_cut_stream_gives_what_came(cut: int) -> None:
    noise = bytes(i * i % 251 for i in range(400))
    found = body(gzip.compress(noise, 0)[: 15 + cut], "gzip")
    assert found == noise[: len(found)]
    assert len(found) >= cut - 1


def test_a_broken_stream_gives_what_came_before() -> None:
    text = PAGE * 50
    stream = bytearray(gzip.compress(bytes(text), 0))
    stream[-4000:] = b"\xff" * 4000
    assert body(bytes(stream), "gzip")[:100] == text[:100]
    blocks = zlib.compressobj(6, zlib.DEFLATED, 31)
    first = blocks.compress(text) + blocks.flush(zlib.Z_FULL_FLUSH)
    assert body(first + b"\xff" * 50, "gzip") == text


@given(garbage=st.binary(), coding=st.sampled_from(["gzip", "deflate", "gzip, deflate", ",;"]))
def test_garbage_is_no_error(garbage: bytes, coding: str) -> None:
    assert isinstance(body(garbage, coding), bytes)
    assert isinstance(body(b"\x1f\x8b\x08\0" + garbage, coding), bytes)


@pytest.mark.parametrize("rounds", [1, 2])
def test_a_bomb_stops_at_the_limit(rounds: int) -> None:
    bomb = gzip.compress(b"\0" * 200_000_000, 1)
    if rounds == 2:
        bomb = gzip.compress(bomb)
    tracemalloc.start()
    begun = time.process_time()
    assert len(body(bomb, *["gzip"] * rounds, limit=1_000_000)) <= 1_000_000
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 10_000_000
    assert time.process_time() - begun < 60


def test_a_capture_is_otherwise_as_received() -> None:
    raw = zipped("/vi/tin", status=404, source="import")
    capture = decoded(raw)
    assert (capture.url, capture.captured_at, capture.status, capture.source) == (
        raw.url,
        raw.captured_at,
        404,
        "import",
    )
    assert capture.headers == raw.headers
    assert "Nội dung mẫu" in capture.text


def test_header_bytes_that_are_no_utf8_become_latin_1() -> None:
    headers = (("X-A", header_text("é".encode("latin-1"))), ("X-B", header_text("đ".encode())))
    capture = decoded(exchange(headers=headers))
    assert [value for _, value in capture.headers] == ["é", "đ"]
    assert json.dumps(capture.headers, ensure_ascii=False).encode()
