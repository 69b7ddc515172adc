"""pywb replays an exported WACZ: what it serves is what was captured, byte for byte."""

from collections.abc import Iterator

import pytest

from archive.exporting.wacz import export_wacz
from scraper.raw import Raw
from tests.exported_archive import ARTICLE, FILE, WORD, first_day, later_days, make
from tests.test_pywb import Replay, replaying

RAWS = [raw for raw in first_day() + later_days() if raw.status != 304]


@pytest.fixture(scope="module", params=[None, WORD], ids=["whole", "found"])
def replay(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str | None, Replay]]:
    home = tmp_path_factory.mktemp("pywb")
    wacz = home / "mau.wacz"
    export_wacz(make(home / "data"), wacz, request.param, overwrite=False)
    with replaying(home, "--unpack-wacz", "kho", wacz) as port:
        yield request.param, Replay(port, wacz, RAWS)


def test_each_capture_is_served_as_it_was(replay: tuple[str | None, Replay]) -> None:
    query, pywb = replay
    served = 0
    for raw in RAWS:
        response, body = pywb.get(raw)
        if query and not response.getheader("Memento-Datetime"):
            assert response.status == 404
            continue
        served += 1
        assert (response.status, body) == (raw.status, raw.payload), raw.url
        for name in ("Content-Type", "Content-Encoding"):
            assert response.getheader(name) == raw.header(name), raw.url
    assert served == (len(RAWS) if query is None else len(_of_the_article()))


def _of_the_article() -> list[Raw]:
    paths = (ARTICLE, FILE, "/o/mau.css", "/o/hai.css", "/o/nen.png", "/image/")
    return [raw for raw in RAWS if any(path in raw.url for path in paths)]
