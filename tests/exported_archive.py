"""A small archive with a capture of every kind that an export may meet: sample text only."""

import gzip
import hashlib
import json
import zipfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from archive.archive import open_archive
from archive.runs import FINISHED
from scraper.raw import Headers, Raw
from scraper.site import Site
from tests.changed_archive import PNG
from tests.secret_archive import page
from tests.test_archive import take

SITE = Site.of("https://replica.invalid")
START = datetime(2021, 3, 26, 8, 13, 0, 123456, tzinfo=UTC)
HTML: Headers = (("Content-Type", "text/html; charset=UTF-8"),)
WORD = "Thợhàn"  # what only the first article has

ARTICLE, OTHER = ("/tin-mau/-/asset_publisher/abcd/content/id/" + n for n in "12")
STYLE, SECOND_STYLE = "/o/mau.css", "/o/hai.css?t=1"
PICTURE, BACKGROUND, MOVED = "/image/anh.png", "/o/nen.png", "/image/anh-moi.png"
FILE = "/documents/1/2/B%C3%A1o+c%C3%A1o%2B1.pdf/11111111-2222-3333-4444-555555555555"
LISTING = "/tin-mau"
ODD = "/trang/b%C3%A0i-l%E1%BA%A1//x/../y;jsessionid=AB?b=2&a=%26&a=1&empty="
HEAD = f"<link rel='stylesheet' href='{STYLE}'><img src='{PICTURE}'><a href='{FILE}'>tệp</a>"
CSS = f'@import "{SECOND_STYLE}"; body {{ background: url({BACKGROUND}) }}'.encode()


def exchange(path: str, body: bytes, day: float = 0, **changed: Any) -> Raw:  # noqa: ANN401
    at = START + timedelta(days=day, microseconds=len(path))
    given = {"headers": HTML, "reason": "OK", **changed}
    return Raw(SITE.origin + path, at, given.pop("status", 200), payload=body, **given)


def kind(name: str) -> Headers:
    return (("Content-Type", name),)


def first_day() -> list[Raw]:
    text = f"<p>{WORD} học nghề.</p>{HEAD}"
    return [
        exchange("/", b"<html><body>home</body></html>"),
        exchange(ARTICLE, page(1, "Bài một", text)),
        exchange(OTHER, page(2, "Bài hai", "<p>Chuyện khác.</p>")),
        exchange(LISTING, f"<html><body><a href='{ARTICLE}'>Bài một</a></body></html>".encode()),
        exchange(STYLE, CSS, headers=kind("text/css")),
        exchange(SECOND_STYLE, b"p { color: red }", headers=kind("text/css;charset=utf-8")),
        exchange(BACKGROUND, PNG, headers=kind("image/png")),
        exchange(PICTURE, b"", status=302, headers=(("Location", MOVED),)),
        exchange(MOVED, PNG + b"x", headers=kind("image/png")),
        exchange(FILE, b"%PDF-1.4 mau", headers=kind("application/pdf")),
        exchange(ODD, b"<p>odd</p>"),
        exchange("/khong-co", b"<p>404</p>", status=404),
        exchange("/trong", b"", status=200),
    ]


def later_days() -> list[Raw]:
    """The same again, unchanged, changed, gone; once as it came from elsewhere."""
    changed = page(1, "Bài một", f"<p>{WORD} học nghề, đã sửa.</p>{HEAD}")
    packed = (*HTML, ("Content-Encoding", "gzip"))
    same = first_day()[1].payload
    return [
        exchange(ARTICLE, same, 1),
        exchange(ARTICLE, b"", 2, status=304, reason="Not Modified"),
        exchange(ARTICLE, gzip.compress(changed, mtime=0), 3, headers=packed),
        exchange(STYLE, CSS, 3, headers=kind("text/css")),
        exchange("/ban-sao.png", PNG, 3, headers=kind("image/png")),
        exchange("/lon", Random(1).randbytes(300_000), 3, truncated="length"),
        exchange(ARTICLE, b"", 9, status=410),
        replace(
            exchange(OTHER, page(2, "Bài hai", "<p>Chuyện cũ.</p>"), -900),
            source="wayback",
            source_uri="https://web.archive.org/web/2018id_/x",
        ),
    ]


def make(folder: Path) -> Path:
    """The archive in `folder`: two runs, each with a file of its own."""
    for raws in (first_day(), later_days()):
        with open_archive(folder, SITE, "crawl") as archive:
            for raw in raws:
                take(archive, raw)
            archive.finish(FINISHED, 0)
    return folder


def lines(wacz: Path) -> list[tuple[str, str, dict[str, str]]]:
    """The index: key, time, fields."""
    with zipfile.ZipFile(wacz) as file:
        text = file.read("indexes/index.cdx").decode("ascii")
    split = [line.split(" ", 2) for line in text.splitlines()]
    return [(key, stamp, json.loads(fields)) for key, stamp, fields in split]


def pages(wacz: Path) -> list[dict[str, Any]]:
    with zipfile.ZipFile(wacz) as file:
        return [json.loads(line) for line in file.read("pages/pages.jsonl").splitlines()]


def check(wacz: Path) -> None:
    """Every digest is right, everything is named, WARC files and index are as readers want them."""
    with zipfile.ZipFile(wacz) as file:
        assert file.testzip() is None
        package = file.read("datapackage.json")
        told = {r["path"]: (r["hash"], r["bytes"]) for r in json.loads(package)["resources"]}
        for info in file.infolist():
            data = file.read(info)
            if info.filename.startswith("datapackage"):
                continue
            assert told.pop(info.filename) == (sha256(data), len(data))
            if info.filename.startswith("archive/"):
                assert info.compress_type == zipfile.ZIP_STORED
                assert info.extra  # else ReplayWeb.page does not look for one in the local header
        assert not told
        digest = json.loads(file.read("datapackage-digest.json"))
        assert digest == {"path": "datapackage.json", "hash": sha256(package)}
        index = file.read("indexes/index.cdx").splitlines()
        assert index == sorted(index)
        for _, _, fields in lines(wacz):
            warc = file.read(f"archive/{fields['filename']}")
            record = warc[int(fields["offset"]) :][: int(fields["length"])]
            assert f"WARC-Target-URI: {fields['url']}\r\n".encode() in gzip.decompress(record)


def sha256(data: bytes) -> str:
    return f"sha256:{hashlib.sha256(data).hexdigest()}"
