"""`/tim-kiem`: what is found, in which order, in every format, whatever is typed."""

import asyncio
import csv
import io
import re
from datetime import datetime
from unicodedata import normalize
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from lxml import etree

from archive.search.asked import PAGE_SIZE
from tests.datasette_pages import Pages
from tests.sample_archive import ARTICLES, SITE, make

ATOM = "{http://www.w3.org/2005/Atom}"
FORMATS = ("", ".json", ".csv", ".atom")
TITLE = re.compile(r'<h3><a href="/bai-viet/(\d+)">(.*?)</a></h3>')
LINK = re.compile(r'href="(/tim-kiem[^"]*)"')
HOSTILE = (
    *("'", '"', "\0", "*", "(", ")", "%", "\\", "🙂", "-", "--", "-1", ":", "^a", "{a}", "x̀", "+"),
    *("' OR 1=1 --", "<script>alert(9)</script>", "AND", "OR", "NOT", "NEAR(", "NEAR(a b, 3)"),
    *("title:", "title_fold : a", "a AND", "-a", '-"a', '"""', "a*b*", "**", "-*", '"a" * "b'),
    *("; DROP TABLE articles", "${7*7}", "{{7*7}}", "../../etc/passwd", "\x1b[31m", "\ud7ff"),
    "\r\nSet-Cookie: a=b",
    *("http://", "https://replica.invalid", "/", "//", "http://[", "https://replica.invalid/%zz"),
    *("a" * 5000, "đ " * 3000, "9" * 400, '"' * 301, "a* " * 40, "-b " * 40, "XKLĐ " * 40),
)  # fmt: skip
VALUES = {
    "category": HOSTILE, "byline": HOSTILE, "year": ("0", "99999", "x", "²", "-1", "2020\0"),
    "from": ("x", "2020", "2020-02-30", "31/12/2020", "9999-12-31", "0000-00-00"), "to": ("", "1"),
    "has": ("x", "tables", "changed"), "sort": ("x", "date", "views", "seen"),
    "page": ("0", "-3", "x", "9" * 5000, "²", "500", "501"), "literal": ("x", "XKLĐ", "\0"),
}  # fmt: skip


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Pages:
    return Pages(make(tmp_path_factory.mktemp("archive")))


def ids(pages: Pages, **asked: str | int) -> list[int]:
    """The articles of a page of results, in order."""
    page = pages.get("/tim-kiem", **asked)
    assert page.status_code == 200
    return [int(found[0]) for found in TITLE.findall(page.text)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("đào tạo", [1, 2]), ("dao tao", [2, 1]), ("ĐÀO TẠO", [1, 2]), ("dao tạo", [1, 2]),
        (normalize("NFD", "đào tạo"), [1, 2]), ("tạo đào", [1, 2]), ('"tạo đào"', []),
        ("đường", [3, 4]), ("dương", [4, 3]), ("uỷ ban", [4]), ("ủy ban", [4]), ("uy ban", [4]),
        ("18/2020/NQ-HĐND", [1]), ("NQ-HDND", [1]), ("18/2020", [1]), ("8/2020", []),
        ("nghị quyết -đào", []), ("đường -dương", [3]), ("đườ*", [3, 4]), ("duo*", [3, 4]),
        ("lý do", [9, 8]), ("ly do", [8, 9]), ("đào tạo khongco", []),
        ("Thanh Trì", [42, 41]), ("lý do là gì", [9, 8]),
        ("02/02/2019", [1]), ("2/2/2019", [1]), ("02/02/2018", []),
    ],
)  # fmt: skip
def test_what_is_found_and_in_which_order(pages: Pages, text: str, wanted: list[int]) -> None:
    assert ids(pages, q=text) == wanted


def test_a_hit_shows_title_date_section_unit_and_marked_text(pages: Pages) -> None:
    page = pages.get("/tim-kiem", q="dao tao").text
    assert '<a href="/bai-viet/1"><mark>Đào tạo</mark> nghề cho người mẫu</a>' in page
    assert '<time datetime="2019-02-02">02/02/2019</time> · Thông báo mẫu · PHÒNG MẪU' in page
    assert "Lớp <mark>đào tạo</mark> mẫu theo Nghị quyết" in page
    assert ">2 bài</h2>" in page and "đã sửa" in page


