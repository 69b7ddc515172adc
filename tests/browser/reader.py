"""A reader with a real Chromium: opens, types, follows links, and hears what the browser says."""

import json
from pathlib import Path
from typing import Any

import selenium_axe_python
from selenium.webdriver import Chrome
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import WebDriverWait

AXE = (Path(selenium_axe_python.__file__).parent / "axe-core" / "axe.min.js").read_text("utf-8")
# The frame of a captured page is another's page; the sheets of ours are in the document.
RUN_AXE = """
const done = arguments[arguments.length - 1];
axe.run(document, {iframes: false, preload: false, resultTypes: ["violations"]}).then(
  found => done(found.violations.map(v => `${v.id}: ` + v.nodes.map(
    n => `${n.html.slice(0, 200)} (${n.any.concat(n.all, n.none).map(c => c.message).join(" ")})`
  ).join(" | "))),
  error => done([String(error)]));
"""
FOCUSED = """
const on = document.activeElement, style = getComputedStyle(on);
return [on.id, (on.textContent || on.value || "").trim(), on.tagName, style.outlineStyle];
"""
MOST_TABS = 150
SECONDS = 180  # a machine may be busy


class Reader:
    """One browser and one site; `origin` is the site's address."""

    def __init__(self, driver: Chrome, origin: str) -> None:
        self.driver = driver
        self.origin = origin

    def open(self, path: str) -> None:
        """Go to a page of the site, wide and light, and wait until it is there."""
        self.look(1280, "light")
        self.driver.get(self.origin + path)

    def look(self, width: int, scheme: str) -> None:
        """Make the window `width` px wide, and prefer `light` or `dark`."""
        size = {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": False}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
        features = [{"name": "prefers-color-scheme", "value": scheme}]
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})

    def find(self, selector: str) -> WebElement:
        """The first element of a CSS selector."""
        return self.driver.find_element(By.CSS_SELECTOR, selector)

    def texts(self, selector: str) -> list[str]:
        """What stands in the elements of a selector, as a reader sees it."""
        found = self.driver.find_elements(By.CSS_SELECTOR, selector)
        return [element.text for element in found]

    def follow(self, element: WebElement, path: str) -> None:
        """Click, and wait until the page at `path` (a part of its address) is there."""
        element.click()
        self.arrive(path)

    def link(self, text: str) -> WebElement:
        """The first link with `text` in it."""
        return self.driver.find_element(By.PARTIAL_LINK_TEXT, text)

    def arrive(self, path: str) -> None:
        """Wait until the address has `path` in it, and the page is complete."""
        script = "return [location.href, document.readyState]"

        def there(driver: Chrome) -> bool:
            address, state = driver.execute_script(script)
            return path in address and state == "complete"

        WebDriverWait(self.driver, SECONDS).until(there, f"never came to {path}")

    def until_text(self, selector: str, text: str) -> None:
        """Wait until `text` stands in an element."""
        WebDriverWait(self.driver, SECONDS).until(lambda _: text in self.find(selector).text)

    def search(self, words: str) -> list[str]:
        """The titles that the search box of the search page finds."""
        self.open("/tim-kiem")
        self.find("#q").send_keys(words, Keys.ENTER)
        self.arrive("q=")
        return self.texts(".articles h3")

    def press(self, *keys: str) -> None:
        """Press keys, wherever the focus is."""
        ActionChains(self.driver).send_keys(*keys).perform()

    def tab_to(self, wanted: str) -> None:
        """Press Tab until the focus is on the text or #id `wanted`; it is always to be seen."""
        passed = []
        for _ in range(MOST_TABS):
            self.press(Keys.TAB)
            name, text, tag, outline = self.driver.execute_script(FOCUSED)
            if tag == "BODY":  # past the last: the browser's own part comes before the first again
                continue
            passed.append(text or name)
            assert outline != "none", f"nobody sees the focus on {text or name}"
            if wanted == f"#{name}" or wanted in text:
                return
        raise AssertionError(f"Tab does not lead to {wanted}, only to {passed}")

    def accessibility(self) -> list[str]:
        """What axe-core finds wrong with the page as it is looked at now."""
        if not self.driver.execute_script("return typeof axe === 'object'"):
            self.driver.execute_script(AXE)
        found: list[str] = self.driver.execute_async_script(RUN_AXE)
        return found

    def is_too_wide(self) -> bool:
        """Whether a reader has to scroll sideways."""
        script = "const e = document.documentElement; return e.scrollWidth > e.clientWidth"
        return bool(self.driver.execute_script(script))

    def errors(self) -> list[str]:
        """What the console said since it was last asked."""
        return [entry["message"] for entry in self.driver.get_log("browser")]  # type: ignore[no-untyped-call]

    def requests(self) -> list[str]:
        """The addresses asked for since this was last asked, by pages and their frames."""
        found = []
        for entry in self.driver.get_log("performance"):  # type: ignore[no-untyped-call]
            event: dict[str, Any] = json.loads(entry["message"])["message"]
            if event["method"] == "Network.requestWillBeSent":
                found.append(event["params"]["request"]["url"])
        return found
