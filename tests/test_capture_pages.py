"""Captures as they came: bar, frame, record; files; and what means ill."""

import io
import re
import sqlite3
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
from warcio.archiveiterator import ArchiveIterator  # type: ignore[import-untyped]

from archive.archive import open_archive
from archive.folder import database_path, warc_files
from archive.runs import FINISHED
from archive.views import replayed
from archive.views.places import file_path
from scraper.raw import Raw
from tests.changed_archive import (
    CSS,
    DRAWING_PATH,
    HOSTILE,
    HOSTILE_PATH,
    ORIGIN,
    PICTURE,
    PNG,
    SECOND_PATH,
    SITE,
    STYLE,
    XML_PATH,
    Story,
    take,
)
from tests.datasette_pages import Pages

NOBODY = ("0", "-1", "7", "9" * 30, str(2**53), "x", "1e3", "%00", "%C2%B2")


@pytest.fixture(scope="module")
def pages(story: Story) -> Pages:
    return Pages(story.folder)


def records(warc: bytes) -> list[Any]:
    return [
        (record.rec_type, record.rec_headers, record.raw_stream.read())
        for record in ArchiveIterator(io.BytesIO(warc), check_digests="raise")
    ]


def test_the_bar_says_what_when_from_where(pages: Pages, story: Story) -> None:
    capture = story.captures["edited1"]
    page = pages.get(f"/ban-luu/{capture}").text
    row = pages.rows("captures", id=capture)[0]
    for told in (row["url"], row["sha256"], row["payload_digest"], row["warc_file"],
                 "08:00 ngày 30/03/2021", "chính trang gốc", "bài viết; HTTP 200"):  # fmt: skip
        assert told in page
    assert f'href="/bai-viet/{story.edited.entry_id}"' in page
    assert "Bản lưu 2 trên 5" in page
    for name in ("edited0", "edited2"):
        assert f'href="/ban-luu/{story.captures[name]}"' in page


def test_the_frame_is_sandboxed_twice(pages: Pages, story: Story) -> None:
    bar = pages.get(f"/ban-luu/{story.captures[HOSTILE_PATH]}")
    assert re.findall(r'<iframe[^>]* sandbox="([^"]*)"', bar.text) == [
        "allow-top-navigation-by-user-activation"
    ]
    assert "frame-src 'self'" in bar.headers["content-security-policy"]
    frame = pages.get(f"/ban-luu/{story.captures[HOSTILE_PATH]}/trang")
    policy = frame.headers["content-security-policy"]
    assert policy.startswith("sandbox allow-top-navigation-by-user-activation; default-src 'none'")
    assert "script-src" not in policy and "allow-scripts" not in policy
    assert "form-action 'none'" in policy and "frame-ancestors 'self'" in policy
    assert frame.headers["x-content-type-options"] == "nosniff"
    assert frame.headers["x-dns-prefetch-control"] == "off"


def test_a_hostile_page_asks_only_for_what_is_archived(pages: Pages, story: Story) -> None:
    page = pages.get(f"/ban-luu/{story.captures[HOSTILE_PATH]}/trang").text
    style, picture = (f"/ban-luu/{story.captures[path]}/trang" for path in (STYLE, PICTURE))
    drawing = f"/ban-luu/{story.captures[DRAWING_PATH]}/trang"
    asked = re.findall(r'(?:src|href)="(/ban-luu/\d+/trang)"', page)
    assert asked == [style, picture, drawing]
    assert "<script" not in page and "onerror" not in page and 'src="https:' not in page
    assert f'url("{picture}")' in pages.get(style).text and "font-face" not in pages.get(style).text
    assert pages.get(style).headers["content-type"] == "text/css; charset=utf-8"
    assert pages.get(picture).content == PNG


def test_memento_headers(pages: Pages, story: Story) -> None:
    frame = pages.get(f"/ban-luu/{story.captures['edited1']}/trang")
    at = parsedate_to_datetime(frame.headers["memento-datetime"])
    assert at.isoformat() == "2021-03-30T01:00:00+00:00"
    link = frame.headers["link"]
    assert f'<{ORIGIN}{story.edited.id_path}>; rel="original"' in link
    assert f'/timemap/link/{ORIGIN}{story.edited.id_path}>; rel="timemap"' in link
    rels = dict(re.findall(r'/ban-luu/(\d+)/trang>; rel="([^"]+)"', link))
    wanted = {"edited0": "first prev memento", "edited1": "memento", "edited2": "next memento",
              "edited4": "last memento"}  # fmt: skip
    assert rels == {str(story.captures[name]): rel for name, rel in wanted.items()}


def test_a_capture_of_an_error_is_one(pages: Pages, story: Story) -> None:
    frame = pages.get(f"/ban-luu/{story.captures['removed1']}/trang")
    assert frame.status_code == 404 and "memento-datetime" in frame.headers
    assert "không còn nữa; HTTP 404" in pages.get(f"/ban-luu/{story.captures['removed1']}").text


