"""What a test can do to the replica: publish, edit, remove, restore, move, wait."""

from datetime import timedelta

import pytest

from scraper.replica import SECTIONS, Article, Replica
from tests.replica_client import (
    Client,
    content,
    entry_ids,
    words,
)


def listed(client: Client, article: Article) -> bool:
    return str(article.entry_id) in entry_ids(client.get(article.section.path).body)


def test_publish(client: Client, replica: Replica) -> None:
    replica.advance(timedelta(days=2, hours=1, seconds=7))
    new = replica.publish("Bài mẫu hôm nay", SECTIONS[4], ("Dòng mẫu một.", "Dòng mẫu hai."))
    assert replica.articles[-1] == new
    assert entry_ids(client.get(SECTIONS[4].path).body)[0] == str(new.entry_id)
    text = words(content(client.get(new.path).body).text_content())
    assert "Thứ tư, 31/03/2021, 09:00" in text
    assert "Dòng mẫu một. Dòng mẫu hai." in text
    assert new.published == replica.clock.replace(second=0)
    assert replica.publish().number == new.number + 1


def test_edit_keeps_the_address(client: Client, replica: Replica) -> None:
    article = replica.articles[10]
    longer = replica.edit(article.entry_id)
    assert longer.paragraphs[:-1] == article.paragraphs
    changed = replica.edit(article.entry_id, title="Tên mẫu khác", paragraphs=("Chỉ một dòng.",))
    assert changed.path == article.path
    text = words(content(client.get(article.path).body).text_content())
    assert "null Tên mẫu khác" in text
    assert "Chỉ một dòng." in text
    assert article.paragraphs[0] not in text
    assert replica.articles[10].title == "Tên mẫu khác"


@pytest.mark.parametrize(
    ("how", "status"), [("404", 404), ("410", 410), ("soft_404", 200), ("home", 302)]
)
def test_remove_and_restore(client: Client, replica: Replica, how: str, status: int) -> None:
    article = replica.articles[-1]
    replica.remove(article.entry_id, how)
    assert not listed(client, article)
    for path in article.addresses:
        reply = client.get(path)
        assert reply.status == status
        assert b"asset-full-content" not in reply.body
    if how == "home":
        assert reply.headers["Location"] == f"{replica.origin}/"
    replica.restore(article.entry_id)
    assert listed(client, article)
    assert client.get(article.path).status == 200


@pytest.mark.parametrize("old", ["301", "404"])
def test_move(client: Client, replica: Replica, old: str) -> None:
    before = replica.articles[-1]
    after = replica.move(
        before.entry_id, section=SECTIONS[5], title_of_address="Địa chỉ mới", old=old
    )
    assert after.entry_id == before.entry_id
    assert after.slug == f"dia-chi-moi-{before.number}"
    assert not listed(client, before)
    assert listed(client, after)
    assert client.get(after.path).status == 200
    for path in before.addresses:
        reply = client.get(path)
        assert reply.status == int(old)
        if old == "301":
            assert reply.headers["Location"] == replica.origin + after.path


def test_other_people_read_too(replica: Replica) -> None:
    article = replica.articles[0]
    replica.advance(timedelta(days=10))
    assert replica.articles[0].views > article.views


def test_wrong_words_are_refused(replica: Replica) -> None:
    known = replica.articles[0].entry_id
    with pytest.raises(KeyError):
        replica.article(7)
    with pytest.raises(ValueError, match="404, 410"):
        replica.remove(known, "gone")
    with pytest.raises(ValueError, match="301 or 404"):
        replica.move(known, old="302")
    with pytest.raises(ValueError, match="maintenance"):
        replica.break_("fire")
