"""An archive of some days of the replica, in which articles are edited, removed and put back."""

import http.client
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from archive.archive import Archive, open_archive
from archive.runs import FINISHED
from scraper.crawling.items import read
from scraper.raw import Raw, header_text
from scraper.replica import Article, Replica
from scraper.site import Site

ORIGIN = "https://replica.invalid"
SITE = Site.of(ORIGIN)
NEW_TITLE = "Bài mẫu đã đổi tên"
NEW_TEXT = ("Đoạn thứ nhất của bài mẫu sau khi sửa.", "Đoạn thứ hai, giữ nguyên.")
OLD_TEXT = ("Đoạn thứ nhất của bài mẫu trước khi sửa.", "Đoạn thứ hai, giữ nguyên.")
STYLE = "/o/so-ldtbxh-theme/css/mau.css"
PICTURE = "/o/so-ldtbxh-theme/images/nen.png"
CSS = f'body {{ background: url("{PICTURE}") }} @font-face {{ src: url(x.woff) }}'.encode()
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8cf"
    "c0000003010100c9fe92ef0000000049454e44ae426082"
)
HOSTILE_PATH, SECOND_PATH, XML_PATH = "/trang-doc-hai", "/trang-hai", "/trang.xml"
XML = b'<html xmlns="http://www.w3.org/1999/xhtml"><script>document.title = "x"</script></html>'
HOSTILE = f"""<!DOCTYPE html><html><head><title>Trang mẫu</title>
<base href="https://xau.invalid/">
<meta http-equiv="refresh" content="0; url=https://xau.invalid/di">
<meta http-equiv="Content-Security-Policy" content="default-src *">
<link rel="stylesheet" href="{ORIGIN}{STYLE}"><link rel="stylesheet" href="https://xau.invalid/a.css">
<link rel="preconnect" href="https://xau.invalid"><link rel="prefetch" href="https://xau.invalid/p">
<script>document.title = 'HỎNG'; fetch('https://xau.invalid/f')</script>
<script src="https://xau.invalid/x.js"></script>
<style>@import "https://xau.invalid/b.css";
p {{ background: url(https://xau.invalid/c.png) }}</style>
</head><body onload="document.title='HỎNG'" background="https://xau.invalid/d.png">
<h1>Trang mẫu</h1><noscript>Không có mã</noscript>
<img src="{ORIGIN}{PICTURE}" alt="Ảnh của kho" id="own"><img src="https://xau.invalid/e.png">
<img src="{ORIGIN}/hinh-ve.svg" alt="Hình vẽ của kho" id="drawing">
<img src="x" onerror="document.title='HỎNG'" srcset="https://xau.invalid/g.png 2x">
<iframe src="https://xau.invalid/h"></iframe><object data="https://xau.invalid/i"></object>
<embed src="https://xau.invalid/j"><video src="https://xau.invalid/k" autoplay></video>
<form action="https://xau.invalid/l" method="post"><input name="a" value="b" autofocus>
<button formaction="https://xau.invalid/m" id="send">Gửi</button></form>
<a href="javascript:document.title='HỎNG'" id="js">mã</a>
<a href="https://xau.invalid/n" target="_top" ping="https://xau.invalid/o" id="away">đi</a>
<a href="{ORIGIN}{SECOND_PATH}" id="inside">trang khác</a>
<p style="background: url('https://xau.invalid/q.png')">Chữ</p>
<svg><script>document.title='HỎNG'</script><use href="https://xau.invalid/r#a"/>
<image xlink:href="https://xau.invalid/s.png"/>
<rect fill="url(https://xau.invalid/v#a)" mask="u\\72l(https://xau.invalid/w)"/></svg>
<style>@\\69mport 'https://xau.invalid/x.css';</style>
<math><mtext><table><mglyph><style><!--</style><img src=x onerror="document.title='HỎNG'">
</body></html>""".encode()
# For a frame or a `preconnect` of a drawing, a browser connects before it looks at the policy.
DRAWING_PATH = "/hinh-ve.svg"
DRAWING = b"""<svg xmlns="http://www.w3.org/2000/svg" onload="document.title='HONG'">
<script>document.title = 'HONG'</script><image href="https://xau.invalid/t"/>
<foreignObject><iframe xmlns="http://www.w3.org/1999/xhtml" src="https://xau.invalid/u"/>
<link xmlns="http://www.w3.org/1999/xhtml" rel="preconnect" href="https://xau.invalid"/>
</foreignObject><rect width="9" height="9"/></svg>"""
OTHER = "<html><head><title>Trang hai</title></head><body><p>Chữ của trang hai.</p></body></html>"


