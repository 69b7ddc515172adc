"""A small archive with a row of every kind, for tests of what is shown: sample text only."""

import json
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from archive.db.database import connect, set_fact
from archive.db.rows import write
from archive.db.tables import TABLES, about, columns
from scraper.text import fold, normalise_tones, word_count

SITE = "https://replica.invalid"
ARTICLES = 50
CATEGORIES = ("Tin mẫu", "Thông báo mẫu", None)
# What the searches of the tests look for, each in one article, by its place.
PLANTED = {
    1: ("Đào tạo nghề cho người mẫu", "Lớp đào tạo mẫu theo Nghị quyết số 18/2020/NQ-HĐND."),
    2: ("Van ban khong dau ve dao tao", "Dong nay khong co dau."),
    3: ("Sửa đường giao thông mẫu", "Con đường mẫu dài hai cây số."),
    4: ("Dương lịch mẫu", "Ngày dương lịch và Ủy ban mẫu, viết Uỷ ban ở chỗ khác."),
    5: ("Bài <script>alert('a')</script> & “ngoặc”", "Đoạn <script>alert(1)</script> <b>đậm</b>."),
    8: ("Quản lý đô thị mẫu", "Bài mẫu về quản lý đô thị."),
    9: ("Đơn xin phép mẫu", "Trong bài mẫu nêu rõ lý do."),
    41: ("Thanh tra, duy trì", "Bài mẫu về hai việc ấy."),
    42: ("Huyện Thanh Trì, với một tiêu đề dài hơn", "Bài mẫu về nơi ấy."),
}  # fmt: skip
SEEN = {
    "first_seen_at": "2024-05-01T00:01:00.000000Z",
    "last_seen_at": "2024-05-02T00:01:00.000000Z",
}
SCRIPT = "<p>Mở</p><script>document.title='hỏng'</script><img src=x onerror=alert(1)>"


def make(folder: Path) -> Path:
    """An archive's folder at `folder`; the same rows each time."""
    folder.mkdir(parents=True, exist_ok=True)
    db = connect(folder / "archive.db")
    with db.conn:
        set_fact(db, "site", SITE)
        for name, rows in _rows().items():
            table = next(t for t in TABLES if about(t).name == name)
            names = [c.name for c in columns(table)]
            write(db, name, about(table).key, [{n: row.get(n) for n in names} for row in rows])
        _index(db)
    db.close()
    return folder


def _rows() -> dict[str, list[dict[str, Any]]]:
    articles = [_article(n) for n in range(1, ARTICLES + 1)]
    found = _history(articles) | _figures()
    found["articles"] = articles
    found["captures"] = [_capture(n) for n in range(1, ARTICLES + 11)]
    return found


def _article(n: int) -> dict[str, Any]:
    title, body = PLANTED.get(n, (f"Bài mẫu số {n}", f"Đoạn văn mẫu thứ {n}.\nDòng hai của bài."))
    published = f"{2018 + n % 5}-{n % 12 + 1:02}-{n % 28 + 1:02}" if n % 10 else None
    return {
        "id": n, "entry_id": 1000 + n, "url": f"{SITE}/-/bai-mau-{n}", "slug": f"bai-mau-{n}",
        "title": title, "category": CATEGORIES[n % 3], "byline": "PHÒNG MẪU" if n % 2 else None,
        "published_at": published and f"{published}T08:00:00+07:00", "published_date": published,
        "published_text": published, "year": int(published[:4]) if published else None,
        "body_text": body, "body_html": SCRIPT if n == 5 else f"<p>{body}</p>",
        "word_count": word_count(body), "view_count": 100 + n, "first_seen_at": _time(1, n),
        "last_seen_at": _time(9, n), "changed_at": _time(5, n) if n <= 3 else None,
        "removed_at": _time(8, n) if n in (4, 6) else None, "version": 2 if n <= 3 else 1,
        "capture_id": n,
    }  # fmt: skip


