"""An archive with one article whose words are nowhere else, to be hidden: sample text only."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from archive.archive import Archive, open_archive
from archive.runs import FINISHED
from scraper.crawling.items import read
from scraper.raw import Raw
from scraper.site import Site

SITE = Site.of("https://replica.invalid")
START = datetime(2021, 3, 26, 8, 13, tzinfo=UTC)
HTML = (("Content-Type", "text/html; charset=UTF-8"),)
PDF = (("Content-Type", "application/pdf"),)
# Words that only the hidden article has, in its title, text, table, file and later version.
SECRETS = ("Tiêuđềkín", "Thânbàikín", "Ôbảngkín", "Chữtệpkín", "Bảnsaukín")
FILE_PATH = "/documents/1/2/mau.pdf/11111111-2222-3333-4444-555555555555"


def path_of(number: int) -> str:
    return f"/tin-mau/-/asset_publisher/abcd/content/id/{number}"


def page(number: int, title: str, text: str, related: str = "") -> bytes:
    return f"""<html><head><title>{title} - Sở Mẫu</title></head><body>
<div class="asset-full-content clearfix mb-5 show-asset-title">
<span class="asset-anchor lfr-asset-anchor" id="{number}"></span>
<div class="mb-2"><h4 class="component-title">
<span class="asset-title d-inline">{title}</span></h4></div>
<div class="asset-content mb-3"><div class="journal-content-article">
<p>Tin mẫu</p><p>Thứ sáu, 26/03/2021, 15:13</p><p>Màu chữ Cỡ chữ</p><p>{title}</p>
{text}<p>Số lượt xem: {number}</p>
<div><h3>Tin đã đưa</h3><ul>{related}</ul></div></div></div></div></body></html>""".encode()


def secret_text(more: str = "") -> str:
    return (
        f"<p>Thânbàikín với thủ tục 1.000987. {more}</p><table><tr><th>Cột</th><th>Số</th></tr>"
        f"<tr><td>Ôbảngkín</td><td>7</td></tr></table><p><a href='{FILE_PATH}'>Chữtệpkín</a></p>"
    )


def raw(path: str, body: bytes, day: int = 0, headers: tuple[tuple[str, str], ...] = HTML) -> Raw:
    return Raw(f"{SITE.origin}{path}", START + timedelta(days=day), 200, headers, body)


def take(archive: Archive, exchange: Raw) -> None:
    capture_id = archive.keep(exchange)
    crawled = read(exchange, SITE)
    archive.read(capture_id, crawled.capture, crawled.page)


def secret(day: int, more: str = "", number: int = 1) -> Raw:
    return raw(path_of(number), page(1, "Tiêuđềkín", secret_text(more)), day)


def others() -> list[Raw]:
    """What stands around it: a neighbour that lists it, its file, a list of articles."""
    line = f"<li><a href='{SITE.origin}{path_of(1)}'>Tiêuđềkín (01/03/2021)</a></li>"
    return [
        raw(path_of(2), page(2, "Bài khác", "<p>Đoạn khác.</p>", line)),
        raw(FILE_PATH, b"%PDF-1.4 mau", headers=PDF),
        raw("/tin-mau", f"<html><body><ul>{line}</ul></body></html>".encode()),
    ]


URL = SITE.origin + path_of(1)


def make(folder: Path) -> Path:
    """An archive's folder at `folder`: two versions of the secret, a neighbour, a file, a list."""
    with open_archive(folder, SITE, "crawl") as archive:
        for exchange in [secret(0), *others(), secret(2, "Bảnsaukín")]:
            take(archive, exchange)
        archive.finish(FINISHED, 0)
    return folder
