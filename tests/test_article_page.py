"""The page of an article, its citation, its tables; and its versions."""

import csv
import io
import re
import sqlite3
from html import unescape
from pathlib import Path

import pytest
from lxml import html

from archive.db.database import connect
from archive.folder import database_path
from archive.views.differences import compare_line
from archive.views.spreadsheet import BOM
from tests.changed_archive import NEW_TEXT, NEW_TITLE, OLD_TEXT, ORIGIN, Story
from tests.datasette_pages import Pages
from tests.sample_archive import SITE
from tests.sample_archive import make as make_sample

NOBODY = ("0", "-1", "7", "9" * 30, str(2**53), "1e3", "%C2%B2", "%00", "x", "1;drop", "½", "+1")
TIMES = ("x", "2021", "9999-12-31T23:59:59-14:00", "0001-01-01", "'", "\0", "²", "20210330")


@pytest.fixture(scope="module")
def pages(story: Story) -> Pages:
    return Pages(story.folder)


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Pages:
    return Pages(make_sample(tmp_path_factory.mktemp("sample")))


def text(page: str) -> str:
    return " ".join(" ".join(map(str, html.fromstring(page).itertext())).split())


def test_an_article_says_what_the_site_said(pages: Pages, story: Story) -> None:
    article = story.with_table
    response = pages.get(f"/bai-viet/{article.entry_id}")
    assert response.status_code == 200
    shown = text(response.text)
    assert article.title in shown and article.section.name in shown
    assert f"Đăng {article.published:%d/%m/%Y}" in shown
    assert "Kho thấy từ 29/03/2021 đến 02/04/2021" in shown
    for row in article.tables[0].rows:
        assert all(cell in shown for cell in row)


def test_section_and_unit_lead_to_their_articles(sample: Pages) -> None:
    page = unescape(sample.get("/bai-viet/7").text)
    for name in ("articleSection", "name"):
        # Of a link that were itself the property, a program would read the address.
        (link,) = re.findall(f'<a href="([^"]+)"><span itemprop="{name}">', page)
        found = sample.get(link).text
        assert "Bỏ lọc" in found and "Không tìm thấy bài nào" not in found


def test_trust_and_citation_are_a_step_away(pages: Pages, story: Story) -> None:
    """They stand at the end of the page, below whatever long text."""
    page = pages.get(f"/bai-viet/{story.edited.entry_id}").text
    (line,) = re.findall(r'<p class="actions.*?</p>', page)
    capture, citation = re.findall(r'href="([^"]+)"', line)
    assert capture.startswith("/ban-luu/") and f'id="{citation.removeprefix("#")}"' in page


def test_an_article_without_words_says_so(tmp_path: Path) -> None:
    folder = make_sample(tmp_path)
    with sqlite3.connect(database_path(folder)) as connection:
        connection.execute("UPDATE article_versions SET body_text = '', body_html = ''")
    connection.close()
    assert "không đọc được chữ nào" in Pages(folder).get("/bai-viet/11").text


def test_the_newest_version_says_that_it_was_edited(pages: Pages, story: Story) -> None:
    page = pages.get(f"/bai-viet/{story.edited.entry_id}").text
    assert NEW_TEXT[0] in page and OLD_TEXT[0] not in page
    assert "Bài này đã được sửa" in text(page) and "Sửa gần nhất 30/03/2021" in text(page)


@pytest.mark.parametrize("moment", ["2021-03-29T01:00:00.000000Z", "2021-03-29", "1999-01-01",
                                    "2021-03-29T09:00:00+07:00"])  # fmt: skip
def test_a_version_by_its_time(pages: Pages, story: Story, moment: str) -> None:
    page = pages.get(f"/bai-viet/{story.edited.entry_id}", v=moment).text
    assert OLD_TEXT[0] in page and NEW_TEXT[0] not in page
    assert "Đây là bản cũ" in text(page)


def test_a_permanent_address_shows_the_version_that_it_cites(pages: Pages, story: Story) -> None:
    for moment, words in (("2021-03-29T01:00:00.000000Z", OLD_TEXT[0]),
                          ("2021-03-30T01:00:00.000000Z", NEW_TEXT[0])):  # fmt: skip
        page = pages.get(f"/bai-viet/{story.edited.entry_id}", v=moment).text
        assert words in page and f"/bai-viet/{story.edited.entry_id}?v={moment}#d-" in page


