"""Sitemaps, feeds, robots.txt and files of the replica."""

import io
import re
import zlib
from email.utils import parsedate_to_datetime

import docx
import pypdf
from lxml import etree

from scraper.replica import SECTIONS, Replica
from scraper.replica.sections import GROUP_ID
from tests.replica_client import (
    SITEMAP,
    Client,
)


def test_sitemap_index_has_empty_ones_and_not_all_articles(
    client: Client, replica: Replica
) -> None:
    index = etree.fromstring(client.get("/sitemap.xml").body)
    assert index.tag == f"{SITEMAP}sitemapindex"
    found: list[str] = []
    empty = 0
    for place in index.iter(f"{SITEMAP}loc"):
        urls = [u.text or "" for u in etree.fromstring(client.get(str(place.text)).body).iter(
            f"{SITEMAP}loc")]  # fmt: skip
        empty += not urls
        found += urls
    articles = {url for url in found if "/-/" in url}
    assert articles == {
        f"{replica.origin}/-/{article.slug}" for article in replica.articles if article.display_page
    }
    assert empty
    assert all(client.get(url).status == 200 for url in found)


def test_a_feed_has_twenty_items_with_dates() -> None:
    with Replica(articles=200) as replica:
        client = Client(replica)
        section = SECTIONS[0]
        feed = etree.fromstring(client.get(f"{section.publisher}/rss").body)
        client.connection.close()
        newest = [a for a in reversed(replica.articles[:]) if a.section == section][:20]
        dates = [parsedate_to_datetime(str(d.text)) for d in feed.iter("pubDate")]
        assert dates == [article.published_at for article in newest]
        assert [item.findtext("link") for item in feed.iter("item")] == [
            replica.origin + article.path for article in newest
        ]


def test_robots_can_be_set(client: Client, replica: Replica) -> None:
    assert f"Sitemap: {replica.origin}/sitemap.xml" in client.get("/robots.txt").text
    replica.robots = "User-agent: *\nCrawl-delay: 2\n"
    assert client.get("/robots.txt").text == replica.robots


def test_attachments_are_real_files(client: Client, replica: Replica) -> None:
    kinds = set()
    for article in replica.articles:
        for file in article.files:
            assert f"/documents/{GROUP_ID}/" in file.path
            assert "%2B" in file.path  # the name is encoded twice
            reply = client.get(file.path)
            assert reply.headers["Content-Type"] == file.media_type
            if file.name.endswith("pdf"):
                text = pypdf.PdfReader(io.BytesIO(reply.body)).pages[0].extract_text()
            else:
                text = "\n".join(p.text for p in docx.Document(io.BytesIO(reply.body)).paragraphs)
            assert f"KẾ HOẠCH MẪU SỐ {article.number}/KH-SLĐTBXH" in text
            assert "Đây là văn bản mẫu, được tạo ra để thử chương trình." in text
            kinds.add(file.media_type)
    assert len(kinds) == 2


def test_images_are_real_images(client: Client, replica: Replica) -> None:
    kinds = set()
    for article in replica.articles:
        for image in article.images:
            body = client.get(image.path).body
            if image.media_type == "image/png":
                assert body.startswith(b"\x89PNG\r\n\x1a\n")
                data = body[body.index(b"IDAT") + 4 : body.index(b"IEND") - 8]
                assert len(zlib.decompress(data)) == 48 * (1 + 3 * 64)
            else:
                assert body.startswith(b"\xff\xd8\xff\xe0\x00\x10JFIF\0")
                assert body.endswith(b"\xff\xd9")
            kinds.add((image.media_type, "img_id=" in image.path))
    assert len(kinds) == 3


def test_an_old_image_address_ends_with_the_time_of_rendering(
    client: Client, replica: Replica
) -> None:
    article = next(a for a in replica.articles if a.images and "img_id" in a.images[0].path)
    stamps = [
        re.findall(r"img_id=\d+&amp;t=(\d+)", client.get(article.path).text) for _ in range(2)
    ]
    assert stamps[0] != stamps[1]


def test_files_have_validators_and_pages_none(client: Client, replica: Replica) -> None:
    file = next(a.files[0] for a in replica.articles if a.files)
    first = client.get(file.path)
    again = client.get(file.path, If_None_Match=first.headers["ETag"])
    assert (again.status, again.body) == (304, b"")
    since = client.get(file.path, If_Modified_Since=first.headers["Last-Modified"])
    assert since.status == 304
    page = client.get("/")
    assert not {"ETag", "Last-Modified"} & set(page.headers)
    assert "no-store" in page.headers["Cache-Control"]


def test_an_address_that_was_never_given_out_is_no_file(client: Client, replica: Replica) -> None:
    path = next(a.files[0].path for a in replica.articles if a.files)
    assert client.get(path.partition("?")[0][:-1] + "0").status == 404
    assert client.get("/documents/1/2/x.pdf").status == 404
    assert client.get("/image/journal/article?img_id=abc").status == 404