@dataclass(frozen=True)
class Story:
    """The archive in `folder`, and who is who in it, by article id; captures by name."""

    folder: Path
    days: list[str]
    edited: Article
    retitled: Article
    removed: Article
    returned: Article
    with_table: Article
    with_image: Article
    with_file: Article
    captures: dict[str, int]


def make(folder: Path) -> Story:
    """Five days, the same each time."""
    with Replica(origin=ORIGIN) as replica:
        shown = _choose(replica)
        replica.edit(shown["edited"].entry_id, paragraphs=OLD_TEXT)
        days = []
        captures: dict[str, int] = {}
        for day in range(5):
            _change(replica, shown, day)
            days.append(replica.clock.isoformat())
            with open_archive(folder, SITE, "crawl") as archive:
                for name, article in shown.items():
                    captures[f"{name}{day}"] = _visit(archive, replica, article.id_path)
                    for path in _requisites(article):
                        captures[path] = _visit(archive, replica, path)
                if day == 0:
                    captures |= _keep_others(archive, replica)
                archive.finish(FINISHED, 0)
            replica.advance(timedelta(days=1))
    return Story(folder, days, captures=captures, **shown)


def _choose(replica: Replica) -> dict[str, Article]:
    """Articles of words alone, and the first with a table, an image, a file."""
    plain = [a for a in replica.articles if not (a.tables or a.images or a.files)]
    names = ("edited", "retitled", "removed", "returned")
    chosen = dict(zip(names, plain, strict=False))
    for name in ("table", "image", "file"):
        chosen[f"with_{name}"] = next(
            a for a in replica.articles if getattr(a, f"{name}s") and a not in chosen.values()
        )
    return chosen


def _change(replica: Replica, shown: dict[str, Article], day: int) -> None:
    if day == 1:
        replica.edit(shown["edited"].entry_id, paragraphs=NEW_TEXT)
        replica.remove(shown["removed"].entry_id)
        replica.remove(shown["returned"].entry_id)
    if day == 2:
        replica.edit(shown["retitled"].entry_id, title=NEW_TITLE)
    if day == 4:
        replica.restore(shown["returned"].entry_id)


def _requisites(article: Article) -> Iterable[str]:
    yield from (image.path for image in article.images)
    yield from (file.path for file in article.files)


def _visit(archive: Archive, replica: Replica, path: str) -> int:
    connection = http.client.HTTPConnection(replica.url.removeprefix("http://"))
    try:
        connection.request("GET", path, headers={"Accept-Encoding": "gzip"})
        response = connection.getresponse()
        headers = tuple(
            (header_text(name.encode("latin-1")), header_text(value.encode("latin-1")))
            for name, value in response.getheaders()
            if name.lower() != "transfer-encoding"
        )
        payload = response.read()
    finally:
        connection.close()
    asked = (("Accept-Encoding", "gzip"),)
    at = replica.clock
    return take(
        archive,
        Raw(ORIGIN + path, at, response.status, headers, payload, "", request_headers=asked),
    )


def take(archive: Archive, raw: Raw) -> int:
    """Keep and read one exchange; the id of its capture."""
    capture_id = archive.keep(raw)
    crawled = read(raw, SITE)
    archive.read(capture_id, crawled.capture, crawled.page)
    return capture_id


def _keep_others(archive: Archive, replica: Replica) -> dict[str, int]:
    """What the replica does not have: a page that means ill, its style and picture."""
    kinds = {
        HOSTILE_PATH: (HOSTILE, "text/html; charset=UTF-8"),
        SECOND_PATH: (OTHER.encode(), "text/html"),
        XML_PATH: (XML, "text/xml"),
        STYLE: (CSS, "text/css"),
        PICTURE: (PNG, "image/png"),
        DRAWING_PATH: (DRAWING, "image/svg+xml"),
        "/tep-la.js": (b"document.title = 'x'", "application/x-javascript"),
    }
    return {
        path: take(
            archive,
            Raw(ORIGIN + path, replica.clock, 200, (("Content-Type", kind),), body, "OK"),
        )
        for path, (body, kind) in kinds.items()
    }