def _history(articles: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    ids = [a["id"] for a in articles]
    first = [{**a, "article_id": a["id"], "version": 1, "observed_at": _time(1, a["id"]),
              "content_hash": f"a{a['id']}"} for a in articles]  # fmt: skip
    second = [{**row, "version": 2, "observed_at": _time(5, row["article_id"]), "content_hash": "b",
               "body_text": row["body_text"] + " Thêm.", "byline": "PHÒNG MẪU HAI"}
              for row in first[:3]]  # fmt: skip
    return {
        "article_versions": first + second,
        "article_urls": [{"url": a["url"], "article_id": a["id"], **SEEN} for a in articles],
        "article_aliases": [{"old_id": 999, "article_id": 1}],
        "article_removals": [
            {"article_id": n, "removed_at": _time(8, n), "confirmed_at": _time(9, n),
             "returned_at": _time(9, n) if n == 7 else None} for n in (4, 6, 7)],
        "view_counts": [{"article_id": n, "observed_at": _time(day, n), "views": 100 + n + day * 3,
                         "own_visits": day} for n in ids for day in (1, 2, 3)],
        "related_articles": [{"article_id": 1, "related_url": articles[1]["url"], "position": 1,
                              "title": articles[1]["title"], "last_seen_at": _time(2, 1)},
                             {"article_id": 1, "related_url": f"{SITE}/-/bai-thieu", "position": 2,
                              "title": "Bài mẫu còn thiếu", "last_seen_at": _time(2, 1)}],
        "documents": [{"id": 77, "number": "18/2020/NQ-HĐND", "type": "Nghị quyết", "year": 2020,
                       "issuer": "HĐND", "issued_on": "2020-12-08"}],
        "article_documents": [{"article_id": 1, "document_id": 77, "start": 30,
                               "field": "body_text", "quote": "Nghị quyết số 18/2020/NQ-HĐND",
                               "number": "18/2020/NQ-HĐND", "type": "Nghị quyết", "year": 2020,
                               "inferred": 0}],
        "attachments": [{"id": 88, "url": f"{SITE}/documents/1/mau.pdf", "file_name": "mau.pdf",
                         "media_type": "application/pdf", "bytes": 1234, "sha256": "0" * 64,
                         "text": "Văn bản mẫu.", "pages": 1, "capture_id": 51}],
        "article_attachments": [{"article_id": 1, "attachment_id": 88, "position": 1,
                                 "media": "file", "url": f"{SITE}/documents/1/mau.pdf",
                                 "text": "Tệp mẫu"},
                                {"article_id": 2, "attachment_id": 89, "position": 1,
                                 "media": "image", "url": f"{SITE}/documents/1/thieu.jpg",
                                 "text": "Ảnh mẫu còn thiếu"}],
    }  # fmt: skip


def _figures() -> dict[str, list[dict[str, Any]]]:
    cells = [["Xã mẫu A", "12"], ["<script>alert(2)</script>", "7"]]
    return {
        "procedure_statistics": [
            {"scope": "department", "period": f"2020-{m:02}", "updated_at": _time(m, 1),
             "figures_hash": "c", "received": 298, "resolved": 283, "early": 270, "on_time": 283,
             "late": 0, "convention": "inclusive", "capture_id": 52, **SEEN} for m in (1, 2, 3)],
        "procedures": [{"code": "1.000123", "name": "Thủ tục mẫu", "field": "Lĩnh vực", **SEEN}],
        "procedure_mentions": [{"capture_id": 1, "start": 3, "code": "1.000123",
                                "quote": "mã 1.000123", "article_id": 1}],
        "tables": [{"capture_id": 1, "position": 1, "article_id": 1, "caption": "Hộ nghèo mẫu",
                    "header": _json(["Xã", "Số hộ"]), "rows": _json(cells)},
                   {"capture_id": 53, "position": 1, "article_id": None, "caption": None,
                    "header": "[]", "rows": _json([["Việc làm mẫu", "3"]] * 300)}],
        "site_traffic": [{"observed_at": _time(1, 1), "online": 3, "today": 40, "this_month": 900,
                          "total": 123456, "capture_id": 1}],
        "site_details": [{"observed_at": _time(1, 1), "name": "SỞ MẪU", "capture_id": 1}],
        "hidden_addresses": [{"url": f"{SITE}/trang-60", "reason": "Lý do mẫu",
                              "hidden_at": _time(9, 1)}],
        "web_links": [{"url": "https://example.invalid/", "text": "Trang mẫu", **SEEN}],
        "polls": [{"id": 5, "question": "Câu hỏi mẫu?", **SEEN}],
        "poll_options": [{"poll_id": 5, "option": "Có", "votes_key": "9", "votes": 9,
                          "observed_at": _time(1, 1), "last_seen_at": _time(1, 1)}],
        "runs": [{"id": 66, "command": "crawl", "pass_id": 66, "started_at": _time(1, 1),
                  "exit_code": 0, "finished_at": _time(1, 2), "outcome": "finished", "requests": 60,
                  "captured": 60, "new": 50, "changed": 0, "removed": 0, "failed": 0}],
        "problems": [{"id": 9, "run_id": 66, "first_run_id": 66, "capture_id": 1,
                      "url": f"{SITE}/-/bai-mau-1", "severity": "warning", "kind": "weekday",
                      "message": "Sample weekday."}],
    }  # fmt: skip


def _capture(n: int) -> dict[str, Any]:
    article = n <= ARTICLES
    url = f"{SITE}/-/bai-mau-{n}" if article else f"{SITE}/trang-{n}"
    return {
        "id": n, "url": url, "address": url,
        "captured_at": _time(9 if n == ARTICLES + 10 else 1, n), "status": 200,
        "media_type": "text/html", "bytes": 70_000 + n,
        "payload_digest": f"sha1:{n:032}", "sha256": f"{n:064}", "source": "live", "run_id": 66,
        "warc_file": "mau.warc.gz", "warc_offset": n * 1000, "warc_length": 900,
        "outcome": "article" if article else "listing",
    }  # fmt: skip


def _time(day: int, minute: int) -> str:
    return f"2024-05-{day:02}T00:{minute % 60:02}:00.000000Z"


def _json(value: Any) -> str:  # noqa: ANN401
    return json.dumps(value, ensure_ascii=False)


def _index(db: Database) -> None:
    for row in list(db.table("articles").rows):
        texts = [normalise_tones(row[name] or "") for name in ("title", "lead", "body_text")]
        db.execute(
            "INSERT INTO articles_search VALUES (?, ?, ?, ?, ?, ?, ?)",
            [row["id"], *texts, *map(fold, texts)],
        )
