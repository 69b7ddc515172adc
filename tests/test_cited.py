"""Cited documents: which citations are of one document, what they add up to, their pages."""

import random
from datetime import UTC, date, datetime, timedelta
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from archive.db.database import connect, set_fact
from archive.storing.store import Store
from scraper.capture import Capture
from scraper.notation.issuers import elsewhere
from scraper.records import Article, Page, Skipped
from scraper.site import Site
from tests.datasette_pages import Pages
from tests.sample_archive import make

SITE = Site.of("https://replica.invalid")
START = datetime(2021, 1, 1, 1, tzinfo=UTC)
BODIES = (
    "Nghị quyết số 18/2020/NQ-HĐND ngày 08/12/2020 của Hội đồng nhân dân tỉnh (mẫu).",
    "Theo Nghị quyết 18/2020/NQ-HĐND của Hội đồng nhân dân tỉnh Bạc Liêu; 18/2020/NQ-HĐND.",
    "Nghị quyết 18/2020/NQ-HĐND của Hội đồng nhân dân tỉnh Cà Mau là của tỉnh khác (mẫu).",
    "Kế hoạch 6/KH-UBND ngày 14/01/2021 của Ủy ban nhân dân tỉnh. Sau đó 06/KH-UBND lần nữa.",
    "Kế hoạch 06/KH-UBND của Ủy ban nhân dân huyện Đông Hải, không ghi ngày (mẫu).",
    "Kế hoạch 06/KH-UBND ngày 20/01/2022 nối tiếp Kế hoạch 06/KH-UBND ngày 14/01/2021, 06/KH-UBND.",
    "Bài mẫu không nhắc văn bản nào: 16/20 chỉ tiêu, 52/3 Đường Mẫu.",
)
Shot = tuple[Capture, Page | Skipped]


def shot(n: int, body: str, day: int = 0) -> Shot:
    at = START + timedelta(days=day, minutes=n)
    capture = Capture(f"{SITE.origin}/-/bai-mau-{n}", at, 200, (), b"", "live")
    article = Article(title=f"Bài mẫu {n}", published_at=date(2021, 2, n + 1), published_text="",
                      category=None, byline=None, lead=None, body_text=body,
                      body_html=f"<p>{body}</p>", entry_id=100 + n)  # fmt: skip
    return capture, Page("article", (article,))


def kept(folder: Path, shots: list[Shot]) -> Path:
    """An archive of Bạc Liêu's department with these captures, stored one after another."""
    folder.mkdir(exist_ok=True)
    db = connect(folder / "archive.db")
    set_fact(db, "site", SITE.origin)
    set_fact(db, "department", "sldtbxh-baclieu")
    for number, (capture, page) in enumerate(shots):
        store = Store(db, SITE)
        row = {
            "id": number + 1, "url": capture.url, "address": capture.url, "run_id": None,
            "captured_at": f"{capture.captured_at:%Y-%m-%dT%H:%M:%S.%fZ}", "status": 200,
            "source": "live", "outcome": "article", "warc_file": "mau.warc.gz",
            "warc_offset": number, "warc_length": 1,
        }  # fmt: skip
        store.add_capture(row)
        store.add_page(row, capture, page)
        store.commit()
    db.close()
    return folder


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return kept(tmp_path_factory.mktemp("cited"), [shot(n, b) for n, b in enumerate(BODIES)])


@pytest.fixture(scope="module")
def pages(folder: Path) -> Pages:
    return Pages(folder)


def cited(pages: Pages, number: str) -> list[dict[str, Any]]:
    return pages.query(
        "SELECT d.*, count(*) AS places FROM documents d JOIN article_documents c"
        f" ON c.document_id = d.id WHERE d.number = '{number}' GROUP BY d.id"
        " ORDER BY places DESC, d.issuer, d.year"
    )


def test_a_province_s_own_resolution_is_one_document(pages: Pages) -> None:
    own, other = cited(pages, "18/2020/NQ-HĐND")
    assert own["places"] == 3 and own["issued_on"] == "2020-12-08" and own["year"] == 2020
    assert own["issuer"] == "Hội đồng nhân dân tỉnh Bạc Liêu" and own["type"] == "Nghị quyết"
    assert other["places"] == 1 and other["issuer"] == "Hội đồng nhân dân tỉnh Cà Mau"


def test_a_number_without_a_year_is_told_apart(pages: Pages) -> None:
    found = {(d["year"], d["issuer"]): d["places"] for d in cited(pages, "06/KH-UBND")}
    assert found == {
        (2021, "Ủy ban nhân dân tỉnh"): 3,
        (2022, "Ủy ban nhân dân"): 1,
        (None, "Ủy ban nhân dân huyện Đông Hải"): 1,
        (None, "Ủy ban nhân dân"): 1,
    }


def test_a_year_from_elsewhere_in_the_article_is_marked(pages: Pages) -> None:
    sql = "SELECT article_id, year, issued_on FROM article_documents WHERE inferred = 1"
    assert pages.query(sql) == [{"article_id": 103, "year": 2021, "issued_on": None}]


