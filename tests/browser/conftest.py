"""One Chromium, and one archive served to it, for all tests of a session."""

import shutil
from collections.abc import Iterator

import pytest
from selenium.webdriver import Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service

from tests.browser.reader import SECONDS, Reader
from tests.browser.served import served
from tests.browser.trap import Trap, trap
from tests.changed_archive import Story
from tests.sample_archive import make as make_sample

# Nothing on the browser's own account; root has no sandbox.
FLAGS = (
    "--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--disable-quic",
    "--no-first-run", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--disable-extensions", "--hide-scrollbars", "--window-size=1280,800",
)  # fmt: skip
HERE = ("http://127.0.0.1:", "data:", "about:blank")
LOGS = {"browser": "ALL", "performance": "ALL"}


@pytest.fixture(scope="session")
def snare() -> Iterator[Trap]:
    with trap() as found:
        yield found


@pytest.fixture(scope="session")
def driver(snare: Trap, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chrome]:
    chromium, chromedriver = shutil.which("chromium"), shutil.which("chromedriver")
    assert chromium and chromedriver, "run 'sudo apt-get install chromium chromium-driver'"
    options = ChromeOptions()
    options.binary_location = chromium
    profile = tmp_path_factory.mktemp("profile")
    # `<-loopback>` is not given, so 127.0.0.1 is asked directly and all else is caught.
    for flag in (*FLAGS, f"--user-data-dir={profile}", f"--proxy-server=http://{snare.address}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", LOGS)
    running = Chrome(options, Service(chromedriver))
    running.set_page_load_timeout(SECONDS)
    running.set_script_timeout(SECONDS)
    yield running
    running.quit()


@pytest.fixture(scope="session")
def site(story: Story) -> Iterator[str]:
    with served(story.folder) as address:
        yield address


@pytest.fixture(scope="session")
def sample_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served(make_sample(tmp_path_factory.mktemp("sample"))) as address:
        yield address


@pytest.fixture
def reader(driver: Chrome, site: str, snare: Trap) -> Iterator[Reader]:
    """A reader of the story; whatever the test does, nothing leaves this host."""
    reading = Reader(driver, site)
    yield from _watched(reading, snare)


@pytest.fixture
def sample_reader(driver: Chrome, sample_site: str, snare: Trap) -> Iterator[Reader]:
    """The same for the archive with a row of every kind."""
    yield from _watched(Reader(driver, sample_site), snare)


def _watched(reading: Reader, snare: Trap) -> Iterator[Reader]:
    reading.driver.get("about:blank")
    reading.errors(), reading.requests()
    yield reading
    assert not [url for url in reading.requests() if not url.startswith(HERE)]
    assert not [line for line in snare.asked if ".invalid" in line]
    assert not reading.errors()
