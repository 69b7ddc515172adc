"""Every page of ours, narrow and wide, light and dark: axe-core finds nothing, nothing is cut."""

from urllib.parse import urlencode

import pytest

from tests.browser.reader import Reader
from tests.changed_archive import ORIGIN, SECOND_PATH, Story

NARROWEST = 320  # 1280 px enlarged four times (WCAG 1.4.10)
LOOKS = [(360, "light"), (360, "dark"), (1280, "dark"), (1280, "light")]
WAYS = (
    "/", "/tim-kiem", "/tim-kiem?q=lao+động", "/tim-kiem?q=khongco", "/tim-kiem?q=XKLĐ&year=2017",
    "/thay-doi", "/van-ban", "/thong-ke", "/gioi-thieu", "/tu-dien", "/tinh-trang", "/ban-luu",
    "/khong-co-trang-nay", "/bai-viet/7",
)  # fmt: skip
ARTICLES = ("edited", "removed", "returned", "with_table", "with_image", "with_file")
DATASETTES = (
    "/archive", "/archive/articles", "/archive/articles?year=2017&_sort=id", "/archive/captures",
    "/archive?sql=select+1", "/archive/bai-theo-thang", "/archive/captures?outcome=article",
    "/-/versions",
)  # fmt: skip
SAMPLE_WAYS = (
    "/", "/thong-ke", "/tinh-trang", "/bai-viet/1", "/bai-viet/5", "/tim-kiem?q=mẫu", "/van-ban/77"
)  # fmt: skip


def judge(reader: Reader, path: str) -> None:
    reader.open(path)
    wrong = []
    for width, scheme in LOOKS:
        reader.look(width, scheme)
        wrong += [f"{path} at {width} px, {scheme}: {said}" for said in reader.accessibility()]
        if reader.is_too_wide():
            wrong.append(f"{path} is wider than {width} px")
    reader.look(NARROWEST, "light")
    if reader.is_too_wide():
        wrong.append(f"{path} is wider than {NARROWEST} px")
    assert not wrong, "\n".join(wrong)


def expect_missing(reader: Reader) -> None:
    """The console tells of a page's own 404, and of nothing else."""
    assert all("404" in said for said in reader.errors())


@pytest.mark.parametrize("path", WAYS)
def test_pages(reader: Reader, path: str) -> None:
    judge(reader, path)
    if path in ("/khong-co-trang-nay", "/bai-viet/7"):
        expect_missing(reader)


@pytest.mark.parametrize("path", SAMPLE_WAYS)
def test_pages_with_every_kind_of_row(sample_reader: Reader, path: str) -> None:
    judge(sample_reader, path)


@pytest.mark.parametrize("name", ARTICLES)
def test_articles(reader: Reader, story: Story, name: str) -> None:
    judge(reader, f"/bai-viet/{getattr(story, name).entry_id}")


@pytest.mark.parametrize("path", DATASETTES)
def test_datasettes_own_pages(reader: Reader, path: str) -> None:
    judge(reader, path)


def test_an_old_version_and_versions_compared(reader: Reader, story: Story) -> None:
    article = f"/bai-viet/{story.edited.entry_id}"
    judge(reader, f"{article}?v=2021-03-29")
    for one in (article, f"/bai-viet/{story.with_table.entry_id}"):
        judge(reader, f"{one}/phien-ban")


def test_a_printed_search_says_what_was_sought(reader: Reader) -> None:
    reader.open("/tim-kiem?q=lao+động")
    assert reader.find("h1").size["height"] == 1
    reader.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    assert reader.find("h1").text == "Tìm kiếm: lao động" and reader.find("h1").size["height"] > 20
    assert not reader.find(".search").is_displayed()
    reader.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})


def test_a_capture_around_its_frame(reader: Reader, story: Story) -> None:
    judge(reader, f"/ban-luu/{story.captures[SECOND_PATH]}")
    url = urlencode({"url": ORIGIN + story.edited.id_path})
    judge(reader, f"/ban-luu?{url}")