def test_places_are_those_of_the_text(pages: Pages) -> None:
    wrong = (
        "SELECT c.* FROM article_documents c JOIN articles a ON a.id = c.article_id"
        " WHERE substr(a.body_text, c.start + 1, 2) NOT IN ('18', '6/', '06')"
        " OR instr(a.body_text, c.quote) = 0"
    )
    assert pages.query(wrong) == []


def test_the_order_of_arrival_changes_nothing(folder: Path, tmp_path: Path) -> None:
    shots = [shot(n, body) for n, body in enumerate(BODIES)]
    shots.append(shot(0, "Bài đã sửa, nay không còn nhắc văn bản nào (mẫu).", day=1))
    told = []
    for seed in range(4):
        some = random.Random(seed).sample(shots, len(shots))
        other = Pages(kept(tmp_path / str(seed), some))
        told.append((other.rows("documents"), other.rows("article_documents", _size="max")))
    assert told[0] == told[1] == told[2] == told[3]
    assert all(row["article_id"] != 100 for row in told[0][1])
    own = next(d for d in told[0][0] if d["number"] == "18/2020/NQ-HĐND" and "Bạc" in d["issuer"])
    assert own["issued_on"] is None  # only the text that is no longer there had the date


@pytest.mark.parametrize(
    ("issuer", "where"),
    [
        (None, ""), ("Chính phủ", ""), ("Hội đồng nhân dân", ""), ("Ủy ban nhân dân tỉnh", ""),
        ("Chủ tịch Ủy ban nhân dân tỉnh Bạc Liêu", ""), ("Tỉnh ủy Bạc Liêu", ""),
        ("Ủy ban nhân dân thành phố Bạc Liêu", "thành phố Bạc Liêu"),
        ("Hội đồng nhân dân tỉnh Cà Mau", "tỉnh Cà Mau"),
        ("Ủy ban nhân dân huyện", "huyện"), ("Huyện ủy Đông Hải", "Đông Hải"),
    ],
)  # fmt: skip
def test_where_an_issuer_is(issuer: str | None, where: str) -> None:
    assert elsewhere(issuer, "tỉnh Bạc Liêu") == where


def test_the_list_and_a_document_s_page(pages: Pages) -> None:
    listed = unescape(pages.get("/van-ban").text)
    assert listed.index("Kế hoạch 06/KH-UBND") < listed.index("tỉnh Cà Mau")
    own, other = cited(pages, "18/2020/NQ-HĐND")
    page = unescape(pages.get(f"/van-ban/{own['id']}").text)
    for told in ("Nghị quyết 18/2020/NQ-HĐND", "08/12/2020", "2 bài", "Bài mẫu 0", "Bài mẫu 1",
                 f"/van-ban/{other['id']}", "tỉnh Cà Mau"):  # fmt: skip
        assert told in page, told
    assert "Bài mẫu 2" not in page
    assert page.index("Bài mẫu 1<") < page.index("Bài mẫu 0<")  # the newest first
    assert "Trang sau" not in listed and "Trang trước" not in listed
    (dated,) = (d for d in cited(pages, "06/KH-UBND") if d["year"] == 2021)
    assert "chỗ này không ghi năm" in unescape(pages.get(f"/van-ban/{dated['id']}").text)


def test_an_article_names_what_it_cites(pages: Pages) -> None:
    own = cited(pages, "18/2020/NQ-HĐND")[0]
    assert f'href="/van-ban/{own["id"]}"' in pages.get("/bai-viet/100").text
    assert "Văn bản được nhắc đến" not in pages.get("/bai-viet/106").text


@pytest.mark.parametrize("sought", ["nq-hdnd", "18/2020", "NQ-HĐND"])
def test_a_part_of_a_number_is_found(pages: Pages, sought: str) -> None:
    page = unescape(pages.get("/van-ban", q=sought).text)
    assert "18/2020/NQ-HĐND" in page and "06/KH-UBND" not in page


def test_what_cannot_be_asked(pages: Pages) -> None:
    for missing in ("1", "x", "9" * 30, "-1"):
        assert pages.get(f"/van-ban/{missing}").status_code == 404
    for q in ("%00", "'\"<script>", "%", "x" * 5000):
        page = pages.get("/van-ban", q=q, page="999999999999")
        assert page.status_code == 200 and "<script>" not in page.text
    assert pages.get("/van-ban", page="2").status_code == 200


def test_an_archive_without_documents_has_no_link_to_them(pages: Pages, tmp_path: Path) -> None:
    link = 'href="/van-ban"'
    assert link in pages.get("/").text
    empty = Pages(make(tmp_path / "sample"))
    assert link in empty.get("/").text
    db = connect(tmp_path / "sample" / "archive.db")
    db.execute("DELETE FROM article_documents")
    db.execute("DELETE FROM documents")
    db.conn.close()
    assert link not in empty.get("/").text and empty.get("/van-ban").status_code == 200
