"""What a journalist does, in a real browser, with the mouse and by keyboard alone."""

import httpx
from selenium.webdriver.common.keys import Keys

from tests.browser.reader import SECONDS, Reader
from tests.changed_archive import NEW_TEXT, OLD_TEXT, ORIGIN, Story

WORDS, PLAIN = "học bổng", "hoc bong"
LINES = """
return [...document.querySelectorAll("ins, del")].map(
  e => [e.getClientRects().length, e.querySelector(".words").getClientRects().length]);
"""
CLIPBOARD = "navigator.clipboard.readText().then(arguments[0], e => arguments[0](String(e)))"


def test_search_with_and_without_marks(reader: Reader, story: Story) -> None:
    for words in (WORDS, PLAIN, WORDS.upper()):
        assert reader.search(words)[0] == story.with_file.title
        assert reader.texts("mark")[0].lower() == WORDS


def test_filter_and_open(reader: Reader, story: Story) -> None:
    everything = reader.search("mẫu")
    reader.follow(reader.link(story.with_file.section.name), "category=")
    some = reader.texts(".articles h3")
    assert story.with_file.title in some and len(some) < len(everything)
    reader.follow(reader.link("2017"), "year=2017")
    assert reader.texts(".articles h3") == [story.with_file.title]
    reader.follow(reader.link(story.with_file.title), f"/bai-viet/{story.with_file.entry_id}")
    assert reader.texts("h1") == [story.with_file.title]
    assert story.with_file.paragraphs[0] in reader.find(".body").text


def test_brackets_stand_beside_their_words(reader: Reader, story: Story) -> None:
    reader.open(f"/bai-viet/{story.edited.entry_id}/phien-ban")
    for width in range(300, 420, 7):
        reader.look(width, "light")
        lines = reader.driver.execute_script(LINES)
        assert len(lines) == 4 and all(all_of == words for all_of, words in lines), width


def test_compare_versions(reader: Reader, story: Story) -> None:
    reader.open("/thay-doi")
    reader.follow(reader.link("xem chỗ khác nhau"), "/phien-ban?")
    reader.open(f"/bai-viet/{story.edited.entry_id}")
    assert NEW_TEXT[0] in reader.find(".body").text
    reader.follow(reader.link("Xem các bản"), "/phien-ban")
    assert any("trước" in text for text in reader.texts("del"))
    assert any("sau" in text for text in reader.texts("ins"))
    reader.follow(reader.link("Bản 1"), "?v=")
    assert OLD_TEXT[0] in reader.find(".body").text


def test_cite_a_paragraph(reader: Reader, story: Story) -> None:
    reader.open(f"/bai-viet/{story.edited.entry_id}")
    powers = {
        "origin": reader.origin,
        "permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"],
    }
    reader.driver.execute_cdp_cmd("Browser.grantPermissions", powers)
    cite = reader.find(".body a.cite")
    address = str(cite.get_attribute("href"))
    cite.click()
    reader.until_text("#copied", "Đã chép")
    assert reader.driver.current_url == address
    reader.open(address.removeprefix(reader.origin))
    assert NEW_TEXT[0] in reader.find(":target").text
    assert story.edited.title in reader.find("#cite-vi").text
    reader.find("button[data-copy]").click()
    reader.until_text("button[data-copy]", "Đã chép")
    copied = reader.driver.execute_async_script(CLIPBOARD)
    assert copied == reader.find("#cite-vi").text
    ris = httpx.get(str(reader.link("RIS").get_attribute("href")), timeout=SECONDS)
    assert story.edited.title in ris.text


def test_feeds(reader: Reader) -> None:
    for path in ("/thay-doi", "/tim-kiem?q=mẫu"):
        reader.open(path)
        address = str(reader.find("link[type='application/atom+xml']").get_attribute("href"))
        feed = httpx.get(address, timeout=SECONDS)
        assert feed.status_code == 200 and "<entry>" in feed.text


def test_an_old_address(reader: Reader, story: Story) -> None:
    address = ORIGIN + story.edited.id_path
    reader.open(f"/url/{address}")
    reader.arrive(f"/bai-viet/{story.edited.entry_id}")
    reader.open("/tim-kiem")
    reader.find("#q").send_keys(address, Keys.ENTER)
    reader.arrive(f"/bai-viet/{story.edited.entry_id}")


def test_by_keyboard_alone(reader: Reader, story: Story) -> None:
    reader.open("/")
    reader.tab_to("Đến nội dung chính")
    reader.press(Keys.ENTER)
    reader.tab_to("#q")
    reader.press("bai mau so 2", Keys.ENTER)
    reader.arrive("q=")
    reader.tab_to(story.edited.title)
    reader.press(Keys.ENTER)
    reader.arrive(f"/bai-viet/{story.edited.entry_id}")
    reader.tab_to("Xem các bản")
    reader.press(Keys.ENTER)
    reader.arrive("/phien-ban")
    reader.tab_to("So sánh")
    reader.press(Keys.ENTER)
    reader.arrive("cu=")
    assert reader.texts("ins") and reader.texts("del")
    reader.tab_to("Về bài viết")
    reader.press(Keys.ENTER)
    reader.arrive(f"/bai-viet/{story.edited.entry_id}")
    reader.tab_to("¶")
    reader.press(Keys.ENTER)
    reader.arrive("#")
