"""A revisit in an export is one of a record that is there too, or has its payload itself."""

import zipfile
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator  # type: ignore[import-untyped]

from archive.archive import open_archive
from archive.exporting.wacz import export_wacz
from archive.hiding.hide import hide
from archive.runs import FINISHED
from scraper.raw import Raw
from tests.changed_archive import PNG
from tests.exported_archive import SITE, check, exchange, kind, lines
from tests.importing import raws, take
from tests.secret_archive import page, path_of
from tests.test_archive import take as keep

BODY = page(1, "Bài một", "<p>Chữmột <img src='/image/sau.png'></p>")


def make(folder: Path, *exchanges: Raw) -> Path:
    with open_archive(folder, SITE, "crawl") as archive:
        for each in exchanges:
            keep(archive, each)
            archive.commit()  # a 304 is of what an earlier run kept
        archive.finish(FINISHED, 0)
    return folder


def kinds(wacz: Path) -> list[tuple[str, str]]:
    """Each capture's kind of record, and its path."""
    found = []
    with zipfile.ZipFile(wacz) as file:
        for name in file.namelist():
            if name.startswith("archive/"):
                with file.open(name) as member:
                    found += [
                        (r.rec_type, r.rec_headers["WARC-Target-URI"].removeprefix(SITE.origin))
                        for r in ArchiveIterator(member)
                        if r.rec_type in ("response", "revisit")
                    ]
    return found


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An image that is first seen at an address that no article has."""
    return make(
        tmp_path / "data",
        exchange("/o/truoc.png", PNG, headers=kind("image/png")),
        exchange("/image/sau.png", PNG, 1, headers=kind("image/png")),
        exchange(path_of(1), BODY, 1),
        exchange(path_of(1), b"", 2, status=304),
        exchange("/o/khac.png", PNG + b"x", 2, headers=kind("image/png")),
    )


def test_the_record_that_it_is_of_goes_along(folder: Path, tmp_path: Path) -> None:
    export_wacz(folder, tmp_path / "x.wacz", "chữmột", overwrite=False)
    check(tmp_path / "x.wacz")
    assert kinds(tmp_path / "x.wacz") == [
        ("response", "/o/truoc.png"), ("revisit", "/image/sau.png"), ("response", path_of(1)),
        ("revisit", path_of(1)),
    ]  # fmt: skip
    result = take(tmp_path / "kho", tmp_path / "x.wacz")
    assert (result.exit_code, dict(result.skipped)) == (0, {})
    assert {r.payload for r in raws(tmp_path / "kho")} == {PNG, BODY, b""}


@pytest.mark.parametrize("query", [None, "chữmột"])
def test_it_gets_the_payload_where_that_record_is_hidden(
    folder: Path, tmp_path: Path, query: str | None
) -> None:
    hide(folder, f"{SITE.origin}/o/truoc.png", "mẫu")
    export_wacz(folder, tmp_path / "x.wacz", query, overwrite=False)
    check(tmp_path / "x.wacz")
    found = kinds(tmp_path / "x.wacz")
    assert ("response", "/image/sau.png") in found
    assert "/o/truoc.png" not in {path for _, path in found}
    (line,) = (fields for _, _, fields in lines(tmp_path / "x.wacz") if "sau" in fields["url"])
    assert line["mime"] == "image/png"
    result = take(tmp_path / "kho", tmp_path / "x.wacz")
    assert (result.exit_code, dict(result.skipped)) == (0, {})
    assert PNG in {r.payload for r in raws(tmp_path / "kho")}


def test_a_304_of_what_is_left_out_is_left_out(tmp_path: Path) -> None:
    """Page two lists page one, which is hidden; that page two has not changed shows nothing."""
    listing = page(2, "Bài hai", "<p>Chữhai</p>", f"<li><a href='{path_of(1)}'>Bài một</a></li>")
    folder = make(
        tmp_path / "data",
        exchange(path_of(1), BODY),
        exchange(path_of(2), listing),
        exchange(path_of(2), b"", 1, status=304),
        exchange(path_of(2), page(2, "Bài hai", "<p>Chữhai mới</p>"), 2),
    )
    hide(folder, SITE.origin + path_of(1), "mẫu")
    export_wacz(folder, tmp_path / "x.wacz", None, overwrite=False)
    check(tmp_path / "x.wacz")
    assert kinds(tmp_path / "x.wacz") == [("response", path_of(2))]