def test_removed_and_returned_articles_say_so(pages: Pages, story: Story) -> None:
    removed = text(pages.get(f"/bai-viet/{story.removed.entry_id}").text)
    assert "Bài này đã bị gỡ. Từ 08:00 ngày 30/03/2021" in removed
    returned = text(pages.get(f"/bai-viet/{story.returned.entry_id}").text)
    assert "Bài này từng bị gỡ (thấy ngày 30/03/2021) và được đăng lại (thấy ngày 02/04/2021)" in (
        returned
    )


def test_images_and_files_are_this_archives(pages: Pages, story: Story) -> None:
    tree = html.fromstring(pages.get(f"/bai-viet/{story.with_image.entry_id}").text)
    sources = [image.get("src", "") for image in tree.iter("img")]
    assert sources and all(source.startswith("/tep/") for source in sources)
    assert pages.get(sources[0]).headers["content-type"].startswith("image/")
    page = pages.get(f"/bai-viet/{story.with_file.entry_id}").text
    for file in story.with_file.files:
        assert file.text in page
        assert text(page).count(f"{file.text} {file.text}") == 0  # the name as text, and again
    assert re.search(r'<h2 id="tep">.*?href="/tep/\d+/', page, re.DOTALL)


def test_views_and_how_many_are_our_own(pages: Pages, story: Story) -> None:
    page = pages.get(f"/bai-viet/{story.with_table.entry_id}").text
    assert "Trong đó ít nhất 5 lượt là của chính kho lưu trữ này" in text(page)
    lines = re.findall(r'<polyline[^>]* points="([^"]+)"', page)
    assert len(lines) == 2 and lines[0] != lines[1]  # with our own visits and without


def test_a_table_as_csv(pages: Pages, story: Story) -> None:
    table = story.with_table.tables[0]
    response = pages.get(f"/bai-viet/{story.with_table.entry_id}/bang-1.csv")
    assert response.headers["content-type"] == "text/csv; charset=utf-8"
    assert response.content.decode().startswith(BOM)
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert rows == [list(table.header), *map(list, table.rows)]
    for number in ("2", "0", "x", "9" * 40):
        path = f"/bai-viet/{story.with_table.entry_id}/bang-{number}.csv"
        assert pages.get(path).status_code == 404


def test_a_table_that_does_not_stand_in_the_body_is_listed(
    pages: Pages, story: Story, sample: Pages
) -> None:
    page = sample.get("/bai-viet/1").text
    assert "Hộ nghèo mẫu (CSV)" in page and "/bai-viet/1/bang-1.csv?v=" in page
    assert 'id="bang"' not in pages.get(f"/bai-viet/{story.with_table.entry_id}").text


def test_the_citation_names_source_time_and_digest(pages: Pages, story: Story) -> None:
    article = story.edited
    page = text(pages.get(f"/bai-viet/{article.entry_id}").text)
    digest = re.findall(r"SHA-256: ([0-9a-f]{64})", page)[0]
    capture = story.captures["edited1"]
    assert pages.rows("captures", id=capture)[0]["sha256"] == digest
    permanent = f"http://localhost/bai-viet/{article.entry_id}?v=2021-03-30T01:00:00.000000Z"
    assert permanent in page and ORIGIN + article.id_path in page
    assert "bản lưu lúc 08:00 ngày 30/03/2021 (giờ Việt Nam)" in page
    ris = pages.get(f"/bai-viet/{article.entry_id}.ris")
    assert ris.headers["content-type"] == "application/x-research-info-systems"
    lines = ris.text.split("\r\n")
    assert lines[0] == "TY  - ELEC" and lines[-2] == "ER  - "
    assert f"TI  - {article.title}" in lines and f"UR  - {permanent}" in lines


