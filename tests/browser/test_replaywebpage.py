"""ReplayWeb.page, in a real Chromium, shows articles of an exported WACZ as they were.

Its npm package is fetched by `make soak`; it runs in the browser alone.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium.webdriver import Chrome
from selenium.webdriver.support.ui import WebDriverWait

from archive.exporting.wacz import export_wacz
from tests.browser.ranges import served
from tests.browser.reader import SECONDS
from tests.exported_archive import ARTICLE, SITE, WORD, make

PACKAGE = Path(__file__).parents[2] / ".replaywebpage"
EMBEDDED = """<!DOCTYPE html><html><body><script src="/rwp/ui.js"></script>
<replay-web-page source="/mau.wacz" replayBase="/rwp/" embed="replayonly" url="{url}" ts="{ts}">
</replay-web-page></body></html>"""
# The replayed page is in a frame, in elements with trees of their own, in a frame.
FIND = """
const wanted = arguments[0];
function search(root) {
  for (const element of root.querySelectorAll("*")) {
    let inner = element.shadowRoot;
    if (element.tagName === "IFRAME") {
      try { inner = element.contentDocument } catch (e) { inner = null }
      if (inner && inner.body && element.src.includes("mp_/" + wanted)) return inner;
    }
    const found = inner && search(inner);
    if (found) return found;
  }
}
const page = search(document);
if (!page || page.readyState !== "complete" || !page.querySelector("p")) return null;
const paragraph = page.querySelector("p"), image = page.querySelector("img");
const style = page.defaultView.getComputedStyle(paragraph);
return [page.body.innerText, style.color, image && image.naturalWidth];
"""
RED = "rgb(255, 0, 0)"


@pytest.fixture(scope="module", params=[None, WORD], ids=["whole", "found"])
def wacz(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("replaywebpage")
    export_wacz(make(home / "data"), home / "mau.wacz", request.param, overwrite=False)
    return home / "mau.wacz"


@pytest.fixture
def address(wacz: Path) -> Iterator[str]:
    assert (PACKAGE / "ui.js").exists(), "run 'make .replaywebpage/ready' first"
    files = {f"/rwp/{name}": PACKAGE / name for name in ("ui.js", "sw.js")}
    files["/rwp/"] = PACKAGE / "index.html"
    pages = {f"/{path.name}": path for path in wacz.parent.glob("*.html")}
    for name, stamp in (("first", "20210326"), ("same", "20210327"), ("edited", "20210329")):
        page = wacz.parent / f"{name}.html"
        page.write_text(EMBEDDED.format(url=SITE.origin + ARTICLE, ts=f"{stamp}081300"))
        pages[f"/{page.name}"] = page
    with served({**files, **pages, "/mau.wacz": wacz}) as found:
        yield found


@pytest.mark.soak
@pytest.mark.parametrize(("name", "edited"), [("same", False), ("edited", True), ("first", False)])
def test_an_article_is_seen(driver: Chrome, address: str, name: str, edited: bool) -> None:
    """As first captured, by a revisit of that, and edited, with its style sheets and image."""
    driver.get(f"{address}/{name}.html")
    wait = WebDriverWait(driver, SECONDS, poll_frequency=0.5)
    text, color, width = wait.until(lambda _: driver.execute_script(FIND, SITE.origin + ARTICLE))
    assert "Bài một" in text and f"{WORD} học nghề" in text
    assert ("đã sửa" in text) is edited
    assert (color, width) == (RED, 1)
