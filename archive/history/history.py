"""An article's history, folded from its observations: the same whatever order they came in."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from archive.history.identity import Key, group, id_of
from archive.history.observation import GONE, MOVED, SHOWN, Content, Observation
from archive.ids import content_hash, local
from archive.times import from_text

REMOVED_AFTER = timedelta(days=1)
"""A page is removed when it is found gone twice, at least this far apart."""

COMPARED = ("title", "lead", "body_text", "byline", "published_at")
"""Fields whose change is an edit. Counters, widgets and the form of the markup are not."""
CARRIED = (*COMPARED, "category", "published_text", "body_html")


@dataclass(slots=True)
class Version:
    """What an article said from `observed_at` on; `shows` is the content of that first capture."""

    observed_at: str
    capture_id: int
    fields: dict[str, Any]
    shows: Content

    def content_hash(self, origin: str) -> str:
        """The same for two versions that say the same, wherever the site at `origin` stood."""
        said = {name: self.fields[name] for name in (*COMPARED, "category")}
        return content_hash([said, [local(f["url"], origin) for f in self.shows.files]])


@dataclass(slots=True)
class Removal:
    """Found gone, confirmed at least a day later, perhaps seen again."""

    removed_at: str
    confirmed_at: str
    returned_at: str | None = None


@dataclass(slots=True)
class History:
    """One article over time."""

    id: int
    entry_id: int | None
    url: str
    aliases: list[int]
    urls: dict[str, str]
    first_seen_at: str
    last_seen_at: str
    versions: list[Version]
    views: list[tuple[str, int, int]] = field(default_factory=list)
    removals: list[Removal] = field(default_factory=list)

    @property
    def removed_at(self) -> str | None:
        """Since when it has been gone; None where it is there."""
        if self.removals and self.removals[-1].returned_at is None:
            return self.removals[-1].removed_at
        return None


def fold(observations: Iterable[Observation], contents: Mapping[str, Content]) -> list[History]:
    """The articles that these observations are of, by id. `contents` has every key they name."""
    groups = group(observations, contents)
    return [_fold_one(i, *groups[i], contents) for i in sorted(groups) if _is_shown(groups[i][1])]


def _is_shown(seen: list[Observation]) -> bool:
    return any(o.kind == SHOWN for o in seen)


def _fold_one(
    article_id: int, keys: set[Key], seen: list[Observation], contents: Mapping[str, Content]
) -> History:
    positive = [o.observed_at for o in seen if o.positive]
    urls: dict[str, str] = {}
    for observation in seen:
        if observation.kind in (SHOWN, MOVED):
            urls.setdefault(observation.address, observation.observed_at)
    return History(
        id=article_id,
        entry_id=min((k for k in keys if isinstance(k, int)), default=None),
        url=_main_address(seen),
        aliases=sorted({id_of(key) for key in keys} - {article_id}),
        urls=urls,
        first_seen_at=positive[0],
        last_seen_at=positive[-1],
        versions=_versions(seen, contents),
        views=_views(seen),
        removals=_removals(seen),
    )


def _main_address(seen: list[Observation]) -> str:
    """The first address that still shows it, else the one that showed it last."""
    there: dict[str, bool] = {}
    last = ""
    for observation in seen:
        if observation.kind == SHOWN:
            there[observation.address] = True
            last = observation.address
        elif observation.kind in (GONE, MOVED) and observation.address in there:
            there[observation.address] = False
    return next((address for address, is_there in there.items() if is_there), last)


def _versions(seen: list[Observation], contents: Mapping[str, Content]) -> list[Version]:
    """A new version where a field that both pages show has changed.

    Section and linked files are compared with what the same address showed before: another
    section's page shows the same article under its own name.
    """
    versions: list[Version] = []
    at_address: dict[str, Content] = {}
    for observation in seen:
        if not observation.content or observation.kind != SHOWN:
            continue
        content = contents[observation.content]
        shown = {name: content.fields.get(name) for name in CARRIED}
        before = at_address.get(observation.address)
        if not versions:
            versions.append(_version(observation, shown, content))
        elif _edited(versions[-1].fields, shown) or _refiled(before, content, versions[-1]):
            kept = {k: v if v is not None else versions[-1].fields[k] for k, v in shown.items()}
            versions.append(_version(observation, kept, content))
        else:
            _complete(versions[-1].fields, shown)
        at_address[observation.address] = content
    return versions


def _version(observation: Observation, fields: dict[str, Any], content: Content) -> Version:
    return Version(observation.observed_at, observation.capture_id, dict(fields), content)


def _edited(old: Mapping[str, Any], new: Mapping[str, Any]) -> bool:
    return any(
        old[name] is not None
        and new[name] is not None
        and old[name] != new[name]
        and not (name == "published_at" and _same_day_less_precise(old[name], new[name]))
        for name in COMPARED
    )


def _same_day_less_precise(one: str, other: str) -> bool:
    """A page that prints the day alone does not contradict one that prints the time too."""
    return len(one) != len(other) and one[:10] == other[:10]


def _refiled(before: Content | None, after: Content, version: Version) -> bool:
    """Whether section or files changed at this address, and the newest version does not say so.

    It does where another address showed the same change before.
    """
    if before is None:
        return False
    old, new = before.fields.get("category"), after.fields.get("category")
    moved = None not in (old, new) and old != new and new != version.fields["category"]
    files = _urls(after)
    return moved or (_urls(before) != files and _urls(version.shows) != files)


def _urls(content: Content) -> set[str]:
    return {f["url"] for f in content.files}


def _complete(fields: dict[str, Any], shown: Mapping[str, Any]) -> None:
    """What an earlier rendering did not show is no change, but it is known now."""
    for name, value in shown.items():
        if value is None:
            continue
        finer = (
            name == "published_at" and fields[name] is not None and len(value) > len(fields[name])
        )
        if fields[name] is None or finer:
            fields[name] = value


def _views(seen: list[Observation]) -> list[tuple[str, int, int]]:
    """(time, views, own visits up to then) for each showing of the counter."""
    found: dict[str, tuple[str, int, int]] = {}
    visits = 0
    for observation in seen:
        visits += observation.visit
        if observation.views is not None:
            row = (observation.observed_at, observation.views, visits)
            found.setdefault(observation.observed_at, row)
    return list(found.values())


def _removals(seen: list[Observation]) -> list[Removal]:
    """Gone at every address that showed it, twice, at least a day apart."""
    there: dict[str, bool] = {}
    found: list[Removal] = []
    missing_since: str | None = None
    for observation in seen:
        if observation.positive:
            there[observation.address] = True
            if found and found[-1].returned_at is None:
                found[-1].returned_at = observation.observed_at
            missing_since = None
        elif observation.kind in (GONE, MOVED) and observation.address in there:
            there[observation.address] = False
            if observation.kind == MOVED or any(there.values()):
                continue
            if missing_since is None:
                missing_since = observation.observed_at
            elif _confirms(missing_since, observation.observed_at) and not _is_open(found):
                found.append(Removal(missing_since, observation.observed_at))
    return found


def _is_open(removals: list[Removal]) -> bool:
    return bool(removals) and removals[-1].returned_at is None


def _confirms(first: str, second: str) -> bool:
    return from_text(second) - from_text(first) >= REMOVED_AFTER
