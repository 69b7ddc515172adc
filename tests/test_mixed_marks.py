"""A query of which some words have marks and some none: the very same words come first."""

from pathlib import Path

from archive.db.database import connect, connect_to_read
from archive.search.asked import asked_of
from archive.search.catalogue import catalogue
from archive.search.search import all_hits
from scraper.text import fold
from tests.sample_archive import make

BETWEEN = " chữ" * 15  # so that nothing is near
# "do" may stand for "đô", but who types "lý do" hardly means "quản lý đô thị".
TEXTS = {
    1: f"Không rõ lý{BETWEEN} do",
    2: f"Quản lý{BETWEEN} đô",
    3: f"Pháp ly{BETWEEN} do",
}


def test_the_very_same_words_stand_before_those_that_they_may_mean(tmp_path: Path) -> None:
    path = make(tmp_path) / "archive.db"
    db = connect(path)
    for article_id, text in TEXTS.items():
        day = f"2024-01-{article_id:02}"  # the later it is, the sooner it would come
        db.table("articles").update(article_id, {"published_date": day})
        values = {"body": text, "body_fold": fold(text), "title": "", "title_fold": "", "lead": ""}
        db.table("articles_search").update(article_id, {**values, "lead_fold": ""})
    db.conn.close()
    connection = connect_to_read(path)
    found = all_hits(connection, catalogue(path), asked_of({"q": ["lý do"]}))
    connection.close()
    assert [i for i in found if i in TEXTS] == [1, 2, 3]
