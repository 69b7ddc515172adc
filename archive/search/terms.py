"""What a reader types into the search box, as terms: words, phrases, beginnings, exclusions."""

import re
from dataclasses import dataclass
from itertools import islice, product

from scraper.text import fold, normalise_tones

MOST_CHARACTERS = 500
MOST_TERMS = 32
MOST_FORMS = 8
_SHORTEST_BEGINNING = 2

Words = tuple[str, ...]

# A dash leaves out what follows where that is a letter, a quotation mark or a year: "Covid -19"
# leaves out nothing, nor does "2015 -2020".
_LEFT_OUT = r'(?<!\S)(-)(?="|[^\W\d_]|(?<![0-9]\s-)(?:19|20)[0-9]{2}(?!\S))'
_TERM = re.compile(rf'(?:{_LEFT_OUT})?(?:"([^"]*)(?:"(\*)?|$)|([^\s"]+))')
WORD = re.compile(r"[^\W_]+")
# "18/2020/NQ -HĐND", as some write it, leaves nothing out either.
_NUMBER_APART = re.compile(r"([0-9]/[^\s\-]*[^\W\d_])\s+-(?=([^\W\d_]+))")
_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»″＂", '"') | {"\0": " "})
# kĩ and kỹ, lí and lý, quí and quý: i and y after these consonants, or alone, are one sound.
_I_OR_Y = re.compile(r"(?:h|k|l|m|s|t|qu|)[iíìỉĩịyýỳỷỹỵ]", re.IGNORECASE)
_OTHER_SOUND = str.maketrans("iíìỉĩịyýỳỷỹỵIÍÌỈĨỊYÝỲỶỸỴ", "yýỳỷỹỵiíìỉĩịYÝỲỶỸỴIÍÌỈĨỊ")
_SHORT_NUMBER = re.compile(r"0*[0-9]{1,2}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Term:
    """Words that stand one after another, in NFC and one tone-mark style.

    `beginning`: the last word may go on (`tuyển*`). `excluded`: articles with it are not wanted.
    """

    words: Words
    beginning: bool = False
    excluded: bool = False
    quoted: bool = False

    @property
    def marked(self) -> bool:
        """Whether it is typed with marks, so that it asks for them."""
        text = " ".join(self.words)
        return fold(text) != text.lower()

    def written(self) -> tuple[Words, ...]:
        """The forms in which it is sought as typed, the very same first.

        `6/KH-UBND` as `06/KH-UBND` too, `kĩ` as `kỹ` too.
        """
        return self._forms(self.words)

    def folded(self) -> tuple[Words, ...]:
        """The forms in which it is sought without marks."""
        return self._forms(tuple(map(fold, self.words)))

    def _forms(self, words: Words) -> tuple[Words, ...]:
        choices = ([s for form in self._numbers(word) for s in _sounds(form)] for word in words)
        return tuple(islice(product(*choices), MOST_FORMS))

    def _numbers(self, word: str) -> list[str]:
        """A short number within a longer expression, with and without a leading zero."""
        if len(self.words) == 1 or not _SHORT_NUMBER.fullmatch(word) or not int(word):
            return [word]
        return list(dict.fromkeys((word, f"{int(word)}", f"{int(word):02}")))


def read_terms(text: str) -> tuple[Term, ...]:
    """The terms of `text` in their order, without repetition; what has no letter or digit goes.

    Any text will do: NFD, NULs, unclosed quotation marks, operators of query languages.
    """
    clean = normalise_tones(text[:MOST_CHARACTERS].translate(_QUOTES))
    clean = _NUMBER_APART.sub(lambda m: f"{m[1]}-" if m[2].isupper() else m[0], clean)
    found = (_term(match) for match in _TERM.finditer(clean))
    return tuple(dict.fromkeys(term for term in found if term.words))[:MOST_TERMS]


def _term(match: re.Match[str]) -> Term:
    minus, phrase, star, bare = match.groups()
    text = bare if phrase is None else phrase
    words = tuple(WORD.findall(text))
    starred = bool(star) if bare is None else text.endswith("*")
    beginning = starred and bool(words) and len(words[-1]) >= _SHORTEST_BEGINNING
    return Term(words, beginning, excluded=bool(minus), quoted=bare is None)


def _sounds(word: str) -> list[str]:
    return (
        [word, word[:-1] + word[-1].translate(_OTHER_SOUND)] if _I_OR_Y.fullmatch(word) else [word]
    )
