"""Folders of saved pages: where each page says it is from, and when."""

import os
from pathlib import Path

from tests.importing import SITE, address, rows, take
from tests.test_archive import page

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
    ]
    for number, form in enumerate(forms):
        link = form.format(address(number)).encode()
        save(tmp_path / "web" / f"{number}.html", page(number).replace(b"<head>", b"<head>" + link))
    take(tmp_path / "kho", tmp_path / "web")
    at = "2011-03-13T07:06:40.000000Z"
    assert captures(tmp_path / "kho") == {address(n): at for n in range(3)}


def test_the_rest_is_where_the_folder_was(tmp_path: Path) -> None:
    save(tmp_path / "web" / "tin-mau" / "index.html", page(1))
    save(tmp_path / "web" / "index.html", page(2))
    save(tmp_path / "web" / "tin-mau?_101_cur=2", page(3))
    save(tmp_path / "web" / "anh" / "mẫu 1.png", b"\x89PNG")
    result = take(tmp_path / "kho", tmp_path / "web", base=f"{SITE.origin}/cong")
    assert result.tally.captured == 4
    assert captures(tmp_path / "kho").keys() == {
        f"{SITE.origin}/cong/tin-mau/",
        f"{SITE.origin}/cong/",
        f"{SITE.origin}/cong/tin-mau?_101_cur=2",
        f"{SITE.origin}/cong/anh/m%E1%BA%ABu%201.png",
    }
    sql = "SELECT DISTINCT media_type FROM captures ORDER BY 1"
    assert [row["media_type"] for row in rows(tmp_path / "kho", sql)] == ["image/png", "text/html"]


def test_a_folder_named_as_the_host_has_its_address(tmp_path: Path) -> None:
    save(tmp_path / "mirror" / SITE.host / "tin-mau.html", page(1))
    save(tmp_path / "mirror" / "khac.invalid" / "tin-mau.html", page(2))
    result = take(tmp_path / "kho", tmp_path / "mirror")
    assert captures(tmp_path / "kho").keys() == {f"{SITE.origin}/tin-mau.html"}
    assert (result.exit_code, result.skipped) == (0, {"saved files without an address": 1})


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
    assert take(tmp_path / "kho", tmp_path / "web", base=SITE.origin).tally.captured == 1


def test_importing_a_folder_twice_adds_nothing(tmp_path: Path) -> None:
    for number in range(450):
        save(tmp_path / "web" / f"{number}.html", page(number))
    assert take(tmp_path / "kho", tmp_path / "web", base=SITE.origin, jobs=2).tally.captured == 450
    again = take(tmp_path / "kho", tmp_path / "web", base=SITE.origin)
    assert (again.tally.captured, again.skipped) == (0, {"here already": 450})
