"""README's made-up portal, added as README says: one file, and its articles are read."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from tests.importing import rows
from tests.test_readme import README, ROOT
from tests.warcmaking import members, response

SITE = "https://so.mau.example"
PAGE = """<html><head><title>Sở Mẫu</title></head><body>
<div class="chuyen-muc">Tin mẫu</div>
<div class="asset-full-content"><div class="asset-content" id="_101_INSTANCE_abcd_{0}">
<h2 class="tieu-de">Bài mẫu số {0}</h2>
<div class="journal-content-article">
<p>26/03/2021 12:00 AM</p>
<p class="tom-tat">Tóm tắt mẫu.</p><p>Đoạn mẫu.</p><p class="tac-gia">Nguyễn Văn Mẫu</p>
<p>Số lượt xem: {0}</p></div></div></div></body></html>"""
MIDNIGHT = "2021-03-26T00:00:00+07:00"
COLUMNS = "title, category, lead, byline, published_at, view_count"


def test_a_third_portal_is_one_file(tmp_path: Path) -> None:
    checkout = tmp_path / "checkout"
    for package in ("scraper", "archive"):
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / package, checkout / package, ignore=ignored)
    found = re.search(r"`(scraper/departments/\w+\.py)`:\n\n```py\n(.*?)^```", README, re.S | re.M)
    assert found
    (checkout / found[1]).write_text(found[2])
    pages = [f"/tin-mau/-/asset_publisher/abcd/content/id/{number}" for number in (1, 2)]
    records = [response(SITE + path, PAGE.format(path[-1]).encode()) for path in pages]
    source = members(tmp_path / "a.warc.gz", records)
    done = subprocess.run(
        [sys.executable, "-c", "from archive.cli import main; main()", "import",
         "--site", SITE, "--archive", "kho", "--jobs", "1", source],
        cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(checkout)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    found_rows = rows(tmp_path / "kho", f"SELECT {COLUMNS} FROM articles ORDER BY id")
    assert [tuple(row.values()) for row in found_rows] == [
        (f"Bài mẫu số {n}", "Tin mẫu", "Tóm tắt mẫu.", "Nguyễn Văn Mẫu", MIDNIGHT, n)
        for n in (1, 2)
    ]
