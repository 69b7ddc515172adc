"""Any address that the old site had: to its article, its captures, its timemap."""

import re
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path
from shutil import copytree

import pytest

from archive.folder import database_path
from archive.times import utc_text
from archive.views import memento
from archive.views.captureview import MOST_LISTED
from archive.views.readerdb import ReaderDb
from archive.views.resources import Resources
from tests.changed_archive import (
    ORIGIN,
    SECOND_PATH,
    SITE,
    Story,
)
from tests.datasette_pages import Pages

MOMENT = "2021-03-29T01:00:00.000000Z"
ADDRESSES = (
    "x", "javascript:alert(1)", "https://xau.invalid/", "http://[", "https://" + "a" * 5000,
    "//", "%00", "%F0%9F%99%82", "https://replica.invalid/%ff?%ff=%zz", "<script>", "'\"",
)  # fmt: skip


@pytest.fixture(scope="module")
def pages(story: Story) -> Pages:
    return Pages(story.folder)


def test_an_address_leads_to_its_article(pages: Pages, story: Story) -> None:
    wanted = f"/bai-viet/{story.edited.entry_id}"
    for address in (
        f"{ORIGIN}{story.edited.id_path}",
        f"http://replica.invalid{story.edited.id_path}",
        f"https:/replica.invalid/web/guest{story.edited.id_path}?redirect=x",
        f"replica.invalid/vi{story.edited.id_path}",
        story.edited.id_path.lstrip("/"),
        f"http://www.replica.invalid{story.edited.id_path}",
        f"www.replica.invalid:443{story.edited.id_path}",
        # Forms of its address that no capture has.
        f"{ORIGIN}/tin-khac/-/view_content/{story.edited.entry_id}-ten-khac.html",
        f"{ORIGIN}/-/asset_publisher/khac/content/id/{story.edited.entry_id}",
    ):
        response = pages.get(f"/url/{address}")
        assert (response.status_code, response.headers["location"]) == (302, wanted), address


def test_another_address_leads_to_its_captures(pages: Pages, story: Story) -> None:
    response = pages.get(f"/url/{ORIGIN}{SECOND_PATH}")
    found = pages.get(response.headers["location"])
    assert found.status_code == 200
    assert f'href="/ban-luu/{story.captures[SECOND_PATH]}"' in found.text
    assert "1 bản lưu" in found.text


def test_the_query_is_part_of_an_address(pages: Pages) -> None:
    response = pages.get(f"/url/{ORIGIN}{SECOND_PATH}?muc=2&trang=3")
    assert response.headers["location"].endswith("trang-hai%3Fmuc%3D2%26trang%3D3")
    assert pages.get(f"/timemap/link/{ORIGIN}{SECOND_PATH}?muc=2").status_code == 404


def test_an_image_is_found_by_what_names_it(story: Story) -> None:
    """The portal gives an image of its gallery under any path, as long as its number is there."""
    path = story.with_image.images[0].path
    number = path.partition("img_id=")[2]
    database = ReaderDb(database_path(story.folder))

    def found(url: str) -> str | None:
        return database.run_here(
            lambda connection: Resources(connection, SITE, MOMENT, str).image(ORIGIN + url)
        )

    assert number and found(path)
    assert found(f"/image/khac?img_id={number}") == found(path)
    assert found(f"/image/khac?img_id={number}0") is None


def test_a_link_in_a_frame_leads_to_the_nearest_capture(pages: Pages, story: Story) -> None:
    address = f"{ORIGIN}{story.edited.id_path}"
    for moment, name in (
        ("2020-01-01T00:00:00Z", "edited0"),
        ("2021-03-30T13:00:00Z", "edited1"),
        ("2021-03-30T14:00:00Z", "edited2"),
        ("2030-01-01T00:00:00Z", "edited4"),
    ):
        response = pages.get("/ban-luu", url=address, luc=moment)
        assert response.headers["location"] == f"/ban-luu/{story.captures[name]}"


def test_what_is_not_archived_says_so(pages: Pages) -> None:
    for address in (f"{ORIGIN}/chua-luu", "https://xau.invalid/"):
        response = pages.get("/ban-luu", url=address, luc="2021-03-30T13:00:00Z")
        assert response.status_code == 404
        assert "Kho không có bản lưu nào" in response.text
        assert f'href="{address}" rel="external noreferrer nofollow"' in response.text
    assert pages.get("/ban-luu").status_code == 200
    assert 'href="javascript' not in pages.get("/ban-luu", url="javascript:alert(1)").text


