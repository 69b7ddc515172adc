"""A captured page that means ill, in its frame: nothing runs, loads, is sent or leads away."""

from selenium.webdriver.common.by import By

from tests.browser.reader import Reader
from tests.changed_archive import DRAWING_PATH, HOSTILE_PATH, Story

LOADED = "return arguments[0].complete && arguments[0].naturalWidth"


def test_nothing_runs_in_the_frame(reader: Reader, story: Story) -> None:
    path = f"/ban-luu/{story.captures[HOSTILE_PATH]}"
    reader.open(path)
    driver, title = reader.driver, reader.driver.title
    frame = reader.find("iframe.captured")
    driver.switch_to.frame(frame)
    assert "Chữ" in reader.find("body").text
    assert driver.execute_script(LOADED, reader.find("#own")) == 1
    assert driver.execute_script(LOADED, reader.find("#drawing"))
    assert driver.title == title
    driver.switch_to.default_content()
    asked = reader.requests()
    assert f"{reader.origin}{path}/trang" in asked and not [u for u in asked if ".invalid" in u]
    assert title.startswith("Bản lưu") and driver.current_url == reader.origin + path


def test_a_drawing_opens_no_connection(reader: Reader, story: Story) -> None:
    path = f"/ban-luu/{story.captures[DRAWING_PATH]}"
    for opened in (path, f"{path}/trang"):
        reader.open(opened)
        assert "HONG" not in reader.driver.title
    reader.open(path)
    assert not reader.driver.find_elements(By.CSS_SELECTOR, "iframe.captured")


def test_forms_and_scripts_in_links_do_nothing(reader: Reader, story: Story) -> None:
    path = f"/ban-luu/{story.captures[HOSTILE_PATH]}"
    reader.open(path)
    driver = reader.driver
    driver.switch_to.frame(reader.find("iframe.captured"))
    for name in ("send", "js"):
        for element in driver.find_elements(By.ID, name):
            driver.execute_script("arguments[0].click()", element)
    driver.switch_to.default_content()
    assert driver.current_url == reader.origin + path and "HỎNG" not in driver.title
    assert len(reader.driver.window_handles) == 1
    reader.errors()  # the browser says what it has blocked


def test_a_link_that_would_lead_away_stays_here(reader: Reader, story: Story) -> None:
    reader.open(f"/ban-luu/{story.captures[HOSTILE_PATH]}")
    driver = reader.driver
    driver.switch_to.frame(reader.find("iframe.captured"))
    reader.find("#away").click()
    driver.switch_to.default_content()
    reader.arrive("/ban-luu?")
    assert "Kho không có bản lưu nào" in reader.find("main").text
    assert all("404" in said for said in reader.errors())
