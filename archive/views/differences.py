"""Two texts compared word by word, in bounded time."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

SAME, ADDED, REMOVED = "same", "added", "removed"

# Above these products of lengths, a comparison would take a reader's patience: measured, a
# product of 250,000 words takes about 50 ms at worst.
MOST_LINE_PAIRS = 4_000_000
MOST_WORD_PAIRS = 250_000
MOST_PAIRS_IN_ALL = 2_000_000

# A figure is one word: 3.362, 61,91, 24/07/2020, 08:23.
_WORD = re.compile(r"(?:\w+(?:(?<=\d)[.,/:](?=\d)\w+)*|[^\w\s])\s*|\s+")
_NEAR = 0.4  # how alike two paragraphs are that are compared word by word
_REACH = 20  # how far apart they may stand


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words, and whether both texts have them: `same`, `added` or `removed`."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of either text, or of both: its pieces in order."""

    pieces: tuple[Piece, ...]

    @property
    def kind(self) -> str:
        """`same`, `added` or `removed` where it is that as a whole, else `changed`."""
        kinds = {piece.kind for piece in self.pieces}
        return kinds.pop() if len(kinds) == 1 else "changed"


@dataclass(slots=True)
class _Budget:
    """How many pairs of words may still be compared."""

    left: int = MOST_PAIRS_IN_ALL

    def allows(self, old: Sequence[str], new: Sequence[str]) -> bool:
        pairs = len(old) * len(new)
        if pairs > min(MOST_WORD_PAIRS, self.left):
            return False
        self.left -= pairs
        return True


def compare(old: str, new: str) -> list[Paragraph]:
    """`new` against `old`, both a line a paragraph, in the order in which they are read."""
    before, after = old.split("\n") if old else [], new.split("\n") if new else []
    budget = _Budget()
    found: list[Paragraph] = []
    for tag, i, j, k, m in _blocks(before, after):
        if tag == "equal":
            found += [_whole(SAME, line) for line in before[i:j]]
        else:
            found += _changed(before[i:j], after[k:m], budget)
    return found


def compare_line(old: str | None, new: str | None) -> Paragraph:
    """The same for a title or another text of one line; None is an empty one."""
    return Paragraph(tuple(_words(old or "", new or "", _Budget())))


def counted(paragraphs: Sequence[Paragraph]) -> tuple[int, int]:
    """How many words were added and removed."""
    counts = {ADDED: 0, REMOVED: 0}
    for paragraph in paragraphs:
        for piece in paragraph.pieces:
            if piece.kind != SAME:
                counts[piece.kind] += len(piece.text.split())
    return counts[ADDED], counts[REMOVED]


def _blocks(before: list[str], after: list[str]) -> Iterator[tuple[str, int, int, int, int]]:
    """The blocks of difflib; lines that both texts begin or end with cost nothing."""
    head = _common(before, after)
    tail = _common(before[head:][::-1], after[head:][::-1])
    old, new = before[head : len(before) - tail], after[head : len(after) - tail]
    if head:
        yield "equal", 0, head, 0, head
    # Past the limit, lines that are there often are not looked for.
    often = len(old) * len(new) > MOST_LINE_PAIRS
    for tag, i, j, k, m in SequenceMatcher(None, old, new, autojunk=often).get_opcodes():
        yield tag, head + i, head + j, head + k, head + m
    if tail:
        end, last = len(before), len(after)
        yield "equal", end - tail, end, last - tail, last


def _common(one: list[str], other: list[str]) -> int:
    count = 0
    while count < min(len(one), len(other)) and one[count] == other[count]:
        count += 1
    return count


def _changed(old: list[str], new: list[str], budget: _Budget) -> Iterator[Paragraph]:
    """Paragraphs that stand for each other are compared word by word, the rest is whole."""
    at = 0
    for line in old:
        reach = range(at, min(at + _REACH, len(new)))
        partner = next((n for n in reach if _are_near(line, new[n], budget)), None)
        if partner is None:
            yield _whole(REMOVED, line)
            continue
        for other in new[at:partner]:
            yield _whole(ADDED, other)
        yield Paragraph(tuple(_words(line, new[partner], budget)))
        at = partner + 1
    for other in new[at:]:
        yield _whole(ADDED, other)


def _are_near(old: str, new: str, budget: _Budget) -> bool:
    if budget.left <= 0:
        return False
    budget.left -= len(old) + len(new)
    before, after = set(old.split()), set(new.split())
    return len(before & after) > _NEAR * max(len(before), len(after))


def _words(old: str, new: str, budget: _Budget) -> list[Piece]:
    before, after = _WORD.findall(old), _WORD.findall(new)
    keys = [word.strip() for word in before], [word.strip() for word in after]
    if old == new:
        return [Piece(SAME, new)]
    if not budget.allows(*keys):
        return [Piece(k, t) for k, t in ((REMOVED, old), (ADDED, new)) if t]
    found: list[Piece] = []
    for tag, i, j, k, m in SequenceMatcher(None, *keys, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append(Piece(SAME, "".join(after[k:m])))
            continue
        found += [Piece(REMOVED, "".join(before[i:j]))] if j > i else []
        found += [Piece(ADDED, "".join(after[k:m]))] if m > k else []
    return found


def _whole(kind: str, line: str) -> Paragraph:
    return Paragraph((Piece(kind, line),))