def test_a_304_shows_what_was_before_it(tmp_path: Path) -> None:
    at = datetime(2021, 3, 29, 1, tzinfo=UTC)
    shots = [(0, 200, "<p>Chữ cũ</p>"), (9, 304, ""), (10, 200, "<p>Chữ mới</p>")]
    with open_archive(tmp_path, SITE, "crawl") as archive:
        ids = [
            take(archive, Raw(f"{ORIGIN}{SECOND_PATH}", at + timedelta(days=day), status,
                              (("Content-Type", "text/html"),), body.encode()))
            for day, status, body in shots
        ]  # fmt: skip
        archive.finish(FINISHED, 0)
    pages = Pages(tmp_path)
    frame = pages.get(f"/ban-luu/{ids[1]}/trang").text
    assert "Chữ cũ" in frame and "Chữ mới" not in frame
    bar = pages.get(f"/ban-luu/{ids[1]}").text
    assert "không đổi" in bar and f'href="/ban-luu/{ids[0]}">bản lưu' in bar


def test_a_page_that_is_too_large_to_be_made_harmless_is_kept(
    pages: Pages, story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replayed, "MAX_BYTES", len(HOSTILE) - 1)
    frame = pages.get(f"/ban-luu/{story.captures[HOSTILE_PATH]}/trang")
    assert frame.headers["content-type"] == "application/octet-stream"
    assert frame.headers["content-disposition"] == "attachment"


def test_a_text_of_another_charset_is_served_in_the_one_that_is_told(tmp_path: Path) -> None:
    with open_archive(tmp_path, SITE, "crawl") as archive:
        sent = (("Content-Type", "text/plain; charset=utf-16"),)
        moment = datetime(2021, 3, 29, 1, tzinfo=UTC)
        body = "Chữ mẫu".encode("utf-16")
        capture = take(archive, Raw(f"{ORIGIN}/chu.txt", moment, 200, sent, body))
        archive.finish(FINISHED, 0)
    frame = Pages(tmp_path).get(f"/ban-luu/{capture}/trang")
    assert frame.headers["content-type"] == "text/plain; charset=utf-8"
    assert frame.content.decode() == "Chữ mẫu"


def test_the_record_is_whole(pages: Pages, story: Story) -> None:
    capture = story.captures["edited1"]
    response = pages.get(f"/ban-luu/{capture}.warc")
    assert response.headers["content-type"] == "application/warc"
    found = records(response.content)
    assert [kind for kind, _, _ in found] == ["response", "request"]
    row = pages.rows("captures", id=capture)[0]
    assert found[0][1].get_header("WARC-Payload-Digest") == row["payload_digest"]
    assert found[0][1].get_header("WARC-Target-URI") == row["url"]


def test_the_record_of_a_revisit_comes_with_the_payload(pages: Pages, story: Story) -> None:
    sql = "select id from captures where payload_digest = (select payload_digest from captures" \
          f" where id = {story.captures[STYLE]}) order by captured_at desc"  # fmt: skip
    assert len(pages.query(sql)) == 1
    twice = pages.query(
        "select max(id) as id, min(id) as other from captures where status = 200"
        " group by payload_digest having count(*) > 1 limit 1"
    )[0]
    kinds = [
        {kind for kind, _, _ in records(pages.get(f"/ban-luu/{twice[name]}.warc").content)}
        for name in ("id", "other")
    ]
    assert {"response"} <= kinds[0] | kinds[1] and any("revisit" in found for found in kinds)
    assert all("response" in found for found in kinds)


def test_pages_texts_and_images_have_a_frame_and_others_are_kept(
    pages: Pages, story: Story
) -> None:
    shown = {
        SECOND_PATH: True, XML_PATH: True, PICTURE: True, DRAWING_PATH: False, "/tep-la.js": False
    }  # fmt: skip
    for path, is_shown in shown.items():
        bar = pages.get(f"/ban-luu/{story.captures[path]}")
        assert bar.status_code == 200 and ("<iframe" in bar.text) is is_shown, path


@pytest.mark.parametrize(
    ("path", "kind", "disposition"),
    [
        (SECOND_PATH, "text/html; charset=utf-8", None),
        (STYLE, "text/css; charset=utf-8", None),
        (PICTURE, "image/png", None),
        (DRAWING_PATH, "image/svg+xml", "attachment"),
        ("/tep-la.js", "application/octet-stream", "attachment"),
        (XML_PATH, "text/plain; charset=utf-8", None),
    ],
)
def test_types_that_a_browser_would_run_are_never_given(
    pages: Pages, story: Story, path: str, kind: str, disposition: str | None
) -> None:
    response = pages.get(f"/ban-luu/{story.captures[path]}/trang")
    assert response.headers["content-type"] == kind
    assert response.headers.get("content-disposition") == disposition


