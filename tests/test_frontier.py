"""Each page once, under the address that was linked first; nothing without end."""

from scraper.crawling.frontier import (
    ADDRESSES_BY_ID,
    ADDRESSES_BY_SLUG,
    MAX_PAGES,
    MAX_VARIANTS,
    Frontier,
)
from scraper.records import Link
from scraper.site import Site

HERE = "https://replica.invalid"
UUID = "4d50c656-57df-4e9b-ab12-3d86ef1a2813"


def frontier() -> Frontier:
    return Frontier(Site.of(HERE))


def asked(paths: list[str], kind: str = "page") -> list[str]:
    found = frontier()
    urls = (found.admits(Link(f"{HERE}{path}", kind)) for path in paths)
    return [url.removeprefix(HERE) for url in urls if url]


def test_a_page_is_asked_for_once_and_as_linked() -> None:
    paths = [
        "/vi/tin",
        "/tin",
        "/web/guest/tin",
        "/tin/",
        "/tin#x",
        "/tin;jsessionid=A1",
        "/vi/tin",
    ]
    assert asked(paths) == ["/vi/tin"]


def test_a_session_is_never_sent_back() -> None:
    assert asked(["/tin;jsessionid=A1.node1?_1_cur=2", "/xa;jsessionid=B"]) == [
        "/tin?_1_cur=2",
        "/xa",
    ]


def test_a_file_is_asked_for_once() -> None:
    paths = [f"/documents/1/2/a.pdf/{UUID}?t=1", f"/documents/1/9/b.pdf/{UUID}?version=1.1&t=2"]
    assert asked(paths, "file") == paths[:1]
    images = ["/image/journal/article?img_id=5&t=1", "/image/journal/article?img_id=5&t=2"]
    assert asked(images, "image") == images[:1]


def test_traps_and_other_sites_are_not_asked_for() -> None:
    assert asked(["/en/tin", "/tin?p_p_state=pop_up", "/c/portal/login"]) == []
    assert frontier().admits(Link("https://other.invalid/", "page")) is None


def test_an_article_has_so_many_addresses_and_no_more() -> None:
    by_id = [f"/trang{n}/-/asset_publisher/a/content/id/77" for n in range(20)]
    assert asked(by_id, "article") == by_id[:ADDRESSES_BY_ID]
    by_slug = [f"/trang{n}/-/asset_publisher/a/content/bai" for n in range(20)]
    assert asked(by_slug, "article") == by_slug[:ADDRESSES_BY_SLUG]


def test_another_article_is_not_counted_with_it() -> None:
    paths = [f"/tin/-/asset_publisher/a/content/bai-{n}" for n in range(50)]
    assert asked(paths, "article") == paths


def test_parameters_without_end_are_bounded() -> None:
    assert len(asked([f"/tra-cuu?loai={n}" for n in range(1000)])) == MAX_VARIANTS
    pages = [f"/tin?_1_cur={n}" for n in range(2, 1000)]
    assert asked(pages, "listing") == pages


def test_another_address_of_a_page_that_failed() -> None:
    found = frontier()
    first, second = Link(f"{HERE}/tin", "page"), Link(f"{HERE}/vi/tin", "page")
    assert found.admits(first) == first.url
    assert found.admits(second) is None
    assert found.admits(second) is None
    assert found.other(first.url) == second.url
    assert found.other(first.url) is None


def test_an_address_that_is_linked_after_the_other_failed() -> None:
    found = frontier()
    assert found.admits(Link(f"{HERE}/tin", "page"))
    assert found.other(f"{HERE}/tin") is None
    assert found.admits(Link(f"{HERE}/vi/tin", "page")) == f"{HERE}/vi/tin"
    assert found.admits(Link(f"{HERE}/web/guest/tin", "page")) is None  # not before that fails too
    assert found.other(f"{HERE}/vi/tin") == f"{HERE}/web/guest/tin"
    assert found.admits(Link(f"{HERE}/web/khac/tin", "page")) is None  # enough
    assert found.other(f"{HERE}/web/guest/tin") is None


def test_a_dead_file_is_not_asked_for_again() -> None:
    found = frontier()
    image = f"{HERE}/image/journal/article?img_id=5&t="
    assert found.admits(Link(f"{image}1", "image"))
    assert found.admits(Link(f"{image}2", "image")) is None
    assert found.other(f"{image}1") is None


def test_a_redirect_may_lead_to_another_address_of_the_same_page() -> None:
    found = frontier()
    found.admits(Link(f"{HERE}/tin", "page"))
    assert found.admits_again(f"{HERE}/vi/tin") == f"{HERE}/vi/tin"
    assert found.admits_again(f"{HERE}/vi/tin") is None
    assert found.admits_again(f"{HERE}/tin") is None
    assert found.admits_again(f"{HERE}/dang-nhap?p_p_id=58") is None
    assert found.admits_again("https://other.invalid/") is None


def test_pages_without_end_are_bounded_and_articles_are_not_counted() -> None:
    found = frontier()
    admitted = [found.admits(Link(f"{HERE}/{n}", "page")) for n in range(MAX_PAGES + 5)]
    assert sum(url is not None for url in admitted) == MAX_PAGES
    assert found.admits(Link(f"{HERE}/-/bai", "article"))
