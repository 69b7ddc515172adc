"""The replica over real HTTP: every article is reached, and its page says what is true."""

import re
import time
from datetime import timedelta

from scraper.replica import SECTIONS, Replica
from scraper.replica.widgets import DETAILS
from tests.replica_client import (
    Client,
    content,
    crawl,
    entry_ids,
    identity,
    page_of,
    parsed,
    words,
)


def test_every_article_is_reached_by_a_polite_crawl(replica: Replica, client: Client) -> None:
    pages = crawl(client, articles_too=True)
    shown = {i for page in pages.values() if b"asset-full-content" in page.body
             for i in entry_ids(page.body)}  # fmt: skip
    assert shown == {str(article.entry_id) for article in replica.articles}
    assert sum(page.status == 404 for page in pages.values()) == 1  # the one doubled path


def test_every_article_is_listed_also_where_there_are_many() -> None:
    with Replica(articles=700) as replica:
        client = Client(replica)
        found = {identity(target) for target in crawl(client, articles_too=False)}
        client.connection.close()
        missing = [a for a in replica.articles if not found & set(a.addresses)]
        assert missing == []


def test_starts_at_once_however_many_articles() -> None:
    began = time.process_time()
    with Replica(articles=100_000) as replica:
        assert len(replica.articles) == 100_000
        assert time.process_time() - began < 10


def test_same_seed_same_site() -> None:
    def some(seed: int) -> list[bytes]:
        with Replica(seed=seed) as replica:
            client = Client(replica)
            targets = ["/", SECTIONS[2].path, *(a.path for a in replica.articles[:9])]
            bodies = [client.get(target).body for target in targets]
            client.connection.close()
            return bodies

    assert some(3) == some(3)
    assert some(3) != some(4)


def test_requests_are_recorded(replica: Replica, client: Client) -> None:
    client.get("/")
    client.get("/robots.txt", method="HEAD")
    assert replica.requests == [("GET", "/"), ("HEAD", "/robots.txt")]


def test_a_page_shows_what_is_true_of_its_article(replica: Replica, client: Client) -> None:
    for article in replica.articles:
        shown = content(client.get(article.path).body)
        text = words(shown.text_content().replace("\t", " "))
        # Cells and items have no blank between them in the source.
        spaced = words(" ".join(shown.itertext()))
        for paragraph in article.paragraphs:
            expected = paragraph.replace("\t", " ")
            assert expected in spaced or expected in text, (article.number, paragraph)
        assert (article.byline or "") in text
        head = (f"null {article.title}", article.category, article.published_text, "Màu chữ Cỡ chữ")
        assert words(" ".join(part or "" for part in head)) in text
        counter = f"Số lượt xem: {replica.article(article.entry_id).views}"
        assert (counter in text) == ("no_counter" not in article.quirks)


def test_the_words_come_in_the_real_order(replica: Replica, client: Client) -> None:
    article = next(a for a in replica.articles if not a.quirks and a.byline)
    page = parsed(client.get(article.path).body)
    for hidden in page.cssselect("script, style, [hidden]"):
        hidden.drop_tree()
    text = words(page.text_content())
    order = [
        "Kết quả giải quyết", "Tiếp nhận:", "Trễ hạn", "Tự động cập nhật lúc", "Liên kết web",
        "Thăm dò", "null", article.title, article.section.name, article.published_text, "Màu chữ",
        "Cỡ chữ", article.title, article.paragraphs[-1], article.byline or "", "Số lượt xem:",
        "Tin đã đưa", "Thống kê truy cập", DETAILS["name"], "Chịu trách nhiệm chính", "Địa chỉ:",
        "Điện thoại:", "Fax:", "Email:",
    ]  # fmt: skip
    at = 0
    for expected in order:
        at = text.index(expected, at) + len(expected)


def test_every_quirk_occurs_in_the_default_sixty(replica: Replica) -> None:
    quirks = {quirk for article in replica.articles for quirk in article.quirks}
    assert quirks >= {
        "midnight", "twelve_hour", "no_byline", "no_category", "no_counter", "table", "list",
        "image", "drop_cap", "word", "attachment", "double_escaped", "nfd", "combining", "lead",
        "broken_lines", "encoded_slug",
    }  # fmt: skip
    assert {article.section for article in replica.articles} == set(SECTIONS)
    assert len({article.published.year for article in replica.articles}) >= 4
    assert any(article.documents for article in replica.articles)
    assert any(article.procedures for article in replica.articles)