def test_pages_turn(pages: Pages) -> None:
    first = pages.get("/tim-kiem", q="bài mẫu").text
    assert 'rel="next' in first and 'rel="prev' not in first
    found = [ids(pages, q="bài mẫu", page=n) for n in (1, 2, 3)]
    assert [len(page) for page in found] == [PAGE_SIZE, PAGE_SIZE, ARTICLES - 5 - 2 * PAGE_SIZE]
    assert len({i for page in found for i in page}) == ARTICLES - 5
    assert "chỉ có 3 trang" in pages.get("/tim-kiem", q="bài mẫu", page=4).text


def test_filters_narrow_and_counts_say_what_choosing_gives(pages: Pages) -> None:
    found = pages.get("/tim-kiem.json", q="mẫu").json()
    for facet, counts in found["facets"].items():
        for value, count in counts.items():
            narrowed = pages.get("/tim-kiem.json", q="mẫu", **{facet: value}).json()
            assert narrowed["total"] == count, (facet, value)
            if facet != "has":  # the other values stay beside the chosen one
                assert narrowed["facets"][facet] == counts
    narrowed = pages.get("/tim-kiem.json", q="mẫu", category="Tin mẫu", year=2021).json()
    for value, count in narrowed["facets"]["category"].items():
        other = pages.get("/tim-kiem.json", q="mẫu", category=value, year=2021).json()
        assert other["total"] == count, value
    assert ids(pages, q="mẫu", has="removed", sort="date") == [4, 6]
    assert ids(pages, **{"from": "2019-02-02", "to": "02/02/2019"}) == [1]  # both days included
    assert ids(pages, category="Tin mẫu", year=2021) == ids(
        pages, category="Tin mẫu", **{"from": "2021-01-01", "to": "31/12/2021"}
    )


def test_choices_are_the_most_frequent_first_and_years_the_newest(pages: Pages) -> None:
    page = pages.get("/tim-kiem", q="mẫu").text
    filters = page[page.index('id="loc"') :]
    years = re.findall(r">(20\d\d)</a>", filters)
    assert len(years) > 2 and years == sorted(years, reverse=True)
    sections = filters[: filters.index("<h2>Năm")]
    counts = [int(n) for n in re.findall(r'class="count">(\d+)<', sections)]
    assert len(counts) > 1 and counts == sorted(counts, reverse=True)


def test_orders(pages: Pages) -> None:
    views = [
        row["view_count"] for row in pages.get("/tim-kiem.json?q=mẫu&sort=views").json()["results"]
    ]
    assert views == sorted(views, reverse=True)
    dates = [
        row["published_date"] or ""
        for row in pages.get("/tim-kiem.json?q=mẫu&sort=date").json()["results"]
    ]
    assert dates == sorted(dates, reverse=True)


def test_every_link_of_a_page_keeps_the_search_and_answers(pages: Pages) -> None:
    page = pages.get("/tim-kiem?q=mẫu&category=Tin+mẫu&has=changed&from=2015-01-01&sort=date").text
    links = [link.replace("&amp;", "&") for link in LINK.findall(page)]
    assert len(links) > 10
    for link in links:
        assert pages.get(link).status_code == 200, link
        assert parse_qs(urlsplit(link).query).get("q", ["mẫu"]) == ["mẫu"]


def test_abbreviations_are_shown_and_can_be_taken_away(pages: Pages) -> None:
    page = pages.get("/tim-kiem", q="xklđ mẫu").text
    assert "Tìm cả <b>XKLĐ</b> và <b>xuất khẩu lao động</b>" in page
    assert "literal=XKL%C4%90" in page
    page = pages.get("/tim-kiem", q="xklđ mẫu", literal="XKLĐ").text
    assert "Tìm cả <b>" not in page and "Chỉ tìm đúng chữ đã gõ: <b>XKLĐ</b>" in page
    assert 'href="/tim-kiem?q=xkl%C4%91+m%E1%BA%ABu" rel="nofollow">Không cần đúng chữ' in page
    assert "đúng chữ đã gõ:" not in pages.get("/tim-kiem", q="mẫu", literal="XKLĐ").text
    page = pages.get("/tim-kiem", q="xklđ mẫu", literal="khongco").text
    assert "Tìm cả <b>" in page and "khongco" not in page


