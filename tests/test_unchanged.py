"""What a reader has already is not sent again."""

import asyncio
from pathlib import Path

import httpx
import pytest

from tests.datasette_pages import Pages
from tests.sample_archive import make

PATHS = (
    "/", "/tim-kiem?q=mẫu", "/tim-kiem.json?q=mẫu", "/tim-kiem.atom?q=mẫu", "/bai-viet/1",
    "/bai-viet/1.ris", "/bai-viet/1/phien-ban", "/thay-doi", "/thay-doi.atom", "/static/site.css",
    "/static/cite.js", "/gioi-thieu", "/thong-ke",
)  # fmt: skip


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Pages:
    return Pages(make(tmp_path_factory.mktemp("archive")))


def ask(pages: Pages, path: str, method: str = "GET", **headers: str) -> httpx.Response:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    client = pages.datasette.client
    found: httpx.Response = asyncio.run(client.request(method, path, headers=named))
    return found


@pytest.mark.parametrize("path", PATHS)
def test_what_is_as_it_was_is_not_sent_again(pages: Pages, path: str) -> None:
    first = ask(pages, path)
    tag = first.headers["etag"]
    assert first.status_code == 200 and int(first.headers["content-length"]) == len(first.content)
    for known in (tag, f"W/{tag}", f'"x", {tag}', "*"):
        again = ask(pages, path, if_none_match=known)
        assert (again.status_code, again.content) == (304, b""), known
        assert again.headers["etag"] == tag and "content-length" not in again.headers
        for name in ("cache-control", "content-security-policy"):
            assert again.headers.get(name) == first.headers.get(name)
    other = ask(pages, path, if_none_match='"x"', if_modified_since="Fri, 01 Jan 2100 00:00:00 GMT")
    assert (other.status_code, other.content) == (200, first.content)
    part = ask(pages, path, range="bytes=0-3")
    assert (part.status_code, part.content) == (200, first.content)
    assert "accept-ranges" not in part.headers
    head = ask(pages, path, "HEAD")
    assert (head.status_code, head.headers["etag"]) == (200, tag)


@pytest.mark.parametrize("path", ["/archive", "/archive/articles.json", "/archive/articles.csv"])
def test_nothing_is_told_of_a_body_that_is_not_made(pages: Pages, path: str) -> None:
    """Datasette answers HEAD with the page as it is, but for its body."""
    head = ask(pages, path, "HEAD", if_none_match="*")
    assert head.status_code == 200 and head.headers["content-type"]
    assert "etag" not in head.headers and "content-length" not in head.headers


def test_what_is_no_page_has_no_tag(pages: Pages) -> None:
    for path, status in (("/bai-viet/12345", 404), ("/url/x", 302), ("/ban-luu/x", 404)):
        answer = ask(pages, path, if_none_match="*")
        assert answer.status_code == status and "etag" not in answer.headers


def test_what_is_sent_as_it_is_made_is_whole(pages: Pages, tmp_path: Path) -> None:
    answer = ask(pages, "/tim-kiem.csv", if_none_match="*")
    assert answer.status_code == 200 and answer.text.count("\r\n") > 40
    assert "etag" not in answer.headers
    assert ask(pages, "/tim-kiem.csv", "HEAD").status_code == 200


def test_a_search_that_finds_something_new_is_sent(tmp_path: Path) -> None:
    pages = Pages(make(tmp_path))
    tag = ask(pages, "/tim-kiem.atom").headers["etag"]
    with pages.datasette.get_database("archive").connect(write=True) as connection:
        connection.execute("UPDATE articles SET title = 'Tên khác' WHERE id = 1")
    assert ask(pages, "/tim-kiem.atom", if_none_match=tag).status_code == 200
