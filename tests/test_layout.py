"""The same words in any markup give the same article."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from scraper.parse import parse
from scraper.records import Article, Page, RelatedArticle, ViewCount
from tests.captures import ARTICLE, SITE, capture
from tests.variants import Words, liferay, variants

TEXT = (Path(__file__).parent / "sample-page.txt").read_text(encoding="utf-8")
WORDS = Words.of(TEXT)
VARIANTS = dict(variants(WORDS))


def article(html: str, url: str = ARTICLE) -> tuple[Article, Page]:
    page = parse(capture(html, url))
    assert isinstance(page, Page), page
    assert page.outcome == "article", page
    found = page.records[0]
    assert isinstance(found, Article)
    return found, page


@pytest.mark.parametrize("name", VARIANTS)
@pytest.mark.parametrize("url", [ARTICLE, f"{SITE}/x", f"{SITE}/"])
def test_every_markup_gives_the_same_article(name: str, url: str) -> None:
    found, page = article(VARIANTS[name], url)
    assert found.title == WORDS.title
    assert found.category == "Tin thử nghiệm"
    assert found.published_at == datetime.fromisoformat("2020-02-18T09:40:00+07:00")
    assert found.published_text == "Thứ ba, 18/02/2020, 09:40"
    assert found.byline == "PHÒNG THỬ NGHIỆM"
    assert found.lead is None
    assert found.body_text.split("\n") == [" ".join(line.split()) for line in WORDS.body]
    assert [r.views for r in page.records if isinstance(r, ViewCount)] == [640]
    assert not [r for r in page.records if isinstance(r, RelatedArticle)]
    assert not page.problems


@pytest.mark.parametrize("name", [name for name in VARIANTS if name != "li"])
def test_every_markup_gives_the_same_paragraphs_in_html(name: str) -> None:
    found, _ = article(VARIANTS[name])
    assert found.body_html == article(VARIANTS["plain"])[0].body_html


def test_the_entry_id_is_of_the_anchor_or_the_address() -> None:
    assert article(VARIANTS["liferay"])[0].entry_id == 54321
    assert article(VARIANTS["plain"])[0].entry_id is None
    by_id = ARTICLE.replace("content/bai-mau", "content/id/777")
    assert article(VARIANTS["plain"], by_id)[0].entry_id == 777


@pytest.mark.parametrize("name", VARIANTS)
def test_a_section_that_is_not_printed_is_none(name: str) -> None:
    found, _ = article(dict(variants(replace(WORDS, section="")))[name])
    assert found.category is None
    assert found.title == WORDS.title
    assert found.published_text == WORDS.date


@pytest.mark.parametrize("name", VARIANTS)
def test_a_byline_that_is_not_printed_is_none(name: str) -> None:
    found, _ = article(dict(variants(replace(WORDS, byline="")))[name])
    assert found.byline is None
    assert found.body_text.split("\n") == [" ".join(line.split()) for line in WORDS.body]


@pytest.mark.parametrize("name", VARIANTS)
def test_a_page_without_counter_and_related_list_ends_at_the_same_place(name: str) -> None:
    words = replace(WORDS, counter="", related="")
    found, page = article(dict(variants(words))[name])
    assert found.body_text.split("\n") == [" ".join(line.split()) for line in WORDS.body]
    assert found.byline == "PHÒNG THỬ NGHIỆM"
    assert not [r for r in page.records if isinstance(r, ViewCount)]


@pytest.mark.parametrize("name", ["liferay", "tables", "br"])
def test_an_article_without_a_date_is_known_by_its_container(name: str) -> None:
    found, _ = article(dict(variants(replace(WORDS, date="", section="")))[name])
    assert (found.published_at, found.published_text) == (None, None)
    assert found.title == WORDS.title


@pytest.mark.parametrize("blanks", [" ", "\xa0" * 9])
def test_a_unit_in_capitals_signs_wherever_it_stands(blanks: str) -> None:
    html = liferay(replace(WORDS, byline=f"{blanks}PHÒNG THỬ NGHIỆM"))
    assert article(html)[0].byline == "PHÒNG THỬ NGHIỆM"


@pytest.mark.parametrize(
    "signed",
    [
        '<p style="text-align: right;"><strong>Người Mẫu</strong></p>',
        '<p align="right">Người Mẫu</p>',
        f"<p>{'&nbsp;' * 30}Người Mẫu</p>",
        f"<p>{'&nbsp;' * 30}<b>Người Mẫu</b></p>",
    ],
)
def test_a_line_pushed_to_the_right_signs(signed: str) -> None:
    found, _ = article(liferay(WORDS, f"<p>{WORDS.body[0]}</p><p>{WORDS.body[1]}</p>{signed}"))
    assert found.byline == "Người Mẫu"
    assert "Người Mẫu" not in found.body_text


def test_a_block_of_signatures_stays_in_the_text() -> None:
    block = "".join(f'<p style="text-align:right">{line}</p>' for line in ("GIÁM ĐỐC", "Người Mẫu"))
    found, _ = article(liferay(WORDS, f"<p>{WORDS.body[0]}</p>{block}"))
    assert found.byline == "Người Mẫu"
    assert found.body_text.endswith("GIÁM ĐỐC\nNgười Mẫu")


def test_related_articles_are_the_linked_lines_under_their_label() -> None:
    links = '<li><a href="/-/bai-{n}">Bài mẫu {n}</a> <span>(0{n}/02/2020)</span></li>'
    html = VARIANTS["liferay"].replace(
        "<ul></ul>", f"<ul>{''.join(links.format(n=n) for n in (1, 2))}</ul>"
    )
    _, page = article(html)
    related = [r for r in page.records if isinstance(r, RelatedArticle)]
    assert [(r.position, r.related_url, r.title) for r in related] == [
        (1, f"{SITE}/-/bai-1", "Bài mẫu 1"),
        (2, f"{SITE}/-/bai-2", "Bài mẫu 2"),
    ]


def test_the_tools_below_an_empty_list_are_no_related_article() -> None:
    tools = '<div><a href="?viewMode=print">In bài</a> <a href="?p=1">Xem toàn màn hình</a></div>'
    html = VARIANTS["liferay"].replace("<ul></ul></div>", f"<ul></ul></div>{tools}")
    _, page = article(html)
    assert not [r for r in page.records if isinstance(r, RelatedArticle)]


def test_the_navigation_below_an_empty_list_is_no_related_article() -> None:
    links = "".join(f'<div><a href="/muc-{n}">Mục thử {n}</a></div>' for n in range(3))
    html = VARIANTS["liferay"].replace("<ul></ul></div>", f"<ul></ul></div>{links}")
    _, page = article(html)
    assert not [r for r in page.records if isinstance(r, RelatedArticle)]


NAMED = ("liferay", "renamed", "tables", "renamed tables", "br", "br in tables", "div with title")


@pytest.mark.parametrize("name", NAMED)
@pytest.mark.parametrize("counter", [WORDS.counter, ""])
def test_a_section_is_read_where_no_date_is_printed(name: str, counter: str) -> None:
    words = replace(WORDS, date="", counter=counter)
    found, _ = article(dict(variants(words))[name])
    assert (found.category, found.published_at, found.published_text) == (
        "Tin thử nghiệm", None, None,
    )  # fmt: skip
    assert found.body_text.split("\n") == [" ".join(line.split()) for line in WORDS.body]


def test_a_counter_alone_tells_an_article_at_its_address() -> None:
    words = replace(WORDS, section="", date="", toolbar="")
    html = "".join(f"<p>{line}</p>" for line in [words.title, *words.body, words.counter])
    found, page = article(f"<title>{words.title} - Tin - Sở</title>{html}")
    assert found.title == WORDS.title
    assert [r.views for r in page.records if isinstance(r, ViewCount)] == [640]


@pytest.mark.parametrize("tag", ["span", "font", "strong"])
def test_plain_lines_in_an_inline_element_are_lines(tag: str) -> None:
    lines = "\n".join(WORDS.all())
    found, _ = article(f'<meta charset="UTF-8"><body><{tag}>{lines}</{tag}></body>')
    assert found.title == WORDS.title
    assert found.body_text.split("\n") == [" ".join(line.split()) for line in WORDS.body]


def test_a_weekday_that_contradicts_is_a_note() -> None:
    found, page = article(liferay(replace(WORDS, date="Thứ hai, 18/02/2020, 09:40")))
    assert found.published_at == datetime.fromisoformat("2020-02-18T09:40:00+07:00")
    assert [(p.severity, p.kind) for p in page.problems] == [("note", "weekday_contradicts")]


def test_midnight_on_a_migrated_article_is_the_day_alone() -> None:
    found, _ = article(liferay(replace(WORDS, date="18/02/2020 | 12:00 AM")))
    assert str(found.published_at) == "2020-02-18"
    assert found.published_text == "18/02/2020 | 12:00 AM"


@pytest.mark.parametrize("printed", ["18/02/2020 | 00:00", "18/02/2020 00:00"])
def test_midnight_on_a_24_hour_clock_is_a_time(printed: str) -> None:
    found, _ = article(liferay(replace(WORDS, date=printed)))
    assert found.published_at == datetime.fromisoformat("2020-02-18T00:00:00+07:00")


@pytest.mark.parametrize(
    ("printed", "text", "views"),
    [
        ("Ngày đăng 18/02/2020 | 9:40 AM | View count: 1.726", "18/02/2020 | 9:40 AM", 1726),
        ("Publish date 18/02/2020 | 9:40 AM", "18/02/2020 | 9:40 AM", 640),
        ("Ngày đăng: 18/02/2020 09:40", "18/02/2020 09:40", 640),
    ],
)
def test_label_and_counter_beside_the_date_are_no_part_of_it(
    printed: str, text: str, views: int
) -> None:
    found, page = article(liferay(replace(WORDS, date=printed)))
    assert found.published_text == text
    assert found.published_at == datetime.fromisoformat("2020-02-18T09:40:00+07:00")
    assert [r.views for r in page.records if isinstance(r, ViewCount)] == [views]


@pytest.mark.parametrize(
    "line",
    ["Tin thử nghiệm | Thứ ba, 18/02/2020, 09:40", "Người Mẫu - Thứ ba, 18/02/2020, 09:40"],
)
def test_a_date_behind_other_words_is_read_and_they_are_not_guessed_at(line: str) -> None:
    found, _ = article(liferay(replace(WORDS, section="", date=line)))
    assert found.published_text == "Thứ ba, 18/02/2020, 09:40"
    assert found.category is None


@pytest.mark.parametrize(
    "line", ["Ví Dụ, ngày 18 tháng 02 năm 2020", "Hạn nộp 18/02/2020", "Từ 18/02/2020 đến nay"]
)
def test_a_date_of_something_else_is_not_that_of_publication(line: str) -> None:
    found, _ = article(liferay(replace(WORDS, section="", date="", body=[line, *WORDS.body])))
    assert (found.published_at, found.published_text) == (None, None)
    assert found.body_text.startswith(line)


def test_several_articles_below_each_other_are_no_article() -> None:
    twice = VARIANTS["liferay"].replace("</section>", VARIANTS["liferay"] + "</section>")
    page = parse(capture(twice, f"{SITE}/tin-tuc"))
    assert page.outcome == "other"
