"""README's way to Common Crawl's captures: `cdxt ... warc`, then `import`."""

import os
import re
import shlex
import subprocess
from datetime import datetime
from pathlib import Path

from tests.commoncrawl import CommonCrawl, Crawled
from tests.importing import SITE, address, raws, rows, take
from tests.test_archive import page
from tests.test_pywb import PEERS
from tests.test_readme import README
from tests.warcmaking import http, record, sha1

SECONDS = 120
HEAD = ("Content-Type: text/html; charset=UTF-8", "X-Crawl-Content-Encoding: gzip")


def crawled(number: int, crawl: str, date: str, body: bytes, status: str = "200 OK") -> Crawled:
    """A page as Common Crawl keeps it: WARC 1.0, compression undone and its header renamed."""
    fields = {
        "WARC-Target-URI": address(number),
        "WARC-Date": date,
        "WARC-Payload-Digest": sha1(body),
        "WARC-Identified-Payload-Type": "text/html",
    }
    block = http(body, *HEAD, f"Content-Length: {len(body)}", status=status)
    kept = record("response", block, dict(fields), "1.0")
    timestamp = f"{datetime.fromisoformat(date):%Y%m%d%H%M%S}"
    return Crawled(crawl, address(number), timestamp, kept, int(status[:3]))


def test_what_cdxt_fetches_is_imported(tmp_path: Path) -> None:
    held = [
        crawled(1, "CC-MAIN-2019-18", "2019-04-20T01:02:03Z", page(1)),
        crawled(2, "CC-MAIN-2019-18", "2019-04-20T01:02:04Z", page(2)),
        crawled(1, "CC-MAIN-2021-31", "2021-07-30T01:02:03Z", page(1) + b"<!-- -->"),
        crawled(3, "CC-MAIN-2021-31", "2021-07-30T01:02:04Z", b"", "404 Not Found"),
    ]
    web = CommonCrawl(held)
    with web.server as server:
        cdxt(tmp_path, server.url)
    files = sorted(tmp_path.glob("sldtbxh-*.extracted.warc.gz"))
    assert len(files) == 1
    result = take(tmp_path / "kho", *files)
    assert (result.exit_code, result.tally.captured, result.tally.new) == (0, 4, 2)
    assert sorted(raw.payload for raw in raws(tmp_path / "kho")) == sorted(
        [page(1), page(2), page(1) + b"<!-- -->", b""]
    )
    found = rows(tmp_path / "kho", "SELECT * FROM captures ORDER BY captured_at")
    assert [row["captured_at"][:19] for row in found] == [
        "2019-04-20T01:02:03", "2019-04-20T01:02:04", "2021-07-30T01:02:03", "2021-07-30T01:02:04",
    ]  # fmt: skip
    assert {row["source"] for row in found} == {"import"}
    assert found[0]["source_uri"].endswith("/segments/1/warc/CC-MAIN-2019-18.warc.gz")
    assert take(tmp_path / "kho", *files).skipped == {"here already": 4}


def test_a_mirror_that_knows_no_ranges_brings_nothing_wrong(tmp_path: Path) -> None:
    """cdxt takes the first record of the whole file each time."""
    held = [crawled(n, "CC-MAIN-2019-18", f"2019-04-20T01:02:0{n}Z", page(n)) for n in (1, 2)]
    with CommonCrawl(held, ranges=False).server as server:
        cdxt(tmp_path, server.url)
    result = take(tmp_path / "kho", *tmp_path.glob("sldtbxh-*"))
    assert (result.tally.captured, result.skipped) == (1, {"here already": 1})
    assert [raw.url for raw in raws(tmp_path / "kho")] == [address(1)]


def cdxt(folder: Path, url: str) -> None:
    """README's own line, sent to loopback, where there is no need to wait between calls."""
    (line,) = re.findall(r"^    cdxt (.+)$", README, re.MULTILINE)
    words = shlex.split(line.replace("sldtbxh.baclieu.gov.vn", SITE.host))
    at = words.index("warc")
    words[at + 1 : at + 1] = ["--warc-download-prefix", url]
    quick = {"CDXT_DEFAULT_MIN_RETRY_INTERVAL": "0.01", "CDXT_CACHE_DIR": f"{folder}/cache/"}
    command = [str(PEERS / "cdxt"), "--cc-mirror", f"{url}/", *words]
    done = subprocess.run(
        command, cwd=folder, env=os.environ | quick, check=False, timeout=SECONDS,
        capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