def test_words_that_only_ask_are_shown_and_can_be_asked_for(pages: Pages) -> None:
    page = pages.get("/tim-kiem", q="bài mẫu là gì").text
    asked = "literal=l%C3%A0+g%C3%AC"
    assert "Không tính chữ để hỏi <b>là gì</b>" in page and asked in page
    page = pages.get("/tim-kiem", q="bài mẫu là gì", literal="là gì").text
    assert "Không tính chữ" not in page and "Chỉ tìm đúng chữ đã gõ: <b>là gì</b>" in page
    assert pages.get("/tim-kiem.json", q="bài mẫu là gì", literal="là gì").json()["total"] == 0


@pytest.mark.parametrize("prefix", ["", "/vi", "/web/guest"])
def test_an_address_of_the_old_site_opens_what_is_kept_of_it(pages: Pages, prefix: str) -> None:
    for address in (f"{SITE}{prefix}/-/bai-mau-7", f" <{SITE}{prefix}/-/bai-mau-7/> ",
                    f"http://replica.invalid{prefix}/-/bai-mau-7?redirect=x",
                    f"http://www.replica.invalid{prefix}/-/bai-mau-7#mau",
                    f"www.replica.invalid{prefix}/-/bai-mau-7",
                    f"//replica.invalid{prefix}/-/bai-mau-7",
                    f"https://m.replica.invalid:443{prefix}/-/bai-mau-7",
                    f"“{SITE}{prefix}/-/bai-mau-7”", f"Xem ({SITE}{prefix}/-/bai-mau-7).",
                    f"https://web.archive.org/web/2021id_/http://replica.invalid:80{prefix}/-/bai-mau-7",
                    quote(f"{SITE}{prefix}/-/bai-mau-7", safe=""),
                    f"{SITE}{prefix}/tin/-/asset_publisher/aBc/content/bai-mau-7?redirect={SITE}/vi",
                    f"replica.invalid{prefix}/-/bai-mau-7", f"{prefix}/-/bai-mau-7"):  # fmt: skip
        answer = pages.get("/tim-kiem", q=address)
        assert (answer.status_code, answer.headers.get("location")) == (302, "/bai-viet/7"), address
        found = pages.get("/tim-kiem.json", q=address).json()
        assert [row["id"] for row in found["results"]] == [7] and found["query"] == address.strip()
        assert pages.get("/tim-kiem.csv", q=address).text.count("\r\n") == 2


def test_what_only_names_the_site_is_no_address(pages: Pages) -> None:
    assert "không có bản lưu nào của địa chỉ" in pages.get("/tim-kiem", q="replica.invalid").text
    for text in ("bài replica.invalid", "a@replica.invalid", "x.replica.invalid",
                 "https://x.replica.invalid/-/bai-mau-7", f"{SITE}:99/-/bai-mau-7"):  # fmt: skip
        answer = pages.get("/tim-kiem", q=text)
        assert answer.status_code == 200 and "của địa chỉ" not in answer.text, text


def test_nothing_typed_shows_everything_the_newest_first(pages: Pages) -> None:
    found = pages.get("/tim-kiem.json").json()
    assert found["total"] == ARTICLES and len(found["results"]) == 20
    days = [row["published_date"] or "" for row in found["results"]]
    assert days == sorted(days, reverse=True) and sum(found["facets"]["year"].values()) == 45
    page = pages.get("/tim-kiem").text
    assert 'href="/tim-kiem?year=2020"' in page and 'id="q-hint"' in page
    assert pages.get("/tim-kiem.atom").text.count("<entry>") == ARTICLES
    assert pages.get("/tim-kiem.json", q="()").json()["total"] == 0  # what is typed has no word


def test_an_address_that_is_not_here_is_searched_for(pages: Pages) -> None:
    page = pages.get("/tim-kiem", q=f"{SITE}/-/sua-duong-giao-thong-mau").text
    assert "không có bản lưu nào của địa chỉ" in page
    assert [found[0] for found in TITLE.findall(page)] == ["3"]
    many = f"{SITE}/-/bai-mau"
    assert ids(pages, q=many, page=2) == ids(pages, q="bài mẫu", page=2)[:20] != ids(pages, q=many)
    assert pages.get("/tim-kiem", q="https://example.invalid/-/bai-mau-7").status_code == 200