def test_a_file_s_name_is_one_part_of_its_path() -> None:
    assert file_path(7, "a/b?c#d é.pdf") == "/tep/7/a%2Fb%3Fc%23d%20%C3%A9.pdf"


def test_files_are_given_as_they_were(pages: Pages, story: Story) -> None:
    for row in pages.rows("attachments"):
        response = pages.get(f"/tep/{row['id']}/ten%20nao%20cung%20duoc")
        assert response.status_code == 200 and len(response.content) == row["bytes"]
        assert response.headers["content-security-policy"].startswith("sandbox; default-src 'none'")
        shown = row["media_type"].startswith("image/")
        opened = shown and row["media_type"] != "image/svg+xml"
        disposition = response.headers["content-disposition"]
        assert disposition.startswith("inline" if opened else "attachment")
        wanted = row["media_type"] if shown else "application/octet-stream"
        assert response.headers["content-type"] == wanted


def test_a_file_that_the_reader_has_is_not_sent_again(pages: Pages) -> None:
    row = pages.rows("attachments", _size=1)[0]
    path, tag = f"/tep/{row['id']}/a", f'"{row["sha256"]}"'
    assert pages.get(path).headers["etag"] == tag
    for known in (tag, f"W/{tag}", f'"x", {tag}', "*"):
        response = pages.get_with(path, {"If-None-Match": known})
        assert (response.status_code, response.content) == (304, b""), known
        assert response.headers["etag"] == tag
        assert response.headers["content-security-policy"].startswith("sandbox")
    for other in ('"x"', row["sha256"], ""):
        response = pages.get_with(path, {"If-None-Match": other})
        assert response.status_code == 200 and len(response.content) == row["bytes"]


@pytest.mark.parametrize("name", NOBODY)
@pytest.mark.parametrize(
    "path", ["/ban-luu/{}", "/ban-luu/{}/trang", "/ban-luu/{}.warc", "/tep/{}/a"]
)
def test_an_id_that_is_none_is_a_plain_page(pages: Pages, path: str, name: str) -> None:
    response = pages.get(path.format(name))
    assert response.status_code == 404
    assert "script" not in response.text and "Traceback" not in response.text


@pytest.fixture
def broken(story: Story, tmp_path: Path) -> Pages:
    """The same archive with its WARC files cut off."""
    folder = copytree(story.folder, tmp_path / "broken")
    for path in warc_files(folder):
        path.write_bytes(path.read_bytes()[:100])
    return Pages(folder)


def test_a_damaged_record_is_said_in_words(
    broken: Pages, story: Story, capsys: pytest.CaptureFixture[str]
) -> None:
    capture = story.captures["edited1"]
    for path in (f"/ban-luu/{capture}/trang", f"/ban-luu/{capture}.warc"):
        response = broken.get(path)
        assert response.status_code == 500
        assert "bị hỏng hoặc thiếu" in response.text
    file = broken.rows("attachments")[0]["id"]
    assert broken.get(f"/tep/{file}/a").status_code == 500
    assert broken.get(f"/ban-luu/{capture}").status_code == 200
    assert "Traceback" not in capsys.readouterr().err


def test_what_is_hidden_is_not_given(story: Story, tmp_path: Path) -> None:
    folder = copytree(story.folder, tmp_path / "hidden")
    url, capture = f"{ORIGIN}{SECOND_PATH}", story.captures[SECOND_PATH]
    with sqlite3.connect(database_path(folder)) as connection:
        connection.execute(
            "INSERT INTO hidden_addresses (url, reason, hidden_at) VALUES (?, ?, ?)",
            [url, "Lý do mẫu", "2021-04-02T00:00:00.000000Z"],
        )
    connection.close()
    pages = Pages(folder)
    bar = pages.get(f"/ban-luu/{capture}")
    assert "Lý do mẫu" in bar.text and "<iframe" not in bar.text
    assert f"{capture}.warc" not in bar.text
    for path in (f"/ban-luu/{capture}/trang", f"/ban-luu/{capture}.warc"):
        assert pages.get(path).status_code == 451


def test_a_304_has_the_size_of_what_is_shown(story: Story, tmp_path: Path) -> None:
    folder = copytree(story.folder, tmp_path / "unchanged")
    with sqlite3.connect(database_path(folder)) as connection:
        connection.execute(
            "UPDATE captures SET status = 304, bytes = 0, media_type = NULL WHERE id IN (SELECT"
            " max(id) FROM captures WHERE outcome = 'attachment' GROUP BY url LIMIT 1)"
        )
        (one,) = connection.execute("SELECT id FROM captures WHERE status = 304").fetchone()
    connection.close()
    page = Pages(folder).get(f"/ban-luu/{one}").text
    assert "Máy chủ trả lời “không đổi”" in page and "(0 byte)" not in page


def test_our_hostile_page_is_hostile() -> None:
    assert HOSTILE.count(b"xau.invalid") > 15 and b"font-face" in CSS
