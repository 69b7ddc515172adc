"""Why nothing came: a crawl's statistics in one line that says what and what to do.

Scrapy calls a crawl finished that found nothing, failed at every page or never reached the host.
"""

from collections.abc import Mapping
from typing import Any

from scraper.crawling.backoff import COME_BACK_LATER

_OUTCOME = "outcome/"
_SKIPPED = "skipped: "
_EXCEPTION = "downloader/exception_type_count/"

# Pages that show that this is the site and that it works. Files, a sitemap, redirects and pages of
# no known kind do not: a parked domain has those too.
USABLE = ("home", "listing", "article", "statistics", "not_modified")

_BECAUSE = {
    "maintenance": "the site says that it is being maintained; try later",
    "login": "the site asks for a login; check --site and --start",
    "forbidden": "the site forbids its pages; check --site and --start",
    "error": "the site answers with errors; try later",
    "soft_404": "the pages asked for do not exist; check --start",
    "empty": "the pages that came are empty; try later",
    "foreign": "another site answers under this name; check --site",
    "too_large": "every answer was over the size limit",
}
_NO_ANSWER = {
    "CannotResolveHostError": "the host's name cannot be resolved; check --site and the network",
    "DownloadConnectionRefusedError": "the host refuses the connection; check --site or try later",
    "DownloadTimeoutError": "the host does not answer in time; try later",
    "ResponseDataLossError": "the host cuts its answers short; try later",
    "DownloadFailedError": "the host drops the connection; try later",
}


def outcomes(stats: Mapping[str, Any]) -> dict[str, int]:
    """How many responses of each outcome (CONTRACT's names) the spider's statistics count."""
    return {
        key.removeprefix(_OUTCOME): value
        for key, value in stats.items()
        if key.startswith(_OUTCOME)
    }


def why_nothing_came(stats: Mapping[str, Any]) -> str | None:
    """One line on why a crawl brought no usable page; None where it brought one.

    `stats` is `crawler.stats.get_stats()` of a spider of ours after it closed.
    """
    found = outcomes(stats)
    if any(found.get(outcome) for outcome in USABLE):
        return None
    return (
        _no_answer(stats)
        or _closed(stats)
        or _skipped(found)
        or _forbidden(stats)
        or _nothing_known(found)
    )


def _no_answer(stats: Mapping[str, Any]) -> str | None:
    failures = {
        key.rpartition(".")[2]: count
        for key, count in stats.items()
        if key.startswith(_EXCEPTION) and not key.endswith(".IgnoreRequest")
    }
    if not failures or stats.get("downloader/response_count"):
        return None
    kind = max(failures, key=lambda name: failures[name])
    return _NO_ANSWER.get(kind, f"no answer came ({kind}); try later")


def _closed(stats: Mapping[str, Any]) -> str | None:
    if reason := stats.get("robots/reason"):
        return f"{reason}; try another day"
    given_up = stats.get("backoff/gave_up")
    if given_up == COME_BACK_LATER:
        return "the site asks to be left alone for a while (Retry-After); try later"
    return "the site is down: one failure after the other; try later" if given_up else None


def _skipped(found: Mapping[str, int]) -> str | None:
    reasons = {name.removeprefix(_SKIPPED): n for name, n in found.items() if _SKIPPED in name}
    known = [reason for reason in _BECAUSE if reason in reasons]
    if not known:
        return None
    return _BECAUSE[max(known, key=lambda reason: reasons[reason])]


def _forbidden(stats: Mapping[str, Any]) -> str | None:
    if stats.get("robots/forbidden"):
        return "robots.txt forbids the pages to start at"
    if stats.get("boundary/off_the_site") or stats.get("outcome/redirect"):
        return "the site only redirects, and not to a page of its own; check --site and --start"
    return None


def _nothing_known(found: Mapping[str, int]) -> str:
    if found.get("other"):
        return "pages came, but no home page, list, article or statistics; check --site and --start"
    return "the site answered, but with no page at all; check --start"
