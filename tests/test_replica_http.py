"""How the replica answers: HTTP, pages that are not the page, failures."""

import http.client
import re
import signal
import subprocess
import sys
import time

import pytest

from scraper.replica import SECTIONS, Replica
from tests.replica_client import (
    Client,
    content,
    entry_ids,
    page_of,
    words,
)


def test_gzip_only_where_it_is_accepted(client: Client) -> None:
    zipped = client.get("/lien-he")
    assert zipped.headers["Content-Encoding"] == "gzip"
    assert zipped.headers["Transfer-Encoding"] == "chunked"
    plain = client.get("/lien-he", Accept_Encoding="identity")
    assert "Content-Encoding" not in plain.headers
    assert int(plain.headers["Content-Length"]) == len(plain.body)


def test_head_has_no_body_and_the_connection_lives_on(client: Client) -> None:
    for _ in range(3):
        assert client.get("/", method="HEAD").body == b""
    assert client.get("/").status == 200


def test_odd_addresses_are_answered(client: Client) -> None:
    for target in ("/%ff%fe", "//", "/?_x_cur=abc", "/-/", "/vi", "/web/guest", "/en/", "/" * 50):
        assert client.get(target).status in (200, 404), target
    assert client.get(page_of(SECTIONS[0], 10**12)).status == 200
    assert client.get("/lich-cong-tac?formDate=" + "9" * 30).status == 200


def test_not_found_soft_404_and_login(client: Client, replica: Replica) -> None:
    missing = client.get("/khong-co")
    assert missing.status == 404
    assert "Không tìm thấy" in missing.text
    soft = client.get("/trang-cu")
    assert soft.status == 200
    assert "Không tìm thấy" in soft.text
    sent = client.get("/group/guest/noi-bo")
    assert sent.status == 302
    form = client.get(sent.headers["Location"])
    assert form.status == 200
    assert "LoginPortlet_password" in form.text


def test_a_session_in_the_address_is_ignored(client: Client) -> None:
    reply = client.get("/viec-lam;jsessionid=0123456789ABCDEF.node1")
    assert entry_ids(reply.body) == entry_ids(client.get("/viec-lam").body)


def test_the_calendar_has_no_end(client: Client) -> None:
    target = "/lich-cong-tac"
    for _ in range(4):
        days = re.findall(r'href="(/lich-cong-tac\?formDate=\d+)"', client.get(target).text)
        assert days[-1] != target
        target = days[-1]


@pytest.mark.parametrize(
    ("kind", "status", "mark"),
    [
        ("maintenance", 200, b'http-equiv="refresh"'),
        ("503", 503, b"Temporarily"),
        ("429", 429, b""),
        ("500", 500, "Lỗi bên trong máy chủ".encode()),
        ("403", 403, "Bị cấm".encode()),
        ("garbage", 200, b""),
        ("parked", 200, b"for sale"),
        ("login", 302, b""),
    ],
)
def test_breakages(client: Client, replica: Replica, kind: str, status: int, mark: bytes) -> None:
    path = replica.articles[0].path
    views = replica.articles[0].views
    replica.break_(kind)
    reply = client.get(path)
    assert reply.status == status
    assert mark in reply.body
    assert b"asset-full-content" not in reply.body
    if kind == "login":
        assert client.get(reply.headers["Location"]).status == 200
    assert replica.articles[0].views == views
    replica.heal()
    assert client.get(path).status == 200


def test_a_breakage_can_be_of_one_path(client: Client, replica: Replica) -> None:
    replica.break_("503", path="/robots.txt", retry_after=120)
    broken = client.get("/robots.txt")
    assert (broken.status, broken.headers["Retry-After"]) == (503, "120")
    assert client.get("/").status == 200


def test_cut(client: Client, replica: Replica) -> None:
    replica.break_("cut")
    with pytest.raises(http.client.IncompleteRead):
        client.get("/")
    client.connection.close()
    replica.heal()
    assert client.get("/").status == 200


def test_drift_leaves_the_text_alone(client: Client, replica: Replica) -> None:
    replica.break_("drift")
    article = next(a for a in replica.articles if not a.quirks)
    text = words(content(client.get(article.path).body).text_content())
    assert article.paragraphs[0] in text
    assert article.published_text not in text
    assert "Số lượt xem" not in text


def test_slow_trickles_and_ends_with_the_replica() -> None:
    with Replica() as replica:
        replica.break_("slow")
        client = Client(replica)
        client.connection.timeout = 20
        client.connection.request("GET", "/")
        response = client.connection.getresponse()
        assert response.status == 200
        assert len(response.read1(10)) == 1
        began = time.perf_counter()
    assert time.perf_counter() - began < 30
    response.close()
    client.connection.close()


def test_by_hand() -> None:
    command = [sys.executable, "-m", "scraper.replica", "--articles", "7", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stdout
        address = running.stdout.readline().decode().strip()
        connection = http.client.HTTPConnection(address.removeprefix("http://"))
        connection.request("GET", "/sitemap.xml")
        assert f"<loc>{address}/sitemap.xml?" in connection.getresponse().read().decode()
        connection.close()
        running.send_signal(signal.SIGINT)
        assert running.wait(60) == 0
