"""Which observations are of one article: by entry id, else by address, redirect or same words."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from urllib.parse import urlsplit

from archive.history.observation import GONE, SHOWN, Content, Observation, in_order
from archive.ids import content_id

Key = int | str
"""An entry id, or the address of a page that shows none."""

MAX_HOPS = 5


def id_of(key: Key) -> int:
    """The article id that a key alone would have: its path is hashed without the host."""
    if isinstance(key, int):
        return key
    parts = urlsplit(key)
    return content_id("article", f"{parts.path}?{parts.query}" if parts.query else parts.path)


def group(
    observations: Iterable[Observation], contents: Mapping[str, Content]
) -> dict[int, tuple[set[Key], list[Observation]]]:
    """Articles by id, each with all of its keys and its observations in order of time.

    An address whose page shows no entry id belongs to the article that it showed before, else to
    the first that it shows later. Two keys are one article when an address of the one redirects
    to the other and slug or title agree, or when the one went away and the same words stand at
    the other since; never when both have entry ids.
    """
    ordered = sorted(observations, key=in_order)
    keys = _keys(ordered)
    joined = _Union(key for key in keys.values() if key is not None)
    for one, other in _redirects(ordered, keys, contents):
        joined.join(one, other)
    for one, other in _reappearances(ordered, keys, contents):
        joined.join(one, other)
    groups = joined.groups()
    ids = {root: min(id_of(key) for key in members) for root, members in groups.items()}
    found: dict[int, tuple[set[Key], list[Observation]]] = {
        ids[root]: (members, []) for root, members in groups.items()
    }
    for observation in ordered:
        key = keys[observation.capture_id]
        if key is not None:
            found[ids[joined.root(key)]][1].append(observation)
    return found


def _keys(ordered: list[Observation]) -> dict[int, Key | None]:
    """The key of each observation by capture id; None for an address that leads to no article."""
    by_address: dict[str, list[Observation]] = defaultdict(list)
    for observation in ordered:
        by_address[observation.address].append(observation)
    keys: dict[int, Key | None] = {}
    for address, seen in by_address.items():
        first = next((o.entry_id for o in seen if o.entry_id is not None), None)
        shown = any(o.kind == SHOWN for o in seen)
        current: Key | None = first if first is not None else address if shown else None
        for observation in seen:
            if observation.entry_id is not None:
                current = observation.entry_id
            keys[observation.capture_id] = current
    _lend_keys_to_redirects(by_address, keys)
    return keys


def _lend_keys_to_redirects(
    by_address: Mapping[str, list[Observation]], keys: dict[int, Key | None]
) -> None:
    """An address that only ever redirects is an address of the article where it leads."""
    for seen in by_address.values():
        for observation in seen:
            if keys[observation.capture_id] is None and observation.target:
                keys[observation.capture_id] = _key_ahead(observation.target, by_address, keys)


def _key_ahead(
    target: str | None,
    by_address: Mapping[str, list[Observation]],
    keys: Mapping[int, Key | None],
) -> Key | None:
    for _ in range(MAX_HOPS):
        if target is None or target not in by_address:
            return None
        ahead = by_address[target][0]
        if (key := keys[ahead.capture_id]) is not None:
            return key
        target = ahead.target
    return None


def _redirects(
    ordered: list[Observation], keys: Mapping[int, Key | None], contents: Mapping[str, Content]
) -> Iterable[tuple[Key, Key]]:
    """Pairs of keys where a page that was shown now redirects to the other."""
    first_key: dict[str, Key] = {}
    titles: dict[Key, set[str]] = defaultdict(set)
    for observation in ordered:
        key = keys[observation.capture_id]
        if key is not None:
            first_key.setdefault(observation.address, key)
            if observation.content:
                titles[key].add(contents[observation.content].fields["title"])
    for observation in ordered:
        key, target = keys[observation.capture_id], observation.target
        if key is None or target not in first_key:
            continue
        other = first_key[target]
        if _last_part(observation.address) == _last_part(target) or titles[key] & titles[other]:
            yield key, other


def _last_part(address: str) -> str:
    return address.rstrip("/").rpartition("/")[2]


def _reappearances(
    ordered: list[Observation], keys: Mapping[int, Key | None], contents: Mapping[str, Content]
) -> Iterable[tuple[Key, Key]]:
    """Pairs of keys where the first went away and the second shows the same words since."""
    shown: dict[str, dict[Key, str]] = defaultdict(dict)  # twin -> key -> when it was last shown
    last: dict[Key, tuple[str, str]] = {}  # key -> twin of its last showing, and when that was
    lost: dict[Key, tuple[str, str]] = {}
    for observation in ordered:
        key = keys[observation.capture_id]
        if key is None:
            continue
        twin = contents[observation.content].twin if observation.content else None
        if twin:
            last[key] = (twin, observation.observed_at)
            shown[twin][key] = observation.observed_at
        elif observation.kind == GONE and key in last:
            lost[key] = last[key]
    for gone, (twin, at) in lost.items():
        since = [(when, str(key), key) for key, when in shown[twin].items() if when > at]
        for _, _, successor in sorted(since)[:1]:
            if successor != gone:
                yield gone, successor


class _Union:
    """Disjoint sets of keys in which no set ever holds two entry ids."""

    def __init__(self, keys: Iterable[Key]) -> None:
        self.parent: dict[Key, Key] = {key: key for key in sorted(keys, key=str)}

    def root(self, key: Key) -> Key:
        while self.parent[key] != key:
            key = self.parent[key]
        return key

    def groups(self) -> dict[Key, set[Key]]:
        found: dict[Key, set[Key]] = defaultdict(set)
        for key in self.parent:
            found[self.root(key)].add(key)
        return found

    def join(self, one: Key, other: Key) -> None:
        """Make two sets one, unless that would put two entry ids together."""
        a, b = self.root(one), self.root(other)
        if a == b:
            return
        if isinstance(a, int) and isinstance(b, int):
            return
        if isinstance(a, int):  # an entry id stays the root, so that the test above sees it
            a, b = b, a
        self.parent[a] = b