def test_json(pages: Pages) -> None:
    found = pages.get("/tim-kiem.json?q=bài mẫu&sort=date").json()
    assert found["total"] == ARTICLES - 5 and found["total_is_exact"] and found["pages"] == 3
    assert pages.get(found["next"].removeprefix("http://localhost")).json()["page"] == 2
    assert pages.get("/tim-kiem.json?q=bài mẫu&page=3").json()["next"] is None
    first = found["results"][0]
    assert first["page"] == f"http://localhost/bai-viet/{first['id']}"
    assert "mẫu" in first["excerpt"]


def test_spreadsheets_that_wait_for_each_other_are_whole(pages: Pages) -> None:
    client = pages.datasette.client

    async def ask() -> list[str]:
        asked = (client.get("/tim-kiem.csv?q=mẫu") for _ in range(8))
        return [answer.text for answer in await asyncio.gather(*asked)]

    assert {*asyncio.run(ask())} == {pages.get("/tim-kiem.csv", q="mẫu").text}


def test_csv_has_all_hits_and_runs_nothing(pages: Pages) -> None:
    answer = pages.get("/tim-kiem.csv", q="bài mẫu")
    assert answer.text.startswith("\ufeff")
    rows = list(csv.DictReader(io.StringIO(answer.text[1:])))
    assert len(rows) == ARTICLES - 5
    assert rows[0]["trang trong kho"] == f"http://localhost/bai-viet/{rows[0]['mã bài']}"


def test_atom_has_stable_ids_and_the_newly_seen_first(pages: Pages) -> None:
    answer = pages.get("/tim-kiem.atom", q="mẫu", page=3, sort="views")
    feed = etree.fromstring(answer.content)
    links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
    assert links["self"] == "http://localhost/tim-kiem.atom?q=m%E1%BA%ABu"
    entries = feed.findall(f"{ATOM}entry")
    assert len(entries) == ARTICLES - 2
    names = [entry.findtext(f"{ATOM}id") for entry in entries]
    numbers = [int(str(name).rpartition("/")[2]) for name in names]
    assert numbers == sorted(numbers, reverse=True)  # each was first seen a minute after the last
    assert len(set(names)) == len(names) and "tag:replica.invalid,2000:bai-viet/7" in names
    for time in feed.iterfind(f".//{ATOM}updated"):
        assert datetime.fromisoformat(str(time.text)).tzinfo
    again = etree.fromstring(pages.get("/tim-kiem.atom?q=mẫu").content)
    assert again.findtext(f"{ATOM}id") == feed.findtext(f"{ATOM}id")


@pytest.mark.parametrize("ending", FORMATS)
def test_anything_can_be_typed(pages: Pages, ending: str) -> None:
    for text in HOSTILE:
        answer = pages.get(f"/tim-kiem{ending}", q=text)
        assert answer.status_code in (200, 302), text
        if ending == "":
            assert "<script>alert(9)" not in answer.text and "set-cookie" not in answer.headers
        if ending == ".atom":
            etree.fromstring(answer.content)
        if ending == ".json":
            assert answer.json()["query"] == text.replace("\0", "").strip()[:500]


@pytest.mark.parametrize("ending", FORMATS)
@pytest.mark.parametrize("name", VALUES)
def test_any_parameter_can_be_anything(pages: Pages, ending: str, name: str) -> None:
    for value in VALUES[name]:
        assert pages.get(f"/tim-kiem{ending}", q="mẫu", **{name: value}).status_code == 200, value
    assert pages.get(f"/tim-kiem{ending}?{name}=%ff%fe&{name}=%ed%a0%80&{name}").status_code == 200


def test_every_answer_is_safe_and_kept_by_no_one_else(pages: Pages) -> None:
    for ending in FORMATS:
        answer = pages.get(f"/tim-kiem{ending}", q="script")
        assert answer.headers["cache-control"].startswith("private")
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert "script" not in answer.headers["content-security-policy"]
        assert "<script" not in answer.text or ending in (".json", ".csv")


def test_every_page_has_a_search_box(pages: Pages) -> None:
    ours = ("/", "/tim-kiem", "/bai-viet/1", "/thay-doi", "/khong-co-trang-nay")
    for path in (*ours, "/archive", "/archive/articles", "/archive/articles/1"):
        assert pages.get(path).text.count('role="search"') == 1, path
