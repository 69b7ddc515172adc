"""What no page can answer: other methods than reading, hosts, cookies and paths that are none."""

import asyncio
from typing import Any

import httpx
import pytest

from tests.datasette_pages import Pages
from tests.sample_archive import make

OURS = ("/", "/tim-kiem", "/tim-kiem.csv", "/bai-viet/1", "/thay-doi.atom", "/tinh-trang.json")
DATASETTES = ("/archive", "/archive/articles", "/archive/bang-so-lieu", "/archive/articles.json")
NO_HOSTS = ("[::1", "a b", '"><script>', "evil.example/x", "user@evil.example", "\xff", "a:123456")
HOSTS = ("kho.example", "127.0.0.1:8001", "[::1]:80", "may_chu")
NO_COOKIES = ("a,b=1", "a@=1", "\xff=1")


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Pages:
    return Pages(make(tmp_path_factory.mktemp("archive")))


def ask(pages: Pages, method: str, path: str, **headers: str) -> httpx.Response:
    sent = [(name.encode(), value.encode("latin-1")) for name, value in headers.items()]
    response: httpx.Response = asyncio.run(
        pages.datasette.client.request(method, path, headers=sent)
    )
    return response


def ask_raw(pages: Pages, **scope: Any) -> list[dict[str, Any]]:  # noqa: ANN401
    """What is sent for a scope that no client would let through."""
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.disconnect"}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    whole = {"type": "http", "method": "GET", "path": "/", "headers": [], **scope}
    asyncio.run(pages.datasette.client.app(whole, receive, send))
    return sent


def assert_refused(response: httpx.Response, status: int) -> None:
    assert response.status_code == status
    assert response.headers["content-security-policy"].startswith("default-src 'none'")
    assert response.headers["x-content-type-options"] == "nosniff"
    assert "Traceback" not in response.text and "<" not in response.text


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "MUA"])
def test_the_site_is_only_read(pages: Pages, method: str) -> None:
    for path in OURS + DATASETTES:
        response = ask(pages, method, path)
        assert_refused(response, 405)
        assert response.headers["allow"] == "GET, HEAD"


@pytest.mark.parametrize("path", OURS + DATASETTES)
def test_a_head_is_as_a_get(pages: Pages, path: str) -> None:
    head, get = ask(pages, "HEAD", path), ask(pages, "GET", path)
    assert head.status_code == get.status_code == 200
    assert head.headers["content-type"] == get.headers["content-type"]


def test_datasettes_own_forms_are_left_to_it(pages: Pages) -> None:
    assert ask(pages, "POST", "/-/logout").status_code in (302, 403)


@pytest.mark.parametrize("host", NO_HOSTS)
def test_a_host_that_is_none_is_repeated_nowhere(pages: Pages, host: str) -> None:
    for path in ("/thay-doi.atom", "/tim-kiem.json", "/bai-viet/1", "/archive/articles.json"):
        assert_refused(ask(pages, "GET", path, Host=host), 400)


@pytest.mark.parametrize("host", HOSTS)
def test_any_host_may_serve_it(pages: Pages, host: str) -> None:
    assert f'href="http://{host}/thay-doi"' in ask(pages, "GET", "/thay-doi.atom", Host=host).text


@pytest.mark.parametrize("cookie", NO_COOKIES)
def test_a_cookie_that_cannot_be_read_is_none(pages: Pages, cookie: str) -> None:
    for path in ("/", "/archive/articles"):
        assert ask(pages, "GET", path, Cookie=cookie).status_code == 200


def test_a_cookie_that_can_be_read_is_kept(pages: Pages) -> None:
    signed = pages.datasette.sign({"a": {"id": "root"}}, "actor")
    answer = ask(pages, "GET", "/-/actor.json", Cookie=f"a=1; ds_actor={signed}")
    assert answer.json() == {"actor": {"id": "root"}}


def test_no_address_leads_to_another_host(pages: Pages) -> None:
    for path in ("/\\evil.example/", "\\\\evil.example/", "//evil.example/", "//evil.example//"):
        start = ask_raw(pages, path=path, raw_path=path.encode(), query_string=b"")[0]
        headers: dict[bytes, bytes] = dict(start["headers"])
        target: bytes = headers.get(b"Location", b"/")
        assert start["status"] in (302, 400)
        assert target.startswith(b"/") and target[1:2] not in (b"/", b"\\")


def test_a_socket_is_closed(pages: Pages) -> None:
    assert ask_raw(pages, type="websocket") == [{"type": "websocket.close"}]


@pytest.mark.parametrize("folder", ["/static", "/-/static"])
def test_a_name_that_is_too_long_for_a_file(
    pages: Pages, folder: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert pages.get(f"{folder}/{'a' * 300}.css").status_code == 404
    assert capsys.readouterr().err == ""
