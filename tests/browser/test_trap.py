"""What would leave this host is caught, so that a test which sees nothing caught says something."""

from contextlib import suppress

from selenium.common.exceptions import WebDriverException
from selenium.webdriver import Chrome

from tests.browser.trap import Trap

ELSEWHERE = "caught.example"


def test_a_request_to_another_host_is_caught(driver: Chrome, snare: Trap) -> None:
    with suppress(WebDriverException):  # the browser's own error page
        driver.get(f"http://{ELSEWHERE}/")
    assert any(ELSEWHERE in line for line in snare.asked)
    driver.get("about:blank")