def test_what_other_programs_read(pages: Pages, story: Story) -> None:
    article = story.edited
    tree = html.fromstring(pages.get(f"/bai-viet/{article.entry_id}").text)
    found = {
        m.get("property"): m.get("content", "") for m in tree.iter("meta") if m.get("property")
    }
    assert found["og:title"] == article.title and found["og:type"] == "article"
    assert found["og:url"].startswith("http://localhost/bai-viet/")
    (news,) = tree.findall(".//*[@itemtype='https://schema.org/NewsArticle']")
    names = {element.get("itemprop") for element in news.iter() if element.get("itemprop")}
    assert names >= {"headline", "datePublished", "dateModified", "articleBody", "isBasedOn"}
    (publisher,) = news.findall(".//*[@itemprop='publisher']/meta[@itemprop='name']")
    assert publisher.get("content", "").startswith("SỞ LAO ĐỘNG")
    assert found["article:modified_time"].startswith("2021-03-30T")
    assert "og:image" not in found


def test_a_preview_shows_the_archived_image(pages: Pages, story: Story) -> None:
    page = pages.get(f"/bai-viet/{story.with_image.entry_id}").text
    (image,) = re.findall('property="og:image" content="http://localhost(/tep/[^"]+)"', page)
    assert f'<link itemprop="image" href="http://localhost{image}">' in page
    assert pages.get(image).headers["content-type"].startswith("image/")


def test_anchors_are_the_same_in_every_version_that_has_the_words(
    pages: Pages, story: Story
) -> None:
    versions = [
        pages.get(f"/bai-viet/{story.edited.entry_id}", v=day).text
        for day in ("2021-03-29T02:00:00Z", "2021-04-02T02:00:00Z")
    ]
    ids = [re.findall(r'id="(d-[0-9a-f]+)"', page) for page in versions]
    assert ids[0][0] != ids[1][0] and ids[0][1] == ids[1][1]
    assert f"v=2021-03-29T01:00:00.000000Z#{ids[0][0]}" in versions[0]


def test_a_page_runs_our_own_script_only(pages: Pages, story: Story) -> None:
    response = pages.get(f"/bai-viet/{story.edited.entry_id}")
    assert "script-src 'self';" in response.headers["content-security-policy"]
    assert len(response.headers.get_list("content-security-policy")) == 1  # two would forbid it
    assert "unsafe" not in response.headers["content-security-policy"]
    assert re.findall(r"<script[^>]*>", response.text) == ['<script src="/static/cite.js" defer>']
    assert pages.get("/static/cite.js").status_code == 200
    assert " style=" not in response.text


def test_every_link_of_an_article_leads_somewhere(pages: Pages, story: Story) -> None:
    for article in (story.with_table, story.with_image, story.with_file, story.edited):
        tree = html.fromstring(pages.get(f"/bai-viet/{article.entry_id}").text)
        for link in {a.get("href", "").partition("#")[0] for a in tree.iter("a")} - {""}:
            if link.startswith("/") and not link.startswith("/url/"):
                assert pages.get(link).status_code in (200, 302), link


def test_links_of_a_body_lead_here_where_the_site_is_meant(tmp_path: Path) -> None:
    links = {
        f"{SITE}/-/bai-mau-7": "/bai-viet/7",
        f"{SITE}/khong-co?muc=2": f"/url/{SITE}/khong-co?muc=2",
        "https://khac.invalid/-/bai-mau-7": "https://khac.invalid/-/bai-mau-7",
    }
    body = "".join(f'<p><a href="{link}">mẫu</a></p>' for link in links)
    folder = make_sample(tmp_path)
    with sqlite3.connect(database_path(folder)) as connection:
        connection.execute("UPDATE article_versions SET body_html = ?", [body])
    connection.close()
    page = Pages(folder).get("/bai-viet/1").text
    assert re.findall(r'<a href="([^"]+)"[^>]*>mẫu</a>', page) == list(links.values())


def test_hostile_bodies_are_harmless(sample: Pages) -> None:
    page = sample.get("/bai-viet/5").text
    assert ">Mở" in page and "onerror" not in page and "<script>" not in page
    assert "&lt;script&gt;alert(&#39;a&#39;)&lt;/script&gt;" in page