def test_an_article_has_many_addresses(replica: Replica, client: Client) -> None:
    article = next(a for a in replica.articles if a.display_page)
    assert f"/-/{article.slug}" in article.addresses
    for path in article.addresses:
        for prefix in ("", "/vi", "/web/guest", "/en", "/vi/web/guest"):
            reply = client.get(prefix + path)
            assert reply.status == 200
            assert entry_ids(reply.body) == [str(article.entry_id)]


def test_every_rendering_counts(replica: Replica, client: Client) -> None:
    article = next(a for a in replica.articles if a.display_page and not a.quirks & {"no_counter"})
    portlet = article.section.portlet_id
    for target in (
        article.path,
        f"{article.path}?p_p_id={portlet}&p_p_state=pop_up&viewMode=print",
        f"/en{article.path}",
        article.id_path,
        f"/-/{article.slug}",
    ):
        assert client.get(target).status == 200
    shown = words(content(client.get(article.path).body).text_content())
    assert f"Số lượt xem: {article.views + 6}" in shown
    assert replica.article(article.entry_id).views == article.views + 6


def test_pages_are_as_heavy_as_real_ones(replica: Replica, client: Client) -> None:
    for target in ("/", SECTIONS[1].path, "/thong-ke", *(a.path for a in replica.articles)):
        reply = client.get(target)
        assert 60_000 < len(reply.body) < 150_000, target
        assert b"b=7303" in reply.body
        assert b"data-senna-track" in reply.body


def test_language_links_compound(client: Client) -> None:
    assert b'href="/en/viec-lam"' in client.get("/viec-lam").body
    assert b'href="/en/vi/viec-lam"' in client.get("/en/viec-lam").body
    deep = client.get("/en/vi/en/viec-lam")
    assert deep.status == 200
    assert b'lang="en-US"' in deep.body


def test_a_language_cookie_turns_plain_addresses_english(client: Client) -> None:
    assert "GUEST_LANGUAGE_ID=en_US" in client.get("/en/viec-lam").headers["Set-Cookie"]
    english = client.get("/viec-lam", Cookie="GUEST_LANGUAGE_ID=en_US")
    assert b'lang="en-US"' in english.body


def test_out_of_range_serves_the_last_page_again(client: Client, replica: Replica) -> None:
    for section in SECTIONS:
        last = -(-len([a for a in replica.articles if a.section == section]) // section.delta)
        known = entry_ids(client.get(page_of(section, last)).body)
        assert known
        assert entry_ids(client.get(page_of(section, last + 5)).body) == known
        assert entry_ids(client.get(page_of(section, 1)).body) == entry_ids(
            client.get(section.path).body
        )


def test_a_disabled_step_is_a_script(client: Client) -> None:
    assert b'href="javascript:;"' in client.get(SECTIONS[2].path).body


def test_links_come_in_all_shapes(client: Client) -> None:
    raw = "".join(client.get(section.path).text for section in SECTIONS)
    for shape in (
        'href="/web/guest/', 'href="/vi/', 'href="https&#x3a;&#x2f;&#x2f;replica.invalid',
        'href="https://replica.invalid/', "redirect=https%3A%2F%2F", "formDate=", "pop_up",
    ):  # fmt: skip
        assert shape in raw, shape
    assert ";jsessionid=" in client.get("/").text


def test_statistics_pages_print_their_figures(client: Client, replica: Replica) -> None:
    index = client.get("/thong-ke").text
    periods = set()
    for page in replica.statistics:
        assert f'href="{page.path}"' in index
        shown = parsed(client.get(page.path).body)
        tables = shown.cssselect(".thong-ke table")
        for table, true in zip(tables, page.tables, strict=True):
            rows = [tuple(words(cell.text_content()) for cell in row) for row in table.iter("tr")]
            assert rows == [true.header, *true.rows]
        periods.add(re.sub(r"\d+", "n", page.period))
        for figures in page.figures:
            assert figures.on_time + figures.late == figures.resolved
    assert periods == {"", "n", "n-Qn", "n-n"}


def test_the_widget_has_its_own_time_and_moves_with_the_clock(
    client: Client, replica: Replica
) -> None:
    figures, stamp = replica.results
    text = words(parsed(client.get("/").body).text_content())
    assert f"Tiếp nhận: {figures.received}" in text
    assert f"Tự động cập nhật lúc {stamp:%H:%M} ngày {stamp:%d/%m/%Y}" in text
    replica.advance(timedelta(days=31))
    assert replica.results != (figures, stamp)
