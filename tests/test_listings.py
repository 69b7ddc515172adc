"""A listing is read until it shows nothing new, for each publisher on its own."""

from scraper.crawling.listings import MAX_PAGES, PATIENCE, Listings, missing_pages, scope_of

HERE = "https://replica.invalid/tin"


def at(number: int, name: str = "_1_cur") -> str:
    return f"{HERE}?{name}={number}"


def test_pages_with_something_new_are_followed() -> None:
    listings = Listings()
    assert listings.goes_on(HERE, ["a", "b"])
    assert listings.goes_on(at(2), ["c", "d"])
    assert listings.goes_on(at(3), ["e"])


def test_the_last_page_again_ends_it() -> None:
    listings = Listings()
    listings.goes_on(at(2), ["c", "d"])
    assert not listings.goes_on(at(3), ["c", "d"])


def test_a_listing_that_repeats_for_ever_ends() -> None:
    listings = Listings()
    followed = [listings.goes_on(at(n), ["a", "b", "c"][n % 3 :]) for n in range(2, 50)]
    assert sum(followed) <= PATIENCE + 3
    assert not any(followed[PATIENCE + 3 :])


def test_publishers_page_apart() -> None:
    listings = Listings()
    listings.goes_on(at(2, "_1_cur"), ["a", "b"])
    assert listings.goes_on(at(2, "_2_cur"), ["a", "b"])
    assert not listings.goes_on(at(3, "_2_cur"), ["a", "b"])


def test_numbers_beyond_measure_are_not_followed() -> None:
    assert not Listings().goes_on(at(MAX_PAGES + 1), ["new"])
    assert not Listings().goes_on(at(10**18), ["new"])


def test_scope() -> None:
    assert scope_of("https://replica.invalid/vi/tin?_1_cur=3&_1_delta=10") == (
        ("tin", ("_1_cur",)),
        3,
    )
    assert scope_of(HERE) == (("tin", ()), 1)
    assert scope_of(f"{HERE}?_1_cur=x") == (("tin", ()), 1)


def test_pages_that_a_pager_leaves_out() -> None:
    """First and last as links, the numbers between them put in by a script."""
    assert list(missing_pages(HERE, [at(25)])) == [at(2)]
    assert list(missing_pages(at(2), [at(1), at(25)])) == [at(3)]
    assert list(missing_pages(at(24), [at(1), at(25)])) == []
    assert list(missing_pages(at(25), [at(1), at(24)])) == []
    assert list(missing_pages(at(2), [at(9, "_2_cur")])) == []
    assert list(missing_pages(HERE, ["https://replica.invalid/khac?_1_cur=9"])) == []
