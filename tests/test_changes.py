"""Edits, removals and returns: the page, its pages, the feed."""

import re
from functools import partial
from pathlib import Path
from xml.etree import ElementTree

import pytest

from archive.db.database import connect
from archive.folder import database_path
from archive.views.atom import Entry, feed
from archive.views.changes import changes
from archive.views.readerdb import ReaderDb
from tests.changed_archive import Story
from tests.datasette_pages import Pages

LISTED = re.compile(r'<strong[^>]*>([^<]+)</strong>.*?<a href="/bai-viet/(\d+)">', re.DOTALL)
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(scope="module")
def pages(story: Story) -> Pages:
    return Pages(story.folder)


def wanted(story: Story) -> list[tuple[str, int]]:
    return [
        ("Đăng lại", story.returned.entry_id),
        ("Sửa", story.retitled.entry_id),
        ("Gỡ", story.returned.entry_id),
        ("Gỡ", story.removed.entry_id),
        ("Sửa", story.edited.entry_id),
    ]


def test_changes_are_listed_newest_first(pages: Pages, story: Story) -> None:
    page = pages.get("/thay-doi").text
    found = LISTED.findall(page)
    assert [(kind, int(number)) for kind, number in found] == wanted(story)


def test_an_edit_says_what_was_edited(pages: Pages, story: Story) -> None:
    page = pages.get("/thay-doi").text
    assert "sửa tiêu đề" in page and "nội dung thêm 1 chữ, bớt 1 chữ" in page
    assert f"/bai-viet/{story.edited.entry_id}/phien-ban?cu=2021-03-29" in page


def test_the_feed_has_the_same_with_ids_that_stay(pages: Pages, story: Story) -> None:
    response = pages.get("/thay-doi.atom")
    assert response.headers["content-type"] == "application/atom+xml; charset=utf-8"
    root = ElementTree.fromstring(response.content)
    entries = root.findall(f"{ATOM}entry")
    assert len(entries) == len(wanted(story))
    ids = [entry.findtext(f"{ATOM}id") or "" for entry in entries]
    edited = f"tag:replica.invalid,2020:thay-doi/{story.edited.entry_id}/edit/"
    assert ids[-1] == f"{edited}2021-03-30T01:00:00.000000Z" and len(set(ids)) == len(ids)
    assert all("localhost" not in found for found in ids)
    assert root.findtext(f"{ATOM}updated") == "2021-04-02T01:00:00.000000Z"
    for link in root.iter(f"{ATOM}link"):
        path = str(link.get("href")).removeprefix("http://localhost")
        assert pages.get(path).status_code == 200


@pytest.mark.parametrize(("word", "name"), [("sua", "Sửa"), ("go", "Gỡ"), ("dang-lai", "Đăng lại")])
def test_one_kind_of_change(pages: Pages, story: Story, word: str, name: str) -> None:
    page = pages.get("/thay-doi", loai=word).text
    assert LISTED.findall(page) == [(k, str(n)) for k, n in wanted(story) if k == name]
    assert f'<b aria-current="true">{name}</b>' in page
    assert f'title="Thay đổi" href="/thay-doi.atom?loai={word}"' in page
    root = ElementTree.fromstring(pages.get("/thay-doi.atom", loai=word).content)
    titles = [entry.findtext(f"{ATOM}title") or "" for entry in root.findall(f"{ATOM}entry")]
    assert titles and all(title.startswith(f"{name}: ") for title in titles)
    assert root.findtext(f"{ATOM}id") == f"tag:replica.invalid,2020:thay-doi?loai={word}"
    assert pages.get("/thay-doi", loai="khac").text == pages.get("/thay-doi").text


@pytest.mark.parametrize("only", [None, "removal"])
@pytest.mark.parametrize("size", [1, 2, 4])
def test_pages_of_changes_have_each_once(story: Story, size: int, only: str | None) -> None:
    database = ReaderDb(database_path(story.folder))
    found, behind, more = [], "", True
    while more:
        some, more = database.run_here(partial(changes, behind=behind, most=size, only=only))
        assert len(some) <= size
        found += [(change.name, change.article_id) for change in some]
        behind = some[-1].key
    assert found == [one for one in wanted(story) if only is None or one[0] == "Gỡ"]


@pytest.mark.parametrize(
    "key", ["x", "~", "~~", "~1~edit", "z~1~edit", "'~1~edit", f"2021~{'9' * 40}~edit", "\0~1~edit"]
)
def test_a_key_that_is_none(pages: Pages, key: str) -> None:
    assert pages.get("/thay-doi", sau=key).status_code == 200


def test_nothing_has_changed_yet(tmp_path: Path) -> None:
    db = connect(database_path(tmp_path))
    db.conn.close()
    pages = Pages(tmp_path)
    assert "Kho chưa thấy bài nào được sửa" in pages.get("/thay-doi").text
    root = ElementTree.fromstring(pages.get("/thay-doi.atom").content)
    assert root.findtext(f"{ATOM}updated") and not root.findall(f"{ATOM}entry")


def test_the_feed_holds_any_text() -> None:
    entry = Entry("tag:a,2020:b", "<b>\0&\x0b\ud7ff", "2021-01-01T00:00:00Z", "http://a/?b=1&c=2")
    found = ElementTree.fromstring(feed("tag:a,2020:c", "T", "A", entry.updated, "u", "p", [entry]))
    assert found.findtext(f"{ATOM}entry/{ATOM}title") == "<b>\ufffd&\ufffd\ud7ff"
