"""How words go wrong: what sounds alike, what keys leave behind, letters more, less or other.

Words are folded: a wrong mark is no slip, since the search does without marks.
"""

import re
from functools import lru_cache

LETTER = 5.0  # what a wrong letter costs, in nats: about one word in 150 has one
SOUND = 3.0  # another spelling of the same sound
KEYS = 1.0  # keystrokes that were to become letters
_FEW_LETTERS, _MOST_LETTERS = 4, 20

# Spellings that are one sound somewhere in Viet Nam, so that people mix them up: s and x, tr and
# ch, d and gi and r, l and n; and ones that are one sound everywhere, written by other rules.
_SOUNDS = (
    (re.compile(r"ph|f"), "f"), (re.compile(r"ngh?"), "ŋ"), (re.compile(r"nh"), "ñ"),
    (re.compile(r"gh"), "g"), (re.compile(r"kh"), "χ"), (re.compile(r"^(?:tr|ch)"), "č"),
    (re.compile(r"^(?:gi(?=[aeiouy])|g(?=i)|[dzr])"), "z"), (re.compile(r"th"), "θ"),
    (re.compile(r"ch$"), "k"), (re.compile(r"qu"), "kw"), (re.compile(r"[ckq]"), "k"),
    (re.compile(r"^[sx]"), "x"), (re.compile(r"^[ln]"), "n"), (re.compile("y"), "i"),
)  # fmt: skip
_VNI = re.compile(r"(?<=[a-z])[1-9]+")
# Telex: dd, aa, ee, oo; w after a, o, u or alone for ư; s, f, r, x, j after the vowel for the tone.
_TELEX = (
    (re.compile(r"(?<=[aou])w|(?<=uo)w"), ""), (re.compile(r"w"), "u"),
    (re.compile(r"([aeod])\1"), r"\1"), (re.compile(r"(?<=[aeiouy])([a-z]*)[sfrxj]"), r"\1"),
)  # fmt: skip


@lru_cache(maxsize=4096)
def sound(word: str) -> str:
    """What `word` sounds like: the same for words that people take for each other."""
    for spelling, one in _SOUNDS:
        word = spelling.sub(one, word)
    return word


def keys(word: str) -> str:
    """What the keystrokes in `word` were to become, without marks; itself where there are none.

    VNI's digits (dao2 tao5) and Telex's letters (ddaof taoj).
    """
    found = _VNI.sub("", word)
    if found == word and word.isalpha():
        for key, letter in _TELEX:
            found = key.sub(letter, found)
    return found


def most_slips(word: str) -> int:
    """How many letters may be wrong in a word of that length."""
    if not 1 < len(word) <= _MOST_LETTERS:
        return 0
    return 1 if len(word) <= _FEW_LETTERS else 2


def slips(typed: str, meant: str) -> int:
    """Letters more, less or other, and neighbours that changed places, between two words."""
    before: list[int] = []
    last = list(range(len(meant) + 1))
    for at, letter in enumerate(typed, 1):
        row = [at]
        for other, wanted in enumerate(meant, 1):
            cost = min(last[other] + 1, row[-1] + 1, last[other - 1] + (letter != wanted))
            if at > 1 and other > 1 and letter == meant[other - 2] and typed[at - 2] == wanted:
                cost = min(cost, before[other - 2] + 1)
            row.append(cost)
        before, last = last, row
    return last[-1]


@lru_cache(maxsize=65536)
def letters(word: str) -> int:
    """The letters of `word` as bits: what tells quickly that two words are far apart."""
    bits = 0
    for letter in word:
        bits |= 1 << (ord(letter) % 61)
    return bits
