"""The parser against real pages: the sample page, single pages, a whole department's."""

import json
import statistics
import warnings
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from scraper.capture import Capture
from scraper.parse import parse
from scraper.records import Article, Page, Skipped, ViewCount
from scraper.site import Site
from tests.captures import ARTICLE, capture
from tests.realrow import Row
from tests.reference import Reference, f1
from tests.variants import Words, variants

SEEN_AT = datetime(2022, 8, 26, tzinfo=UTC)
DEPARTMENT = Site.of("https://sotttt.hanoi.gov.vn")
# SITE.md's true values of the sample page.
SECTION, PRINTED, BYLINE, VIEWS = (
    "Tin chuyên ngành", "Thứ sáu, 26/03/2021, 15:13", "PHÒNG LĐVLGDNN", 1758,
)  # fmt: skip
PUBLISHED = datetime.fromisoformat("2021-03-26T15:13:00+07:00")
# The address of a page that has none in truth.jsonl; the kinds there, as outcomes.
ADDRESSES = {"liferay62-home.html": "/vi/trang-chu"}
OUTCOMES = {
    "not found": "skipped: soft_404", "article": "article", "home": "home", "listing": "listing",
    "print view of an article": "skipped: print", "directory": "listing", "login": "skipped: login",
    "questions and answers": "other", "poll results": "skipped: print", "site map page": "other",
    "redirect stub": "redirect",
}  # fmt: skip
MEDIAN, FIFTH = 0.995, 0.97


def check_sample(folder: Path) -> Iterator[Row]:
    """The sample page's text in every markup: each field to the letter."""
    words = Words.of((folder / "sample-article.txt").read_text(encoding="utf-8"))
    for name, html in variants(words):
        page = parse(capture(html, ARTICLE))
        missed = [] if isinstance(page, Page) else [page.outcome]
        if isinstance(page, Page):
            missed = _missed_in_sample(page, words)
        yield Row(f"sample page, {name}", ", ".join(missed) or "every field", not missed)


def _missed_in_sample(page: Page, words: Words) -> list[str]:
    article = page.records[0] if page.records else None
    if not isinstance(article, Article):
        return [page.outcome]
    pairs: dict[str, tuple[object, object]] = {
        "title": (article.title, words.title),
        "section": (article.category, SECTION),
        "date": (article.published_at, PUBLISHED),
        "date as printed": (article.published_text, PRINTED),
        "byline": (article.byline, BYLINE),
        "lead": (article.lead, None),
        "body": (article.body_text.split("\n"), [" ".join(line.split()) for line in words.body]),
        "views": ([r.views for r in page.records if isinstance(r, ViewCount)], [VIEWS]),
    }
    return [name for name, (found, wanted) in pairs.items() if found != wanted]


def check_pages(folder: Path) -> Iterator[Row]:
    """Single pages of several kinds: what each is, and of articles the fields read by eye."""
    for line in (folder / "pages" / "truth.jsonl").read_text(encoding="utf-8").splitlines():
        truth = json.loads(line)
        name = truth["file"]
        url = truth.get("url") or DEPARTMENT.origin + ADDRESSES.get(name, f"/vi/{name}")
        parts = urlsplit(url)
        site = Site.of(f"{parts.scheme}://{parts.netloc}")
        body = (folder / "pages" / name).read_bytes()
        page = parse(Capture(url, SEEN_AT, 200, (("Content-Type", "text/html"),), body), site)
        wanted = OUTCOMES[truth["kind"]]
        yield Row(name, page.outcome, page.outcome == wanted)
        if page.outcome == "article":
            yield from _check_fields(name, page, truth)


def _check_fields(name: str, page: Page | Skipped, truth: dict[str, Any]) -> Iterator[Row]:
    assert isinstance(page, Page)
    article = page.records[0]
    assert isinstance(article, Article)
    views = next((r.views for r in page.records if isinstance(r, ViewCount)), None)
    published = article.published_at.isoformat() if article.published_at else None
    first, last = (" ".join(truth[key].split()) for key in ("body_first60", "body_last60"))
    own = "news" not in name
    yield Row(f"{name} title", "", article.title == " ".join(truth["title"].split()))
    yield Row(f"{name} date", str(published), published == truth["published"])
    yield Row(f"{name} views", str(views), views == truth["views"])
    text = " ".join(article.body_text.split())
    yield Row(f"{name} body", f"{len(text)} characters", first in text and last in text)
    if own:
        yield Row(f"{name} body's end", "", text.endswith(last))


def check_department(folder: Path) -> Iterator[Row]:
    """Every page of the department's WARC; its articles against the reference."""
    outcomes: dict[str, int] = {}
    right = dict.fromkeys(("title", "date", "views", "lead", "entry id"), 0)
    scores: list[float] = []
    for page, taken in _captures(folder / "real-department.warc.gz"):
        outcomes[page.outcome] = outcomes.get(page.outcome, 0) + 1
        if isinstance(page, Page) and page.outcome == "article":
            article, wanted = page.records[0], Reference(taken.body)
            assert isinstance(article, Article)
            views = next((r.views for r in page.records if isinstance(r, ViewCount)), None)
            lead = (article.lead or "").split()
            right["title"] += article.title == wanted.title
            right["date"] += article.published_at == wanted.published
            right["views"] += views == wanted.views
            right["lead"] += lead == (wanted.lead or "").split()
            right["entry id"] += f"/{article.entry_id}-" in taken.url
            scores.append(f1(article.body_text.split(), wanted.words))
    yield Row("department: pages", str(outcomes), outcomes.get("article") == 334)
    for field, count in right.items():
        yield Row(f"department: {field} exact", f"{count} of {len(scores)}", count == len(scores))
    scores.sort()
    median, fifth = statistics.median(scores), scores[len(scores) // 20]
    yield Row("department: body F1, median", f"{median:.4f}", median >= MEDIAN)
    yield Row("department: body F1, 5th percentile", f"{fifth:.4f}", fifth >= FIFTH)
    yield Row("department: body F1, lowest", f"{scores[0]:.4f}", scores[0] >= 0.9)


def _captures(warc: Path) -> Iterator[tuple[Page | Skipped, Capture]]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # warcio imports pkg_resources where it finds it
        from warcio.archiveiterator import (  # type: ignore[import-untyped]
            ArchiveIterator,
        )

        with warc.open("rb") as stream:
            for record in ArchiveIterator(stream):
                if record.rec_type == "response":
                    taken = Capture(
                        record.rec_headers.get_header("WARC-Target-URI"), SEEN_AT,
                        int(record.http_headers.get_statuscode()),
                        tuple(record.http_headers.headers), record.content_stream().read(),
                    )  # fmt: skip
                    yield parse(taken, DEPARTMENT), taken
