"""How a run over the site ends: what it is called, its exit code, what a person should read."""

from archive.archive import Archive
from archive.crawling.drift import lost_fields
from archive.crawling.running import Report, Visit
from archive.errors import ArchiveError, LayoutDrift, NothingCame
from archive.runs import FAILED, FINISHED, STOPPED
from archive.stopping import whole
from scraper.crawling.outcome import why_nothing_came
from scraper.crawling.robots import CUT, MAX_BYTES
from scraper.crawling.watch import ANOTHER_PAGE, IN_A_ROW, Watch
from scraper.records import Problem
from scraper.spiders.refresh import LEFT_FOR_LATER, UNREAD, WATCH
from scraper.spiders.site import DEAD_IN_MAPS, UNANSWERED

WITH_PROBLEMS = 1
_KEPT = "the captures are kept: once the parser can read them, 'sldtbxh rebuild' does"


@whole()
def finish(archive: Archive, made: Visit) -> Report:
    """End the run of an archive whose spider is done.

    Raises NothingCame or LayoutDrift, with the run's end noted.
    """
    failure = None if made.stopped_by else _failure(archive, made)
    if failure:
        kind = "layout_drift" if isinstance(failure, LayoutDrift) else "nothing_came"
        archive.note(Problem("error", kind, str(failure)), archive.site.origin)
    elif not made.stopped_by:
        _note_unanswered(archive, made)
    unread = _note_unread(archive, made)
    cut_short = not failure and not made.stopped_by and _note_cut_short(archive, made)
    archive.settle()
    problems = archive.new_problems()
    gave_up = isinstance(failure, NothingCame) or made.stats.get("backoff/gave_up")
    outcome = STOPPED if made.stopped_by else FAILED if gave_up or unread or cut_short else FINISHED
    exit_code = made.stopped_by or (WITH_PROBLEMS if problems else 0)
    archive.finish(outcome, failure.exit_code if failure else exit_code)
    if failure:
        raise type(failure)(f"{archive.site.origin}: {failure}")
    return Report(exit_code, [*archive.recovered, *problems], archive.tally)


def _failure(archive: Archive, made: Visit) -> ArchiveError | None:
    if reason := why_nothing_came(made.stats):
        return NothingCame(reason)
    watch = made.stats.get(WATCH)
    if isinstance(watch, Watch) and watch.mostly_wrong:
        if watch.wrong.most_common(1)[0][0] == ANOTHER_PAGE:
            return LayoutDrift(f"{watch}: no article or list can be read there; {_KEPT}")
        return NothingCame(f"{watch}; try later")
    archive.settle()
    if lost := lost_fields(archive.db, archive.run):
        return LayoutDrift(
            f"articles that showed it before show no more: {', '.join(lost)}; {_KEPT}"
        )
    return None


def _note_unanswered(archive: Archive, made: Visit) -> None:
    """Pages that never came, for whoever looks into one; that may be so for a night."""
    for url, error in made.stats.get(UNANSWERED, {}).items():
        archive.note(Problem("note", "no_answer", f"no whole answer came ({error})"), url)
    if url := made.stats.get(CUT):
        said = f"of robots.txt the first {MAX_BYTES // 2**10} KiB are obeyed, as by RFC 9309"
        archive.note(Problem("note", "robots_cut", said), url)


def _note_unread(archive: Archive, made: Visit) -> bool:
    """Whether a listing could not be read: the next refresh must read on where this one did.

    What of sitemaps was not read is noted too.
    """
    unread: list[str] = made.stats.get(UNREAD, [])
    for url in unread:
        archive.note(Problem("warning", "listing_not_read", "the list could not be read"), url)
    if later := made.stats.get(LEFT_FOR_LATER, 0):
        said = (
            f"sitemaps name {later} more pages that were never seen; they wait for the next refresh"
        )
        archive.note(Problem("note", "left_for_later", said), archive.site.origin)
    if made.stats.get(DEAD_IN_MAPS):
        said = "sitemaps name pages that are gone, one after the other: the rest was left"
        archive.note(Problem("warning", "dead_sitemap", said), archive.site.origin)
    return bool(unread)


def _note_cut_short(archive: Archive, made: Visit) -> bool:
    """Whether the site failed midway: its pages came, and then one after the other did not."""
    watch = made.stats.get(WATCH)
    if not isinstance(watch, Watch) or not watch.is_over:
        return False
    said = f"{watch}; {IN_A_ROW} of them came one after the other, so the rest was left"
    archive.note(Problem("warning", "cut_short", said), archive.site.origin)
    return True