def test_a_former_id_leads_to_the_article_for_ever(sample: Pages) -> None:
    for path, target in {
        "/bai-viet/999": "/bai-viet/1",
        "/bai-viet/999?v=2024-05-01": "/bai-viet/1?v=2024-05-01",
        "/bai-viet/999.ris": "/bai-viet/1.ris",
        "/bai-viet/999/phien-ban": "/bai-viet/1/phien-ban",
        "/bai-viet/999/bang-1.csv": "/bai-viet/1/bang-1.csv",
    }.items():
        response = sample.get(path)
        assert (response.status_code, response.headers["location"]) == (301, target)


@pytest.mark.parametrize("name", NOBODY)
@pytest.mark.parametrize("ending", ["", ".ris", "/phien-ban", "/bang-1.csv"])
def test_an_id_that_is_none_is_a_plain_page(pages: Pages, name: str, ending: str) -> None:
    response = pages.get(f"/bai-viet/{name}{ending}")
    assert response.status_code == 404
    assert "Không tìm thấy" in response.text and "script" not in response.text


@pytest.mark.parametrize("moment", TIMES)
def test_a_time_that_is_none(pages: Pages, story: Story, moment: str) -> None:
    for ending in ("", "/phien-ban"):
        path = f"/bai-viet/{story.edited.entry_id}{ending}"
        response = pages.get(path, v=moment, cu=moment, moi=moment)
        assert response.status_code in (200, 404)
        assert "Traceback" not in response.text


def test_versions_are_compared_word_by_word(pages: Pages, story: Story) -> None:
    page = pages.get(f"/bai-viet/{story.edited.entry_id}/phien-ban").text
    assert "Nội dung thêm 1 chữ, bớt 1 chữ" in text(page)
    assert re.search(r"<del><span[^>]*>\[bỏ: </span><span class=\"words\">trước<", page)
    assert re.search(r"<ins><span[^>]*>\[thêm: </span><span class=\"words\">sau<", page)
    assert "1 đoạn không đổi" in page
    renamed = text(pages.get(f"/bai-viet/{story.retitled.entry_id}/phien-ban").text)
    assert "Tiêu đề" in renamed and NEW_TITLE.split()[-1] in renamed
    assert "Nội dung không đổi chữ nào" in renamed


def test_a_change_before_a_full_stop_has_no_blank_behind(pages: Pages) -> None:
    source = '{% from "_words.html" import words %}{{ words(paragraph) }}'
    template = pages.datasette.jinja_env.from_string(source)
    shown = template.render(paragraph=compare_line("Có 42. Hết bài", "Có 101. Hết bài"))
    assert shown.endswith('101</span><span class="said">]</span></ins>. Hết bài')
    cells = template.render(paragraph=compare_line("Xã\t42\tHết", "Xã\t101\tHết"))
    assert cells.startswith("Xã\t<del>") and cells.endswith("</ins>\tHết")


def test_a_date_that_was_edited_is_shown_as_readers_write_it(tmp_path: Path) -> None:
    db = connect(make_sample(tmp_path) / "archive.db")
    db.execute(
        "UPDATE article_versions SET published_at = '2019-02-03T09:30:00+07:00'"
        " WHERE article_id = 1 AND version = 2"
    )
    db.conn.close()
    page = text(Pages(tmp_path).get("/bai-viet/1/phien-ban").text)
    assert "Ngày đăng" in page and "T09" not in page and "/02/2019" in page


def test_any_two_versions_either_way(pages: Pages, story: Story) -> None:
    path = f"/bai-viet/{story.edited.entry_id}/phien-ban"
    old, new = "2021-03-29T01:00:00.000000Z", "2021-03-30T01:00:00.000000Z"
    assert re.search(
        r"\[thêm: </span><span class=\"words\">trước<", pages.get(path, cu=new, moi=old).text
    )
    assert "không đổi chữ nào" in pages.get(path, cu=old, moi=old).text


def test_one_version_has_nothing_to_compare(pages: Pages, story: Story) -> None:
    page = pages.get(f"/bai-viet/{story.with_table.entry_id}/phien-ban").text
    assert "Kho chỉ thấy một bản" in page and "<select" not in page