def test_an_address_can_end_no_link_of_a_header() -> None:
    connection = sqlite3.connect(":memory:")
    connection.row_factory = sqlite3.Row
    values = ["https://replica.invalid/ă>;\r\n", MOMENT]
    row = connection.execute("SELECT 1 AS id, ? AS url, ? AS captured_at", values).fetchone()
    connection.close()
    told = memento.headers(row, [row], lambda _: "/ban-luu/1/trang", "/timemap")["Link"]
    assert told.isascii() and told.isprintable()
    assert told.startswith('<https://replica.invalid/%C4%83%3E;%0D%0A>; rel="original", ')
    listed = memento.timemap(row["url"], [row], lambda _: "/ban-luu/1/trang", "/timemap")
    assert listed.startswith('<https://replica.invalid/%C4%83%3E;%0D%0A>; rel="original",\n')


def test_a_timemap_lists_every_capture(pages: Pages, story: Story) -> None:
    response = pages.get(f"/timemap/link/{ORIGIN}{story.edited.id_path}")
    assert response.headers["content-type"] == "application/link-format"
    lines = response.text.strip().split(",\n")
    assert lines[0] == f'<{ORIGIN}{story.edited.id_path}>; rel="original"'
    assert 'from="Mon, 29 Mar 2021 01:00:00 GMT"' in lines[1]
    assert 'until="Fri, 02 Apr 2021 01:00:00 GMT"' in lines[1]
    assert [re.findall(r'/ban-luu/(\d+)/trang>; rel="([^"]+)"', line)[0] for line in lines[2:]] == [
        (str(story.captures[f"edited{n}"]), rel)
        for n, rel in enumerate(["first memento", *["memento"] * 3, "last memento"])
    ]
    assert pages.get(f"/timemap/link/{ORIGIN}/chua-luu").status_code == 404


@pytest.mark.parametrize("address", ADDRESSES)
def test_any_address_at_all(pages: Pages, address: str) -> None:
    for path in (f"/url/{address}", f"/timemap/link/{address}"):
        response = pages.get(path)
        assert response.status_code in (302, 404)
        target = response.headers.get("location", "/ban-luu")
        assert target.startswith("/ban-luu") and "\n" not in target
    response = pages.get("/ban-luu", url=address, luc=address)
    assert response.status_code == 404 and "<script>" not in response.text


def with_more(story: Story, folder: Path, count: int, step: timedelta) -> Path:
    """The same archive with that many more captures of the edited article, from 1 June 2021 on."""
    copytree(story.folder, folder)
    with sqlite3.connect(database_path(folder)) as connection:
        columns = [row[1] for row in connection.execute("PRAGMA table_info(captures)")][1:]
        listed = ", ".join("?" if name == "captured_at" else name for name in columns)
        first = datetime(2021, 5, 31, 20, tzinfo=UTC)  # the next day in Vietnam
        connection.executemany(
            f"INSERT INTO captures SELECT ?, {listed} FROM captures WHERE url = ? LIMIT 1",
            ((n + 1, utc_text(first + n * step), ORIGIN + story.edited.id_path)
             for n in range(count)),
        )  # fmt: skip
    connection.close()
    return folder


def test_many_captures_stand_month_by_month(story: Story, tmp_path: Path) -> None:
    folder = with_more(story, tmp_path / "many", 60, timedelta(days=1))
    page = Pages(folder).get("/ban-luu", url=ORIGIN + story.edited.id_path).text
    assert [int(count) for count in re.findall(r"<summary>[^<]*: (\d+) bản lưu", page)] == [
        30, 30, 5 - 3, 3
    ]  # fmt: skip
    assert "Tháng 06/2021" in page and "Tháng 05/2021" not in page
    assert page.count("<details open>") == 1


def test_of_very_many_captures_the_newest_are_listed(story: Story, tmp_path: Path) -> None:
    """A page that is captured every hour has so many after a year."""
    pages = Pages(with_more(story, tmp_path / "many", MOST_LISTED, timedelta(hours=1)))
    url = ORIGIN + story.edited.id_path
    page = pages.get("/ban-luu", url=url).text
    assert "10.000 bản lưu mới nhất, từ 01/06/2021 đến" in page
    newest = pages.get(f"/ban-luu/{MOST_LISTED}").text
    assert 'rel="prev"' in newest and 'rel="next"' not in newest
    assert "Mọi bản lưu" in newest and "trên 10.000" not in newest
