"""Whatever an exchange holds, it comes back from its WARC file the same."""

import dataclasses
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.warc.head import kept_headers
from archive.warc.reading import read_record
from scraper.raw import Raw
from tests.exchanges import PAGE, SITE, exchange, write_all
from tests.test_warcs import stored, warcio_records

names = st.text(
    st.characters(codec="utf-8", exclude_characters=":\r\n", exclude_categories=["Cs"]),
    max_size=20,
)
values = st.one_of(
    names.map(lambda text: text.strip(" \t")),
    st.binary(max_size=20).map(
        lambda data: data.translate(None, b"\r\n").strip(b" \t").decode("utf-8", "surrogateescape")
    ),
    st.sampled_from(["", "gzip", "é", "\u00a0x\u00a0", 'attachment; filename="đơn.pdf"']),
)
pairs = st.lists(st.tuples(names, values), max_size=6).map(tuple)
payloads = st.one_of(st.binary(max_size=300), st.sampled_from([b"", b"\r\n\r\n", PAGE]))


@settings(max_examples=150)
@given(
    raws=st.lists(
        st.builds(
            Raw,
            url=st.just(f"{SITE}/vi/-/đào-tạo?x=%20#y"),
            captured_at=st.datetimes(min_value=datetime(1990, 1, 1), timezones=st.just(UTC)),
            status=st.integers(100, 999),
            headers=pairs,
            payload=payloads,
            reason=values,
            method=st.sampled_from(["GET", "HEAD", "POST"]),
            request_headers=pairs,
            truncated=st.sampled_from([None, "length", "time"]),
            source=st.sampled_from(["live", "wayback", "import"]),
            source_uri=st.sampled_from([None, "https://web.archive.org/web/2019id_/x"]),
        ),
        max_size=4,
    )
)
def test_whatever_comes_is_read_back_the_same(
    raws: list[Raw], tmp_path_factory: pytest.TempPathFactory
) -> None:
    path, written = write_all(tmp_path_factory.mktemp("warc"), raws)
    found = stored(path)
    assert [s.raw for s in found] == [
        dataclasses.replace(raw, headers=kept_headers(raw)) for raw in raws
    ]
    assert [s.written for s in found] == written
    assert all(s.sound for s in found)


@pytest.mark.parametrize("payload", [b"", bytes(range(256)) * 20_000, b"\0" * 5_000_000])
def test_payloads_of_any_size(tmp_path: Path, payload: bytes) -> None:
    raw = exchange(payload=payload)
    path, (written,) = write_all(tmp_path, [raw])
    assert read_record(tmp_path, path.name, written.offset).raw == raw
    assert written.bytes == len(payload)
    assert warcio_records(path)[1][1] == payload
