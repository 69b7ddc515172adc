"""What a parsed capture says of its address: an observation, and the content that it showed."""

from dataclasses import dataclass
from typing import Any

from archive.db.rows import flat
from archive.history.observation import (
    GONE,
    MOVED,
    SAME,
    SHOWN,
    STATISTICS,
    VISIT,
    Content,
    Observation,
)
from archive.ids import content_hash
from archive.times import utc_text
from scraper.capture import Capture
from scraper.records import (
    Article,
    ArticleFile,
    Page,
    PageTable,
    ProcedureMention,
    Record,
    Skipped,
    ViewCount,
)
from scraper.site import Site
from scraper.urls import canonical, entry_id, is_trap

_BODY_FIELDS = (
    "title",
    "category",
    "published_at",
    "published_text",
    "byline",
    "lead",
    "body_text",
)
_LIVE_OK = ("live", 200)


@dataclass(frozen=True, slots=True)
class Reading:
    """An observation, with the key and content of what it showed where it showed anything."""

    observation: Observation
    content: Content | None = None


def read(capture_id: int, capture: Capture, page: Page | Skipped, site: Site) -> Reading | None:
    """The bearing of a capture on its address's history; None where it has none."""
    address = canonical(capture.url, site)
    visit = (capture.source, capture.status) == _LIVE_OK
    kind, target = _kind(page, site, visit)
    if kind is None:
        return None
    content, key = _content(page) if kind in (SHOWN, STATISTICS) else (None, None)
    article = _first(page, Article)
    views = _first(page, ViewCount)
    shown_id = article.entry_id if isinstance(article, Article) else None
    observation = Observation(
        capture_id=capture_id,
        address=address,
        observed_at=utc_text(capture.captured_at),
        kind=kind,
        entry_id=(entry_id(capture.url) or shown_id) if kind == SHOWN else None,
        target=target,
        content=key,
        views=views.views if isinstance(views, ViewCount) else None,
        visit=visit,
    )
    return Reading(observation, content)


def _kind(page: Page | Skipped, site: Site, visit: bool) -> tuple[str | None, str | None]:
    if isinstance(page, Skipped):
        if page.reason == "soft_404":
            return GONE, None
        return (VISIT if visit else None), None
    if page.outcome == "redirect":
        return _redirect(page, site)
    kinds = {"article": SHOWN, "not_modified": SAME, "gone": GONE, "statistics": STATISTICS}
    return kinds.get(page.outcome), None


def _redirect(page: Page, site: Site) -> tuple[str | None, str | None]:
    """To the home page means gone; off the site or to a login says nothing of the article."""
    if not page.links or not site.owns(page.links[0].url):
        return None, None
    if is_trap(page.links[0].url, site):
        return None, None
    target = canonical(page.links[0].url, site)
    homes = {canonical(site.origin + path, site) for path in ("/", *site.start)}
    return (GONE, None) if target in homes else (MOVED, target)


def _content(page: Page | Skipped) -> tuple[Content, str]:
    records = page.records if isinstance(page, Page) else ()
    article = next((r for r in records if isinstance(r, Article)), None)
    fields = _fields(article) if article else {}
    files = _dicts(records, ArticleFile)
    tables = _dicts(records, PageTable)
    said = {name: fields.get(name) for name in _BODY_FIELDS}
    key = content_hash([said, [f["url"] for f in files], tables])
    words = (fields.get("title"), fields.get("published_at"), fields.get("body_text"))
    twin = content_hash(words) if fields.get("body_text") else None
    return Content(fields, tables, _dicts(records, ProcedureMention), files, twin), key


def _fields(article: Article) -> dict[str, Any]:
    fields = flat(article)
    published = article.published_at
    fields["published_at"] = published.isoformat() if published else None
    return fields


def _dicts(records: tuple[Record, ...], kind: type) -> tuple[dict[str, Any], ...]:
    return tuple(flat(r) for r in records if isinstance(r, kind))


def _first(page: Page | Skipped, kind: type) -> Record | None:
    if isinstance(page, Skipped):
        return None
    return next((r for r in page.records if isinstance(r, kind)), None)
