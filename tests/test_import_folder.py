"""Folders of saved pages: where each page says it is from, and when."""

import os
from pathlib import Path

import pytest

from scraper.sources.found import INCOMPLETE, NOT_ADDRESSED, Found, Skip
from scraper.sources.parts import PagesPart, SavedFile, WarcPart, with_bytes
from scraper.sources.plan import Reader, plan
from tests.importing import SITE, address, rows, take
from tests.test_archive import page
from tests.warcmaking import plain, response

SAVED = 1_300_000_000  # 2011-03-13T07:06:40Z
HTTRACK = "<!-- Mirrored from {} by HTTrack Website Copier/3.x [XR&CO'2014], {} -->"
WHEN = "Fri, 26 Mar 2021 08:13:00 GMT"


def save(path: Path, body: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(body)
    os.utime(path, (SAVED, SAVED))
    return path


def captures(folder: Path) -> dict[str, str]:
    sql = "SELECT url, captured_at FROM captures"
    return {row["url"]: row["captured_at"] for row in rows(folder, sql)}


def path_of(number: int) -> str:
    return address(number).removeprefix("https://")


def test_httrack_tells_address_and_time(tmp_path: Path) -> None:
    comment = HTTRACK.format(path_of(1), WHEN).encode()
    save(tmp_path / "web" / "x" / "bai-1.html", page(1).replace(b"<body>", b"<body>" + comment))
    save(tmp_path / "web" / "hts-cache" / "new.txt", b"x")
    save(tmp_path / "web" / "hts-log.txt", b"x")
    result = take(tmp_path / "kho", tmp_path / "web")
    assert (result.exit_code, result.skipped) == (0, {})
    assert captures(tmp_path / "kho") == {address(1): "2021-03-26T08:13:00.000000Z"}
    sql = "SELECT source, source_uri, media_type, outcome FROM captures"
    assert [tuple(row.values()) for row in rows(tmp_path / "kho", sql)] == [
        ("import", "file:web/x/bai-1.html", "text/html", "article")
    ]


def test_a_page_knows_its_canonical_address(tmp_path: Path) -> None:
    forms = [
        '<link rel="canonical" href="{}">',
        "<LINK href='{}' data-x=1 rel='canonical' />",
        "<link rel=canonical href={}>",
        '<link rel="canonical" href="{}">',
        '<link rel="canonical" href=" {} ">',
        f'<!-- <link rel="canonical" href="{address(90)}"> --><link rel="x canonical" href="{{}}">',
        f"<script>'<link rel=canonical href={address(91)}>'</script><link rel=canonical href={{}}>",
    ]
    for number, form in enumerate(forms):
        written = "".join(f"&#x{ord(c):x};" for c in address(number)) if number == 3 else ""
        link = form.format(written or address(number)).encode()
        save(tmp_path / "web" / f"{number}.html", page(number).replace(b"<head>", b"<head>" + link))
    take(tmp_path / "kho", tmp_path / "web")
    at = "2011-03-13T07:06:40.000000Z"
    assert captures(tmp_path / "kho") == {address(n): at for n in range(7)}


@pytest.mark.parametrize("text", [b"", b"tin.html", b"<?xml version='1.0'?><rss/>", b"<![x<!d\0"])
def test_a_saved_page_that_is_none_is_kept(tmp_path: Path, text: bytes) -> None:
    save(tmp_path / "web" / "1.html", text)
    result = take(tmp_path / "kho", tmp_path / "web", base=SITE.origin)
    assert (result.exit_code, result.lines) == (0, [])
    assert list(captures(tmp_path / "kho")) == [f"{SITE.origin}/1.html"]


@pytest.mark.parametrize("canonical", ["https://[x", "https://x:y/", "//", "/tin", "\udce0"])
def test_a_canonical_address_that_is_none(tmp_path: Path, canonical: str) -> None:
    link = f'<link rel="canonical" href="{canonical}">'.encode("utf-8", "surrogateescape")
    save(tmp_path / "web" / "1.html", page(1).replace(b"<head>", b"<head>" + link))
    save(tmp_path / "web" / "2.html", page(2))
    result = take(tmp_path / "kho", tmp_path / "web", base=SITE.origin)
    assert result.exit_code == 0
    assert f"{SITE.origin}/2.html" in captures(tmp_path / "kho")


def test_the_rest_is_where_the_folder_was(tmp_path: Path) -> None:
    save(tmp_path / "web" / "tin-mau" / "index.html", page(1))
    save(tmp_path / "web" / "index.html", page(2))
    save(tmp_path / "web" / "tin-mau?_101_cur=2", page(3))
    save(tmp_path / "web" / "anh" / "mẫu 1.png", b"\x89PNG")
    save(tmp_path / "web" / "tin" / "index.html?_101_cur=2", page(4))
    save(tmp_path / "web" / "tin:tuc [1].html", page(5))
    result = take(tmp_path / "kho", tmp_path / "web", base=f"{SITE.origin}/cong")
    assert result.tally.captured == 6
    assert captures(tmp_path / "kho").keys() == {
        f"{SITE.origin}/cong/tin-mau/",
        f"{SITE.origin}/cong/",
        f"{SITE.origin}/cong/tin-mau?_101_cur=2",
        f"{SITE.origin}/cong/anh/m%E1%BA%ABu%201.png",
        f"{SITE.origin}/cong/tin/?_101_cur=2",
        f"{SITE.origin}/cong/tin:tuc%20%5B1%5D.html",
    }
    sql = "SELECT DISTINCT media_type FROM captures ORDER BY 1"
    assert [row["media_type"] for row in rows(tmp_path / "kho", sql)] == ["image/png", "text/html"]


def test_a_folder_named_as_the_host_has_its_address(tmp_path: Path) -> None:
    save(tmp_path / "mirror" / SITE.host / "tin-mau.html", page(1))
    save(tmp_path / "mirror" / "khac.invalid" / "tin-mau.html", page(2))
    result = take(tmp_path / "kho", tmp_path / "mirror")
    assert captures(tmp_path / "kho").keys() == {f"{SITE.origin}/tin-mau.html"}
    assert (result.exit_code, result.skipped) == (0, {NOT_ADDRESSED: 1})


@pytest.mark.parametrize("named", [SITE.host, "."])
def test_the_folder_itself_may_be_named_as_the_host(
    tmp_path: Path, named: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(tmp_path / SITE.host / "tin-mau.html", page(1))
    monkeypatch.chdir(tmp_path if named == SITE.host else tmp_path / SITE.host)
    take(tmp_path / "kho", Path(named))
    assert captures(tmp_path / "kho").keys() == {f"{SITE.origin}/tin-mau.html"}
    sql = "SELECT source_uri FROM captures"
    assert rows(tmp_path / "kho", sql)[0]["source_uri"] == f"file:{SITE.host}/tin-mau.html"


def test_names_that_are_no_utf_8(tmp_path: Path) -> None:
    save(tmp_path / "web" / os.fsdecode(b"t\xe0i") / "1.html", page(1))
    save(tmp_path / "web" / os.fsdecode(b"l\xe0.warc"), b"")
    source = tmp_path / "web" / os.fsdecode(b"t\xe0i.warc")
    plain(source, [response(address(2), page(2), {"WARC-Record-ID": None})])
    result = take(tmp_path / "kho", tmp_path / "web", base=SITE.origin)
    assert captures(tmp_path / "kho").keys() == {f"{SITE.origin}/t%E0i/1.html", address(2)}
    uris = {row["source_uri"] for row in rows(tmp_path / "kho", "SELECT source_uri FROM captures")}
    assert uris == {"file:web/t%E0i/1.html", "file:web/t%E0i.warc"}
    assert result.lines == [r"warning: import_damaged: damaged: web/l\udce0.warc: an empty file"]


def test_a_page_begins_behind_a_byte_order_mark(tmp_path: Path) -> None:
    save(tmp_path / "web" / "tin-mau", b"\xef\xbb\xbf" + page(1))
    take(tmp_path / "kho", tmp_path / "web", base=SITE.origin)
    sql = "SELECT media_type, outcome FROM captures"
    assert rows(tmp_path / "kho", sql) == [{"media_type": "text/html", "outcome": "article"}]


def test_a_time_that_no_calendar_has(tmp_path: Path) -> None:
    part = PagesPart(tmp_path, "web", ("x.html",), SITE.origin, 1, (SavedFile(1e15, page(1)),))
    (skip,) = Reader(part, SITE)
    assert skip == Skip(INCOMPLETE, "x.html: the time of the file is none: 1000000000000000")


def test_an_empty_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "web" / "x").mkdir(parents=True)
    result = take(tmp_path / "kho", tmp_path / "web")
    assert result.lines == ["warning: import_damaged: damaged: web: an empty folder"]


def test_what_cannot_be_read_is_named_and_the_rest_is_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Root may read everything, so it becomes nobody, who stands in the folder already."""
    closed = [tmp_path / "a", tmp_path / "b.html", tmp_path / "c.warc"]
    save(closed[0] / "1.html", page(1))
    save(closed[1], page(2))
    plain(closed[2], [response(address(3), page(3))])
    save(tmp_path / "d.html", page(4))
    monkeypatch.chdir(tmp_path)
    tmp_path.chmod(0o755)
    for path in closed:
        path.chmod(0)
    root = os.geteuid() == 0
    try:
        os.seteuid(65534 if root else os.geteuid())
        found = list(plan([Path()], SITE.origin))
        skips = [each for each in found if isinstance(each, Skip)]
        pages = [
            each for part in found if isinstance(part, PagesPart) for each in Reader(part, SITE)
        ]
    finally:
        os.seteuid(0 if root else os.geteuid())
        closed[0].chmod(0o755)
    assert skips == [
        Skip(INCOMPLETE, f"{tmp_path.name}/c.warc: Permission denied"),
        Skip(INCOMPLETE, "./a: Permission denied"),
    ]
    assert pages[0] == Skip(INCOMPLETE, "b.html: Permission denied")
    assert [each.raw.url for each in pages if isinstance(each, Found)] == [f"{SITE.origin}/d.html"]


def test_a_file_that_goes_away_meanwhile(tmp_path: Path) -> None:
    source = plain(tmp_path / "a.warc", [response(address(1), page(1))])
    (part,) = plan([source])
    source.unlink()
    assert isinstance(part, WarcPart)
    assert with_bytes(part) == part
    reader = Reader(part, SITE)
    assert list(reader) == [Skip(INCOMPLETE, "a.warc: No such file or directory")]
    assert reader.end == part.high


def test_another_sites_pages_are_left_out(tmp_path: Path) -> None:
    comment = HTTRACK.format("khac.invalid/x", WHEN).encode()
    save(tmp_path / "web" / "1.html", page(1).replace(b"<body>", b"<body>" + comment))
    result = take(tmp_path / "kho", tmp_path / "web", base=SITE.origin)
    assert (result.tally.captured, result.skipped) == (0, {"of another site": 1})


def test_links_are_not_followed_out_of_the_folder(tmp_path: Path) -> None:
    save(tmp_path / "ngoai" / "1.html", page(1))
    save(tmp_path / "web" / "2.html", page(2))
    (tmp_path / "web" / "1.html").symlink_to(tmp_path / "ngoai" / "1.html")
    (tmp_path / "web" / "ngoai").symlink_to(tmp_path / "ngoai")
    result = take(tmp_path / "kho", tmp_path / "web", base=SITE.origin)
    assert (result.exit_code, result.tally.captured) == (0, 1)
    assert result.skipped == {"symbolic links, pipes and devices": 2}


def test_importing_a_folder_twice_adds_nothing(tmp_path: Path) -> None:
    for number in range(450):
        save(tmp_path / "web" / f"{number}.html", page(number))
    assert take(tmp_path / "kho", tmp_path / "web", base=SITE.origin, jobs=2).tally.captured == 450
    again = take(tmp_path / "kho", tmp_path / "web", base=SITE.origin)
    assert (again.tally.captured, again.skipped) == (0, {"here already": 450})
