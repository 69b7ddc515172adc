"""Files that other programs made once, of which nothing can be installed beside the rest."""

import gzip
from pathlib import Path

import pytest

from archive.importing.importing import import_from
from scraper.decoding import decoded
from scraper.site import Site
from tests.importing import address, raws, rows
from tests.test_archive import page

FOREIGN = Path(__file__).parent / "foreign"
SITE = Site.of("http://127.0.0.1:45637")
PNG = b"\x89PNG mau"
COMPRESSED = ("scrapy-webarchive.wacz",)


@pytest.mark.parametrize(
    ("name", "count"), [("scrapy-webarchive.wacz", 6), ("warcio-js.warc.gz", 7)]
)
def test_each_capture_is_what_was_served(tmp_path: Path, name: str, count: int) -> None:
    result = import_from(tmp_path, SITE, [FOREIGN / name], jobs=1)
    assert (result.exit_code, result.tally.captured, result.skipped) == (0, count, {})
    assert result.tally.new == 3
    found = {raw.url.removeprefix(SITE.origin): raw for raw in raws(tmp_path)}
    served = {address(n, ""): page(n) for n in (1, 2, 3)}
    for path, body in served.items():
        raw = found[path]
        assert (raw.status, decoded(raw).body) == (200, body)
        zipped = name in COMPRESSED and path != address(3, "")
        assert (gzip.decompress(raw.payload) if zipped else raw.payload) == body
        assert raw.header("Content-Type") == "text/html; charset=UTF-8"
        assert raw.request_headers
        assert (raw.source, (raw.source_uri or "").startswith(f"file:{name}")) == ("import", True)
    assert (found["/cu"].status, found["/cu"].header("Location")) == (301, address(1, ""))
    assert (found["/o/nen.png"].payload, found["/khong-co"].status) == (PNG, 404)
    again = import_from(tmp_path, SITE, [FOREIGN / name], jobs=1)
    assert (again.tally.captured, again.skipped) == (0, {"here already": count})
    sql = "SELECT title FROM articles ORDER BY title"
    assert [row["title"] for row in rows(tmp_path, sql)] == [f"Bài mẫu {n}" for n in (1, 2, 3)]
