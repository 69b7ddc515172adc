"""Text as it is stored and as it is searched: one normal form, one tone-mark style, no marks."""

import re
import unicodedata
from itertools import filterfalse

# Vietnamese letters that no decomposition leads to a plain one. Ð (U+00D0) and Ɖ (U+0189) stand
# for Đ in pages typed with old fonts; fold() lowers them to ð and ɖ.
_LETTERS = {"đ": "d", "ð": "d", "ɖ": "d"}

# Seen as nothing, and between the letters of words pasted from elsewhere: soft hyphen, zero-width
# blanks and joiners, marks of direction, byte order mark.
_INVISIBLE = re.compile("[\u00ad\u034f\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]")

# The new style puts the tone on the second letter of an open oa, oe, uy (hoà); the old one, which
# the department's pages use, on the first (hòa). The u of qu- belongs to the consonant, as the i
# of gi- does: quý and già are written one way only.
_PAIRS = {
    "oà": "òa", "oá": "óa", "oả": "ỏa", "oã": "õa", "oạ": "ọa",
    "oè": "òe", "oé": "óe", "oẻ": "ỏe", "oẽ": "õe", "oẹ": "ọe",
    "uỳ": "ùy", "uý": "úy", "uỷ": "ủy", "uỹ": "ũy", "uỵ": "ụy",
}  # fmt: skip
_OPEN_PAIR = re.compile(
    r"[oOuU](?<![qQ][uU])[àáảãạèéẻẽẹỳýỷỹỵÀÁẢÃẠÈÉẺẼẸỲÝỶỸỴ](?![^\W\d_])",
)
_WORD = re.compile(r"[^\W_]")


def nfc(text: str) -> str:
    """`text` in Unicode's composed form (NFC), the only one that is stored."""
    return unicodedata.normalize("NFC", text)


def squeeze(text: str) -> str:
    """`text` in NFC, each run of white space (NBSP too) one blank, none at the ends.

    Invisible characters (zero-width blanks, soft hyphens, marks of direction) are dropped first.
    """
    if not text.isascii():
        text = nfc(_INVISIBLE.sub("", text))
    return " ".join(text.split())


def fold(text: str) -> str:
    """`text` in lower case without marks, đ as d: exactly one character for one of the NFC text.

    So a place found in the folded text is the same place in `nfc(text)`. A mark that has no
    letter to be composed with becomes a blank, because one character has to stand there.
    """
    return nfc(text).translate(_FOLDS)


def normalise_tones(text: str) -> str:
    """`text` in NFC with the tone marks of hoà, khoẻ, thuỷ where hòa, khỏe, thủy have them.

    As long as `nfc(text)`. Only syllables that end in oa, oe or uy have two styles.
    """
    return _OPEN_PAIR.sub(lambda found: _OLD_STYLE.get(found[0], found[0]), nfc(text))


def word_count(text: str) -> int:
    """How many words, split at white space, have a letter or a digit (Vietnamese: syllables)."""
    words = text.split()
    odd = list(filterfalse(str.isalnum, words))  # the others are most of them
    return len(words) - sum([_WORD.search(word) is None for word in odd])


class _Folds(dict[int, str]):
    """One character's fold by its code point, computed when it is first met."""

    def __missing__(self, code: int) -> str:
        found = self[code] = _fold_character(chr(code))
        return found


def _fold_character(character: str) -> str:
    if unicodedata.category(character).startswith("M"):
        return " "
    lowered = character.lower()
    bare = "".join(c for c in unicodedata.normalize("NFD", lowered) if not unicodedata.combining(c))
    bare = _LETTERS.get(bare, bare)
    if len(bare) != 1 or bare == character:
        return character if len(lowered) != 1 or bare == character else lowered
    return _fold_character(bare)


def _old_style() -> dict[str, str]:
    return {
        first(new[0]) + second(new[1]): first(old[0]) + second(old[1])
        for new, old in _PAIRS.items()
        for first in (str.lower, str.upper)
        for second in (str.lower, str.upper)
    }


_FOLDS = _Folds()
_OLD_STYLE = _old_style()
